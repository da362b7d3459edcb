"""Calls: quotas that hold, a waiting list by rule, nominations with a reserve, substitutes, and reasons."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from trainhub.kernel import clock as time
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.work import Actor
from trainhub.registration import services
from trainhub.registration.models import Call, CallEvent, Quota, QuotaPlace, Registration
from trainhub.registration.services import Application

BY = Actor(7, "Focal point")
STAFF = Actor(1, "Staff")


@pytest.fixture
def official(make):
    """Give a function that makes somebody from a confirmed ministry of a country."""

    def one(country="AZ", category="ministry", **values):
        body = make.organisation(category_code=category, country_code=country)
        return make.person(country_code=country, organisation=body, **values)

    return one


def nominate(session, person):
    return services.nominate(session=session, person=person, by=BY)


def decide(verb, *rows, **more):
    return services.decide(registrations=rows, verb=verb, by=STAFF, reason="Fits best", **more)


def register(session, person):
    return services.register(session=session, person=person, command=Application(), by=BY)


def whole(session):
    """Check that what the tables count is what there is, and return value -> taken."""
    db.session.expire_all()
    holding = [row for row in db.session.query(Registration).filter_by(session_id=session.id) if row.holds_seat]
    assert session.taken == len(holding) <= session.seats
    places = Counter(each.quota_id for each in db.session.query(QuotaPlace))
    found = {}
    for quota in db.session.query(Quota):
        assert quota.taken == places[quota.id] <= quota.seats
        found[quota.value] = quota.taken
    assert {each.registration_id for each in db.session.query(QuotaPlace)} <= {row.id for row in holding}
    return found


class TestQuotas:
    def test_a_country_gets_its_seats_and_no_more(self, make, official):
        session = make.session(seats=10)
        make.call(session, quotas={("country", "GE"): 1, ("country", "KZ"): 2})
        rows = [nominate_past(make, session, official(code)) for code in ("GE", "GE", "KZ")]
        outcome = decide("offer", *rows)
        assert outcome.changed == 2
        assert "Georgia" in outcome.refused[0][1]
        assert whole(session) == {"GE": 1, "KZ": 1}

    def test_whoever_is_not_named_has_no_place_unless_a_row_is_for_everybody_else(self, make, official):
        session = make.session(seats=10)
        call = make.call(session, apply=True, quotas={("country", "GE"): 1})
        with pytest.raises(Refused, match="Uzbekistan"):
            register(session, official("UZ"))
        db.session.add(Quota(call_id=call.id, dimension="country", value="*", seats=1, reserve=0))
        db.session.flush()
        db.session.refresh(call)
        row = register(session, official("UZ"))
        decide("confirm", row)
        assert whole(session) == {"GE": 0, "*": 1}

    def test_a_ministry_counts_for_government_and_a_department_for_its_ministry(self, make, official):
        session = make.session(seats=10)
        ministry = make.organisation(category_code="ministry", country_code="AZ")
        department = make.organisation(category_code="ministry", country_code="AZ", parent_id=ministry.id)
        make.call(
            session,
            select=False,
            apply=True,
            quotas={("category", "government"): 5, ("category", "ministry"): 2, ("organisation", str(ministry.id)): 1},
        )
        register(session, make.person(organisation=department, country_code="AZ"))
        assert whole(session) == {"government": 1, "ministry": 1, str(ministry.id): 1}
        second = register(session, make.person(organisation=department, country_code="AZ"))
        assert second.state == "waiting"
        assert whole(session) == {"government": 1, "ministry": 1, str(ministry.id): 1}

    def test_giving_up_a_place_gives_it_back_to_the_quota_it_was_taken_from(self, make, official):
        session = make.session(seats=3)
        make.call(session, select=False, apply=True, quotas={("country", "GE"): 1, ("country", "KZ"): 1})
        first, second = (register(session, official("GE")) for _ in range(2))
        assert (first.state, second.state) == ("confirmed", "waiting")
        register(session, official("KZ"))
        services.withdraw(registration=first, by=BY)
        assert second.state == "offered"
        assert whole(session) == {"GE": 1, "KZ": 1}

    def test_the_line_lets_those_pass_whose_quota_is_full(self, make, official):
        session = make.session(seats=2)
        make.call(session, select=False, apply=True, quotas={("country", "GE"): 1, ("country", "KZ"): 1})
        register(session, official("GE"))
        kazakh = register(session, official("KZ"))
        georgian, other = register(session, official("GE")), register(session, official("KZ"))
        assert services.Known(session, services.terms(session), dict).line == {georgian.id: 1, other.id: 2}
        services.withdraw(registration=kazakh, by=BY)
        assert (georgian.state, other.state) == ("waiting", "offered")
        assert whole(session) == {"GE": 1, "KZ": 1}

    def test_nobody_is_put_on_the_list_while_their_quota_has_room(self, make, official):
        session = make.session(seats=5)
        make.call(session, apply=True, quotas={("country", "GE"): 1})
        row = register(session, official("GE"))
        with pytest.raises(Refused, match="A place is free"):
            decide("wait", row)


def nominate_past(make, session, person):
    """Make a nomination that is there whatever quota and reserve say."""
    return make.registration(session, person, state="nominated", origin="nomination", nominated_by=BY.account_id)


class TestLine:
    def test_by_ranking_the_first_rank_moves_up_first_and_the_rule_says_so(self, make, official):
        session = make.session(seats=1)
        make.call(session, select=False, apply=True, rule="ranking", confirm_hours=24)
        held, early, late = (register(session, official()) for _ in range(3))
        late.rank = 1
        db.session.flush()
        terms = services.terms(session)
        assert services.Known(session, services.terms(session), dict).line == {late.id: 1, early.id: 2}
        assert (services.place_in_line(early), services.place_in_line(held)) == (2, None)
        assert "ranking" in services.rule(terms)
        assert "24 hours" in services.rule(terms)
        services.withdraw(registration=held, by=BY)
        assert (late.state, early.state) == ("offered", "waiting")
        assert late.offered_until == time.now() + timedelta(hours=24)

    def test_a_place_is_given_back_by_oneself_until_the_day_of_the_call(self, make, official, clock):
        session = make.session(day=10, seats=1)
        make.call(session, select=False, apply=True, cancel_days=5)
        row, waiting = register(session, official()), register(session, official())
        clock.set(time.now() + timedelta(days=6))
        with pytest.raises(Refused, match="write to the centre"):
            services.withdraw(registration=row, by=BY)
        services.withdraw(registration=waiting, by=BY)  # a wish is given up at any time
        assert (row.state, waiting.state) == ("confirmed", "withdrawn")


class TestComingIn:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"state": "draft"}, "not open yet"),
            ({"state": "closed"}, "closed"),
            ({"apply": False}, "nomination"),
        ],
    )
    def test_the_call_says_whether_people_apply_themselves(self, make, official, values, words):
        session = make.session()
        make.call(session, **{"apply": True} | values)
        with pytest.raises(Refused, match=words):
            register(session, official())

    def test_after_the_deadline_nobody_comes_in(self, make, official, clock):
        session = make.session(day=20)
        make.call(session, apply=True, deadline=time.now() + timedelta(days=1))
        nominate(session, official())
        clock.set(time.now() + timedelta(days=2))
        for come in (nominate, register):
            with pytest.raises(Refused, match="was open until"):
                come(session, official())

    def test_the_institution_approves_before_the_centre_sees_it(self, make, official):
        session = make.session()
        make.call(session, apply=True, endorse=True)
        yes, no = register(session, official()), register(session, official())
        assert (yes.state, yes.endorsement) == ("applied", "asked")
        services.endorse(registration=yes, yes=True, by=BY)
        services.endorse(registration=no, yes=False, by=BY, reason="Needed here")
        assert (yes.state, yes.endorsement) == ("applied", "given")
        assert (no.state, no.endorsement, no.events[-1].reason) == ("declined", "refused", "Needed here")
        with pytest.raises(Refused):
            services.endorse(registration=yes, yes=False, by=BY)

    def test_where_nobody_selects_the_approval_gives_the_place(self, make, official):
        session = make.session(seats=1)
        make.call(session, apply=True, endorse=True, select=False)
        first, second = (register(session, official()) for _ in range(2))
        services.endorse(registration=second, yes=True, by=BY)
        services.endorse(registration=first, yes=True, by=BY)
        assert (first.state, second.state) == ("waiting", "confirmed")
        assert session.taken == 1

    def test_an_invitation_is_answered_without_anybody_deciding(self, make, official):
        session = make.session(seats=1)
        make.call(session)
        first, second, third = (services.invite(session=session, person=official(), by=STAFF) for _ in range(3))
        services.answer(registration=first, coming=True, by=BY)
        services.answer(registration=second, coming=True, by=BY)
        services.answer(registration=third, coming=False, by=BY)
        assert [row.state for row in (first, second, third)] == ["confirmed", "waiting", "withdrawn"]


class TestNominations:
    def test_seats_and_reserve_may_be_nominated_in_the_focal_points_order(self, make, official):
        session = make.session(seats=9)
        make.call(session, quotas={("country", "GE"): (1, 1), ("country", "KZ"): (1, 0)})
        rows = [nominate(session, official("GE")) for _ in range(2)]
        assert [row.nominee_rank for row in rows] == [1, 2]
        assert [row.facts.country_code for row in rows] == ["GE", "GE"]
        with pytest.raises(Refused, match="Georgia: 1 places and 1 in reserve"):
            nominate(session, official("GE"))
        left = {each.whom: each.more for each in services.places_left(session, services.terms(session))}
        assert left == {"Georgia": 0, "Kazakhstan": 1}
        services.reorder(session=session, by=BY, public_ids=[rows[1].public_id])
        assert [row.nominee_rank for row in rows] == [2, 1]
        services.take_back(registration=rows[0], by=BY)
        nominate(session, official("GE"))

    def test_whoever_does_not_fit_the_audience_is_not_put_forward_and_the_sentence_says_why(self, make, official):
        session = make.session(audience=("ministry",))
        make.call(session)
        with pytest.raises(Refused, match="other kinds of organisations"):
            nominate(session, official(category="ngo"))
        person = official()
        nominate(session, person)
        with pytest.raises(Refused, match="already"):
            nominate(session, person)

    def test_a_colleague_takes_over_the_rank_and_the_seat_and_has_to_say_yes(self, make, official):
        session = make.session(seats=1)
        make.call(session, quotas={("country", "GE"): (1, 2)})
        first, second = nominate(session, official("GE")), nominate(session, official("GE"))
        decide("confirm", first)
        colleague = services.substitute(registration=first, person=official("GE"), by=BY, reason="Ill")
        assert (first.state, colleague.state, colleague.nominee_rank) == ("withdrawn", "offered", 1)
        assert colleague.substitutes_id == first.id
        assert whole(session) == {"GE": 1}
        other = services.substitute(registration=second, person=official("GE"), by=BY)
        assert other.state == "nominated"
        with pytest.raises(Refused, match="No places are set aside"):
            services.substitute(registration=colleague, person=official("KZ"), by=BY)


class TestReasons:
    def test_a_decision_under_a_call_says_why(self, make, official):
        session = make.session()
        make.call(session)
        row = nominate(session, official())
        with pytest.raises(Invalid):
            services.decide(registrations=[row], verb="offer", by=STAFF)
        decide("offer", row)
        assert row.events[-1].reason == "Fits best"

    def test_missing_the_target_of_women_is_explained_once_before_offers_go(self, make, official, app):
        session = make.session(seats=9)
        call = make.call(session, women_target=0.5)
        rows = [make.registration(session, official(), state="nominated", gender=each) for each in "mmmmf"]
        with pytest.raises(Invalid) as raised:
            decide("offer", *rows)
        assert "missed" in raised.value.fields
        assert {row.state for row in rows} == {"nominated"}
        decide("offer", *rows, missed="Two ministries had no women to send")
        assert {row.state for row in rows} == {"offered"}
        assert db.session.query(CallEvent).filter_by(call_id=call.id, what="target-missed").one().actor == "Staff"

    def test_the_share_is_rounded_and_told_of_enough_people_only(self, make, official):
        session = make.session(seats=9)
        make.call(session, women_target=0.4)
        terms = services.terms(session)
        rows = [make.registration(session, official(), state="nominated", gender=each) for each in "fmmf"]
        assert services.among_chosen(session.id, terms, rows).share is None
        rows += [make.registration(session, official(), state="nominated", gender=each) for each in ("m", "f", "")]
        found = services.among_chosen(session.id, terms, rows)
        assert (found.share, found.stated, found.people, found.met) == (0.5, 6, 7, True)

    def test_many_are_judged_as_one_choice_and_who_stays_behind_is_named_with_the_job(self, make, official):
        session = make.session(seats=23)
        make.call(session, women_target=0.2)
        rows = [make.registration(session, official(), state="nominated", gender=each) for each in "m" * 19 + "f" * 5]
        services.decide_later(
            session=session, public_ids=[each.public_id for each in rows], verb="confirm", by=STAFF, reason="Fits best"
        )
        last = str(rows[-1])
        db.session.commit()
        jobs.drain()
        row = db.session.query(jobs.JobRow).filter_by(name="registration.decide").one()
        assert (row.state, row.done, row.error) == ("done", 24, None)
        assert row.said == [f"{last} stays as before. All places are taken."]
        assert Counter(each.state for each in db.session.query(Registration)) == {"confirmed": 23, "nominated": 1}


class TestUnderTheLock:
    def test_what_others_changed_of_the_call_meanwhile_holds(self, make, official):
        session = make.session(seats=9)
        call = make.call(session, apply=True, nominate=False, select=False)
        assert call.quotas == []  # as a page read it before the lock
        values = {"call_id": call.id, "dimension": "country", "value": "GE", "seats": 1, "public_id": "q" * 12}
        db.session.execute(insert(Quota.__table__), [values | {"taken": 0, "reserve": 0}])
        with pytest.raises(Refused, match="No places are set aside"):
            register(session, official("KZ"))
        first, second = (register(session, official("GE")) for _ in range(2))
        assert [first.state, second.state] == ["confirmed", "waiting"]
        assert whole(session) == {"GE": 1}
        db.session.execute(update(Call.__table__).where(Call.__table__.c.id == call.id).values(state="closed"))
        with pytest.raises(Refused, match="is closed"):
            register(session, official("GE"))
