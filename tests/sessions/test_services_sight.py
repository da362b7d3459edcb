"""Who sees a session: the policy and its twin in SQL must never disagree."""

from dataclasses import dataclass, field
from datetime import date
from itertools import product

import pytest

from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound
from trainhub.people.services import Standing, standing
from trainhub.sessions import policies, queries, services
from trainhub.sessions.models import SessionAudience, SessionSlug, TrainingSession


@dataclass
class Somebody:
    """A viewer with exactly the rights a case needs."""

    person_id: int | None = None
    account_id: int | None = None
    is_authenticated: bool = True
    staff_of: set[int] | None = field(default_factory=set)

    def may(self, permission, *, centre_id=None):
        if permission not in {policies.VIEW, policies.EDIT}:
            return False
        return self.staff_of is None or centre_id in self.staff_of

    def centres(self, permission):
        return self.staff_of


def audience(session, *rows):
    """Replace a session's audience by (category, rule, group, organisation) rows."""
    session.audience[:] = [
        SessionAudience(category_code=row[0], rule=row[1], group_code=row[2], organisation_id=row[3]) for row in rows
    ]
    db.session.flush()
    db.session.expire(session)


def seen(who, stand):
    return set(db.session.scalars(queries.visible(who, stand).with_only_columns(TrainingSession.id)))


def test_policy_and_query_agree_in_every_case(make):
    ministry, department = make.organisation(), None
    department = make.organisation(parent_id=ministry.id)
    agency = make.organisation(category_code="agency")
    trainer = make.person()
    audiences = [
        (),
        (("government", "in", None, None),),
        (("all-stakeholders", "in", None, None),),
        (("all-stakeholders", "in", None, None), ("ministry", "out", None, None)),
        (("csos", "in", None, None), ("media", "priority", None, None)),
        (("government", "in", "council-of-europe", None),),
        (("ministry", "in", None, ministry.id),),
        (("government", "in", None, None), ("agency", "in", None, agency.id)),
        (("ministry", "out", None, department.id), ("government", "in", None, None)),
        (("court", "priority", "members", None), ("agency", "in", None, None)),
    ]
    sessions = []
    for rows, closed, state in product(audiences, (False, True), ("draft", "published", "cancelled")):
        session = make.session(closed=closed, state=state, trainer=trainer if len(sessions) % 4 == 0 else None)
        audience(session, *rows)
        sessions.append(session)
    people = [
        make.person(organisation=ministry),
        make.person(organisation=department, country_code="RU"),
        make.person(organisation=agency, country_code="TR"),
        make.person(category="ngo"),
        make.person(category="media"),
        make.person(category="court", country_code="GE"),
        make.person(category="ministry", confirmed=False),
        trainer,
    ]
    viewers = [
        Somebody(),
        Somebody(staff_of=None),
        Somebody(staff_of={make.centre().id}),
        Somebody(staff_of={10_000}),
        *(Somebody(person.id) for person in people),
    ]
    seen_counts = set()
    for who in viewers:
        stand = standing(who.person_id)
        by_policy = {session.id for session in sessions if policies.may_see(who, session, stand)}
        assert seen(who, stand) == by_policy
        seen_counts.add(len(by_policy))
    assert len(seen_counts) > 4  # the cases tell viewers apart


def test_a_closed_session_is_for_confirmed_government_people_of_its_audience(make):
    ministry = make.organisation()
    department = make.organisation(parent_id=ministry.id)
    session = make.session(closed=True)
    audience(session, ("government", "in", None, ministry.id))
    let_in = make.person(organisation=department)
    kept_out = [
        make.person(organisation=ministry, confirmed=False),
        make.person(category="agency"),
        make.person(category="ngo"),
    ]
    assert services.find(session.slug, Somebody(let_in.id)) is session
    for person in kept_out:
        with pytest.raises(NotFound):
            services.find(session.slug, Somebody(person.id))


@pytest.mark.parametrize(
    ("category", "rows", "ok", "word"),
    [
        ("ngo", (("all-stakeholders", "in", None, None),), True, "may come"),
        ("media", (("all-stakeholders", "in", None, None),), False, "other kinds"),
        ("media", (("all-stakeholders", "in", None, None), ("media", "in", None, None)), True, "may come"),
        ("ngo", (("all-stakeholders", "in", None, None), ("csos", "out", None, None)), False, "not for organisations"),
        ("ngo", (("csos", "priority", None, None),), True, "first"),
        ("ngo", (("government", "in", None, None),), False, "other kinds"),
        (None, (("all-stakeholders", "in", None, None),), False, "not confirmed"),
    ],
)
def test_reasons_are_sentences(make, category, rows, ok, word):
    session = make.session()
    audience(session, *rows)
    answer = services.eligible(session, standing(make.person(category=category).id))
    assert (answer.ok, word in answer.reason) == (ok, True)


def test_a_country_counts_in_a_group_on_the_first_day_of_the_session(make):
    left = make.session(day=date(2022, 3, 14))
    after = make.session(day=date(2022, 3, 21))
    for session in (left, after):
        audience(session, ("government", "in", "council-of-europe", None))
    moscow = Standing(1, "RU", frozenset({"ministry", "government", "all-stakeholders"}))
    assert services.eligible(left, moscow).ok
    assert not services.eligible(after, moscow).ok


def test_an_old_address_leads_on_and_tells_strangers_nothing(make):
    session = make.session(closed=True)
    db.session.add(SessionSlug(slug="old-name", session_id=session.id))
    db.session.flush()
    with pytest.raises(services.Moved) as moved:
        services.find("old-name", Somebody(staff_of=None))
    assert moved.value.slug == session.slug
    with pytest.raises(NotFound):
        services.find("old-name", Somebody())
