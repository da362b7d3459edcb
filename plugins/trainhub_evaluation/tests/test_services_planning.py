"""From a published session to questions in the right mailboxes, and nothing in any other."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from trainhub.kernel import jobs, work
from trainhub.plugin_api import Invalid, Refused, clock, db, enqueue
from trainhub.plugin_api.questionnaires import WaveMember, draft_of, freeze, members
from trainhub.plugin_api.sessions import TrainingSession
from trainhub_evaluation import services
from trainhub_evaluation.models import Instrument, SessionWave

from .conftest import MakeSession, close, fill, row_of


def mails(kind: str = "questionnaire_invited") -> list[str]:
    """Return to whom mails of a kind wait or went, by address."""
    from sqlalchemy import text  # optional: a look at core's table

    rows = db.session.execute(text("SELECT address FROM message WHERE kind = :kind"), {"kind": kind})
    return sorted(row.address for row in rows)


def people(row: SessionWave) -> list[WaveMember]:
    assert row.wave is not None
    return members(row.wave)


def at(row: SessionWave) -> tuple[datetime, datetime]:
    assert row.wave is not None
    return row.wave.opens_at, row.wave.closes_at


def test_a_published_session_gets_its_waves_around_its_days(planned: MakeSession) -> None:
    session = planned(day=21, slots=4)
    first, last = session.standing[0], session.standing[-1]
    rows = services.waves_of(session)
    assert [row.instrument.purpose for row in rows] == [
        *("baseline", "supervisor", "pre", "reaction", "post", "trainer", "scorecard"),
        *("follow_up", "follow_up", "supervisor", "follow_up", "supervisor", "institution"),
    ]
    assert at(row_of(session, "reaction"))[0] == last.utc_end
    assert at(row_of(session, "pre"))[1] == first.utc_end
    days = [(at(row)[0].date() - last.local_date).days for row in rows if row.instrument.purpose == "follow_up"]
    assert days == [30, 90, 180]
    series = {row.instrument.purpose: row.wave.series for row in rows if row.wave}
    assert series["pre"] == series["post"] != series["baseline"] == series["follow_up"]
    assert series["reaction"] == ""
    services.plan(session)
    assert [row.public_id for row in services.waves_of(session)] == [row.public_id for row in rows]


def test_waves_move_with_the_session_unless_staff_fixed_their_days(planned: MakeSession) -> None:
    session = planned(day=21)
    fixed, free = row_of(session, "reaction"), row_of(session, "post")
    opens = clock.now() + timedelta(days=30)
    services.redate(row=fixed, opens=opens, closes=opens + timedelta(days=5))
    slot = session.standing[0]
    slot.local_date += timedelta(days=7)
    slot.utc_start, slot.utc_end = slot.utc_start + timedelta(days=7), slot.utc_end + timedelta(days=7)
    services.plan(session)
    assert at(fixed)[0] == opens
    assert at(free)[0] == slot.utc_end
    with pytest.raises(Invalid):
        services.redate(row=fixed, opens=opens, closes=clock.now() - timedelta(days=1))


def test_what_is_planned_follows_the_instrument_and_its_newest_version(planned: MakeSession) -> None:
    session = planned(day=21)
    row = row_of(session, "reaction")
    assert row.wave is not None
    draft = draft_of(row.instrument.questionnaire)
    freeze(draft)
    row.instrument.minimum = 7
    services.plan(session)
    assert (row.wave.version, row.wave.minimum, row.wave.state) == (draft, 7, "planned")
    before = row.wave.public_id
    services.plan(session)
    assert row.wave.public_id == before


def test_only_who_came_is_asked_afterwards_and_only_the_silent_are_reminded(
    planned: MakeSession, make: Any, clock: Any
) -> None:
    session = planned(people=3, day=-1, slots=2)
    absent = make.graduate(session, marks=("absent", "absent"))
    row = row_of(session, "reaction")
    services.tend_session(session)
    assert row.state == "open"
    asked = {member.person_id for member in people(row)}
    assert len(asked) == 3
    assert absent.person_id not in asked
    assert len([each for each in mails() if each]) >= 3
    fill(row, people(row)[0].person, {"relevant": "5"})
    clock.set("2027-03-05T08:00")
    services.tend_session(session)
    services.tend_session(session)
    assert sorted(member.reminded for member in people(row)) == [0, 1, 1]
    clock.set("2027-03-10T08:00")
    services.tend_session(session)
    clock.set("2027-03-12T08:00")
    services.tend_session(session)
    assert sorted(member.reminded for member in people(row)) == [0, 2, 2]


def test_whoever_withdraws_is_not_asked_and_what_waits_for_them_is_taken_back(
    planned: MakeSession, make: Any, as_actor: Any
) -> None:
    session = planned(day=5)
    stays, goes = make.registration(session), make.registration(session)
    services.tend_session(session)
    pre = row_of(session, "pre")
    assert {member.person_id for member in people(pre)} == {stays.person_id, goes.person_id}
    goes.state = "withdrawn"
    services.tend_session(session)
    assert [member.person_id for member in people(pre)] == [stays.person_id]


def test_of_a_cancelled_session_nothing_goes_out(planned: MakeSession, make: Any) -> None:
    session = planned(day=5)
    make.registration(session)
    services.tend_session(session)
    pre = row_of(session, "pre")
    assert pre.state == "open"
    session.state = "cancelled"
    services.tend_session(session)
    number = pre.public_id
    assert {row.instrument.purpose for row in services.waves_of(session)} == {"baseline", "supervisor", "pre"}
    work.commit()
    jobs.drain()
    assert services.find_row(number).state == "closed"
    assert mails() == []  # what waited was taken back


def test_a_session_without_the_plugin_and_a_format_that_is_no_training_are_left_alone(
    planned: MakeSession, make: Any
) -> None:
    from trainhub.office.services import set_enabled  # optional: what staff do in the editor

    session = planned(day=21)
    set_enabled("evaluation", session, on=False)
    services.plan(session)
    assert services.waves_of(session) == []
    assert services.waves_of(planned(day=21, format="information-session")) == []


def test_staff_leave_out_take_up_open_and_close(planned: MakeSession, make: Any) -> None:
    session = planned(day=21)
    row = row_of(session, "reaction")
    services.skip(row)
    services.plan(session)
    assert row.state == "skipped"
    services.take_up(row)
    assert row.state == "planned"
    services.open_now(row)
    services.look_after(row)
    assert row.state == "open"
    with pytest.raises(Refused):
        services.skip(row)
    assert close(row).state == "closed"


def test_supervisors_and_institutions_are_asked_about_their_people(planned: MakeSession, make: Any) -> None:
    body = make.organisation()
    session = planned(day=5)
    registration = make.registration(session, make.person(organisation=body))
    services.name_supervisor(
        registration=registration, command=services.ContactCommand("Aygün Quliyeva", "head@ministry.example", "az")
    )
    services.name_contact(organisation=body, command=services.ContactCommand("Rəşad", "rashad@ministry.example"))
    services.tend_session(session)
    before = row_of(session, "supervisor", -14)
    assert [(member.person.display, member.role) for member in people(before)] == [("Aygün Quliyeva", "supervisor")]
    late = row_of(session, "institution")
    services.open_now(late)
    services.look_after(late)
    assert [member.role for member in people(late)] == ["institution"]
    with pytest.raises(Invalid) as caught:
        services.name_supervisor(
            registration=registration, command=services.ContactCommand("Self", registration.person.email)
        )
    assert set(caught.value.fields) == {"email"}
    services.name_supervisor(registration=registration, command=services.ContactCommand())
    services.look_after(before)
    assert people(before) == []


def test_an_instrument_says_what_does_not_fit(planned: MakeSession) -> None:
    session = planned(day=21)
    assert services.ensure_instruments() is False
    command = services.InstrumentCommand(
        questionnaire="nothing",
        purpose="x",
        identity="y",
        open_days=0,
        offset_days=999,
        minimum=1,
        reminder_days=(1, 2, 3),
    )
    with pytest.raises(Invalid) as caught:
        services.save_instrument(command=command)
    assert set(caught.value.fields) == {
        *("questionnaire", "purpose", "identity", "open_days", "offset_days", "minimum", "reminder_days")
    }
    instrument = row_of(session, "trainer").instrument
    services.switch_instrument(instrument, on=False)
    services.plan(session)
    assert "trainer" not in [row.instrument.purpose for row in services.waves_of(session)]
    assert db.session.query(Instrument).count() == 13
    assert people(row_of(session, "post")) == []


def test_the_hourly_round_plans_asks_and_measures(planned: MakeSession, make: Any) -> None:
    make.registration(make.session(slug="hourly", day=5))
    services.ensure_instruments()
    enqueue(services.TEND)
    work.commit()
    jobs.drain()
    session = db.session.query(TrainingSession).filter_by(slug="hourly").one()
    assert row_of(session, "baseline").state == "open"
    assert len(mails()) == 1
