"""Staff change a draft in the browser."""

from html.parser import HTMLParser

import pytest

from trainhub.curriculum import services
from trainhub.kernel.db import db

pytestmark = pytest.mark.shipped_curriculum
EDIT = "/curriculum/activities/m04-a02/edit?version=1.1&to=az"


@pytest.fixture
def staff(make, sign_in):
    make.shipped_curriculum().curriculum.centre = make.centre()
    return sign_in(make.staff())


def text(answer) -> str:
    return answer.get_data(as_text=True)


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what the main form of a page would send."""
    found: dict[str, list[str]] = {}
    form = FormReader()
    form.feed(page)
    for name, value in form.values:
        found.setdefault(name, []).append(value)
    return found


class FormReader(HTMLParser):
    """Collects the values of the fields inside <main>'s first form."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.choice: str | None = None
        self.inside = False
        self.text = ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and "edit" in given.get("action", ""):
            self.inside = True
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.values.append((name, given.get("value") or ""))
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.choice = name, None
        elif tag == "option" and ("selected" in given or self.choice is None):
            self.choice = given.get("value", "")

    def handle_data(self, data):
        self.text += data if self.area else ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.values.append((self.area, self.text.removeprefix("\n")))
            self.area = ""
        elif tag == "select":
            self.values.append((self.select, self.choice or ""))


@pytest.mark.parametrize(
    "address",
    [
        EDIT,
        "/curriculum/modules/4/edit?version=1.1&to=ru",
        "/curriculum/activities/m04-a04/edit?version=1.1&to=tk",
        "/curriculum/versions/1.1/edit?to=az",
    ],
)
def test_sending_a_form_as_it_came_changes_nothing(staff, address):
    before = services.document(services.find_version("1.1"))
    answer = staff.post(address, data=fields_of(text(staff.get(address))))
    assert answer.status_code == 303, text(answer)
    db.session.expire_all()
    assert services.document(services.find_version("1.1")) == before


def test_a_new_source_makes_the_translation_older_until_it_is_confirmed(staff):
    fields = fields_of(text(staff.get(EDIT)))
    staff.post(EDIT, data=fields | {"title-en": "Rights in strategies", "hours": "7,5"})
    page = text(staff.get(EDIT))
    assert "Older than the source" in page
    assert services.activity("m04-a02", services.find_version("1.1")).hours == 7.5
    fields = fields_of(page)
    staff.post(EDIT, data=fields)
    assert services.activity("m04-a02", services.find_version("1.1")).title.stale("az")
    staff.post(EDIT, data=fields | {"title-az-right": "1"})
    title = services.activity("m04-a02", services.find_version("1.1")).title
    assert (title.stale("az"), title.stale("ru")) == (False, True)


def test_a_form_that_cannot_be_used_keeps_what_was_typed(staff):
    fields = fields_of(text(staff.get(EDIT)))
    answer = staff.post(EDIT, data=fields | {"prerequisites": "m04-a99", "title-az": "Yeni ad", "sdg": "99.1"})
    page = text(answer)
    assert answer.status_code == 422
    assert "99.1: there is no such code." in page
    assert "Yeni ad" in page
    assert "m04-a99" in page


def test_outcomes_and_audience_are_edited_row_by_row(staff):
    page = text(staff.get(EDIT))
    fields = fields_of(page)
    outcomes = [name for name in fields if name.startswith("outcome-") and name.endswith("-en")]
    fields |= {outcomes[0]: "", outcomes[0].replace("-en", "-az"): "", outcomes[-1]: "Name two gaps."}
    fields |= {"category-2": "media", "rule-2": "priority", "group-2": "members", "category-1": ""}
    before = services.activity("m04-a02", services.find_version("1.1"))
    kept = [each.key for each in before.outcomes]
    assert staff.post(EDIT, data=fields).status_code == 303
    db.session.expire_all()
    after = services.activity("m04-a02", services.find_version("1.1"))
    assert [(each.category_code, each.rule, each.group_code) for each in after.audience] == [
        ("government", "in", None),
        ("media", "priority", "members"),
    ]
    assert [each.key for each in after.outcomes] == [*kept[1:], f"o{len(kept) + 2}"]
    assert str(after.outcomes[-1].text) == "Name two gaps."


def test_an_activity_is_added_and_taken_out(staff):
    answer = staff.post("/curriculum/modules/7/add?version=1.1", data={"title-en": "New activity"})
    assert answer.location == "/curriculum/activities/m07-a01/edit?version=1.1"
    assert staff.post("/curriculum/modules/7/add?version=1.1", data={"title-en": " "}).status_code == 422
    assert "Take m07-a01 out of version 1.1?" in text(staff.get("/curriculum/activities/m07-a01/remove?version=1.1"))
    assert staff.post("/curriculum/activities/m07-a01/remove?version=1.1").status_code == 303
    assert staff.get("/curriculum/activities/m07-a01/?version=1.1").status_code == 404


