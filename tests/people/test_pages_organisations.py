"""The pages of organisations and centres."""

import csv
import io

import pytest

from trainhub.kernel.db import db
from trainhub.people import services as people
from trainhub.people.models import Organisation

NEW = {
    "title-en": "Labour Migration Agency",
    "title-ru": "Агентство трудовой миграции",
    "category_code": "agency",
    "country_code": "TJ",
    "native": "Оҷонсии муҳоҷирати меҳнатӣ",
    "native_lang": "tg",
    "short": "LMA",
}


@pytest.fixture
def staff(make, sign_in):
    return sign_in(make.staff())


def names(client, query=""):
    answer = client.get(f"/organisations/?format=csv{query}")
    return [row["Name"] for row in csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))]


def test_staff_add_an_organisation_with_a_department(staff):
    answer = staff.post("/organisations/new", data=NEW)
    assert answer.location == "/organisations/labour-migration-agency/"
    department = {"title-en": "Training unit", "category_code": "agency", "parent": "labour-migration-agency"}
    assert 'selected value="labour-migration-agency"' in staff.get(
        "/organisations/new?parent=labour-migration-agency"
    ).get_data(as_text=True)
    assert staff.post("/organisations/new", data=department).status_code == 303
    page = staff.get(answer.location).get_data(as_text=True)
    assert "Training unit" in page
    assert "Tajikistan" in page
    assert "Агентство трудовой миграции" in staff.get(f"{answer.location}?lang=ru").get_data(as_text=True)


def test_a_form_without_a_name_comes_back_with_the_rest(staff):
    answer = staff.post("/organisations/new", data=NEW | {"title-en": "", "title-ru": ""})
    assert answer.status_code == 422
    assert "Оҷонсии муҳоҷирати меҳнатӣ" in answer.get_data(as_text=True)


def test_a_former_address_redirects(staff, make):
    body = make.organisation(slug="old-name")
    changed = {"title-en": "Body", "category_code": "ministry", "slug": "new-name"}
    assert staff.post("/organisations/old-name/edit", data=changed).location == "/organisations/new-name/"
    answer = staff.get("/organisations/old-name/")
    assert (answer.status_code, answer.location) == (301, "/organisations/new-name/")
    assert body.slug == "new-name"
    assert "new-name" in staff.get("/organisations/new-name/history").get_data(as_text=True)


def test_a_proposed_organisation_is_found_checked_and_then_offered(staff, make):
    people.propose_affiliation(make.person(), people.ProposalCommand(name="Yeni qurum", category_code="ngo"))
    assert names(staff, "&state=unchecked") == ["Yeni qurum"]
    body = db.session.query(Organisation).filter_by(search="yeni qurum  yeni qurum").one()
    assert staff.post(f"/organisations/{body.slug}/verify").status_code == 303
    assert names(staff, "&state=unchecked") == []


def test_an_archived_organisation_stays_and_comes_back(staff, make):
    body = make.organisation(slug="old-body")
    below = make.organisation(slug="below", parent_id=body.id)
    assert staff.post("/organisations/old-body/archive").status_code == 409
    assert staff.post("/organisations/below/archive").status_code == 303
    assert below.archived_at is not None
    assert "Bring it back" in staff.get("/organisations/below/").get_data(as_text=True)
    assert names(staff, "&state=archived") == [str(below.title)]
    staff.post("/organisations/below/restore")
    assert names(staff, "&state=archived") == []


def test_the_list_is_filtered_by_category_with_all_that_belongs_to_it(staff, make):
    agency, ngo = make.organisation(category_code="agency"), make.organisation(category_code="ngo")
    found = names(staff, "&category=government")
    assert str(agency.title) in found
    assert str(ngo.title) not in found
    assert names(staff, f"&q={agency.search or 'nothing'}") == []


def test_staff_change_the_own_centre_and_not_another(staff, make):
    other = make.centre("other")
    data = {
        "title-en": "Regional centre",
        "short-en": "RC",
        "city-en": "Baku",
        "zone": "Asia/Baku",
        "email": "rc@example.org",
        "name_1": "Leyla Hüseynova",
        "roles_1-en": "Director",
        "roles_1-az": "Direktor",
    }
    assert "/centres/baku/edit" in staff.get("/centres/").get_data(as_text=True)
    assert staff.post("/centres/baku/edit", data=data).status_code == 303
    page = staff.get("/centres/baku/edit").get_data(as_text=True)
    assert "Leyla Hüseynova" in page
    assert "Direktor" in page
    assert "Leyla Hüseynova · Director" in staff.get("/centres/baku/history").get_data(as_text=True)
    assert staff.post("/centres/baku/edit", data=data | {"name_1": ""}).status_code == 422
    for address in (f"/centres/{other.slug}/edit", f"/centres/{other.slug}/history"):
        assert staff.get(address).status_code == 404
    assert staff.post(f"/centres/{other.slug}/edit", data=data).status_code == 404
