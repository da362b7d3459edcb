"""What visitors and staff read of the curriculum."""

import pytest

from trainhub.curriculum import services
from trainhub.kernel.db import db

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def shipped(make):
    return make.shipped_curriculum()


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_visitors_read_the_version_in_force_as_a_tree(client, shipped):
    page = text(client.get("/curriculum/"))
    assert "Work in progress" in page
    assert "22 modules" in page
    assert "53 activities" in page
    assert page.count("<code>m") == 56
    assert "none yet" in page
    assert "Draft for consultation" not in page
    assert "To be completed</a>" not in page  # the list is for staff


def test_the_tree_speaks_the_language_of_the_page(client, shipped):
    page = text(client.get("/curriculum/?lang=ru"))
    assert "Права человека мигрантов" in page
    turkmen = text(client.get("/curriculum/modules/4/?lang=tk"))
    assert '<span lang="en" dir="ltr">Human rights of migrants</span>' in turkmen


@pytest.mark.parametrize(
    ("query", "there", "away"),
    [
        ("theme=covid", "m01-a01", "m01-a02"),
        ("audience=media", "m09-a01", "m01-a01"),
        ("audience=ministry", "m04-a01", "m04-a04"),
        ("level=practitioners", "m04-a03", "m04-a01"),
        ("kind=policy-dialogue", "m04-a02", "m04-a03"),
        ("q=ISTANBUL", "fits this", "m01-a01"),
        ("q=statelessness", "m04-a05", "m04-a01"),
    ],
)
def test_filters_narrow_the_tree(client, shipped, query, there, away):
    page = text(client.get(f"/curriculum/?{query}"))
    assert there in page
    assert f"<code>{away}</code>" not in page


def test_a_module_page_says_everything(client, shipped):
    page = text(client.get("/curriculum/modules/4/"))
    assert "This module covers the rights that every migrant has" in page
    assert "Only CSOs" not in page
    assert 'line 3777, character 182808</span><br><span class="tag">002_1b9234048adb8077.txt' in page
    assert "Government only" in page
    eleven = text(client.get("/curriculum/modules/11/"))
    assert "Detention systems and standards" in eleven


def test_a_module_lists_what_stands_in_it_and_is_counted_elsewhere(client, shipped):
    page = text(client.get("/curriculum/modules/22/"))
    assert "m22-a02" in page
    assert "Stands in module 5 too" in page
    assert "women as peace-builders" in page


def test_an_empty_module_says_so(client, shipped):
    assert "No activity is proposed for this module yet" in text(client.get("/curriculum/modules/7/"))


def test_an_activity_page_says_everything_and_what_is_not_decided(client, shipped):
    page = text(client.get("/curriculum/activities/m13-a01/"))
    assert page.count("not decided") == 5  # audience, levels, format, length, gender component
    assert "lines 3961–3962, character 188787" in page
    assert "UN conventions" in page
    second = text(client.get("/curriculum/activities/m05-a02/"))
    assert "lines 4076–4084, character 192882" in second


def test_all_53_activities_have_their_page(client, shipped):
    for activity in services.texts(shipped):
        assert client.get(f"/curriculum/activities/{activity.key}/").status_code == 200


@pytest.mark.parametrize(("entry", "key"), [("m05-a01", "m01-a04"), ("m12-a03", "m05-a03"), ("m22-a02", "m05-a02")])
def test_a_cross_listed_id_leads_to_the_activity(client, shipped, entry, key):
    answer = client.get(f"/curriculum/activities/{entry}/")
    assert (answer.status_code, answer.location) == (301, f"/curriculum/activities/{key}/")


@pytest.mark.parametrize(
    "address",
    [
        "/curriculum/activities/m99-a01/",
        "/curriculum/modules/23/",
        "/curriculum/?version=1.1",
        "/curriculum/?version=9",
        "/curriculum/modules/4/?version=1.1",
        "/curriculum/activities/m04-a02/?version=1.1",
    ],
)
@pytest.mark.parametrize("role", [None, "participant", "trainer", "focal_point", "observer"])
def test_what_is_not_there_and_drafts_are_not_found(client, shipped, sign_in, make, address, role):
    if role:
        sign_in(make.account(role))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "versions/",
        "versions/1.1/changes",
        "versions/1.1/history",
        "versions/1.1/approve",
        "gaps/",
        "modules/4/edit?version=1.1",
        "activities/m04-a02/edit?version=1.1",
    ],
)
def test_only_staff_reach_the_desk(client, shipped, sign_in, make, address):
    assert client.get(f"/curriculum/{address}").status_code == 303
    sign_in(make.account("trainer"))
    assert client.get(f"/curriculum/{address}").status_code == 403
    sign_in(make.account("administrator"))
    assert client.get(f"/curriculum/{address}").status_code == 200


def test_staff_read_drafts_gaps_and_hints(client, shipped, sign_in, make):
    sign_in(make.staff())
    page = text(client.get("/curriculum/?version=1.1"))
    assert "Version 1.1, draft" in page
    assert "Close to m13-a08" in page
    activity = text(client.get("/curriculum/activities/m04-a02/?version=1.1"))
    assert "proposed by the centre" in activity
    gaps = text(client.get("/curriculum/gaps/"))
    assert "m13-a01" in gaps
    assert "Modules without activities" in gaps
    assert "m14-a01" in gaps


def test_the_menu_names_it_where_each_looks_for_it(client, shipped, sign_in, make):
    assert '<a href="/curriculum/" aria-current="page">' in text(client.get("/curriculum/"))
    sign_in(make.staff())
    page = text(client.get("/curriculum/"))
    assert page.count("</svg>Curriculum</a>") == 1
    assert "<h2>Prepare</h2>" in page


@pytest.mark.shipped_curriculum(there=False)
def test_without_a_version_the_page_says_what_will_stand_there(client, make):
    assert "No version of the curriculum is in force yet" in text(client.get("/curriculum/"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "modules/13/",
        "activities/m13-a08/",
        "gaps/",
        "versions/",
        "coverage/",
        "recommendations/",
        "activities/m13-a08/edit?version=1.1",
        "modules/5/edit?version=1.1",
    ],
)
def test_pages_ask_the_database_a_fixed_number_of_times(client, shipped, sign_in, make, queries, address):
    shipped.curriculum.centre = make.centre()
    sign_in(make.staff())
    db.session.flush()
    db.session.expire_all()
    db.session.expunge_all()
    with queries(12):
        assert client.get(f"/curriculum/{address}").status_code == 200


def test_the_tree_costs_the_same_at_one_and_three_modules(client, make, queries):
    counts = []
    for key in ("m01-a01", "m02-a01", "m03-a01"):
        make.activity(key)
        db.session.expunge_all()
        with queries(12) as seen:
            client.get("/curriculum/")
        counts.append(len(seen))
    assert len(set(counts)) == 1
