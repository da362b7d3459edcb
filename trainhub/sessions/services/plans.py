"""What the editor hands over: one frozen plan of a session, and what it is made of."""

from dataclasses import dataclass
from datetime import date, time

from ...kernel.types import Texts


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """One half-day or block. `public_id` names a slot that is there already; without it a new one is meant."""

    day: date
    start: time
    end: time
    room_id: int | None = None
    online: bool = False
    topic: Texts | None = None
    public_id: str = ""
    part_no: int | None = None  # of the agenda's part that it holds


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One item of the agenda; `no` is its number, by which slots refer to it. Without one it gets the next."""

    title: Texts
    activity_id: int | None = None
    recommendation: str = ""
    lead: str = ""
    no: int | None = None


@dataclass(frozen=True, slots=True)
class AudiencePlan:
    """One entry of an audience: in, priority or out."""

    category: str
    rule: str = "in"
    group: str | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """Everything the editor asks for. Ids are row numbers of core's tables."""

    centre_id: int
    format_id: int
    title: Texts
    zone: str
    seats: int
    activities: tuple[int, ...] = ()
    short_title: Texts | None = None
    description: Texts | None = None
    parts: tuple[PartPlan, ...] = ()
    slots: tuple[SlotPlan, ...] = ()
    mode: str = "room"
    min_seats: int = 0
    languages: tuple[str, ...] = ()
    interpretation: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    audience: tuple[AudiencePlan, ...] = ()
    people: tuple[tuple[int, str], ...] = ()  # (person, trainer | facilitator | interpreter)
    organisers: tuple[tuple[int, str], ...] = ()  # (organisation, role)
    projects: tuple[int, ...] = ()
    join_url: str = ""
    register_until: date | None = None
    approval: bool | None = None
    closed: bool = False
    contact: str = ""
    note: str = ""
