"""What institutions say of a country's needs, what editors set over it, what focal points remark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from .. import queries
from ..matrix import Said, Scale
from ..models import Cell, NeedAnswer, Remark, Response, Round, Topic
from ..policies import Sight
from ..vocabulary import TOLD, WORDS, State
from .matrices import scale_of
from .rounds import column_of

NOTHING = ""  # an institution says nothing of a topic: no row


@dataclass(frozen=True, slots=True)
class ResponseCommand:
    """An institution's answer; `answers` maps the id of a topic to "", a number or a state as text."""

    name: str
    country_code: str
    category_code: str | None = None
    behalf: str = ""
    source: str = "questionnaire"
    mode: str = ""
    day: date | None = None
    state: str = "answered"
    notes: str = ""
    instrument_id: int | None = None
    answers: Mapping[int, str] = field(default_factory=dict)


def keep(*, found: Round, command: ResponseCommand, response: Response | None = None) -> Response:
    """Write down what an institution says. A number outside the scale, or a word that is none, is refused."""
    column_of(found, command.country_code)
    said = _said(found, command)
    row = response or Response(round_id=found.id)
    for name in ("name", "country_code", "category_code", "behalf", "source", "mode", "day", "state", "notes"):
        setattr(row, name, getattr(command, name))
    row.instrument_id = command.instrument_id
    db.session.add(row)
    db.session.flush()
    for topic_id, each in said.items():
        write(row, topic_id, each)
    db.session.flush()
    return row


def _said(found: Round, command: ResponseCommand) -> dict[int, Said | None]:
    known = {topic.id for topic in db.session.scalars(queries.topics(found.id))}
    scale, said, wrong = scale_of(found), {}, {}
    for topic_id, text in command.answers.items():
        if topic_id not in known:
            raise NotFound
        try:
            said[topic_id] = None if text == NOTHING else from_choice(text, scale)
        except Invalid as error:
            wrong[f"t{topic_id}"] = str(error)
    if wrong:
        raise Invalid(wrong)
    if command.state != "answered" and any(said.values()):
        raise Invalid({"state": _("There are answers, so the institution has answered.")})
    return said


def write(response: Response, topic_id: int, said: Said | None, note: str | None = None) -> bool:
    """Put one answer in its place; None takes it away. Say whether anything changed."""
    row = next((each for each in response.answers if each.topic_id == topic_id), None)
    if said is None:
        if row is not None:
            response.answers.remove(row)
        return row is not None
    if row is None:
        response.answers.append(
            NeedAnswer(topic_id=topic_id, state=said.state.value, value=said.value, note=note or "")
        )
        return True
    wanted = (said.state.value, said.value, row.note if note is None else note)
    changed = (row.state, row.value, row.note) != wanted
    row.state, row.value, row.note = wanted
    return changed


def from_choice(text: str, scale: Scale) -> Said:
    """Return what a field of the form says: a number of the scale, or the key of a state."""
    if text.isascii() and text.isdecimal():
        return number(text, scale)
    if text in {str(state) for state in TOLD if state is not State.VALUE}:
        return Said(State(text))
    raise Invalid(_("Choose one of the list."))


def number(text: str, scale: Scale) -> Said:
    """Return a number of the scale; nought is a state of its own, anything else is refused."""
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    if found == 0:
        return Said(State.ZERO)
    if not scale.lowest <= found <= scale.highest:
        raise Invalid(
            _(
                "%(value)s is not on the scale from %(low)s to %(high)s.",
                value=text,
                low=scale.lowest,
                high=scale.highest,
            )
        )
    return Said(State.VALUE, found)


ALIASES = {
    "n/a": State.NOT_AVAILABLE,
    "not available": State.NOT_AVAILABLE,
    "mövcud deyil": State.NOT_AVAILABLE,
    "нет данных": State.NOT_AVAILABLE,
    "недоступно": State.NOT_AVAILABLE,
    "elýeterli däl": State.NOT_AVAILABLE,
    "no": State.NO,
    "xeyr": State.NO,
    "нет": State.NO,
    "ýok": State.NO,
    "some elements": State.PARTIAL,
    "partly": State.PARTIAL,
    "no answer": State.NO_ANSWER,
    "not asked": State.NOT_ASKED,
}


def words() -> dict[str, State]:
    """Return every word for a state that a file may use, folded, in all languages of the interface."""
    found = {fold(word): state for word, state in ALIASES.items()}
    for language in i18n.languages():
        with i18n.speaking(language):
            found |= {fold(str(label)): State(key) for key, label in WORDS.items() if key != State.VALUE}
    return found


def from_file(text: str, scale: Scale, known: Mapping[str, State]) -> Said | None:
    """Return what a cell of a file says; None for "no answer". Nothing is guessed: what cannot be read is refused."""
    told = text.strip()
    if not told:
        raise Invalid(_("The value is missing. Write a number, or the word for why there is none."))
    if told.isascii() and told.isdecimal():
        return number(told, scale)
    state = known.get(fold(told))
    if state is None:
        raise Invalid(_("“%(value)s” cannot be read as a priority. Nothing is guessed.", value=told[:40]))
    return None if state in (State.NO_ANSWER, State.NOT_ASKED) else Said(state)


def set_cell(*, found: Round, country: str, topic: Topic, value: int | None, reason: str, note: str) -> None:
    """Set a priority over the answers, with its reason, or take it back; note what is doubtful about the data."""
    column_of(found, country)
    scale = scale_of(found)
    if value is not None and not scale.lowest <= value <= scale.highest:
        raise Invalid({"value": _("Choose one of the list.")})
    if value is not None and not reason.strip():
        raise Invalid({"reason": _("Say what speaks for another priority than the answers.")})
    row = cell_of(found, country, topic)
    if row is None:
        row = Cell(round_id=found.id, country_code=country, topic_id=topic.id)
        db.session.add(row)
    row.value, row.reason, row.note = value, reason.strip() if value is not None else "", note.strip()
    db.session.flush()


def cell_of(found: Round, country: str, topic: Topic) -> Cell | None:
    """Return what editors said of a cell."""
    rows = db.session.scalars(queries.cells(found.id))
    return next((each for each in rows if (each.country_code, each.topic_id) == (country, topic.id)), None)


def remark(*, found: Round, country: str, topic: Topic, text: str, person_id: int | None) -> Remark:
    """Say something of a country's topic."""
    column_of(found, country)
    if not text.strip():
        raise Invalid({"text": _("This is needed. Fill it in.")})
    row = Remark(
        round_id=found.id, country_code=country, topic_id=topic.id, person_id=person_id, text=text.strip()[:4000]
    )
    db.session.add(row)
    db.session.flush()
    return row


def find_response(public_id: str, found: Round, sight: Sight) -> Response:
    """Return an institution's answer that a viewer may read, or raise NotFound."""
    row = db.session.scalar(queries.response(public_id))
    if row is None or row.round_id != found.id or not sight.beneath(found) or not sight.country(row.country_code):
        raise NotFound
    return row
