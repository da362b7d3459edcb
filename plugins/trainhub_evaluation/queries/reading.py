"""Results, themes, findings and the measures of indicators."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Delete, Select, case, delete, func, select
from sqlalchemy.orm import contains_eager, joinedload

from trainhub.plugin_api.people import Centre, Person
from trainhub.plugin_api.questionnaires import Answer, AnswerSet, QuestionnaireVersion, Wave, WaveMember, shown_values
from trainhub.plugin_api.reports import Scope, sessions
from trainhub.plugin_api.sessions import SessionActivity, TrainingSession

from ..models import Coding, Finding, Instrument, Measured, SessionWave, Theme

Rows = Select[*tuple[Any, ...]]
_session = TrainingSession.__table__.alias("evaluation_session_of")
_centre = Centre.__table__.alias("evaluation_centre_of")

# --- results --------------------------------------------------------------------------------------


def closed_alike(questionnaire_id: int, centre_id: int | None, purpose: str) -> Select[Wave]:
    """Select the closed waves of a centre's sessions in which a questionnaire was answered for the same purpose."""
    same = Wave.id.in_(closed_alike_ids(questionnaire_id, centre_id, purpose))
    return select(Wave).where(same).options(joinedload(Wave.version)).order_by(Wave.id)


def closed_alike_ids(questionnaire_id: int, centre_id: int | None, purpose: str) -> Select[int]:
    """Select the numbers of the same, which is all that a memory needs."""
    return (
        select(Wave.id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Wave.version_id)
        .join(SessionWave, SessionWave.wave_id == Wave.id)
        .join(SessionWave.instrument)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id, Instrument.purpose == purpose)
        .where(Wave.centre_id == centre_id, Wave.state == "closed", Wave.kept)
        .order_by(Wave.id)
    )


def closed_waves() -> Select[SessionWave]:
    """Select the closed waves that may be shown, with session and instrument, by the day of their session."""
    return (
        select(SessionWave)
        .join(SessionWave.wave)
        .join(SessionWave.instrument)
        .join(SessionWave.session)
        .where(Wave.state == "closed", Wave.kept)
        .options(
            contains_eager(SessionWave.wave).joinedload(Wave.version),
            contains_eager(SessionWave.session),
            contains_eager(SessionWave.instrument),
        )
        .order_by(TrainingSession.first_day, SessionWave.id)
    )


def closed_of(purpose: str, centres: Collection[int] | None) -> Select[SessionWave]:
    """Select the closed waves of one purpose."""
    query = closed_waves().where(Instrument.purpose == purpose)
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def closed_in(session_id: int) -> Select[SessionWave]:
    """Select the closed waves of one session that may be shown."""
    return closed_waves().where(SessionWave.session_id == session_id)


def mean_of(wave_id: int, measure: str) -> Rows:
    """Select mean and number of what was measured of a wave."""
    mine = (Measured.wave_id == wave_id, Measured.measure == measure)
    return select(func.avg(Measured.value).label("mean"), func.count().label("n")).where(*mine)


def values_of(wave_ids: Collection[int], items: Collection[str]) -> Rows:
    """Select the values of some items in waves that may be shown, answer by answer."""
    here = (AnswerSet.wave_id.in_(wave_ids), Answer.item.in_(items))
    return shown_values().where(*here).order_by(Answer.set_id)


def evaluated(centres: Collection[int] | None) -> Rows:
    """Select sessions that have waves: session, how many waves are closed, and the means of what was measured."""
    closed = (
        select(func.count())
        .select_from(SessionWave)
        .join(Wave, Wave.id == SessionWave.wave_id)
        .where(SessionWave.session_id == TrainingSession.id, Wave.state == "closed")
        .correlate(TrainingSession)
        .scalar_subquery()
    )
    there = (
        select(SessionWave.id)
        .where(SessionWave.session_id == TrainingSession.id, SessionWave.wave_id.is_not(None))
        .correlate(TrainingSession)
        .exists()
    )
    query = (
        select(
            TrainingSession,
            closed.label("closed"),
            _mean("satisfaction").label("satisfaction"),
            _mean("learning_gain").label("gain"),
            _share_answered().label("answered"),
            _open_findings().label("findings"),
        )
        .where(there)
        .order_by(TrainingSession.first_day.desc(), TrainingSession.id.desc())
    )
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def _mean(measure: str) -> Any:
    return (
        select(func.avg(Measured.value))
        .where(Measured.session_id == TrainingSession.id, Measured.measure == measure)
        .correlate(TrainingSession)
        .scalar_subquery()
    )


def _share_answered() -> Any:
    """Select the share of those asked after a session who answered the opinion form."""
    ticked = case((WaveMember.answered, 1.0), else_=0.0)
    return (
        select(func.avg(ticked))
        .select_from(WaveMember)
        .join(SessionWave, SessionWave.wave_id == WaveMember.wave_id)
        .join(Instrument, Instrument.id == SessionWave.instrument_id)
        .where(SessionWave.session_id == TrainingSession.id, Instrument.purpose == "reaction")
        .correlate(TrainingSession)
        .scalar_subquery()
    )


def _open_findings() -> Any:
    return (
        select(func.count())
        .select_from(Finding)
        .where(Finding.session_id == TrainingSession.id, Finding.state.in_(("open", "decided")))
        .correlate(TrainingSession)
        .scalar_subquery()
    )


