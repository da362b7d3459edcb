"""Who may issue, see and print certificates. Pure."""

from ..accounts.models import Role
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from .models import Certificate

VIEW, ISSUE = "certificates.view", "certificates.issue"
DESIGN, KINDS = "certificates.design", "certificates.kinds"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)


def may_design(who: Viewer, centre_id: int) -> bool:
    """Say whether the viewer decides how the certificates of a centre look: its staff."""
    return who.may(DESIGN, centre_id=centre_id)


def may_issue(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer issues the certificates of a session: staff of its centre."""
    return who.may(ISSUE, centre_id=session.centre_id)


def may_edit_kinds(who: Viewer) -> bool:
    """Say whether the viewer may change kinds: all centres share them, so staff of one of them may not."""
    return who.may(KINDS) and who.centres(KINDS) is None


def may_see_record(who: Viewer, certificate: Certificate) -> bool:
    """Say whether the viewer sees a certificate's record with its history: staff of its centre."""
    return who.may(VIEW, centre_id=certificate.centre_id)


def may_revoke(who: Viewer, certificate: Certificate) -> bool:
    return who.may(ISSUE, centre_id=certificate.centre_id)


def is_holder(who: Viewer, certificate: Certificate) -> bool:
    return who.person_id is not None and certificate.person_id == who.person_id


def may_print(who: Viewer, certificate: Certificate) -> bool:
    """Say whether the viewer may have the document: its holder, and staff of its centre."""
    return is_holder(who, certificate) or may_see_record(who, certificate)
