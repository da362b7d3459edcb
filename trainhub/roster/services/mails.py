"""The mails of the roster: which placeholders staff may use in each, and the reminder of who has not answered."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import lazy_gettext as _l
from ...messages.kinds import EVERY, LINK, OPEN, REASON, TRAINING, Kind
from ...messages.models import KINDS as LABELS
from ...messages.services import Coming, Occasion
from ...sessions.models import Assignment, TrainingSession
from ...sessions.services import topic
from .. import queries
from ..policies import REMIND_AFTER_DAYS
from .links import url_of

REMINDER = "trainer_reminder"
TASKS = {
    "interpreter": _l("We ask you to interpret at this training:"),
    "facilitator": _l("We ask you to lead the discussion at this training:"),
}
TEACH = _l("We ask you to teach this training:")

_answer, _page = _l("Accept or decline"), _l("See the training")
_asked = {"task": _l("What the person is asked to do"), "note": _l("A word of the centre to that person")}
_answered = {"answer": _l("Who accepts or declines"), "outcome": _l("The same as a whole sentence"), **REASON}
_applied = {"title": _l("Title of the call"), "until": _l("Until when the application can be changed")}
_MAILS: dict[str, tuple[Mapping[str, str], str]] = {
    "trainer_asked": (TRAINING | _asked, _answer),
    REMINDER: (TRAINING, _answer),
    "trainer_not_needed": ({name: words for name, words in TRAINING.items() if name not in LINK}, OPEN),
    "trainer_answered": (TRAINING | _answered, _page),
    "roster_proposed": (TRAINING, _l("Agree or decline")),
    "roster_taken": (EVERY | LINK, _l("Open my entry")),
    "roster_refused": (EVERY | REASON, OPEN),
    "application_received": (EVERY | _applied | LINK, _l("See my application")),
}


def kinds() -> Iterator[Kind]:
    """Yield the kinds of these mails, for the registry of messages/."""
    for key, (places, button) in _MAILS.items():
        yield Kind(key, LABELS[key], places, button)


def due(now: datetime) -> Iterator[Occasion]:
    """Yield those who were asked some days ago, have not answered and were not written to again."""
    before = now - timedelta(days=REMIND_AFTER_DAYS)
    for part in db.session.scalars(queries.unanswered(before, clock.today())).all():
        yield Occasion(
            part.person,
            f"{REMINDER}:{part.id}:{part.asked_at or part.created_at:%Y%m%d%H%M%S}",
            topic(part.session),
            f"request:{part.id}:asked",
            part.session.centre_id,
            partial(_words, part),
        )


def _words(part: Assignment) -> dict[str, Any]:
    return {"session": part.session, "url": url_of(part)}


def coming(session: TrainingSession) -> Iterator[Coming]:
    """Yield the days on which those who were asked to teach a session and have not answered hear again."""
    if session.state not in {"draft", "published"}:
        return
    moments = (_moment(part) for part in session.requests if part.state == "asked")
    days = Counter(each.astimezone(ZoneInfo(session.zone)).date() for each in moments if each > clock.now())
    for day, number in sorted(days.items()):
        yield Coming(REMINDER, day, number)


def _moment(part: Assignment) -> datetime:
    return (part.asked_at or part.created_at) + timedelta(days=REMIND_AFTER_DAYS)


def task_of(part: Assignment) -> str:
    """Return the sentence that says what somebody is asked to do, in the language it is read in."""
    return TASKS.get(part.role, TEACH)


def answer_of(part: Assignment) -> tuple[str, str]:
    """Return what somebody answered, for a subject and as a sentence."""
    name = part.person.display
    if part.state == "accepted":
        said = _l("%(person)s accepts and has a part in this training now:", person=name)
        return _l("%(person)s accepts", person=name), said
    said = _l("%(person)s cannot help with this training:", person=name)
    return _l("%(person)s declines", person=name), said