def next_runs(finding: Finding) -> Select[SessionWave]:
    """Select closed waves of later sessions with an activity in common, of the purpose that a finding watches."""
    activities = select(SessionActivity.activity_id).where(SessionActivity.session_id == finding.session_id)
    alike = select(SessionActivity.session_id).where(SessionActivity.activity_id.in_(activities))
    purpose = (
        select(Instrument.purpose)
        .join(SessionWave, SessionWave.instrument_id == Instrument.id)
        .where(SessionWave.wave_id == finding.wave_id)
        .scalar_subquery()
    )
    day = select(TrainingSession.first_day).where(TrainingSession.id == finding.session_id).scalar_subquery()
    later = (SessionWave.session_id.in_(alike), TrainingSession.first_day > day)
    return closed_waves().where(Instrument.purpose == purpose, *later)


# --- themes and findings --------------------------------------------------------------------------


def themes(*, all_: bool = False) -> Select[Theme]:
    query = select(Theme).order_by(Theme.id)
    return query if all_ else query.where(Theme.archived_at.is_(None))


def theme(public_id: str) -> Select[Theme]:
    return select(Theme).where(Theme.public_id == public_id)


def theme_counts(centres: Collection[int] | None) -> Rows:
    """Select each theme with the number of texts and of sessions in which it came up."""
    found = (
        select(
            Coding.theme_id,
            func.count().label("texts"),
            func.count(SessionWave.session_id.distinct()).label("sessions"),
        )
        .join(SessionWave, SessionWave.wave_id == Coding.wave_id)
        .join(TrainingSession, TrainingSession.id == SessionWave.session_id)
        .group_by(Coding.theme_id)
    )
    if centres is not None:
        found = found.where(TrainingSession.centre_id.in_(sorted(centres)))
    counted = found.subquery()
    return (
        select(
            Theme,
            func.coalesce(counted.c.texts, 0).label("texts"),
            func.coalesce(counted.c.sessions, 0).label("sessions"),
        )
        .outerjoin(counted, counted.c.theme_id == Theme.id)
        .options(joinedload(Theme.centre))
        .order_by(func.coalesce(counted.c.texts, 0).desc(), Theme.id)
    )


def codings(wave_ids: Collection[int]) -> Select[Coding]:
    return (
        select(Coding)
        .where(Coding.wave_id.in_(wave_ids))
        .options(joinedload(Coding.theme))
        .order_by(Coding.set_id, Coding.item, Coding.theme_id)
    )


def drop_codings(set_id: str, item: str, block: str) -> Delete:
    return delete(Coding).where(Coding.set_id == set_id, Coding.item == item, Coding.block == block)


def findings(centres: Collection[int] | None) -> Select[Finding]:
    """Select findings with what their list shows: what is due first."""
    query = (
        select(Finding)
        .join(Finding.session)
        .outerjoin(Finding.owner)
        .options(contains_eager(Finding.session), contains_eager(Finding.owner))
        .order_by(Finding.due.is_(None), Finding.due, Finding.id.desc())
    )
    return query if centres is None else query.where(TrainingSession.centre_id.in_(sorted(centres)))


def finding(public_id: str) -> Select[Finding]:
    return (
        select(Finding)
        .where(Finding.public_id == public_id)
        .options(
            joinedload(Finding.session).joinedload(TrainingSession.format),
            joinedload(Finding.owner),
            joinedload(Finding.theme),
            joinedload(Finding.wave),
        )
    )


def findings_of(session_id: int) -> Select[Finding]:
    return (
        select(Finding)
        .where(Finding.session_id == session_id)
        .options(joinedload(Finding.owner), joinedload(Finding.theme))
        .order_by(Finding.id)
    )


def owned_by(person_id: int) -> Select[Finding]:
    return (
        select(Finding).where(Finding.owner_id == person_id).options(joinedload(Finding.session)).order_by(Finding.id)
    )


def to_see_to(person_id: int) -> Rows:
    """Select what is told of decisions that a person sees to and that are not done, the most urgent first."""
    return (
        select(Finding.public_id, Finding.title, Finding.due, TrainingSession.title.label("session"))
        .join(Finding.session)
        .where(Finding.owner_id == person_id, Finding.state == "decided")
        .order_by(Finding.due, Finding.id)
    )


# --- indicators -----------------------------------------------------------------------------------


def measured(scope: Scope, measure: str) -> Rows:
    """Select the values of a measure in sessions of a scope: one row an answer, nobody's."""
    base = sessions(scope).subquery()
    names = ("person_id", "registration_id", "session_id", "slot_id", "day", "format")
    return (
        select(*(base.c[name] for name in names), Measured.value.label("value"))
        .join(Measured, Measured.session_id == base.c.session_id)
        .where(Measured.measure == measure)
    )


def asked(scope: Scope) -> Rows:
    """Select, of everybody asked in closed waves of a scope's sessions, whether they answered; not who they are."""
    base = sessions(scope).subquery()
    names = ("person_id", "registration_id", "session_id", "slot_id", "day", "format")
    return (
        select(*(base.c[name] for name in names), case((WaveMember.answered, 1), else_=0).label("value"))
        .join(SessionWave, SessionWave.session_id == base.c.session_id)
        .join(Wave, Wave.id == SessionWave.wave_id)
        .join(WaveMember, WaveMember.wave_id == Wave.id)
        .where(Wave.state == "closed")
    )


def venue(measured: Any) -> tuple[Any, Any]:
    """Return the country in which a measured session takes place, and the joins that lead to it."""
    joins = (
        (_session, _session.c.id == measured.c.session_id),
        (_centre, _centre.c.id == _session.c.centre_id),
    )
    return _centre.c.country_code, joins


def person(public_id: str) -> Select[Person]:
    return select(Person).where(Person.public_id == public_id)


def persons(public_ids: Collection[str]) -> Select[Person]:
    return select(Person).where(Person.public_id.in_(public_ids)).order_by(Person.search, Person.id)