def test_a_draft_says_what_it_is_in_two_languages_side_by_side(staff):
    address = "/curriculum/versions/1.1/edit?to=ru"
    page = text(staff.get("/curriculum/?version=1.1"))
    assert 'href="/curriculum/versions/1.1/edit"' in page
    assert 'href="/curriculum/versions/1.1/edit"' in text(staff.get("/curriculum/versions/"))
    fields = fields_of(text(staff.get(address)))
    assert fields["part-2-ru"] == ["Ключевые направления руководства и управления миграцией"]
    fields |= {"title-en": "Migration curriculum", "part-1-en": "First steps", "part-1-ru": "Первые шаги"}
    assert staff.post(address, data=fields).location == "/curriculum/versions/1.1/edit?to=ru"
    page = text(staff.get(address))
    assert page.count("Older than the source") == 1  # the title; the part was translated anew
    staff.post(address, data=fields_of(page) | {"title-ru-right": "1"})
    assert "Older than the source" not in text(staff.get(address))
    assert "Older than the source" in text(staff.get("/curriculum/versions/1.1/edit?to=az"))


def test_parts_change_places_and_the_index_follows(staff):
    address = "/curriculum/versions/1.1/edit?to=az"
    staff.post(address, data=fields_of(text(staff.get(address))) | {"place-1": "2"})
    page = text(staff.get("/curriculum/?version=1.1"))
    assert page.index("Key areas of migration governance") < page.index("Foundations of good migration governance")
    assert page.index('quiet">International migration law') > page.index("Foundations of good migration governance")
    history = text(staff.get("/curriculum/versions/1.1/history"))
    assert "Part of the curriculum: 2 Foundations of good migration governance" in history
    assert "Place in the order" in history


def test_principles_come_and_go(staff):
    address = "/curriculum/versions/1.1/edit?to=az"
    fields = fields_of(text(staff.get(address)))
    fields |= {"principle-p2-en": "", "principle-p2-az": "", "principle-p6-en": "Measure what changed."}
    assert staff.post(address, data=fields).status_code == 303
    db.session.expire_all()
    draft = services.find_version("1.1")
    assert [each.key for each in draft.principles] == ["p1", "p3", "p4", "p5", "p6"]
    assert "Measure what changed." in text(staff.get("/curriculum/?version=1.1"))
    history = text(staff.get("/curriculum/versions/1.1/history"))
    assert "Design principle: p2" in history
    assert "Design principle: p6" in history


def test_what_a_version_cannot_say_of_itself_is_told_beside_its_field(staff):
    address = "/curriculum/versions/1.1/edit?to=az"
    fields = fields_of(text(staff.get(address)))
    for wrong, sentence in (
        ({"label": "two"}, "A version is numbered by digits and points, such as 1.2."),
        ({"label": "1.0"}, "There is a version 1.0 already. Take another number."),
        ({"title-en": "", "title-az": ""}, "This is needed. Fill it in."),
        ({"part-1-en": "", "part-1-az": ""}, "This is needed. Fill it in."),
        ({"principle-p6-az": "Yalnız"}, "This is needed. Fill it in."),
        ({"notice-en": ""}, "A translation needs the text it translates. Write that first."),
        ({"place-1": "7"}, "Choose one of the list."),
    ):
        answer = staff.post(address, data=fields | wrong)
        assert answer.status_code == 422, wrong
        assert sentence in text(answer), wrong
    assert staff.post(address, data=fields | {"label": "2.0"}).location == "/curriculum/versions/2.0/edit?to=az"
    assert staff.get("/curriculum/versions/1.1/edit").status_code == 404
    assert staff.get("/curriculum/?version=2.0").status_code == 200


def test_near_duplicates_are_merged(staff):
    address = "/curriculum/activities/m14-a01/merge?keep=m13-a08&version=1.1"
    assert "Make m14-a01 an entry that stands for m13-a08?" in text(staff.get(address))
    assert staff.post(address).status_code == 303
    assert staff.get("/curriculum/activities/m14-a01/?version=1.1").status_code == 301
    assert staff.get("/curriculum/activities/m14-a01/").status_code == 200


def test_the_version_in_force_has_no_edit_page(staff):
    for address in (
        "/curriculum/activities/m04-a02/edit",
        "/curriculum/modules/4/edit?version=1.0",
        "/curriculum/versions/1.0/edit",
    ):
        assert staff.get(address).status_code == 404
        assert staff.post(address).status_code == 404


def test_versions_are_compared_approved_and_copied(staff):
    page = text(staff.get("/curriculum/versions/1.1/changes"))
    assert "activity m04-a02" in page
    assert "outcome added: o1" in page
    assert "is retired today" in text(staff.get("/curriculum/versions/1.1/approve"))
    assert staff.post("/curriculum/versions/1.1/approve").status_code == 303
    assert services.current().label == "1.1"
    assert staff.post("/curriculum/versions/1.1/approve").status_code == 409
    assert staff.get("/curriculum/versions/1.1/approve").status_code == 409
    assert staff.post("/curriculum/versions/1.1/draft").location == "/curriculum/?version=1.2"
    assert "Draft" in text(staff.get("/curriculum/versions/"))


def test_the_history_says_who_changed_what(staff, make):
    fields = fields_of(text(staff.get(EDIT)))
    staff.post(EDIT, data=fields | {"hours": "7", "category-1": ""})
    page = text(staff.get("/curriculum/versions/1.1/history"))
    assert "Hours" in page
    assert "audience − CSOs" in page
