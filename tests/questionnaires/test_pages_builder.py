"""Staff build a questionnaire: from a ready form or a blank page, question by question, in two languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.curriculum.test_pages_editing import FormReader
from trainhub.kernel import work
from trainhub.questionnaires import services
from trainhub.questionnaires.content import Content, Section, content_from_json
from trainhub.questionnaires.models import Questionnaire

from .sample import AGAIN, OPINION, USEFUL, WHY, t


@pytest.fixture
def staff(make: Any, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(make.staff(make.centre()))


@pytest.fixture
def opinion(make: Any) -> Questionnaire:
    """Give a questionnaire whose first version was frozen and whose second is a draft."""
    words = t("Your opinion", az="Rəyiniz")
    made = services.create(title=words, kind="reaction", content=OPINION, centre_id=make.centre().id)
    services.freeze(made.versions[0])
    services.draft_of(made)
    work.commit()
    return made


def content(public_id: str) -> Content:
    """Return what the newest version asks."""
    return content_from_json(services.find(public_id).versions[-1].content)


class Fields(FormReader):
    """Collects the fields of the form that is sent to its own page."""

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        if tag == "form" and "/build/" in given.get("action", ""):
            self.inside = True
        super().handle_starttag(tag, attributes)  # type: ignore[no-untyped-call]


def fields(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    reader = Fields()
    reader.feed(page)
    for name, value in reader.values:
        if name:
            found.setdefault(name, []).append(value)
    return found


def save(client: FlaskClient, path: str, **changes: Any) -> Any:
    """Open a page, change fields (a dash is written __), send its form."""
    given: dict[str, Any] = fields(client.get(path).text)
    for name, value in changes.items():
        given[name.replace("__", "-")] = value
    return client.post(path, data=given)


def test_the_list_finds_sorts_and_exports(client: FlaskClient, staff: FlaskClient, opinion: Questionnaire) -> None:
    services.ensure_ready()
    services.archive(services.find_by_key("scorecard"))
    work.commit()
    page = staff.get("/questionnaires/").text
    assert page.count('<th scope="row"') == 9  # nine ready forms and ours, without the archived one
    assert "Version 1 frozen, version 2 a draft" in page
    assert "Organiser" in staff.get("/questionnaires/?state=archived").text
    found = staff.get("/questionnaires/?q=REYINIZ&kind=reaction&state=draft&sort=-title").text
    assert found.count('<th scope="row"') == 1, "words are found in every language"
    assert "No questionnaire fits" in staff.get("/questionnaires/?q=nothing+such").text
    assert "Your opinion" in staff.get("/questionnaires/?format=csv").text
    assert staff.get("/questionnaires/?format=xlsx").status_code == 200


def test_a_copy_of_a_ready_form_and_a_blank_page(staff: FlaskClient, session: object) -> None:
    services.ensure_ready()
    work.commit()
    page = staff.get("/questionnaires/new").text
    assert page.count('name="source"') == 10  # nine, or blank
    answer = staff.post("/questionnaires/new", data={"source": "blank", "language": "az", "kind": ""})
    assert (answer.status_code, "Give the questionnaire a title." in answer.text) == (422, True)
    ready = services.find_by_key("knowledge")
    sent = {"source": ready.public_id, "language": "en", "kind": "", "title-en": "Asylum test"}
    copy = services.find_by_key("asylum-test") if staff.post("/questionnaires/new", data=sent).status_code == 303 else 0
    assert isinstance(copy, Questionnaire)
    assert (copy.kind, copy.versions[0].state) == ("test", "draft")
    assert content(copy.public_id) == content(ready.public_id)
    staff.post(
        "/questionnaires/new", data={"source": "blank", "language": "az", "kind": "other", "title-az": "Rəy", "x": ""}
    )
    assert content(services.find_by_key("rey").public_id).language == "az"


def test_a_form_is_built_question_by_question(staff: FlaskClient, make: Any) -> None:
    made = services.create(title=t("Opinion"), kind="reaction", centre_id=make.centre().id)
    work.commit()
    base = f"/questionnaires/{made.public_id}/build"
    assert "No section yet" in staff.get(base).text
    staff.post(f"{base}/sections", data={"heading": "The training"})
    (section,) = content(made.public_id).sections
    assert str(section.title) == "The training"
    for words, kind in (("Again?", "single"), ("Why not?", "text"), ("How useful?", "scale")):
        answer = staff.post(f"{base}/sections/{section.key}/add", data={"question": words, "type": kind})
        assert staff.get(answer.location).status_code == 200
    again, why, useful = (item.key for item in content(made.public_id).items)
    save(
        staff,
        f"{base}/questions/{again}?to=az",
        option__new1__en="Yes",
        option__new1__az="Bəli",
        option__new2__en="No",
        score__new2="0,5",
        required="y",
        unsure="y",
        act="more",
    )
    item = content(made.public_id).item(again)
    assert item is not None
    assert [(each.code, each.score) for each in item.options] == [("yes", None), ("no", 0.5), ("unsure", None)]
    assert item.options[0].text.text("az") == "Bəli"
    assert item.required
    save(staff, f"{base}/questions/{again}?to=az", act="up:options:no")
    save(staff, f"{base}/questions/{again}?to=az", act="remove:options:unsure", unsure=[])
    item = content(made.public_id).item(again)
    assert item is not None
    assert item.codes == ["no", "yes"]
    save(staff, f"{base}/questions/{why}", if_item=again, if_op="is", if_choice=f"{again}=no")
    save(staff, f"{base}/questions/{useful}", if_item=again, if_op="at_least", if_choice="", if_number="0,5")
    page = staff.get(base).text
    assert "Only if the answer to question 1 (Again?) is “No”" in page
    assert "is at least 0.5" in page
    for key, way in ((useful, "up"), (useful, "up")):
        staff.post(f"{base}/move", data={"move": f"item:{key}:{way}"})
    assert [each.key for each in content(made.public_id).items] == [useful, again, why]
    page = staff.get(f"{base}/check").text
    assert "The condition names a question that comes later." in page
    assert staff.post(f"{base}/check").status_code == 422
    answer = staff.post(f"{base}/move", data={"move": f"item:{useful}:down"})
    assert "autofocus" in staff.get(answer.location).text
    assert "Freeze version 1" in staff.get(f"{base}/check").text
    assert staff.post(f"{base}/check").status_code == 303
    assert services.find(made.public_id).latest is not None
    assert staff.get(base).status_code == 404  # frozen: there is no draft


def test_what_cannot_be_used_is_said_beside_it_and_nothing_is_lost(staff: FlaskClient, opinion: Questionnaire) -> None:
    base = f"/questionnaires/{opinion.public_id}/build"
    before = content(opinion.public_id)
    answer = save(staff, f"{base}/questions/useful", minimum="one", text__en="How useful was all of it?")
    assert answer.status_code == 422
    assert "Write a whole number." in answer.text
    assert "How useful was all of it?" in answer.text
    answer = save(staff, f"{base}/questions/ways", if_item="again", if_op="is", if_choice="useful=3")
    assert "This answer belongs to another question." in answer.text
    answer = save(staff, f"{base}/questions/ways", if_item="again", if_op="at_least", if_choice="again=yes")
    assert "This answer has no value to compare." in answer.text
    answer = save(staff, f"{base}/questions/ways", if_item="again", if_op="is")
    assert "Choose the answer that decides." in answer.text
    old = fields(staff.get(f"{base}/questions/useful").text)
    save(staff, f"{base}/questions/useful", hint__en="From 1 to 5")
    answer = staff.post(f"{base}/questions/useful", data=old | {"text-en": ["My own words"]})
    assert answer.status_code == 422
    assert "Somebody else changed this while you were writing." in answer.text
    assert "My own words" in answer.text
    assert [item.key for item in content(opinion.public_id).items] == [item.key for item in before.items]
    assert staff.get(f"{base}/questions/nothing").status_code == 404
    assert staff.post(f"{base}/move", data={"move": "item:useful:sideways"}).status_code == 404


def test_sections_repeat_copy_and_go(staff: FlaskClient, opinion: Questionnaire) -> None:
    base = f"/questionnaires/{opinion.public_id}/build"
    save(
        staff,
        f"{base}/sections/each",
        title__en="Each module",
        repeat="module",
        if_item="hours",
        if_op="at_least",
        if_number="3",
    )
    section = content(opinion.public_id).section("each")
    assert section is not None
    assert (str(section.title), section.repeat) == ("Each module", "module")
    assert section.only_if is not None
    assert section.only_if.value == "3"
    staff.post(f"{base}/questions/clear/copy")
    assert len(list(content(opinion.public_id).items)) == 9
    page = staff.get(f"{base}/questions/hours/remove").text
    assert "A condition asks about it and must be set anew" in page
    assert "Each module" in page
    staff.post(f"{base}/questions/hours/remove")
    assert "The condition names no question." in staff.get(f"{base}/check").text
    assert "no longer there" in staff.get(base).text
    staff.post(f"{base}/sections/all/remove")
    assert [each.key for each in content(opinion.public_id).sections] == ["each"]
    save(staff, f"{base}/around?to=az", intro__en="Three minutes.", intro__az="Üç dəqiqə.")
    assert content(opinion.public_id).intro.text("az") == "Üç dəqiqə."
    assert staff.get(f"{base}/discard").status_code == 200
    staff.post(f"{base}/discard")
    assert services.find(opinion.public_id).draft is None
    assert staff.post(f"/questionnaires/{opinion.public_id}/draft", follow_redirects=True).text.count("keep their keys")


def test_texts_stand_side_by_side_and_grow_old(staff: FlaskClient, opinion: Questionnaire) -> None:
    base = f"/questionnaires/{opinion.public_id}/build"
    save(staff, f"{base}/questions/useful?to=az", text__en="How useful was it for you?")
    assert "Azerbaijani: 1 text is older than the source." in staff.get(f"{base}/check").text
    page = staff.get(f"{base}/words?to=az&only=1").text
    assert "The translation is still right" in page
    given = fields(page)
    save(staff, f"{base}/questions/again?to=az", text__en="Would you come again?")  # meanwhile
    staff.post(f"{base}/words?to=az", data=given | {"r:item/useful/text": "1", "t:item/again/text": "Bir də?"})
    now = content(opinion.public_id)
    useful, again = now.item("useful"), now.item("again")
    assert useful is not None
    assert again is not None
    assert not useful.text.stale("az")
    assert again.text.stale("az"), "it was translated from what stood there before"
    assert "Older than the source" in staff.get(f"{base}/questions/again?to=az").text


def test_the_bank_gives_and_takes(staff: FlaskClient, opinion: Questionnaire) -> None:
    services.put_bank_item(AGAIN, theme="reaction", centre_id=opinion.centre_id)
    services.put_bank_item(USEFUL, theme="use", centre_id=opinion.centre_id)
    work.commit()
    base = f"/questionnaires/{opinion.public_id}/build"
    assert staff.post(f"{base}/sections/each/bank", data={}).status_code == 422
    staff.post(f"{base}/sections/each/bank?theme=use", data={"pick": ["useful", "again"]})
    assert [item.key for item in content(opinion.public_id).items][-2:] == ["useful_2", "again_2"]
    taken = save(staff, f"{base}/questions/why/bank", key="again", theme="reaction")
    assert "The bank has another question with this key." in taken.text
    assert save(staff, f"{base}/questions/why/bank", key="why_not", theme="reaction").status_code == 303
    item = content(opinion.public_id).item("why")
    assert item is not None
    assert (item.bank, item.only_if) == ("why_not", WHY.only_if)
    page = staff.get("/questionnaires/bank/?theme=reaction").text
    assert "Why not?" in page
    assert "How useful" not in page
    assert "How useful" in staff.get("/questionnaires/bank/?q=FAYDALI").text
    answer = save(staff, "/questionnaires/bank/useful/", text__en="Was it useful?", theme="work")
    assert answer.status_code == 303, answer.text
    assert services.find_bank_item("useful").theme == "work"
    assert "Was it useful?" in staff.get("/questionnaires/bank/useful/").text
    staff.post("/questionnaires/bank/useful/archive")
    assert "Was it useful?" not in staff.get("/questionnaires/bank/").text
    assert "Was it useful?" in staff.get("/questionnaires/bank/?state=archived").text
    made = staff.post("/questionnaires/bank/new", data={"question": "Which languages?", "type": "multiple"})
    assert "cannot be taken yet" in staff.get(made.location).text
    assert "Which languages?" not in staff.get(f"{base}/sections/each/bank").text, "it has no answers yet"


def test_versions_are_read_and_compared_and_the_history_tells(staff: FlaskClient, opinion: Questionnaire) -> None:
    home = f"/questionnaires/{opinion.public_id}"
    save(staff, f"{home}/build/questions/ways", option__new1__en="radio", act="remove:options:film")
    save(staff, f"{home}/build/questions/ways", if_item="again", if_op="is", if_choice="again=no")
    staff.post(f"{home}/build/move", data={"move": "item:hours:up"})
    page = staff.get(f"{home}/versions/2/changes").text
    for words in ("Question 4: How?", "− film", "+ radio", "is “No”", "Question 5: Hours a week?", "3 changes"):
        assert words in re.sub(r"\s+", " ", page), words
    history = staff.get(f"{home}/history").text
    for words in ("Question 4: How? · Answers to choose from", "+ radio", "Question 5: Hours a week? · Place"):
        assert words in history, words
    for no, state in ((1, "frozen"), (2, "draft")):
        preview = staff.get(f"{home}/versions/{no}/?in=az").text
        assert f"Version {no}, {state}" in preview
        assert "Nə dərəcədə faydalı idi?" in preview
        assert "First trainer (example)" in preview
    staff.post(f"{home}/edit", data={"title-en": "Opinions", "kind": "other"})
    staff.post(f"{home}/archive")
    page = staff.get(f"{home}/").text
    assert "Opinions" in page
    assert "Bring it back" in page


def test_a_test_has_right_answers(staff: FlaskClient, make: Any) -> None:
    asked = Content((Section("s", items=(AGAIN,)),))
    made = services.create(title=t("Test"), kind="test", content=asked, centre_id=make.centre().id)
    work.commit()
    base = f"/questionnaires/{made.public_id}/build"
    assert "has no right answer yet" in staff.get(f"{base}/check").text
    save(staff, f"{base}/questions/again", right__yes="y", points="2,5")
    item = content(made.public_id).item("again")
    assert item is not None
    assert (item.correct, item.points) == (("yes",), 2.5)
    save(staff, f"{base}/questions/again", type="matrix")
    item = content(made.public_id).item("again")
    assert item is not None
    assert (item.type, item.correct, item.codes) == ("matrix", (), ["yes", "no"])
    save(staff, f"{base}/questions/again", row__new1__en="Hall", columns="scale")
    item = content(made.public_id).item("again")
    assert item is not None
    assert (item.lines, item.codes) == (["hall"], ["1", "2", "3", "4", "5"])


@pytest.mark.parametrize("role", ["participant", "trainer", "focal_point", "observer"])
def test_nobody_else_builds(
    client: FlaskClient, make: Any, sign_in: Callable[..., FlaskClient], opinion: Questionnaire, role: str
) -> None:
    other = sign_in(make.account(role, scope=("country", "AZ") if role == "focal_point" else None))
    home = f"/questionnaires/{opinion.public_id}"
    for path in ("/questionnaires/", "/questionnaires/bank/", f"{home}/", f"{home}/build", f"{home}/versions/1/"):
        assert other.get(path).status_code == 403
    assert other.post(f"{home}/build/check").status_code == 403
    assert "/questionnaires/" not in other.get("/", follow_redirects=True).text
