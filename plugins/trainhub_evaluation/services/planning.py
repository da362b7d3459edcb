"""Planning: what each instrument means for a session, and when. Waves are made, moved and taken away as it changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from trainhub.plugin_api import Invalid, NotFound, Refused, clock, db, enabled_for, settings
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.questionnaires import (
    Wave,
    cancel_wave,
    close_wave,
    open_wave,
    plan_wave,
    replan,
    set_keepers,
)
from trainhub.plugin_api.reports import breakdown
from trainhub.plugin_api.sessions import TEACHING, TrainingSession

from ..models import Instrument, SessionWave
from ..queries import planning as queries

OPENS = time(8)  # on a day that is not the last of the training
LAST_MINUTE = time(23, 59)
MOST_BLOCKS = 12
Blocks = Mapping[str, Sequence[tuple[str, str]]]


def find_row(public_id: str) -> SessionWave:
    """Return what was planned; raises NotFound."""
    found = db.session.scalar(queries.session_wave(public_id))
    if found is None:
        raise NotFound
    return found


def waves_of(session: TrainingSession) -> list[SessionWave]:
    """Return what is planned for a session, in the order of time; what was left out stands last."""
    rows = list(db.session.scalars(queries.waves_of(session.id)))
    return sorted(rows, key=lambda row: (row.wave is None, row.wave.opens_at if row.wave else clock.now(), row.id))


def applies(instrument: Instrument, session: TrainingSession) -> bool:
    """Say whether an instrument is meant for sessions of this format."""
    if instrument.formats:
        return session.format.key in instrument.formats
    return session.format.counts_as_trainees


def takes_part(session: TrainingSession) -> bool:
    """Say whether a session is evaluated: it is known, has days, and nobody switched this off."""
    alive = session.state in queries.ALIVE and bool(session.standing)
    return alive and enabled_for("evaluation", session)


def span(instrument: Instrument, session: TrainingSession) -> tuple[datetime, datetime]:
    """Return when an instrument opens and closes for a session.

    Before: so many days before the first day, until the first half-day ends. After: with the last half-day, or in
    the morning so many days later, for the days that it says.
    """
    zone, slots = ZoneInfo(session.zone), session.standing
    first, last = slots[0], slots[-1]
    anchor = first.local_date if instrument.anchor == "start" else last.local_date
    day = anchor + timedelta(days=instrument.offset_days)
    opens = datetime.combine(day, OPENS, zone)
    if instrument.anchor == "start" and instrument.offset_days <= 0:
        return min(opens, first.utc_start - timedelta(hours=1)), first.utc_end
    if instrument.offset_days == 0:
        opens = last.utc_end
    return opens, datetime.combine(day + timedelta(days=instrument.open_days), LAST_MINUTE, zone)


def plan(session: TrainingSession) -> list[SessionWave]:
    """Bring the waves of a session in line with its days, trainers and instruments; twice changes nothing."""
    rows = {row.instrument_id: row for row in db.session.scalars(queries.waves_of(session.id))}
    wanted = _wanted(session) if takes_part(session) else []
    for instrument in wanted:
        row = rows.pop(instrument.id, None)
        if row is None:
            _begin(session, instrument)
        elif row.wave is not None and row.wave.state == "planned" and not row.fixed:
            _move(row, session)
    for row in rows.values():
        drop(row)
    db.session.flush()
    return waves_of(session)


def _wanted(session: TrainingSession) -> list[Instrument]:
    if not settings.get("evaluation", "plan", session):
        return []
    return [each for each in db.session.scalars(queries.instruments_in_use()) if applies(each, session)]


def _begin(session: TrainingSession, instrument: Instrument) -> None:
    """Plan a wave that is not too late."""
    opens, closes = span(instrument, session)
    if closes <= clock.now() or instrument.questionnaire.latest is None:
        return
    wave = _wave(session, instrument, opens, closes)
    if wave is not None:
        db.session.add(SessionWave(session=session, instrument=instrument, wave=wave))
        db.session.flush()


def _wave(session: TrainingSession, instrument: Instrument, opens: datetime, closes: datetime) -> Wave | None:
    version = instrument.questionnaire.latest
    assert version is not None
    try:
        wave = plan_wave(
            version=version,
            identity=instrument.identity,
            opens_at=opens,
            closes_at=closes,
            title=session.title,
            minimum=instrument.minimum,
            series=f"{instrument.series}-{session.public_id}" if instrument.series else "",
            blocks=blocks(session),
            languages=i18n.languages(),
            centre_id=session.centre_id,
        )
    except Refused:  # the earlier waves of its series are over: it would pair with nothing
        return None
    set_keepers(wave, [row.person for row in session.assignments if row.role in TEACHING])
    return wave


def _move(row: SessionWave, session: TrainingSession) -> None:
    assert row.wave is not None
    opens, closes = span(row.instrument, session)
    if closes <= clock.now():
        drop(row)
        return
    wave = row.wave
    if _asks_otherwise(row):
        row.wave = None
        db.session.flush()
        cancel_wave(wave)
        row.wave = _wave(session, row.instrument, opens, closes)
        if row.wave is None:
            db.session.delete(row)
    elif (wave.opens_at, wave.closes_at, wave.title, wave.blocks) != (opens, closes, session.title, _stored(session)):
        replan(wave, opens_at=opens, closes_at=closes, title=session.title, blocks=blocks(session))
        set_keepers(wave, [each.person for each in session.assignments if each.role in TEACHING])


def _asks_otherwise(row: SessionWave) -> bool:
    """Say whether the instrument asks something else by now, or otherwise, than what was planned."""
    wave, instrument = row.wave, row.instrument
    assert wave is not None
    least = 1 if instrument.identity == "named" else instrument.minimum
    return (wave.version, wave.identity, wave.minimum) != (instrument.questionnaire.latest, instrument.identity, least)


def blocks(session: TrainingSession) -> Blocks:
    """Return the trainers and modules that a form may ask about one by one."""
    trainers = [(row.person.public_id, row.shown) for row in session.assignments if row.role in TEACHING]
    return {"trainer": trainers[:MOST_BLOCKS], "module": _modules(session)}


def _modules(session: TrainingSession) -> list[tuple[str, str]]:
    numbers = sorted({int(row.activity.key[1:3]) for row in session.activities})
    spoken = next((code for code in session.languages if code in i18n.languages()), i18n.language())
    with i18n.speaking(spoken):
        names = breakdown("module").labels([str(number) for number in numbers])
        return [(f"m{number:02d}", str(names[str(number)])) for number in numbers][:MOST_BLOCKS]


def _stored(session: TrainingSession) -> dict[str, list[list[str]]]:
    return {kind: [list(each) for each in found] for kind, found in blocks(session).items()}


def drop(row: SessionWave) -> None:
    """Take away what is planned, and end what is open: nothing of it goes out any more."""
    wave = row.wave
    if wave is not None and wave.state == "open" and wave.closes_at > clock.now():
        close_wave(wave)
    if wave is not None and wave.state == "planned":
        db.session.delete(row)
        db.session.flush()
        cancel_wave(wave)
    db.session.flush()


# --- by staff -------------------------------------------------------------------------------------


def skip(row: SessionWave) -> None:
    """Leave a wave out; raises Refused where it is open or over."""
    if row.wave is None or row.wave.state != "planned":
        raise Refused(_("Only what is still planned can be left out."))
    wave, row.wave, row.skipped_at = row.wave, None, clock.now()
    db.session.flush()
    cancel_wave(wave)


def take_up(row: SessionWave) -> None:
    """Plan again what was left out; raises Refused where it is too late, or the training has no day left."""
    if not takes_part(row.session):
        raise Refused(
            _("This training is not evaluated: it is not published, has no day, or evaluation is off for it.")
        )
    opens, closes = span(row.instrument, row.session)
    wave = _wave(row.session, row.instrument, opens, closes) if closes > clock.now() and row.wave is None else None
    if wave is None:
        raise Refused(_("It is too late for this one: its days are over."))
    row.wave, row.skipped_at = wave, None
    db.session.flush()


def redate(*, row: SessionWave, opens: datetime, closes: datetime) -> None:
    """Give a wave other days, which then stay as they are. Raises Invalid, or Refused for one that is over."""
    if row.wave is None or row.wave.state == "closed":
        raise Refused(_("This one is over or was left out."))
    if closes <= clock.now():
        raise Invalid({"closes_on": _("The end lies in the past. To end it now, close it.")})
    replan(row.wave, opens_at=opens, closes_at=closes)
    row.fixed = True
    db.session.flush()


def open_now(row: SessionWave) -> None:
    """Open a planned wave before its day; those who may answer are asked with the next look."""
    if row.wave is None:
        raise Refused(_("This one is over or was left out."))
    row.fixed = True
    open_wave(row.wave)


def close_now(row: SessionWave) -> None:
    """Take no more answers; a job opens those that came."""
    if row.wave is None:
        raise Refused(_("This one is over or was left out."))
    close_wave(row.wave)
