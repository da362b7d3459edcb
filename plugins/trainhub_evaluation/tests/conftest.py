"""Sessions with an evaluation, and people who answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from trainhub.plugin_api import clock, db
from trainhub.plugin_api.questionnaires import answer, finish_closing, invite
from trainhub.plugin_api.sessions import TrainingSession
from trainhub_evaluation import services
from trainhub_evaluation.models import Instrument, SessionWave

Given = Mapping[str, str | Sequence[str]]
MakeSession = Callable[..., TrainingSession]


def row_of(session: TrainingSession, purpose: str, offset: int | None = None) -> SessionWave:
    """Return what a session has for a purpose."""
    rows = [row for row in services.waves_of(session) if row.instrument.purpose == purpose]
    return next(row for row in rows if offset is None or row.instrument.offset_days == offset)


def said(given: Given) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in given.items()}


def fill(row: SessionWave, person: Any, given: Given) -> None:
    """Answer for a person by the link they have."""
    assert row.wave is not None
    answer(invite(row.wave, person), said(given))


def close(row: SessionWave) -> SessionWave:
    """Close a wave as staff and the job behind it do, and measure it."""
    services.close_now(row)
    assert row.wave is not None
    finish_closing(row.wave.id)
    services.measure(row)
    return row


@pytest.fixture
def planned(make: Any) -> MakeSession:
    """Give a function that makes a session with so many people who were there, and plans its waves."""

    def made(people: int = 0, **values: Any) -> TrainingSession:
        if services.ensure_instruments():
            for each in db.session.query(Instrument):
                services.switch_instrument(each, on=True)
        session: TrainingSession = make.session(**values)
        for _number in range(people):
            make.graduate(session) if session.standing[-1].utc_end < clock.now() else make.registration(session)
        services.plan(session)
        db.session.flush()
        return session

    return made
