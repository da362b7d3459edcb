"""What counts of a person: confirmed, current affiliations, and everything they are part of."""

from datetime import date

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.people import services as people


def test_a_department_stands_in_its_ministry_and_in_government(make, queries):
    ministry = make.organisation(category_code="ministry")
    department = make.organisation(category_code="ministry", parent_id=ministry.id)
    person = make.person(organisation=department, country_code="GE")
    with queries(3):
        standing = people.standing(person.id)
    assert standing.country_code == "GE"
    assert standing.categories == {"ministry", "government", "all-stakeholders"}
    assert standing.organisation_ids == {ministry.id, department.id}
    assert standing.levels == {"policy-makers"}


def test_an_unconfirmed_affiliation_counts_for_nothing(make):
    person = make.person(category="ministry", confirmed=False, country_code="AZ")
    assert people.standing(person.id) == people.Standing(person.id, "AZ")


@pytest.mark.parametrize("span", [{"until": date(2027, 3, 1)}, {"since": date(2027, 3, 3)}])
def test_an_affiliation_that_ended_or_has_not_begun_counts_for_nothing(make, span):
    person = make.person(category="ministry")
    for name, day in span.items():
        setattr(person.affiliations[0], name, day)
    db.session.flush()
    assert people.standing(person.id).categories == frozenset()


def test_two_affiliations_count_both(make):
    person = make.person(category="ngo")
    make.affiliation(person, make.organisation(category_code="academia"), level="researchers")
    standing = people.standing(person.id)
    assert {"ngo", "csos", "academia"} <= standing.categories
    assert standing.levels == {"policy-makers", "researchers"}


def test_a_visitor_and_a_stranger_stand_nowhere(session):
    assert people.standing(None) == people.Standing()
    assert people.standing(999_999) == people.Standing(999_999)


def test_who_is_confirmed_gets_a_mail_about_it(make):
    """Whoever signed up hears that trainings are open to them now; confirming twice tells once."""
    staff = make.account("administrator")
    person = make.person()
    command = people.AffiliationCommand(organisation=make.organisation().slug, position="Adviser")
    affiliation = people.add_affiliation(person, command)
    for _twice in range(2):
        people.confirm(affiliation, SignedIn(staff))
    mails = db.session.query(Message).filter_by(kind="affiliation_confirmed", person_id=person.id).all()
    assert len(mails) == 1
