"""Instruments that run as questionnaires: the round's topics, sent as a wave by name, then taken into the round."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ...accounts import queries as accounts
from ...accounts.models import RoleGrant
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...kernel.types import Texts
from ...people import services as people
from ...people.models import Organisation, Person
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
    persons = {grant.account.person.id: grant.account.person for grant in _grants(found)}
    for person in persons.values():
        questionnaires.invite(instrument.wave, person, "institution")
    expect(instrument=instrument, found=found)
    return len(persons)


def _grants(found: Round) -> list[RoleGrant]:
    scopes = [("country", each.country_code) for each in found.countries]
    return list(db.session.scalars(accounts.focal_grants(scopes)).unique())


# --- who is asked, and who answered --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """For which institution of which country somebody answers."""

    country: str
    category: str | None = None
    name: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.country, fold(self.name)


def standings(instrument: Instrument, found: Round, persons: Iterable[Person]) -> dict[int, Standing]:
    """Return for whom each person answers; who belongs to no country that the round asks is left out.

    The country is that of the person's standing; where it is none of the round's, that which a focal point speaks for.
    """
    columns = {each.country_code for each in found.countries}
    spoken = {grant.account.person.id: str(grant.scope_id) for grant in _grants(found)}
    known: dict[int, Standing] = {}
    for person in persons:
        facts = people.frozen_facts(person.id)
        country = facts.country_code if facts.country_code in columns else spoken.get(person.id)
        if country is not None:
            body = db.session.get(Organisation, facts.organisation_id) if facts.organisation_id else None
            category = facts.category_code or instrument.category_code
            known[person.id] = Standing(country, category, str(body.title) if body else "")
    return known


def expect(*, instrument: Instrument, found: Round) -> int:
    """Note each institution that a wave asks among those asked, once; return how many came to it.

    Without it only those who answer would count as asked, and the rate of answers would flatter. Who belongs to no
    institution stands for one of their own.
    """
    if instrument.wave is None:
        return 0
    asked = [row.person for row in questionnaires.members(instrument.wave)]
    wanted = list(standings(instrument, found, asked).values())
    there = _there(instrument, db.session.scalars(queries.answers_of_round(found.id)))
    lacking = Counter(each.key for each in wanted if not each.name) - there
    for each in wanted:
        if each.name:
            lacking[each.key] = int(not there[each.key])
    fresh = []
    for each in wanted:
        if lacking[each.key] > 0:
            lacking[each.key] -= 1
            fresh.append(_invited(instrument, found, each))
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def _there(instrument: Instrument, rows: Iterable[Response]) -> Counter[tuple[str, str]]:
    """Count the institutions that this wave has asked, and those noted by hand whose answer is still to come."""
    own = [row for row in rows if row.instrument_id == instrument.id or _waits(row)]
    return Counter((row.country_code, fold(row.name)) for row in own)


def _waits(row: Response) -> bool:
    """Say whether an institution was noted without saying by what it is asked."""
    return row.state == "invited" and row.instrument_id is None


def _invited(instrument: Instrument, found: Round, standing: Standing) -> Response:
    return Response(
        round_id=found.id,
        instrument_id=instrument.id,
        country_code=standing.country,
        category_code=standing.category,
        name=standing.name,
        state="invited",
        source="questionnaire",
    )


def take(*, instrument: Instrument, found: Round) -> int:
    """Take the answers of a wave into the round, one institution each; return how many came or changed.

    An institution that was asked is the one that answers. An answer from a country that the round does not ask is
    left out.
    """
    if instrument.wave is None or instrument.wave.identity != "named":
        raise Refused(_("Only the answers of a wave by name can be taken."))
    expect(instrument=instrument, found=found)
    rows = list(db.session.scalars(queries.answers_of_round(found.id)))
    known, waiting = {each.answer_set: each for each in rows}, _waiting(instrument, rows)
    given = list(db.session.scalars(questionnaire_queries.answer_sets(instrument.wave.id)))
    who = standings(instrument, found, [each.person for each in given if each.person])
    topics = {f"t{topic.id}": topic.id for topic in db.session.scalars(queries.topics(found.id))}
    taken = 0
    for each in given:
        standing = who.get(each.person_id or 0)
        if standing is None:
            continue
        row = known.get(each.id) or next(iter(waiting[standing.key]), None) or _invited(instrument, found, standing)
        if row in waiting[standing.key]:
            waiting[standing.key].remove(row)
        taken += _taken(row, each.id, instrument, standing, topics)
    db.session.flush()
    return taken


def _waiting(instrument: Instrument, rows: Iterable[Response]) -> dict[tuple[str, str], list[Response]]:
    """Return those whose answer is still to come: asked by this wave before those noted by hand."""
    found: dict[tuple[str, str], list[Response]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.instrument_id is None):
        if row.state == "invited" and row.answer_set is None and row.instrument_id in (None, instrument.id):
            found[row.country_code, fold(row.name)].append(row)
    return found


def _taken(row: Response, key: str, instrument: Instrument, standing: Standing, topics: Mapping[str, int]) -> bool:
    """Put an answer into its row; say whether anything changed."""
    changed = row.state != "answered"
    row.answer_set, row.instrument_id = key, instrument.id
    row.country_code, row.name = standing.country, standing.name
    row.category_code = standing.category or row.category_code
    row.state, row.mode = "answered", "online"
    db.session.add(row)
    for answer in db.session.scalars(questionnaire_queries.answers_of(key)):
        if answer.item == ITEM and answer.row in topics:
            changed |= write(row, topics[answer.row], _read(answer.choice))
    return changed


def _read(code: str) -> Said:
    if code[:1] == "p" and code[1:].isdecimal():
        return Said(State.VALUE, int(code[1:]))
    return Said(State(code))
