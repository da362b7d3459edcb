"""Organisations stand in a tree, keep their former addresses and are archived, never deleted."""

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import i18n
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.people import policies, queries
from trainhub.people import services as people
from trainhub.people.services import choices


def command(title="Migration Agency", **values):
    return people.OrganisationCommand(**({"title": Texts.of({"en": title}), "category_code": "agency"} | values))


def test_two_bodies_of_one_name_get_two_addresses(session):
    first, second = people.create_organisation(command()), people.create_organisation(command())
    assert (first.slug, second.slug) == ("migration-agency", "migration-agency-2")


def test_a_new_address_keeps_the_old_one_and_may_go_back(make):
    staff = SignedIn(make.staff())
    agency = people.create_organisation(command())
    people.edit_organisation(agency, command(slug="agency"))
    assert agency.slug == "agency"
    assert people.find_organisation("migration-agency", staff) == agency
    people.edit_organisation(agency, command(slug="migration-agency"))
    assert people.find_organisation("agency", staff) == agency
    assert agency.slug == "migration-agency"


def test_a_new_title_leaves_the_address_alone(session):
    agency = people.create_organisation(command())
    people.edit_organisation(agency, command(title="Other name"))
    assert agency.slug == "migration-agency"
    everybody = queries.organisations(policies.Reach(everything=True))
    assert db.session.scalars(everybody.where(queries.organisation_matches("OTHER"))).all() == [agency]


@pytest.mark.parametrize("slug", ["taken", "formerly", "Not/An Address", "a--b"])
def test_an_address_that_is_taken_or_none_is_refused(session, slug):
    taken = people.create_organisation(command(slug="formerly"))
    people.edit_organisation(taken, command(slug="taken"))
    with pytest.raises(Invalid) as error:
        people.create_organisation(command(slug=slug))
    assert "slug" in error.value.fields


def test_a_name_is_needed(session):
    with pytest.raises(Invalid) as error:
        people.create_organisation(people.OrganisationCommand(title=Texts(), category_code="agency"))
    assert "title" in error.value.fields


def test_a_body_is_not_part_of_itself(session):
    top = people.create_organisation(command("Top"))
    below = people.create_organisation(command("Below", parent="top"))
    for parent in ("top", "below"):
        with pytest.raises(Invalid) as error:
            people.edit_organisation(top, command("Top", parent=parent))
        assert "parent" in error.value.fields
    assert below.parent == top


def test_a_body_with_departments_is_archived_after_them(make):
    top = make.organisation()
    below = make.organisation(parent_id=top.id)
    with pytest.raises(Refused):
        people.archive_organisation(top)
    people.archive_organisation(below)
    people.archive_organisation(top)
    assert top.slug not in dict(choices.organisation_choices(checked=False))
    people.restore_organisation(top)
    assert top.slug in dict(choices.organisation_choices(checked=False))


def test_a_focal_point_sees_the_own_country_or_institution_with_departments(make):
    ours, theirs = make.organisation(country_code="GE"), make.organisation(country_code="UA")
    department = make.organisation(country_code=None, parent_id=theirs.id)
    of_country = SignedIn(make.account("focal_point", scope=("country", "GE")))
    of_body = SignedIn(make.account("focal_point", scope=("organisation", theirs.id)))
    assert people.find_organisation(ours.slug, of_country) == ours
    assert people.find_organisation(department.slug, of_body) == department
    for who, hidden in ((of_country, theirs), (of_country, department), (of_body, ours)):
        with pytest.raises(NotFound):
            people.find_organisation(hidden.slug, who)


def test_titles_stand_in_the_order_of_the_language_whatever_they_were_written_in(make):
    for number, texts in enumerate(({"en": "Zebra", "az": "Əlaqə"}, {"en": "Apple", "az": "Zərif"}, {"en": "Elm"})):
        make.organisation(slug=f"sorted-{number}", title=Texts.of(texts), country_code="AF")
    query = queries.organisations(policies.Reach(countries=frozenset({"AF"}))).order_by(None)

    def order(language):
        return [each.slug[-1] for each in db.session.scalars(query.order_by(queries.by_title(language)))]

    assert order("en") == ["1", "2", "0"]
    assert order("az") == ["2", "0", "1"]


def test_countries_stand_in_the_order_of_the_language(session):
    with i18n.speaking("az"):
        names = [name for _, name in choices.country_choices()]
    places = [names.index(name) for name in ("Belarus", "Çexiya", "Ermənistan", "Əfqanıstan", "Finlandiya")]
    assert places == sorted(places)
