"""Who sees and changes needs: staff all, their own centre's to change; focal points their countries. Pure."""

from dataclasses import dataclass

from ..accounts.models import Role
from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..people.policies import focal_reach, keeps
from ..web.access import Viewer
from .models import Annex, Assessment, Finding, Round

VIEW, EDIT, FILL = "needs.view", "needs.edit", "needs.fill"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)
PERMISSIONS = (
    Permission(
        VIEW, _l("See needs, findings and recommendations"), (*OFFICE, Role.FOCAL_POINT.value, Role.OBSERVER.value)
    ),
    Permission(FILL, _l("Answer and comment on needs of one’s countries"), (*OFFICE, Role.FOCAL_POINT.value)),
    Permission(EDIT, _l("Run needs assessments, change findings and recommendations"), OFFICE),
)


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a viewer sees. In `centres` they are staff (None: everywhere); `countries` None: values of all.

    A `focal` point reads what institutions of the own countries said; others read values without them.
    """

    centres: frozenset[int] | None = frozenset()
    countries: frozenset[str] | None = frozenset()
    focal: bool = False

    def office(self, found: Round) -> bool:
        """Say whether a viewer sees a round as the staff of its centre."""
        return self.centres is None or found.assessment.centre_id in self.centres

    def country(self, code: str) -> bool:
        """Say whether the values of a country are shown."""
        return self.countries is None or code in self.countries

    def beneath(self, found: Round) -> bool:
        """Say whether a viewer reads what institutions said."""
        return self.focal or self.office(found)

    def round(self, found: Round) -> bool:
        """Say whether a round is shown: one in preparation only to the staff of its centre."""
        seen = self.countries is None or bool(self.countries)
        return self.office(found) or (found.state != "draft" and seen)

    def annex(self, found: Annex) -> bool:
        return self.office(found.round) or (found.sight == "partners" and self.round(found.round))


def sight(who: Viewer) -> Sight:
    """Return how far a viewer sees: staff all values, an observer those of the countries of the role."""
    if who.may(EDIT):
        centres = who.centres(EDIT)
        return Sight(None if centres is None else frozenset(centres), None)
    own = focal_reach(who).countries
    if own:
        return Sight(countries=own, focal=True)
    if not who.may(VIEW) or who.may(FILL):
        return Sight()
    watched = who.scope(Role.OBSERVER.value, "country")
    return Sight(countries=frozenset(watched) or None)


def may_edit(who: Viewer, assessment: Assessment) -> bool:
    """Say whether a viewer runs an assessment: the staff of its centre."""
    return who.may(EDIT, centre_id=assessment.centre_id)


def may_keep(who: Viewer, centre_id: int | None) -> bool:
    """Say whether a viewer changes what a centre keeps; without a centre, those who work for all."""
    if centre_id is None:
        return who.may(EDIT) and who.centres(EDIT) is None
    return who.may(EDIT, centre_id=centre_id)


def may_fill(who: Viewer, found: Round, country: str, *, open_: bool) -> bool:
    """Say whether a viewer may answer for a country: staff always, a focal point while it is open to the country."""
    if may_edit(who, found.assessment):
        return True
    return open_ and who.may(FILL) and country in focal_reach(who).countries


def may_remark(who: Viewer, found: Round, country: str) -> bool:
    """Say whether a viewer may comment on a country's cell."""
    if may_edit(who, found.assessment):
        return True
    return found.state != "draft" and who.may(FILL) and country in focal_reach(who).countries


def may_keep_finding(who: Viewer, finding: Finding) -> bool:
    """Say whether a viewer changes a finding: the staff of its centre; shipped ones, who works for all centres."""
    centre = finding.assessment.centre_id if finding.assessment else finding.centre_id
    return keeps(who, EDIT, centre)


def may_tell(who: Viewer, country: str) -> bool:
    """Say whether a viewer enters what is known of a country: staff, and its own focal point."""
    return who.may(EDIT) or (who.may(FILL) and country in focal_reach(who).countries)
