"""Roles: who may give what, and that nobody gives more than they have."""

from datetime import date

import pytest

from trainhub.accounts import policies, services
from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Role
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused

EVERY_SCOPE = ("", "centre", "country", "organisation")


def who(account):
    db.session.refresh(account)
    return SignedIn(account)


def scope_of(make, kind):
    return {"": "", "centre": make.centre().id, "country": "AZ", "organisation": make.organisation().id}[kind]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", EVERY_SCOPE)
def test_a_role_has_the_scopes_that_mean_something(make, role, kind):
    account, scope_id = make.account(), scope_of(make, kind)
    if kind in policies.SCOPES.get(role, ()):
        grant = services.grant_role(account, role, kind, scope_id)
        assert (grant.role, grant.scope_kind, grant.scope_id) == (role, kind, str(scope_id))
        assert who(account).has_role(role)
    else:
        with pytest.raises(Invalid):
            services.grant_role(account, role, kind, scope_id)


@pytest.mark.parametrize(("kind", "number"), [("centre", "999999"), ("centre", "x"), ("centre", ""), ("planet", "1")])
def test_a_scope_must_be_there(make, kind, number):
    with pytest.raises(Invalid):
        services.grant_role(make.account(), "staff", kind, number)


def test_a_role_begins_and_ends(make, clock):
    account = make.account()
    services.grant_role(account, "staff", "centre", make.centre().id, since=date(2027, 3, 5), until=date(2027, 3, 6))
    held = []
    for day in (4, 5, 6, 7):
        clock.set(f"2027-03-0{day} 08:00")
        held.append(who(account).has_role(Role.STAFF))
    assert held == [False, True, True, False]


def test_an_end_before_the_beginning_is_said(make):
    with pytest.raises(Invalid) as refusal:
        services.grant_role(make.account(), "trainer", until=date(2027, 3, 1))
    assert set(refusal.value.fields) == {"until"}


def test_the_same_role_twice_is_said_and_after_its_end_given_again(make):
    account = make.account()
    grant = services.grant_role(account, "trainer")
    with pytest.raises(Invalid):
        services.grant_role(account, "trainer")
    services.revoke_role(grant)
    assert not who(account).has_role(Role.TRAINER)
    services.grant_role(account, "trainer")
    assert who(account).has_role(Role.TRAINER)
    assert len(account.grants) == 2  # what was is still on record


@pytest.mark.parametrize("role", list(policies.SCOPES))
@pytest.mark.parametrize("kind", EVERY_SCOPE)
@pytest.mark.parametrize("giver", ["staff", "trainer", "participant", "focal_point", "observer"])
def test_nobody_but_an_administrator_reaches_beyond_their_centre(make, giver, role, kind):
    """Every role in every scope: what is given is a role of a centre, in the giver's centre, by its staff."""
    own, other = make.centre(), make.centre("second")
    scopes = {
        "staff": ("centre", own.id),
        "trainer": ("centre", own.id),
        "observer": ("centre", own.id),
        "focal_point": ("country", "AZ"),
    }
    by = who(make.account(giver, scope=scopes.get(giver)))
    for number in (own.id, other.id) if kind == "centre" else (scope_of(make, kind),):
        inside = kind == "centre" and number == own.id
        allowed = giver == "staff" and inside and role in ("staff", "trainer", "observer")
        if allowed:
            assert services.grant_role(make.account(), role, kind, number, by=by)
        else:
            with pytest.raises((Refused, Invalid)):
                services.grant_role(make.account(), role, kind, number, by=by)


def test_staff_of_every_centre_still_make_no_administrator(make):
    by = who(make.account("staff"))
    assert services.grant_role(make.account(), "staff", "centre", make.centre("second").id, by=by)
    for role in ("administrator", "staff"):
        with pytest.raises(Refused):
            services.grant_role(make.account(), role, by=by)


def test_staff_whose_role_has_ended_give_nothing(make, clock):
    account = make.account()
    services.grant_role(account, "staff", "centre", make.centre().id, until=date(2027, 3, 3))
    clock.set("2027-03-04 08:00")
    with pytest.raises(Refused):
        services.grant_role(make.account(), "trainer", "centre", make.centre().id, by=who(account))


def test_staff_end_roles_in_their_centre_only(make):
    own, other = make.centre(), make.centre("second")
    by = who(make.staff(own))
    mine = services.grant_role(make.account(), "trainer", "centre", own.id)
    theirs = services.grant_role(make.account(), "trainer", "centre", other.id)
    everywhere = services.grant_role(make.account(), "trainer")
    services.revoke_role(mine, by=by)
    assert not mine.holds
    for grant in (theirs, everywhere):
        with pytest.raises(Refused):
            services.revoke_role(grant, by=by)
        assert grant.holds


def test_somebody_remains_administrator(make):
    first = make.account("administrator")
    with pytest.raises(Refused):
        services.revoke_role(first.grants[0], by=who(first))
    second = make.account("administrator")
    services.revoke_role(first.grants[0], by=who(second))
    assert not who(first).has_role(Role.ADMINISTRATOR)


def test_only_administrators_close_reopen_and_confirm_and_not_themselves(make):
    boss, staff, somebody = who(make.account("administrator")), who(make.staff()), make.account()
    for act in (services.close_account, services.reopen_account, services.confirm_by_hand):
        with pytest.raises(Refused):
            act(somebody, by=staff)
    before = somebody.stamp
    services.make_calendar_token(somebody)
    services.close_account(somebody, by=boss)
    assert (somebody.state, somebody.calendar_hash) == ("closed", None)
    assert somebody.stamp != before
    services.reopen_account(somebody, by=boss)
    assert somebody.state == "open"
    with pytest.raises(Refused):
        services.close_account(boss.account, by=boss)


def test_scopes_are_named_in_the_language_spoken_with_a_query_for_each_kind(make, queries):
    account = make.account()
    for slug in ("baku", "second"):
        services.grant_role(account, "staff", "centre", make.centre(slug).id)
    services.grant_role(account, "observer", "country", "GE")
    body = make.organisation()
    services.grant_role(account, "focal_point", "organisation", body.id)
    db.session.expire_all()
    grants = list(account.grants)
    [grant.scope_id for grant in grants]
    with queries(2):
        names = services.scope_names(grants)
    assert names["country", "GE"] == "Georgia"
    assert names["centre", str(make.centre("second").id)] == "Centre second"
    assert names["organisation", str(body.id)] == str(body.title)
