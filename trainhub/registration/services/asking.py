"""The questions of a call: a named wave of a questionnaire that asks whoever applies or is nominated."""

from datetime import datetime, timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language
from ...questionnaires import services as questionnaires
from ...questionnaires.models import QuestionnaireVersion, Wave
from ...sessions.models import TrainingSession
from .. import queries
from ..models import OPEN, Call, Registration
from .terms import Terms, terms_under

NO_DAY = timedelta(days=180)  # how long questions stay open where the session has no day yet


def set_questions(call: Call, version: QuestionnaireVersion | None) -> None:
    """Let a call ask a version, or nothing. Raises Invalid where others were answered already."""
    wave = call.wave
    if wave is not None and version is not None and wave.version_id == version.id:
        _move_end(wave, call.session)
        return
    if wave is not None:
        _drop(call, wave)
    if version is not None:
        call.wave = _plan(call, version)
    db.session.flush()
    _ask_all(call)


def open_questions(call: Call) -> None:
    """Open the questions with the call."""
    if call.wave is not None and call.wave.state == "planned":
        questionnaires.open_wave(call.wave)
        _ask_all(call)


def settle(session: TrainingSession) -> None:
    """Move the end of a call's questions to where the session begins now."""
    call = db.session.scalars(queries.call_of(session.id)).unique().one_or_none()
    if call is not None and call.wave is not None:
        _move_end(call.wave, session)


def _ask_all(call: Call) -> None:
    """Let everybody answer who came in before the questions did."""
    if call.wave is not None and call.wave.state == "open":
        for registration in db.session.scalars(queries.of_session(call.session_id, OPEN)):
            ask(registration, terms_under(call.session, call))


def ask(registration: Registration, held: Terms) -> None:
    """Let whoever came in under the call answer its questions, by a link on their own pages."""
    wave = held.call.wave if held.call and held.call.wave_id else None
    if wave is None or registration.person is None or wave.state != "open" or wave.closes_at <= clock.now():
        return
    if registration.state in OPEN:
        questionnaires.invite(wave, registration.person, mail=False)
    else:
        questionnaires.uninvite(wave, registration.person)


def questions_path(registration: Registration, held: Terms) -> str:
    """Return the address at which somebody answers the call's questions, or "" where there is nothing to answer."""
    wave = held.call.wave if held.call and held.call.wave_id else None
    if wave is None or wave.state != "open" or wave.closes_at <= clock.now() or registration.person is None:
        return ""
    token = questionnaires.token_of(wave, registration.person)
    if token is None or questionnaires.find_sheet(token).state != "open":
        return ""
    return f"/answer/{token}"


def answers_of(registration: Registration, held: Terms) -> list[tuple[str, str]]:
    """Return question and answer of somebody to the questions of the call."""
    wave = held.call.wave if held.call and held.call.wave_id else None
    if wave is None or registration.person_id is None:
        return []
    return questionnaires.answers_of_person(wave, registration.person_id, language())


def _plan(call: Call, version: QuestionnaireVersion) -> Wave:
    session = call.session
    wave = questionnaires.plan_wave(
        version=version,
        identity="named",
        opens_at=clock.now(),
        closes_at=_end(session),
        title=session.title,
        centre_id=session.centre_id,
    )
    if call.state == "open":
        questionnaires.open_wave(wave)
    return wave


def _drop(call: Call, wave: Wave) -> None:
    if any(member.answered for member in questionnaires.members(wave)):
        raise Invalid({"questions": _("These questions were answered already, so they stay.")})
    call.wave = None
    db.session.flush()
    if wave.state == "planned":
        questionnaires.cancel_wave(wave)
    elif wave.state == "open":
        questionnaires.close_wave(wave)


def _move_end(wave: Wave, session: TrainingSession) -> None:
    """Move the end, unless the session has begun: nobody chooses by the answers any more."""
    begun = session.standing and session.standing[0].utc_start <= clock.now()
    if wave.state != "closed" and not begun:
        questionnaires.replan(wave, opens_at=wave.opens_at, closes_at=_end(session))


def _end(session: TrainingSession) -> datetime:
    start = session.standing[0].utc_start if session.standing else None
    return start if start is not None and start > clock.now() else clock.now() + NO_DAY
