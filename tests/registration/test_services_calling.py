"""Planning a call: what fits the session, quotas counted anew under people who hold seats, agreement, questions."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.questionnaires.sample import OPINION
from trainhub.kernel import clock as time
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.questionnaires import services as questionnaires
from trainhub.questionnaires.models import WaveMember
from trainhub.registration import services
from trainhub.registration.models import Quota, QuotaPlace, Registration
from trainhub.registration.services import Application, CallPlan, QuotaPlan
from trainhub.sessions import services as sessions

STAFF = Actor(1, "Staff")


@pytest.fixture
def official(make):
    def one(country="AZ"):
        body = make.organisation(category_code="ministry", country_code=country)
        return make.person(country_code=country, organisation=body)

    return one


def save(session, *quotas, **values):
    plan = CallPlan(quotas=tuple(QuotaPlan("country", code, seats) for code, seats in quotas), **values)
    return services.save_call(session=session, plan=plan, by=STAFF)


def register(session, person):
    return services.register(session=session, person=person, command=Application(), by=STAFF)


def taken(session):
    """Return value -> seats taken, after checking that the places say the same."""
    db.session.expire_all()
    places = Counter(each.quota_id for each in db.session.query(QuotaPlace))
    quotas = db.session.query(Quota).all()
    assert all(quota.taken == places[quota.id] for quota in quotas)
    assert set(places) <= {quota.id for quota in quotas}
    assert session.taken == sum(each.holds_seat for each in db.session.query(Registration))
    return {quota.value: quota.taken for quota in quotas}


class TestQuotas:
    def test_they_may_not_come_to_more_than_the_session_has_nor_be_named_twice(self, make):
        session = make.session(seats=5)
        with pytest.raises(Invalid) as raised:
            save(session, ("GE", 3), ("KZ", 3))
        assert "come to 6" in raised.value.fields["quotas"]
        with pytest.raises(Invalid) as raised:
            save(session, ("GE", 1), ("GE", 1))
        assert "Georgia" in raised.value.fields["quotas"]
        call = save(session, ("GE", 3), ("KZ", 1))
        assert services.open_ends(call) == ["country"]
        save(session, ("GE", 3), ("KZ", 1), ("*", 1))
        assert services.open_ends(call) == []

    def test_rows_that_change_while_people_hold_seats_are_counted_anew(self, make, official):
        session = make.session(seats=6)
        save(session, ("GE", 2), ("*", 2), apply=True, select=False)
        services.open_call(services.find_call(session), by=STAFF)
        rows = [register(session, official(code)) for code in ("GE", "GE", "UZ", "KZ", "KZ")]
        assert [row.state for row in rows] == ["confirmed"] * 4 + ["waiting"]
        assert taken(session) == {"GE": 2, "*": 2}
        with pytest.raises(Invalid) as raised:
            save(session, ("GE", 1), ("*", 2), apply=True, select=False)
        assert "2 seats are taken" in raised.value.fields["quotas"]
        db.session.rollback()

    def test_a_row_taken_out_of_everybody_else_takes_its_people_along_and_lets_others_move_up(self, make, official):
        session = make.session(seats=6)
        save(session, ("GE", 2), ("*", 2), apply=True, select=False)
        services.open_call(services.find_call(session), by=STAFF)
        rows = [register(session, official(code)) for code in ("GE", "UZ", "KZ", "KZ")]
        save(session, ("KZ", 2), ("*", 2), apply=True, select=False)
        assert rows[3].state == "offered"
        assert taken(session) == {"KZ": 2, "*": 2}
        save(session, ("KZ", 3), apply=True, select=False)
        assert taken(session) == {"KZ": 2}  # the others keep their seats, of no quota
        assert session.taken == 4
        services.withdraw(registration=rows[0], by=STAFF)
        save(session, apply=True, select=False)
        assert taken(session) == {}


class TestPlan:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"nominate": False}, "nominate"),
            ({"deadline": timedelta(days=40)}, "deadline_day"),
            ({"deadline": timedelta(days=-1)}, "deadline_day"),
            ({"decide_on": timedelta(days=40)}, "decide_on"),
            ({"documents": (("", Texts()),)}, "documents"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, make, values, field):
        session = make.session(day=10)
        now = time.now()
        plan = CallPlan(**values)
        if "deadline" in values:
            plan = replace(plan, deadline=now + values["deadline"])
        if "decide_on" in values:
            plan = replace(plan, decide_on=(now + values["decide_on"]).date())
        with pytest.raises(Invalid) as raised:
            services.save_call(session=session, plan=plan, by=STAFF)
        assert list(raised.value.fields) == [field]
        assert services.find_call(session) is None

    def test_documents_keep_their_keys_when_their_names_change(self, make):
        session = make.session()
        call = save(session, documents=(("", Texts.of({"en": "CV"})),))
        (key,) = services.document_titles(call)
        save(session, documents=(("", Texts.of({"en": "Letter"})), (key, Texts.of({"en": "CV", "ru": "Резюме"}))))
        assert [str(title) for title in services.document_titles(call).values()] == ["Letter", "CV"]
        assert services.document_titles(call)[key].text("ru") == "Резюме"


class TestSteps:
    def test_a_call_opens_only_once_a_begun_agreement_is_agreed(self, make):
        session = make.session()
        call = save(session)
        with pytest.raises(Refused):
            services.agree(call, "agreed", by=STAFF)
        services.agree(call, "proposed", by=STAFF, reason="Sent to all thirteen")
        with pytest.raises(Refused, match="not agreed yet"):
            services.open_call(call, by=STAFF)
        services.agree(call, "consulted", by=STAFF)
        services.agree(call, "agreed", by=STAFF)
        services.open_call(call, by=STAFF)
        services.close_call(call, by=STAFF)
        services.open_call(call, by=STAFF)
        steps = [(event.what, event.actor) for event in call.events]
        assert steps == [(what, "Staff") for what in ("proposed", "consulted", "agreed", "opened", "closed", "opened")]
        assert call.events[0].reason == "Sent to all thirteen"
        with pytest.raises(Refused, match="open already"):
            services.open_call(call, by=STAFF)

    def test_a_draft_session_or_a_passed_deadline_keeps_it_closed(self, make, clock):
        draft = save(make.session(state="draft"))
        assert "Publish" in services.why_not_open(draft)
        late = save(make.session(day=10), deadline=time.now() + timedelta(days=1))
        clock.set(time.now() + timedelta(days=2))
        assert "deadline" in services.why_not_open(late)


class TestQuestions:
    @pytest.fixture
    def version(self):
        asked = questionnaires.create(title=Texts.of({"en": "About you"}), kind="other", content=OPINION)
        return questionnaires.freeze(asked.versions[0])

    def test_whoever_comes_in_may_answer_by_name_and_nobody_is_asked_who_leaves(self, make, official, version):
        session = make.session()
        call = save(session, apply=True, version=version)
        assert (call.wave.state, call.wave.identity) == ("planned", "named")
        services.open_call(call, by=STAFF)
        person = official()
        row = register(session, person)
        held = services.terms(session)
        assert services.questions_path(row, held).startswith("/answer/")
        services.withdraw(registration=row, by=STAFF)
        assert db.session.query(WaveMember).count() == 0
        assert services.questions_path(row, held) == ""

    def test_other_questions_take_their_place_until_somebody_has_answered(self, make, official, version):
        session = make.session()
        call = save(session, apply=True, version=version)
        first = call.wave
        save(session, apply=True)
        assert call.wave is None
        assert questionnaires.waves_of(version.questionnaire) == []
        save(session, apply=True, version=version)
        assert call.wave is not first
        services.open_call(call, by=STAFF)
        register(session, official())
        db.session.query(WaveMember).one().answered = True
        db.session.flush()
        with pytest.raises(Invalid, match="answered already"):
            save(session, apply=True)

    def test_whoever_came_in_before_the_questions_is_asked_too(self, make, official, version):
        session = make.session()
        row = make.registration(session, official(), state="nominated")
        gone = make.registration(session, official(), state="declined")
        save(session, apply=True, version=version)
        services.open_call(services.find_call(session), by=STAFF)
        held = services.terms(session)
        assert services.questions_path(row, held).startswith("/answer/")
        assert services.questions_path(gone, held) == ""
        save(session, apply=True)
        save(session, apply=True, version=version)  # of an open call
        assert services.questions_path(row, services.terms(session)).startswith("/answer/")

    def test_they_end_where_the_session_begins_whenever_that_is(self, make, version, clock):
        session = make.session(day=10)
        wave = save(session, apply=True, version=version).wave
        assert wave.closes_at == session.standing[0].utc_start
        sessions.move_all(session, 3)
        assert wave.closes_at == session.standing[0].utc_start
        plan, ends = sessions.plan_of(session), wave.closes_at
        early = replace(plan.slots[0], start=plan.slots[0].start.replace(minute=20))
        sessions.edit(session, replace(plan, slots=(early, *plan.slots[1:])))
        assert wave.closes_at == session.standing[0].utc_start != ends
        ends = wave.closes_at
        clock.set(ends + timedelta(minutes=1))
        sessions.edit(session, replace(sessions.plan_of(session), title=Texts.of({"en": "Another title"})))
        assert wave.closes_at == ends
