"""Who sees what of the cascade: staff all of their centres, focal points what is confirmed in their countries. Pure."""

from dataclasses import dataclass, field

from ..accounts.models import Role
from ..people.policies import Reach
from ..people.policies import focal_reach as focal_reach
from ..web.access import Viewer
from .models import Rollout

VIEW, DECIDE = "cascade.view", "cascade.decide"
OFFICE = (Role.ADMINISTRATOR.value, Role.STAFF.value)
VIEWERS = (*OFFICE, Role.FOCAL_POINT.value)


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a viewer sees. `centres` is where they are staff (None: everywhere); there they see numbers as they are.

    In `countries` they see what is confirmed, small numbers hidden; of closed sessions only with `government`.
    """

    centres: frozenset[int] | None = frozenset()
    countries: frozenset[str] = frozenset()
    government: bool = False
    reach: Reach = field(default_factory=Reach)

    @property
    def whole(self) -> bool:
        """Say whether all they see is shown to them as staff."""
        return self.centres is None or not self.countries

    def staff(self, centre_id: int) -> bool:
        return self.centres is None or centre_id in self.centres

    def sees(self, rollout: Rollout) -> bool:
        told = self.government or not rollout.session.closed
        mine = rollout.state == "confirmed" and rollout.country_code in self.countries and told
        return self.staff(rollout.session.centre_id) or mine


def sight(who: Viewer, *, government: bool) -> Sight:
    """Return how far a viewer sees; `government` says that they work for government."""
    office = who.may(DECIDE)
    centres = who.centres(DECIDE) if office else set()
    own = focal_reach(who)
    return Sight(
        None if centres is None else frozenset(centres),
        own.countries,
        government,
        Reach(everything=True) if office else own,
    )


def may_decide(who: Viewer, rollout: Rollout) -> bool:
    """Say whether a viewer confirms what was reported: staff of the session's centre, and nobody for oneself."""
    return who.may(DECIDE, centre_id=rollout.session.centre_id) and rollout.person_id != who.person_id


def may_report(who: Viewer, rollout: Rollout) -> bool:
    return who.person_id is not None and rollout.person_id == who.person_id
