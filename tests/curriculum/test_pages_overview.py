"""The curriculum from one side: levels by module, recommendations; every list as a file."""

import csv
import io
import re

import pytest

from trainhub.curriculum import services

from .test_pages_editing import fields_of, text

pytestmark = pytest.mark.shipped_curriculum


@pytest.fixture
def shipped(make):
    return make.shipped_curriculum()


@pytest.fixture
def staff(make, shipped, sign_in):
    shipped.curriculum.centre = make.centre()
    return sign_in(make.staff())


def lines(answer) -> list[list[str]]:
    """Return the lines of a CSV that came."""
    assert answer.content_type.startswith("text/csv"), text(answer)
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_counts_of_the_coverage_are_those_of_the_lists_they_lead_to(client, shipped):
    page = text(client.get("/curriculum/coverage/"))
    assert "7</span>" in page
    assert page.count("To be completed") == 5  # modules without activities
    counts = re.findall(r'<td class="num" data-l="[^"]*"><a class="quiet" href="([^"]+)">(\d+)</a>', page)
    assert len(counts) > 40
    for address, number in counts[::9]:
        found = text(client.get(address.replace("&amp;", "&")))
        assert found.count("<code>m") == int(number), address
    head, *rows, whole = lines(client.get("/curriculum/coverage/?format=csv"))
    assert head == [
        "Part",
        "No.",
        "Module",
        "Policy makers",
        "Practitioners",
        "Researchers",
        "Not decided",
        "Activities",
    ]
    assert [row[1] for row in rows] == [str(number) for number in range(1, 23)]
    assert rows[6][3:] == ["0"] * 5
    assert sum(int(row[-1]) for row in rows) == 56
    assert whole[2:3] + whole[-1:] == ["All modules", "53"]  # cross-listed entries count once


def test_a_file_of_the_tree_holds_what_the_page_shows(client, shipped):
    head, *rows = lines(client.get("/curriculum/?format=csv"))
    assert len(rows) == 56 + 5  # modules without activities have a line of their own
    assert "To be completed" not in head  # that is for staff
    entry = next(dict(zip(head, row, strict=True)) for row in rows if "m22-a02" in row)
    assert (entry["No."], entry["Counted in module"]) == ("22", "5")
    narrowed = lines(client.get("/curriculum/?theme=covid&format=csv&lang=ru"))
    assert narrowed[0][:3] == ["Часть", "№", "Модуль"]
    assert [row[3] for row in narrowed[1:]] == re.findall(
        r"<code>(m\d\d-a\d\d)", text(client.get("/curriculum/?theme=covid"))
    )
    assert client.get("/curriculum/?format=xlsx").get_data().startswith(b"PK")
    assert [row[3] for row in lines(client.get("/curriculum/?module=5&level=none&format=csv&lang=en"))] == ["Id"]


def test_every_list_for_staff_is_a_file_too(staff):
    gaps = lines(staff.get("/curriculum/gaps/?format=csv"))
    assert [row[0] for row in gaps if row[2:] == ["", "", "Activities"]] == ["7", "10", "15", "17", "19"]
    assert gaps[-1][2:] == ["m14-a01", gaps[-1][3], "Close to m13-a08"]
    assert ["13", "Format, For whom, Levels"] in [[row[0], row[-1]] for row in gaps]
    versions = lines(staff.get("/curriculum/versions/?format=csv"))
    assert [row[1:5] for row in versions[1:]] == [
        ["1.1", "Draft", "", ""],
        ["1.0", "In force", "2021-09-30", ""],
    ]
    changes = lines(staff.get("/curriculum/versions/1.1/changes?format=csv"))
    assert ["activity m04-a02", "outcome added: o1"] in changes
    assert "To be completed" in lines(staff.get("/curriculum/?format=csv"))[0]


def test_recommendations_lead_to_activities_and_back(staff):
    page = text(staff.get("/curriculum/recommendations/"))
    answered, without = page.split('id="without"')
    assert "REC-P1-01" in answered
    found = services.texts(services.current())
    none = [each.key for each in found if not each.recommendations]
    assert re.findall(r"<code>(m\d\d-a\d\d)", without) == none != []
    rows = lines(staff.get("/curriculum/recommendations/?format=csv"))[1:]
    assert [row[1] for row in rows if not row[0]] == none
    assert len(rows) == sum(len(each.recommendations) or 1 for each in found)


