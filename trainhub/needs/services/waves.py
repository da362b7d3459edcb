"""Instruments that run as questionnaires: the round's topics, sent as a wave by name, then taken into the round."""

from collections.abc import Callable
from datetime import datetime

from ...accounts import queries as accounts
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people import services as people
from ...people.models import Organisation
from ...questionnaires import queries as questionnaire_queries
from ...questionnaires import services as questionnaires
from ...questionnaires.content import Content, Item, Option, Row, Section
from .. import queries
from ..matrix import Said, Scale
from ..models import Instrument, Response, Round
from ..vocabulary import WORDS, State
from .answering import write
from .matrices import module_titles, scale_of, title_of

ITEM = "priorities"
ASKED = _l("How urgent is training on each topic for your institution?")
LEAST, MOST = _l("%(value)s – least urgent"), _l("%(value)s – most urgent")
OTHERS = (State.ZERO, State.NO, State.PARTIAL, State.NOT_AVAILABLE)


def content_of(found: Round) -> Content:
    """Return the questions about a round's topics: a line each, the values of its scale and the words beside them."""
    titles = module_titles()
    rows = tuple(Row(f"t{topic.id}", title_of(topic, titles)) for topic in db.session.scalars(queries.topics(found.id)))
    item = Item(
        ITEM, "matrix", in_all_languages(lambda: str(ASKED)), rows=rows, options=tuple(_options(scale_of(found)))
    )
    return Content((Section("needs", found.title, items=(item,)),))


def _options(scale: Scale) -> list[Option]:
    urgent, calm = scale.values()[0], scale.values()[-1]
    found = []
    for value in scale.values():
        words = MOST if value == urgent else LEAST if value == calm else None
        text = in_all_languages(lambda words=words, value=value: str(words) % {"value": value} if words else str(value))
        found.append(Option(f"p{value}", text, score=float(value)))
    return found + [Option(state.value, in_all_languages(lambda state=state: str(WORDS[state]))) for state in OTHERS]


def in_all_languages(words: Callable[..., str]) -> Texts:
    """Return a text of the interface in all its languages."""
    texts = {}
    for language in i18n.languages():
        with i18n.speaking(language):
            texts[language] = words()
    return Texts.of(texts)


def send(*, instrument: Instrument, found: Round, opens_at: datetime, closes_at: datetime) -> None:
    """Make the questionnaire of an instrument and plan its wave, by name: an institution stands behind each answer."""
    if instrument.wave_id is not None:
        raise Refused(_("This instrument has a wave already."))
    asked = questionnaires.create(
        title=instrument.title,
        kind="institution",
        content=content_of(found),
        centre_id=found.assessment.centre_id,
    )
    wave = questionnaires.plan_wave(
        version=asked.versions[0],
        identity="named",
        title=found.title,
        opens_at=opens_at,
        closes_at=closes_at,
        centre_id=found.assessment.centre_id,
    )
    instrument.wave = wave
    db.session.flush()


def invite_focal_points(*, instrument: Instrument, found: Round) -> int:
    """Ask the focal points of the round's countries to answer for them; return how many were asked."""
    if instrument.wave is None:
        raise Refused(_("This instrument has no wave."))
    scopes = [("country", each.country_code) for each in found.countries]
    persons = {
        grant.account.person.id: grant.account.person
        for grant in db.session.scalars(accounts.focal_grants(scopes)).unique()
    }
    for person in persons.values():
        questionnaires.invite(instrument.wave, person, "institution")
    return len(persons)


def take(*, instrument: Instrument, found: Round) -> int:
    """Take the answers of a wave into the round, one institution each; return how many came or changed.

    The country is that of the person's standing; an answer from a country that the round does not ask is left out.
    """
    if instrument.wave is None or instrument.wave.identity != "named":
        raise Refused(_("Only the answers of a wave by name can be taken."))
    known = {each.answer_set: each for each in db.session.scalars(queries.answers_of_round(found.id))}
    columns = {each.country_code for each in found.countries}
    taken = 0
    for given in db.session.scalars(questionnaire_queries.answer_sets(instrument.wave.id)).all():
        if given.person is None:
            continue
        facts = people.frozen_facts(given.person.id)
        if facts.country_code not in columns:
            continue
        body = db.session.get(Organisation, facts.organisation_id) if facts.organisation_id else None
        response = known.get(given.id) or Response(round_id=found.id, answer_set=given.id, source="questionnaire")
        response.instrument_id, response.country_code = instrument.id, facts.country_code
        response.category_code = facts.category_code or instrument.category_code
        response.name, response.state, response.mode = str(body.title) if body else "", "answered", "online"
        db.session.add(response)
        taken += _taken(response, given.id, found)
    db.session.flush()
    return taken


def _taken(response: Response, set_id: str, found: Round) -> bool:
    topics = {f"t{topic.id}": topic.id for topic in db.session.scalars(queries.topics(found.id))}
    changed = response.id is None
    for answer in db.session.scalars(questionnaire_queries.answers_of(set_id)):
        if answer.item == ITEM and answer.row in topics:
            changed |= write(response, topics[answer.row], _read(answer.choice))
    return changed


def _read(code: str) -> Said:
    if code[:1] == "p" and code[1:].isdecimal():
        return Said(State.VALUE, int(code[1:]))
    return Said(State(code))
