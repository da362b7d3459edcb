"""Chosen categories are asked before a training is planned in full; what came of it is written down (R-088)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.models import Person
from ...questionnaires import services as questionnaires
from ...questionnaires.content import Content, Item, Section
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Consultation
from .waves import in_all_languages

VIEWS = _l("What should this training look at, in your view?")
CARE = _l("What should it avoid, or be careful with?")
OFFER = _l("Could your organisation contribute, and how?")


@dataclass(frozen=True, slots=True)
class ConsultationCommand:
    """Who is asked what, and until when."""

    question: Texts
    categories: tuple[str, ...]
    last_day: date
    countries: tuple[str, ...] = ()


def of_session(session: TrainingSession) -> list[Consultation]:
    return list(db.session.scalars(queries.consultations(session.id)))


def begin(*, session: TrainingSession, command: ConsultationCommand) -> Consultation:
    """Ask the people of chosen categories, by name and by mail, before the training is planned in full."""
    wrong: dict[str, str] = {}
    if not str(command.question).strip():
        wrong["question"] = _("This is needed. Fill it in.")
    if command.last_day <= clock.today():
        wrong["last_day"] = _("Give people at least until tomorrow.")
    people = to_ask(command.categories, command.countries) if command.categories else []
    if not command.categories:
        wrong["categories"] = _("Choose at least one category.")
    elif not people:
        wrong["categories"] = _("Nobody of these categories is in the address book with an e-mail address.")
    if wrong:
        raise Invalid(wrong)
    return _send(session, command, people)


def _send(session: TrainingSession, command: ConsultationCommand, people: Collection[Person]) -> Consultation:
    asked = questionnaires.create(
        title=in_all_languages(lambda: _("Before a training: your view")),
        kind="other",
        content=content_of(session, command.question),
        centre_id=session.centre_id,
    )
    wave = questionnaires.plan_wave(
        version=asked.versions[0],
        identity="named",
        title=session.title,
        opens_at=clock.now(),
        closes_at=datetime.combine(command.last_day, time(20), UTC),
        centre_id=session.centre_id,
    )
    for person in people:
        questionnaires.invite(wave, person, "institution")
    questionnaires.open_wave(wave)
    row = Consultation(
        session_id=session.id,
        wave=wave,
        question=command.question,
        categories=list(command.categories),
        countries=sorted(command.countries),
        asked=len(people),
    )
    db.session.add(row)
    db.session.flush()
    return row


def content_of(session: TrainingSession, question: Texts) -> Content:
    """Return the questions: what the centre asks, and three that every consultation has."""
    items = tuple(
        Item(key, "text", in_all_languages(lambda words=words: str(words)))
        for key, words in (("views", VIEWS), ("care", CARE), ("offer", OFFER))
    )
    return Content((Section("consultation", session.title, intro=question, items=items),))


def to_ask(categories: Collection[str], countries: Collection[str]) -> list[Person]:
    """Return who is asked: people confirmed in organisations of the categories and of what belongs to them."""
    wanted = set(categories)
    for category in db.session.scalars(queries.categories()):  # what contains others comes before them
        if category.parent_code in wanted:
            wanted.add(category.code)
    return list(db.session.scalars(queries.people_to_ask(sorted(wanted), countries, clock.today())))


def find(session: TrainingSession, public_id: str) -> Consultation:
    """Return a consultation of a training, or raise NotFound."""
    row = next((each for each in of_session(session) if each.public_id == public_id), None)
    if row is None:
        raise NotFound
    return row


def conclude(*, consultation: Consultation, outcome: str) -> None:
    """Write down what came of it: it stands in the history of the training."""
    consultation.outcome = outcome.strip()
    db.session.flush()