def test_recommendations_are_for_staff(client, shipped):
    assert client.get("/curriculum/recommendations/").status_code == 303
    assert "Recommendations</a>" not in text(client.get("/curriculum/coverage/"))


def test_components_and_entries_are_arranged_on_the_page_of_a_module(staff):
    address = "/curriculum/modules/11/edit?version=1.1&to=ru"
    fields = fields_of(text(staff.get(address)))
    fields |= {"component--1-en": "Digital borders", "component--1-ru": "Цифровые границы", "place-data": "1"}
    fields |= {"component-detention-en": "", "component-detention-ru": ""}
    assert staff.post(address, data=fields).location == "/curriculum/modules/11/edit?version=1.1&to=ru"
    module = services.module(11, services.find_version("1.1"))
    assert [each.key for each in module.components] == [
        "data",
        "identification",
        "risk-analysis",
        "return",
        "technology",
        "digital-borders",
    ]
    wrong = staff.post(address, data=fields_of(text(staff.get(address))) | {"component--1-ru": "Только перевод"})
    assert (wrong.status_code, "This is needed. Fill it in." in text(wrong)) == (422, True)
    history = text(staff.get("/curriculum/versions/1.1/history?lang=ru"))
    assert "Компонент: 11 · Digital borders" in history
    assert "Цифровые границы" in history


def test_an_activity_is_listed_and_taken_out_of_the_list(staff):
    address = "/curriculum/modules/17/edit?version=1.1&to=az"
    page = text(staff.get(address))
    assert '<option value="m13-a08">' in page
    sent = {"activity": "m13-a08", "note-en": "With schools.", "note-az": "Məktəblərlə."}
    added = staff.post("/curriculum/modules/17/list?version=1.1&to=az", data=sent)
    assert added.location == "/curriculum/modules/17/edit?version=1.1&to=az"
    assert "Məktəblərlə." in text(staff.get(address))
    again = staff.post("/curriculum/modules/17/list?version=1.1", data=sent)
    assert (again.status_code, "Choose one of the list." in text(again)) == (422, True)
    assert "With schools." in text(staff.get("/curriculum/modules/17/?version=1.1"))
    remove = "/curriculum/modules/17/list/m17-a01/remove?version=1.1"
    assert "Take m17-a01 out of version 1.1?" in text(staff.get(remove))
    assert staff.post(remove).status_code == 303
    assert staff.get(remove).status_code == 404
    assert staff.post("/curriculum/modules/17/list", data=sent).status_code == 404  # in force: not to be changed


def test_leads_principles_and_works_are_edited_and_read(staff, make):
    make.organisation(slug="asan")
    address = "/curriculum/activities/m04-a02/edit?version=1.1&to=az"
    fields = fields_of(text(staff.get(address)))
    assert fields["principles"] == ["p1", "p3", "p4", "p5"]
    fields |= {"lead_organisation": "asan", "principles": ["p2"]}
    fields |= {"work-0": "Handbook", "work-by-0": "asan", "work-url-0": "https://example.org/book"}
    assert staff.post(address, data=fields).status_code == 303
    page = text(staff.get("/curriculum/activities/m04-a02/?version=1.1"))
    assert '<a href="/organisations/asan/">' in page
    assert '<a href="https://example.org/book" rel="noopener noreferrer">Handbook</a>' in page
    assert "Complement the capacity building that the region already has" in page
    narrowed = text(staff.get("/curriculum/?version=1.1&principle=p2"))
    assert "<code>m04-a02" in narrowed
    assert "<code>m04-a01" not in narrowed
    fields |= {"work-url-0": "javascript:alert(1)", "co-lead-0": "asan"}
    wrong = text(staff.post(address, data=fields))
    assert "javascript:alert(1) is no address of a page." in wrong
    assert "It stands among the co-leads too." in wrong
