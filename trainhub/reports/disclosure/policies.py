"""Who lets figures out, and who reads them. Pure."""

from ...accounts.models import Role
from ...web.access import Viewer
from .models import Release
from .policy import Audience

PUBLISH = "reports.publish"
PARTNER = "reports.partner"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)
PARTNERS = (*OFFICE, Role.OBSERVER.value, Role.FOCAL_POINT.value)


def may_publish(who: Viewer, release: Release) -> bool:
    """Say whether the viewer prepares, publishes and withdraws a release: staff of its centre, or of all."""
    return may_publish_for(who, release.centre_id)


def may_publish_for(who: Viewer, centre_id: int | None) -> bool:
    """Say whether the viewer may let out figures of a centre; None means of all centres together."""
    if centre_id is None:
        return who.may(PUBLISH) and who.centres(PUBLISH) is None
    return who.may(PUBLISH, centre_id=centre_id)


def reads(who: Viewer, audience: Audience) -> bool:
    """Say whether the viewer belongs to an audience outside the office."""
    return audience == Audience.PUBLIC or (audience == Audience.PARTNER and who.may(PARTNER))


def may_read(who: Viewer, release: Release) -> bool:
    """Say whether the viewer may have a release's tables: its audience once it is published, who prepares it always."""
    published = release.state == "published" and reads(who, Audience(release.audience)) and not has_own_readers(release)
    return published or may_publish(who, release)


def has_own_readers(release: Release) -> bool:
    """Say whether a plugin decides which partners read it: one for partners, of a plugin's kind ("impact.report")."""
    return release.audience == Audience.PARTNER and "." in release.kind
