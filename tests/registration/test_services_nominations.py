"""What a focal point's desk asks of the tables, on every database: whose calls, whose people, what is left."""

from datetime import timedelta

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import clock as time
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.people.models import CountryGroup, CountryGroupMember
from trainhub.registration import policies, queries, services
from trainhub.registration.reminding import nominating
from trainhub.sessions.models import SessionAudience

BY = Actor(7, "Focal point")


@pytest.fixture
def focal(make):
    def one(kind="country", number="GE", **values):
        account = make.account("focal_point", scope=(kind, number), **{"country_code": "GE"} | values)
        return SignedIn(account)

    return one


def slugs(who):
    calls = queries.running(services.known_calls(who), time.today())
    return {call.session.slug for call in db.session.scalars(calls).unique()}


def test_calls_are_those_whose_quotas_and_audience_concern_the_country(make, focal):
    named, other, rest, anybody, bodies = (make.session(day=9) for _ in range(5))
    make.call(named, quotas={("country", "GE"): 1})
    make.call(other, quotas={("country", "KZ"): 1})
    make.call(rest, quotas={("country", "KZ"): 1, ("country", "*"): 2})
    make.call(anybody)
    abroad = make.organisation(country_code="KZ")
    make.call(bodies, quotas={("organisation", str(abroad.id)): 1})
    drafted, nobody = make.session(day=9), make.session(day=9)
    make.call(drafted, state="draft")
    make.call(nobody, nominate=False)
    assert slugs(focal()) == {named.slug, rest.slug, anybody.slug}
    assert slugs(focal("organisation", abroad.id)) == {other.slug, rest.slug, anybody.slug, bodies.slug}
    assert slugs(SignedIn(make.account("focal_point"))) == set()  # of nothing
    assert slugs(SignedIn(make.account())) == set()
    assert slugs(SignedIn(make.staff())) == {
        each.slug for each in (named, other, rest, anybody, bodies, drafted, nobody)
    }


def test_an_audience_of_a_group_of_countries_leaves_the_others_out(make, focal):
    session = make.session(day=9, audience=())
    group = CountryGroup(code="nordic", title=make.texts("North"))
    group.members = [CountryGroupMember(country_code="GE", since=time.today() - timedelta(days=9))]
    db.session.add(group)
    db.session.flush()
    db.session.add(SessionAudience(session_id=session.id, category_code="ngo", group_code="nordic"))
    make.call(session)
    assert slugs(focal()) == {session.slug}
    assert slugs(focal(number="KZ")) == set()


def test_closed_trainings_are_told_to_focal_points_of_government_only(make, focal):
    session = make.session(day=9, closed=True, audience=("ministry",))
    make.call(session)
    assert slugs(focal()) == set()
    assert slugs(focal(category="ministry")) == {session.slug}


def test_people_are_ones_own_by_frozen_facts_or_by_who_they_are(make, focal):
    who, session = focal(), make.session(day=9)
    make.call(session, quotas={("country", "GE"): (2, 1), ("country", "KZ"): (4, 0), ("category", "government"): 3})
    body = make.organisation(country_code="GE")
    mine = make.registration(session, make.person(organisation=body, country_code="GE"), state="nominated")
    moved = make.registration(session, make.person(organisation=body, country_code="GE"), state="nominated")
    moved.person.country_code = "KZ"
    theirs = make.registration(session, make.person(country_code="KZ"), state="nominated")
    db.session.flush()
    desk = services.desk(session.slug, who)
    assert services.desk_of(session.public_id, who).call is desk.call
    found = db.session.scalars(queries.nominees(session.id, desk.reach, services.together(who))).unique().all()
    assert {row.id for row in found} == {mine.id, moved.id}
    with pytest.raises(NotFound):
        services.nominee(desk, theirs.public_id)
    with pytest.raises(NotFound):
        services.person_to_nominate(desk, theirs.person.public_id)
    assert {left.whom: left.used for left in services.my_places(desk)} == {"Georgia": 2, "Government": 2}
    brief = services.briefs(who)[0]
    assert (brief.nominated, brief.seats, brief.reserve) == (2, 2, 1)
    waiting = db.session.execute(queries.closing(services.for_focal(who), desk.reach)).one()
    assert (waiting.nominated, waiting.call_id) == (2, desk.call.id)
    assert nominating.missing_of(desk.call, who.account) == 0


