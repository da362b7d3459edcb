"""What this plugin adds to the demonstration: three trainings that were asked, a form that waits, what followed.

Everything goes through the services, at the moments at which it would have happened; what is answered follows from
the place of a person in the list alone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from trainhub.plugin_api import Texts, clock, commit, db
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.questionnaires import (
    Content,
    Item,
    answer,
    blocks_of,
    content_of,
    finish_closing,
    invite,
    open_wave,
    plan_wave,
    set_keepers,
)
from trainhub.plugin_api.sessions import TEACHING, TrainingSession

from . import services
from .models import Finding, Instrument, SessionWave
from .queries import planning
from .services import asking
from .services.planning import applies, blocks

EVALUATED = 3
ASKED = (  # in each of them, the earliest first
    {"reaction"},
    {"reaction", "pre", "post"},
    {"reaction", "pre", "post", "baseline", "follow_up"},
)
PLANNED = 5  # trainings to come whose waves stand already
FEWEST = 20  # people who came to a training that is told of
PARTICIPANT = "participant@demo.example"
Given = dict[str, list[str]]

BEST = (
    "Working through real cases with colleagues from other countries.",
    "The role play at the counter: now I know what an applicant feels.",
    "The trainer answered every question, also the uncomfortable ones.",
    "Exchange with the border service; we had never sat at one table.",
    "Clear slides in my own language.",
)
CHANGE = (
    "More time for the cases: two of five were left over.",
    "The interpretation lagged behind in the afternoon.",
    "Please send the materials a week before.",
    "Longer breaks, so that we can talk to each other.",
    "A case on children travelling alone would help.",
)
APPLY = (
    "Explain to each applicant what happens next.",
    "Use the checklist for recognising victims of trafficking.",
    "Call the social service earlier.",
)
EXAMPLE = (
    "We give every applicant a sheet with the next steps.",
    "We ask for an interpreter before the interview, not during it.",
    "I showed the checklist to my shift.",
)
TEXTS: dict[str, Sequence[str]] = {"best": BEST, "change": CHANGE, "apply": APPLY, "b_example": EXAMPLE}
THEME_OF = {"cases": 1, "time": 0, "interpretation": 3, "materials": 2, "breaks": 6, "table": 6, "colleagues": 5}
OWN_THEME = {"en": "Room and breaks", "az": "Zal və fasilələr", "ru": "Зал и перерывы", "tk": "Zal we arakesmeler"}


def load(day: date) -> None:
    """Tell of the last completed trainings, plan those to come, and leave a form open for the demo participant."""
    services.ensure_instruments()
    services.ensure_themes()
    for instrument in db.session.scalars(planning.instruments()).all():
        services.switch_instrument(instrument, on=True)
    commit()
    told = [number for number in db.session.scalars(planning.completed()) if len(_came(number)) >= FEWEST][:EVALUATED]
    if told:
        services.save_theme(title=Texts.of(OWN_THEME), centre_id=_session(told[0]).centre_id)
    for place, number in enumerate(reversed(told)):
        _tell(_session(number), place)
        commit()
    _findings([_session(number) for number in reversed(told)], day)
    _leave_open()
    for number in db.session.scalars(planning.upcoming(day)).all()[:PLANNED]:
        services.plan(_session(number))
    commit()


def _session(number: int) -> TrainingSession:
    return db.session.scalars(planning.session(number)).one()


def _came(number: int) -> list[Person]:
    return asking.participants(_session(number), came=True)


# --- trainings that are over ----------------------------------------------------------------------


def _tell(session: TrainingSession, place: int) -> None:
    """Ask before and after, and let the people answer; a later training went a little better than an earlier."""
    first, last = session.standing[0].utc_start, session.standing[-1].utc_end
    people = asking.participants(session, came=True)
    waves = {row.instrument.purpose: row for row in _plan_all(session, first, last, ASKED[place])}
    for purpose, moment in (("baseline", first), ("pre", first), ("reaction", last), ("post", last)):
        if purpose in waves:
            with clock.stopped(moment + timedelta(hours=1)):
                _answer(waves[purpose], people, place, moment + timedelta(hours=2))
    follow_up = waves.get("follow_up")
    if follow_up is not None and follow_up.wave is not None and follow_up.wave.opens_at < clock.now():
        with clock.stopped(follow_up.wave.opens_at):
            _answer(follow_up, people, place, follow_up.wave.opens_at + timedelta(hours=1))


def _plan_all(
    session: TrainingSession, first: datetime, last: datetime, asked: Collection[str]
) -> Iterator[SessionWave]:
    """Plan the waves as they would have been planned when the training was published."""
    wanted = [row for row in db.session.scalars(planning.instruments_in_use()).all() if applies(row, session)]
    with clock.stopped(first - timedelta(days=30)):
        for instrument in wanted:
            if instrument.purpose in asked and instrument.offset_days <= 30:
                yield _planned(session, instrument, first, last)


def _planned(session: TrainingSession, instrument: Instrument, first: datetime, last: datetime) -> SessionWave:
    before = instrument.anchor == "start"
    opens = first - timedelta(days=7) if before else last + timedelta(days=instrument.offset_days)
    closes = first + timedelta(hours=3) if before else opens + timedelta(days=instrument.open_days)
    version = instrument.questionnaire.latest
    assert version is not None
    wave = plan_wave(
        version=version,
        identity=instrument.identity,
        opens_at=opens,
        closes_at=closes,
        title=session.title,
        minimum=instrument.minimum,
        series=f"{instrument.series}-{session.public_id}" if instrument.series else "",
        blocks=blocks(session),
        centre_id=session.centre_id,
    )
    set_keepers(wave, [row.person for row in session.assignments if row.role in TEACHING])
    row = SessionWave(session=session, instrument=instrument, wave=wave)
    db.session.add(row)
    db.session.flush()
    return row


def _answer(row: SessionWave, people: Sequence[Person], place: int, closes: datetime) -> None:
    """Open a wave, let most people answer, close it, and measure."""
    wave = row.wave
    assert wave is not None
    open_wave(wave)
    content, said = content_of(wave), _SAID[row.instrument.purpose]
    for number, person in enumerate(people):
        token = invite(wave, person, mail=False)
        if number < FEWEST + 2 + place:  # the others do not answer
            answer(token, _given(content, row, number, place, said))
    with clock.stopped(max(closes, wave.closes_at)):
        finish_closing(wave.id)
        services.measure(row)


Say = Callable[[Item, int, int], str]


def _given(content: Content, row: SessionWave, number: int, place: int, say: Say) -> Given:
    assert row.wave is not None
    found: Given = {}
    for field in content.fields(blocks_of(row.wave)):
        item = field.item
        if item.type == "text":
            words = TEXTS.get(item.key, ())
            found[field.name] = [words[number // 2 % len(words)]] if words and (number + len(item.key)) % 2 else []
        elif item.type == "multiple" and not item.correct:
            found[field.name] = [item.codes[number % (len(item.codes) - 1)]]
        elif item.type == "multiple" or item.correct:
            found[field.name] = _tested(item, number, row.instrument.purpose == "post")
        else:
            found[field.name] = [say(item, number, place)]
    return found


def _tested(item: Item, number: int, after: bool) -> list[str]:
    """Answer a test question: some know it before, most know it afterwards, the more able sooner."""
    able = (number * 7 + len(item.key) * 3) % 10
    if able >= (2 if after else 6):
        return list(item.correct)
    wrong = [code for code in item.codes if code not in item.correct]
    return [wrong[number % len(wrong)]] if wrong else ["12"]


def _opinion(item: Item, number: int, place: int) -> str:
    """Think well of most things, less of the time there was for practice, which grew from training to training."""
    throw = _throw(item, number, place)
    if item.options:
        return "right" if throw < 13 else "difficult" if throw < 17 else "easy" if throw < 19 else "unsure"
    assert item.scale is not None
    if item.scale.maximum == 10:
        return str(10 - throw // 4 - (throw == 19))
    high, good, fair = (3 + 3 * place, 8 + 3 * place, 14 + place) if item.key == "practice" else (9, 16, 18)
    return "5" if throw < high else "4" if throw < good else "3" if throw < fair else "2" if throw < 19 else "unsure"


def _before(item: Item, number: int, place: int) -> str:
    throw = _throw(item, number, place)
    return "4" if throw < 3 else "3" if throw < 10 else "2" if throw < 17 else "1"


def _now(item: Item, number: int, place: int) -> str:
    throw = _throw(item, number, place)
    if item.options:
        return "yes" if throw < 11 else "partly" if throw < 17 else "no"
    return "5" if throw < 5 else "4" if throw < 13 else "3" if throw < 18 else "2"


def _throw(item: Item, number: int, place: int) -> int:
    """Return a number from 0 to 19 that follows from who is asked what."""
    return (number * 7 + sum(map(ord, item.key)) * 3 + place * 5 + number * number) % 20


_SAID: dict[str, Say] = {"reaction": _opinion, "pre": _before, "post": _now, "baseline": _before, "follow_up": _now}


# --- what followed --------------------------------------------------------------------------------


def _findings(sessions: Sequence[TrainingSession], day: date) -> None:
    """Code what was written, and note what was found and decided."""
    for session in sessions:
        for row in services.waves_of(session):
            if row.wave is not None and row.wave.state == "closed":
                _code(row)
    if not sessions:
        return
    early, late = sessions[0], sessions[-1]
    watch = next((value for value, _words in services.watchable(early) if value.endswith("/practice")), "")
    owner = next((row.person_id for row in late.assignments if row.role in TEACHING), None)
    _note(
        early,
        "There was too little time for the cases",
        detail="The question on time for practice is the lowest; many wrote of it too.",
        decision="One case less, and the whole afternoon for the others.",
        theme=0,
        watch=watch,
        owner_id=owner,
        due=day - timedelta(days=20),
        state="done",
        effect="The next trainings had four cases; the question rose.",
    )
    _note(
        late,
        "Interpretation lags behind in the afternoon",
        detail="It stands in several free texts.",
        decision="Two interpreters in turn from half a day on; ask the bureau for a second one.",
        theme=3,
        owner_id=owner,
        due=day + timedelta(days=21),
        state="decided",
    )
    _note(late, "People want the materials a week before", detail="It stands in several free texts.", theme=2)


def _note(session: TrainingSession, title: str, *, theme: int, **said: object) -> Finding:
    themes = services.themes()
    command = services.FindingCommand(title=title, theme=themes[theme].public_id, **said)  # type: ignore[arg-type]
    return services.save_finding(session=session, command=command)


def _code(row: SessionWave) -> None:
    assert row.wave is not None
    themes = services.themes()
    for each in services.coded([row.wave]):
        chosen = {place for word, place in THEME_OF.items() if word in each.text.text.lower()}
        if chosen:
            places = [themes[place] for place in sorted(chosen)]
            db.session.add_all(services.coding(row.wave, each.text, theme) for theme in places)


def _leave_open() -> None:
    """Leave the opinion form of the participant's last training open, and ask everybody who came."""
    for number in db.session.scalars(planning.over_with(PARTICIPANT)).all():
        session = _session(number)
        if any(row.state == "closed" for row in services.waves_of(session)):
            continue
        reaction = next(
            row for row in db.session.scalars(planning.instruments_in_use()).all() if row.purpose == "reaction"
        )
        now, last = clock.now(), session.standing[-1].utc_end
        with clock.stopped(min(last, now - timedelta(days=1))):
            row = _planned(session, reaction, last, max(last, now - timedelta(days=2)))
            assert row.wave is not None
            open_wave(row.wave)
            for person in asking.participants(session, came=True):
                invite(row.wave, person, mail=False)
        return
