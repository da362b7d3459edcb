"""Who may see what: audiences, thresholds, and how wide the interval of a hidden cell must stay."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who a release is for; each sees what is published for it and for wider audiences."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"

    @property
    def sees(self) -> "tuple[Audience, ...]":
        """Return the audiences whose releases this one sees: its own and the wider ones."""
        order = tuple(Audience)
        return order[order.index(self) :]

    @property
    def seen_by(self) -> "tuple[Audience, ...]":
        """Return the audiences that see this one's releases: itself and the narrower ones, itself first."""
        order = tuple(Audience)
        return order[order.index(self) :: -1]


class Status(StrEnum):
    """What became of a published cell."""

    SHOWN = "shown"
    PRIMARY = "primary"  # hidden, shown as "<5": from 1 to the threshold less 1
    SECONDARY = "secondary"  # hidden, shown with the eye: it would give another one away, or sums hidden ones
    NOT_APPLICABLE = "not_applicable"  # there is nothing to state: a share of nobody


HIDDEN = (Status.PRIMARY, Status.SECONDARY)


@dataclass(frozen=True, slots=True)
class Policy:
    """The rule for one audience. Below the threshold a count of people is hidden; 0 never hides anything."""

    audience: Audience
    threshold: int

    def small(self, number: int) -> bool:
        """Say whether a count is one that must not be known."""
        return 0 < number < self.threshold

    @property
    def width(self) -> int:
        """Return how wide the interval of a cell hidden with the eye stays at least."""
        return max(self.threshold - 2, 0)

    def to_json(self) -> dict[str, int | str]:
        return {"audience": self.audience.value, "threshold": self.threshold}


DEFAULTS = {Audience.INTERNAL: 0, Audience.PARTNER: 3, Audience.PUBLIC: 5}  # thresholds


def default(audience: Audience) -> Policy:
    """Return the policy an audience has unless the centre says otherwise."""
    return Policy(audience, DEFAULTS[audience])


@dataclass(frozen=True, slots=True)
class Need:
    """What an attacker must believe possible of a hidden cell: all of [low, high], or `width` of anything."""

    low: float = 0
    high: float = 0
    width: float = 0

    def met(self, low: float, high: float, slack: float = 1e-6) -> bool:
        """Say whether an attacker who knows no more than [low, high] knows little enough."""
        if self.width:
            return high - low >= self.width - slack
        return low <= self.low + slack and high >= self.high - slack
