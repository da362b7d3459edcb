"""Persons are made, changed and found, each once."""

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound
from trainhub.people import policies, queries
from trainhub.people import services as people

NAMES = {"native": "Günay Əliyeva", "native_lang": "az", "latin": "GUNAY ALIYEVA"}


def test_a_person_is_found_by_any_spelling_of_the_names_and_the_mail(session):
    person = people.create_person(people.PersonCommand(**NAMES, email="Gunay@Example.org"))
    assert person.display == "Günay Əliyeva"
    assert person.email == "gunay@example.org"
    for words in ("gunay", "ƏLİYEVA", "aliyeva günay", "eliyeva", "gunay@example"):
        everybody = queries.persons(policies.Reach(everything=True))
        assert person in db.session.scalars(everybody.where(queries.person_matches(words))).all(), words


def test_a_change_of_the_name_changes_what_is_found(make):
    person = make.person()
    people.edit_person(person, people.PersonCommand(native="Оксана Ткаченко", native_lang="uk", email=person.email))
    everybody = queries.persons(policies.Reach(everything=True))
    assert db.session.scalars(everybody.where(queries.person_matches("ткаченко"))).all() == [person]
    assert person.latin == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"native": " ", "latin": ""}, "native"),
        ({"latin": "Гюнай"}, "latin"),
        ({"zone": "Asia/Atlantis"}, "zone"),
        ({"email": "taken@example.org"}, "email"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(make, changes, field):
    make.person(email="taken@example.org")
    with pytest.raises(Invalid) as error:
        people.create_person(people.PersonCommand(**(NAMES | changes)))
    assert list(error.value.fields) == [field]


def test_somebody_keeps_the_own_mail_when_edited(make):
    person = make.person(email="same@example.org")
    people.edit_person(person, people.PersonCommand(**NAMES, email="same@example.org"))
    assert person.email == "same@example.org"


def test_a_merged_person_leads_to_the_one_that_stayed(make):
    last = make.person()
    middle = make.person(merged_into_id=last.id)
    first = make.person(merged_into_id=middle.id)
    assert people.find_person(first.public_id, SignedIn(make.staff())) == last


def test_nobody_finds_a_stranger(make):
    with pytest.raises(NotFound):
        people.find_person("nobody", SignedIn(make.staff()))


def test_a_focal_point_finds_people_of_the_own_country_and_of_its_organisations(make):
    here, there = make.person(country_code="GE"), make.person(country_code="UA")
    guest = make.person(country_code="UA", organisation=make.organisation(country_code="GE"), confirmed=False)
    who = SignedIn(make.account("focal_point", scope=("country", "GE")))
    assert people.find_person(here.public_id, who) == here
    assert people.find_person(guest.public_id, who) == guest
    with pytest.raises(NotFound):
        people.find_person(there.public_id, who)


def test_a_focal_point_finds_people_of_the_own_institution_and_its_departments_only(make):
    ministry = make.organisation()
    department = make.organisation(parent_id=ministry.id)
    inside, outside = make.person(organisation=department), make.person(category="ministry")
    who = SignedIn(make.account("focal_point", scope=("organisation", ministry.id)))
    assert people.find_person(inside.public_id, who) == inside
    with pytest.raises(NotFound):
        people.find_person(outside.public_id, who)


@pytest.mark.parametrize("role", ["trainer", "observer", "participant", "focal_point"])
def test_other_roles_and_a_focal_point_of_nothing_find_nobody(make, role):
    person = make.person()
    with pytest.raises(NotFound):
        people.find_person(person.public_id, SignedIn(make.account(role)))


def test_an_erased_person_is_a_tombstone_for_staff_and_nobody_for_a_focal_point(make):
    person = make.person(country_code="GE", erased_at=kernel_clock.now())
    assert people.find_person(person.public_id, SignedIn(make.staff())) == person
    with pytest.raises(NotFound):
        people.find_person(person.public_id, SignedIn(make.account("focal_point", scope=("country", "GE"))))


def test_names_stand_in_the_order_of_the_language(make):
    for name in ("Zaur", "Əli", "Çingiz", "Elçin", "Cavid", "Xəyal", "Heydər", "Qədir", "Kamal"):
        make.person(display=name, country_code="AF")
    query = queries.persons(policies.Reach(countries=frozenset({"AF"}))).order_by(None)
    names = [each.display for each in db.session.scalars(query.order_by(queries.by_name("az")))]
    assert names == ["Cavid", "Çingiz", "Elçin", "Əli", "Heydər", "Xəyal", "Kamal", "Qədir", "Zaur"]
