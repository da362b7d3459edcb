"""Who has earned a certificate: the rule, condition by condition, in Python and in SQL."""

from typing import Any

import pytest

from trainhub.attendance import services as attendance
from trainhub.certificates import queries, services
from trainhub.certificates.services import Lacks
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.registration.models import Registration
from trainhub.sessions.models import Format
from trainhub.testing.make import Make


def to_issue(registration: Registration) -> int:
    """Return how many certificates of the registration's session wait to be issued, by the rule in SQL."""
    db.session.flush()
    rows = db.session.execute(queries.to_issue(None, 0.8, clock.now())).all()
    return sum(row[1] for row in rows if row.session_id == registration.session_id)


def check(registration: Registration, lacks: Lacks) -> None:
    """Hold both forms of the rule to one verdict."""
    db.session.flush()
    db.session.expire(registration.session)
    found = services.verdict(registration)
    assert found.lacks == lacks
    assert found.earned is (lacks == Lacks.NOTHING)
    assert bool(found.reason) is bool(lacks)
    assert to_issue(registration) == int(found.earned)
    assert services.verdicts(registration.session, [registration])[registration.id] == found


def test_whoever_was_there_has_earned_it(make: Make) -> None:
    check(make.graduate(), Lacks.NOTHING)


@pytest.mark.parametrize(
    ("marks", "lacks"),
    [
        (["present"] * 5, Lacks.NOTHING),
        (["absent"] + ["present"] * 4, Lacks.NOTHING),  # 12 of 15 hours are exactly 80 %
        (["excused"] + ["present"] * 4, Lacks.NOTHING),
        (["absent", "absent", "present", "present", "present"], Lacks.HOURS),
        (["absent"] * 5, Lacks.HOURS),
    ],
)
def test_hours_decide(make: Make, marks: list[str], lacks: Lacks) -> None:
    check(make.graduate(make.session(day=-7, slots=5), marks=marks), lacks)


@pytest.mark.parametrize(
    ("minutes", "lacks"),
    [
        (144, Lacks.NOTHING),
        (143, Lacks.HOURS),
        (180, Lacks.NOTHING),
        (0, Lacks.HOURS),
    ],
)
def test_minutes_count(make: Make, minutes: int, lacks: Lacks) -> None:
    registration = make.graduate(make.session(day=-7, slots=1), marks=["late"])
    mark = next(iter(attendance.marks_of([registration.id]).values()))
    mark.minutes = minutes

    check(registration, lacks)


@pytest.mark.parametrize(
    ("share", "lacks"),
    [
        (0.5, Lacks.NOTHING),
        (0.51, Lacks.HOURS),
        (0.0, Lacks.NOTHING),
        (1.0, Lacks.HOURS),
    ],
)
def test_a_format_may_set_its_own_share(make: Make, share: float, lacks: Lacks) -> None:
    kind = db.session.query(Format).filter_by(key="seminar").one()
    kind.certificate_share = share

    check(make.graduate(make.session(day=-7, slots=2, format="seminar"), marks=["present", "absent"]), lacks)


def test_the_setting_counts_where_the_format_is_silent(make: Make, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    registration = make.graduate(make.session(day=-7, slots=2), marks=["present", "absent"])
    check(registration, Lacks.HOURS)

    monkeypatch.setitem(app.config, "CERTIFICATE_SHARE", 0.5)
    assert services.verdict(registration).earned


@pytest.mark.parametrize("kind", ["briefing", "information-session", "research"])
def test_some_formats_give_none(make: Make, kind: str) -> None:
    check(make.graduate(make.session(day=-7, slots=2, format=kind)), Lacks.FORMAT)


@pytest.mark.parametrize("state", ["invited", "nominated", "applied", "waiting", "offered", "declined", "withdrawn"])
def test_only_a_confirmed_place_counts(make: Make, state: str) -> None:
    check(make.graduate(state=state), Lacks.PLACE)


def test_a_session_must_be_over(make: Make) -> None:
    registration = make.graduate(make.session(day=0, slots=2))  # the morning is running, the afternoon to come
    check(registration, Lacks.END)

    registration.session.state = "completed"
    check(registration, Lacks.NOTHING)

    registration.session.state = "cancelled"
    check(registration, Lacks.CANCELLED)


def test_every_register_must_be_taken(make: Make) -> None:
    session = make.session(day=-7, slots=2)
    registration = make.graduate(session)
    late = make.slot(session, session.last_day, hour=18)  # type: ignore[arg-type]
    check(registration, Lacks.REGISTERS)
    assert services.verdict(registration).reason == "1 register is still open."

    late.cancelled_at = clock.now()
    session.hours -= 3
    check(registration, Lacks.NOTHING)


def test_what_was_missed_is_said_in_hours(make: Make) -> None:
    registration = make.graduate(make.session(day=-7, slots=2), marks=["present", "absent"])

    assert services.verdict(registration).reason == "3 of 6 hours attended; 4.8 are needed."


def test_an_erased_person_gets_none(make: Make) -> None:
    registration = make.graduate()
    assert registration.person is not None
    registration.person.erased_at = clock.now()
    db.session.flush()

    assert services.verdict(registration).lacks == Lacks.PERSON


def test_waiting_certificates_are_counted_by_centre(make: Make) -> None:
    other = make.centre("other")
    here, there = make.session(day=-7, slots=2), make.session(day=-7, slots=2, centre=other)
    for session in (here, here, there):
        make.graduate(session)
    make.certificate(make.graduate(here))

    def rows(centres: set[int] | None) -> list[tuple[int, int]]:
        return [(row[0], row[1]) for row in db.session.execute(queries.to_issue(centres, 0.8, clock.now()))]

    assert rows({here.centre_id}) == [(here.id, 2)]
    assert rows({other.id}) == [(there.id, 1)]
    assert rows(set()) == []
    assert sorted(rows(None)) == sorted([(here.id, 2), (there.id, 1)])
