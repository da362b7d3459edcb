"""Where somebody works counts once it is confirmed, by those who may."""

from datetime import date

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.people import services as people
from trainhub.people.models import Affiliation


@pytest.fixture
def claim(make):
    """Give a person who says to work in a Georgian agency."""
    agency = make.organisation(country_code="GE", category_code="agency")
    return make.person(organisation=agency, confirmed=False, country_code="GE").affiliations[0]


def test_staff_confirm_and_take_back(make, claim):
    staff = make.staff()
    people.confirm(claim, SignedIn(staff))
    assert claim.confirmed_by == staff.id
    assert "government" in people.standing(claim.person_id).categories
    people.take_back(claim, SignedIn(staff))
    assert people.standing(claim.person_id).categories == frozenset()
    assert (claim.confirmed_at, claim.confirmed_by) == (None, None)


@pytest.mark.parametrize("scope", ["country", "institution", "ministry above"])
def test_the_focal_point_confirms_in_the_own_scope(make, claim, scope):
    above = make.organisation(country_code="GE")
    claim.organisation.parent = above
    db.session.flush()
    kind, number = {
        "country": ("country", "GE"),
        "institution": ("organisation", claim.organisation_id),
        "ministry above": ("organisation", above.id),
    }[scope]
    people.confirm(claim, SignedIn(make.account("focal_point", scope=(kind, number))))
    assert people.standing(claim.person_id).categories >= {"agency", "government"}


def test_the_focal_point_of_another_institution_confirms_nothing(make, claim):
    for scope in (("country", "UA"), ("organisation", make.organisation(country_code="GE").id), ("", "")):
        with pytest.raises(NotFound):
            people.confirm(claim, SignedIn(make.account("focal_point", scope=scope)))
    assert claim.confirmed_at is None


@pytest.mark.parametrize("role", ["trainer", "observer", "participant"])
def test_other_roles_confirm_nothing(make, claim, role):
    with pytest.raises(NotFound):
        people.confirm(claim, SignedIn(make.account(role)))


def test_nobody_confirms_the_own_place(make):
    agency = make.organisation(country_code="GE")
    me = make.account("focal_point", scope=("country", "GE"), organisation=agency, confirmed=False)
    affiliation = me.person.affiliations[0]
    with pytest.raises(Refused):
        people.confirm(affiliation, SignedIn(me))
    assert people.confirmable(me.person, SignedIn(me)) == set()


def test_nobody_is_confirmed_in_an_organisation_that_was_not_checked(make):
    person = make.person(country_code="GE")
    claim = people.propose_affiliation(
        person, people.ProposalCommand(name="Ministry of Nothing", category_code="ministry", country_code="GE")
    )
    with pytest.raises(Refused):
        people.confirm(claim, SignedIn(make.account("focal_point", scope=("country", "GE"))))
    people.verify_organisation(claim.organisation)
    people.confirm(claim, SignedIn(make.staff()))
    assert "ministry" in people.standing(person.id).categories


def test_a_proposal_needs_an_organisation_or_a_name_with_its_kind(make):
    person = make.person()
    with pytest.raises(Invalid) as error:
        people.propose_affiliation(person, people.ProposalCommand())
    assert "organisation" in error.value.fields
    with pytest.raises(Invalid) as error:
        people.propose_affiliation(person, people.ProposalCommand(name="New body"))
    assert "category_code" in error.value.fields


def test_nobody_proposes_an_organisation_that_is_hidden_from_the_list(make):
    proposed = make.organisation(verified_at=None)
    with pytest.raises(Invalid):
        people.propose_affiliation(make.person(), people.ProposalCommand(organisation=proposed.slug))


def test_the_same_organisation_is_noted_once_at_a_time(make):
    agency = make.organisation()
    person = make.person(organisation=agency)
    with pytest.raises(Invalid):
        people.add_affiliation(person, people.AffiliationCommand(organisation=agency.slug))
    people.end_affiliation(person.affiliations[0], date(2027, 3, 1))
    again = people.add_affiliation(person, people.AffiliationCommand(organisation=agency.slug, position="Head"))
    assert not again.counts


def test_an_end_before_the_start_is_refused(make):
    agency = make.organisation()
    person = make.person()
    with pytest.raises(Invalid) as error:
        people.add_affiliation(
            person, people.AffiliationCommand(organisation=agency.slug, since=date(2027, 3, 2), until=date(2027, 3, 1))
        )
    assert "until" in error.value.fields
    added = people.add_affiliation(person, people.AffiliationCommand(organisation=agency.slug, since=date(2027, 3, 2)))
    with pytest.raises(Invalid):
        people.end_affiliation(added, date(2027, 3, 1))


def test_who_leaves_ends_what_was_confirmed_and_forgets_what_was_not(make, claim, clock):
    person, confirmed = claim.person, make.person(category="ngo").affiliations[0]
    people.leave(claim)
    assert db.session.query(Affiliation).filter_by(person_id=person.id).count() == 0
    people.leave(confirmed)
    assert confirmed.until == date(2027, 3, 2)
    clock.set("2027-03-03 08:00")
    assert people.standing(confirmed.person_id).categories == frozenset()