def test_approvals_and_the_past_are_of_ones_own(make, focal):
    who = focal()
    reach = policies.focal_reach(who)
    session, over = make.session(day=9), make.session(day=-9, state="completed")
    make.call(session, apply=True, endorse=True)
    asked = [
        make.registration(session, make.person(country_code=code), state="applied", endorsement="asked")
        for code in ("GE", "KZ")
    ]
    came = [make.registration(over, make.person(country_code=code)) for code in ("GE", "KZ")]
    assert db.session.scalar(queries.number_to_endorse(reach, but_not=who.person_id, government=False)) == 1
    query = queries.to_endorse(reach, but_not=who.person_id, government=False)
    assert [row.id for row in db.session.scalars(query).unique()] == [asked[0].id]
    query = queries.came(reach, time.today(), government=False)
    assert [row.id for row in db.session.scalars(query).unique()] == [came[0].id]
    assert services.outcomes([came[0].id])[came[0].id].attended == "0 of 3 h"
    session = services.desk(session.slug, who).session
    with pytest.raises(Refused, match="not nominated"):
        services.take_back_nominee(registration=asked[0], by=BY, reason="x")


def test_closed_trainings_are_not_named_where_people_are_approved_or_came(make, focal):
    session = make.session(day=9, closed=True, audience=("government",))
    over = make.session(day=-9, state="completed", closed=True, audience=("government",))
    make.call(session, apply=True, endorse=True)
    person = make.person(country_code="GE", category="ministry")
    make.registration(session, person, state="applied", endorsement="asked")
    make.registration(over, person)
    for who, number in ((focal(), 0), (focal(category="ministry"), 1)):
        reach, told = policies.focal_reach(who), services.knows_closed(who)
        assert db.session.scalar(queries.number_to_endorse(reach, but_not=None, government=told)) == number
        assert (
            len(db.session.scalars(queries.to_endorse(reach, but_not=None, government=told)).unique().all()) == number
        )
        assert len(db.session.scalars(queries.came(reach, time.today(), government=told)).unique().all()) == number
    assert services.knows_closed(SignedIn(make.account("administrator")))


def test_names_are_missing_only_as_long_as_the_most_limiting_quota_takes_them(make, focal):
    ministry = make.organisation(country_code="GE", category_code="ministry")
    court = make.organisation(country_code="GE", category_code="ministry")
    country, house, other = focal(), focal("organisation", ministry.id), focal("organisation", court.id)
    session = make.session(day=9)
    call = make.call(
        session, quotas={("country", "GE"): (5, 1), ("organisation", str(ministry.id)): 3, ("organisation", "*"): 4}
    )

    def lacking():  # of the latest call
        return [services.missing(call, who) for who in (country, house, other)]

    assert lacking() == [5, 3, 4]
    make.registration(session, make.person(country_code="GE", organisation=court), state="applied")
    for _ in range(2):
        make.registration(session, make.person(country_code="GE", organisation=ministry), state="nominated")
    assert lacking() == [2, 1, 2]
    for _ in range(2):  # of the country, whose own institution nobody confirmed
        make.registration(session, make.person(country_code="GE"), state="applied")
    assert lacking() == [0, 0, 0]
    free, categories, closed = (make.session(day=9) for _ in range(3))
    call = make.call(closed, quotas={("country", "GE"): 5, ("organisation", str(ministry.id)): 3})
    assert lacking() == [3, 3, 0]  # for nobody else a place is set aside
    open_ = make.call(free)
    assert services.missing(open_, country) == 1
    full = make.call(categories, quotas={("category", "government"): 0})
    assert services.missing(full, country) == services.missing(full, house) == 0


def test_deputies_keep_one_order_of_nominees(make, focal):
    session = make.session(day=9)
    make.call(session, quotas={("country", "GE"): (3, 1), ("country", "KZ"): 2})
    first, deputy, abroad = focal(), focal(), focal(number="KZ")
    named = []
    for who, code in ((first, "GE"), (deputy, "GE"), (abroad, "KZ"), (first, "GE")):
        by = Actor(who.account_id, who.name)
        person = make.person(category="ministry", country_code=code)
        named.append(services.nominate(session=session, person=person, by=by))
    assert [row.nominee_rank for row in named] == [1, 2, 1, 3]
    assert services.together(deputy) == {first.account_id, deputy.account_id}
    services.shift(services.desk(session.slug, deputy), named[3], up=True, by=Actor(deputy.account_id, deputy.name))
    assert [row.nominee_rank for row in named] == [1, 3, 1, 2]
    with pytest.raises(Refused):
        services.shift(services.desk(session.slug, abroad), named[0], up=True, by=Actor(abroad.account_id, "x"))
