"""Instruments: which questionnaire for which purpose, when, how; and those that every centre begins with."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainhub.plugin_api import Invalid, NotFound, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.questionnaires import Questionnaire, find_by_key

from ..models import Instrument
from ..queries import planning as queries
from ..words import IDENTITIES, PURPOSES

FEWEST = 3  # of answers that may be shown together, as the form engine has it
MOST_REMINDERS = 2
TESTS = ("pre", "post")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentCommand:
    """What is said of an instrument; `formats` are keys, none of them means every format that counts as training."""

    questionnaire: str
    purpose: str
    identity: str
    anchor: str = "end"
    offset_days: int = 0
    open_days: int = 14
    reminder_days: tuple[int, ...] = ()
    minimum: int = 5
    formats: tuple[str, ...] = ()


def _ready(key: str, purpose: str, identity: str, **more: object) -> InstrumentCommand:
    return InstrumentCommand(questionnaire=key, purpose=purpose, identity=identity, **more)  # type: ignore[arg-type]


READY = (
    _ready("reaction", "reaction", "anonymous", reminder_days=(3, 7)),
    _ready("knowledge", "pre", "pseudonymous", anchor="start", offset_days=-7, open_days=7, reminder_days=(4,)),
    _ready("knowledge", "post", "pseudonymous", open_days=10, reminder_days=(3, 7)),
    _ready("practice", "baseline", "pseudonymous", anchor="start", offset_days=-14, reminder_days=(7, 11)),
    _ready("practice-follow-up", "follow_up", "pseudonymous", offset_days=30, open_days=21, reminder_days=(7, 14)),
    _ready("practice-follow-up", "follow_up", "pseudonymous", offset_days=90, open_days=21, reminder_days=(7, 14)),
    _ready("practice-follow-up", "follow_up", "pseudonymous", offset_days=180, open_days=21, reminder_days=(7, 14)),
    _ready("practice", "supervisor", "anonymous", anchor="start", offset_days=-14, reminder_days=(7,)),
    _ready("practice-supervisor", "supervisor", "anonymous", offset_days=90, open_days=21, reminder_days=(7, 14)),
    _ready("practice-supervisor", "supervisor", "anonymous", offset_days=180, open_days=21, reminder_days=(7, 14)),
    _ready("institution", "institution", "named", offset_days=180, open_days=30, reminder_days=(10, 20)),
    _ready("trainer-evaluation", "trainer", "named", open_days=14, reminder_days=(4, 9)),
    _ready("scorecard", "scorecard", "named", open_days=21),
)


def instruments() -> list[Instrument]:
    return list(db.session.scalars(queries.instruments()))


def find_instrument(public_id: str) -> Instrument:
    """Return an instrument; raises NotFound."""
    found = db.session.scalar(queries.instrument(public_id))
    if found is None:
        raise NotFound
    return found


def ensure_instruments() -> bool:
    """Make the ready instruments where there are none at all; say whether they were made.

    Tests begin switched off: the ready one is a pattern, and each training needs questions of its own.
    """
    if db.session.scalars(queries.instruments()).first() is not None:
        return False
    for command in READY:
        made = save_instrument(command=command)
        switch_instrument(made, on=command.purpose not in TESTS)
    return True


def save_instrument(*, command: InstrumentCommand, instrument: Instrument | None = None) -> Instrument:
    """Add an instrument or change one; what it planned moves with the next look, what is open stays as it is.

    Raises Invalid under the fields.
    """
    questionnaire = _check(command)
    row = instrument or Instrument()
    row.questionnaire, row.purpose, row.identity = questionnaire, command.purpose, command.identity
    row.anchor, row.offset_days, row.open_days = command.anchor, command.offset_days, command.open_days
    row.reminder_days, row.minimum = sorted(set(command.reminder_days)), command.minimum
    row.formats = list(command.formats)
    db.session.add(row)
    db.session.flush()
    return row


def switch_instrument(instrument: Instrument, *, on: bool) -> None:
    """Switch an instrument off: nothing new goes out by it, what is open ends by itself."""
    instrument.archived_at = None if on else instrument.archived_at or clock.now()
    db.session.flush()


def _check(command: InstrumentCommand) -> Questionnaire:
    wrong = dict(_wrong(command))
    questionnaire = _questionnaire(command.questionnaire)
    if questionnaire is None or questionnaire.latest is None:
        wrong["questionnaire"] = _("Choose a questionnaire that has a frozen version.")
    if wrong or questionnaire is None:
        raise Invalid(wrong)
    return questionnaire


def _wrong(command: InstrumentCommand) -> Iterator[tuple[str, str]]:
    if command.purpose not in PURPOSES:
        yield "purpose", _("Choose one of the list.")
    if command.identity not in IDENTITIES:
        yield "identity", _("Choose one of the list.")
    if not 1 <= command.open_days <= 120:
        yield "open_days", _("Write a number of days from 1 to 120.")
    if not -120 <= command.offset_days <= 730:
        yield "offset_days", _("Write a number of days from −120 to 730.")
    if command.minimum < FEWEST and command.identity != "named":
        yield "minimum", _("Fewer than three answers would show who said what. Give three or more.")
    if len(command.reminder_days) > MOST_REMINDERS:
        yield "reminder_days", _("Two reminders at the most: nobody likes to be chased.")
    elif any(not 0 < day < command.open_days for day in command.reminder_days):
        yield "reminder_days", _("A reminder goes out while the questions are open. Choose earlier days.")


def _questionnaire(key: str) -> Questionnaire | None:
    try:
        return find_by_key(key)
    except NotFound:
        return None
