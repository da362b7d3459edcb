"""What crosses the border: frozen values, and the closed lists of places that can be extended."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import Form

from ..kernel.jobs import Job as Job
from .measures import Breakdown as Breakdown
from .measures import Export as Export
from .measures import Gather as Gather
from .measures import Indicator as Indicator
from .measures import Scope as Scope
from .measures import Sorting as Sorting
from .measures import Split as Split
from .waiting import Waiting as Waiting

API_VERSION = 1


class Area(StrEnum):
    """A menu that can be extended; staff groups stand in the order of the centre's loop."""

    TOP = "top"
    PREPARE = "prepare"
    RUN = "run"
    LEARN = "learn"
    PEOPLE = "people"
    OFFICE = "office"


class Slot(StrEnum):
    """A place on a page where panels may stand; the subject handed to extend_page follows."""

    HOME_SIDE = "home.side"  # the viewer's person id
    SESSION_SIDE = "session.side"  # a TrainingSession
    SESSION_BODY = "session.body"  # a TrainingSession
    SESSION_TABS = "session.tabs"  # a TrainingSession: panels whose template is one link
    MY_TRAININGS = "my.trainings"  # the viewer's own Registrations whose session is over, the newest first
    PERSON_BODY = "person.body"  # a Person
    EXPERT_BODY = "expert.body"  # an Expert
    ACTIVITY_BODY = "activity.body"  # an ActivityText
    RECOMMENDATION_BODY = "recommendation.body"  # a needs.services.concluding.Answered: what answers a recommendation
    NEEDS_GAPS = "needs.gaps"  # the Round whose needs are held against what is planned
    REPORTS_TABS = "reports.tabs"  # nothing: panels whose template is one link


class FormKey(StrEnum):
    """A form that can be extended; the subject handed to extend_form follows."""

    SESSION = "session"  # a TrainingSession, or None for a new one
    REGISTRATION = "registration"  # a TrainingSession


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What a plugin says of itself: PLUGIN in its plugin.py."""

    name: str
    version: str
    requires_api: int
    title: str = ""
    keeps: str = ""  # how long it keeps what it stores, in one sentence
    summary: str = ""  # what it adds, in one sentence
    per_session: bool = False  # staff may switch it off for single sessions


@dataclass(frozen=True, slots=True)
class Permission:
    """A right with the roles that have it: names of `accounts.models.Role`."""

    name: str
    label: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of a menu."""

    label: str
    url: str
    icon: str
    order: int = 100
    count: int = 0  # what waits for this viewer, never a total
    key: str = ""  # first part of the endpoint that makes it current
    plugin: str = ""  # filled in by the host; empty for core


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page: a template of the contributor and its context."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 100
    plugin: str = ""  # filled in by the host; empty for core


@dataclass(frozen=True, slots=True)
class FormPart:
    """More fields for a form of core: validated with it, saved in its transaction.

    `save` gets the object the core form made (a TrainingSession, a Registration) and the valid form.
    """

    title: str
    form: Form
    save: Callable[[Any, Form], None]
    order: int = 100
    plugin: str = ""  # filled in by the host; empty for core


class Kind(StrEnum):
    """What a setting holds, and so how it is entered and checked."""

    INT = "int"  # a whole number
    SHARE = "share"  # 0 to 1, entered as a percentage
    BOOL = "bool"
    TEXT = "text"
    CHOICE = "choice"


class Per(StrEnum):
    """How often a setting has a value: once, or also for single sessions that differ."""

    INSTALLATION = "installation"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Setting:
    """Something the administrator decides. One per session may also be decided anew in the session's editor."""

    key: str
    label: str
    help: str = ""
    kind: Kind = Kind.TEXT
    default: Any = ""
    choices: Sequence[tuple[str, str]] = ()  # value, label
    per: Per = Per.INSTALLATION
    least: int = 0  # of a whole number
    most: int = 1_000_000

    def __post_init__(self) -> None:
        if self.key == "enabled":
            raise ValueError("the key 'enabled' is the switch of each session")


@dataclass(frozen=True, slots=True)
class Demo:
    """What a plugin adds to a demonstration centre: `load(day)` runs after core's records are there.

    It uses services as a person would, so that the records are what the product makes; `day` is the
    demonstration's today. What it makes follows from the day alone.
    """

    key: str
    load: Callable[[date], None]


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a kind of certificate may ask for beside the hours; staff choose it by its label.

    `check` gets ids of registrations of one session and returns, for each that does not fulfil it, what is lacking
    in a sentence. It is asked about many at once, so it must not ask the database for each.
    """

    name: str
    label: str
    check: Callable[[Collection[int]], Mapping[int, str]]
    order: int = 100
    plugin: str = ""  # filled in by the host; empty for core


@dataclass(frozen=True, slots=True)
class PersonData:
    """One group of what is held about a person: rows under columns, for their own download.

    `tables` names the tables it comes from: what no part names is counted on the page as not shown.
    """

    key: str
    title: str
    columns: Mapping[str, str]  # key -> label
    rows: Sequence[Mapping[str, Any]]
    tables: Sequence[str] = ()
    keeps: str = ""  # how long, in one sentence
    order: int = 100
    plugin: str = ""  # filled in by the host; empty for core
