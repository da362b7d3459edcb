"""Who changes a questionnaire or a question of the bank: staff of its centre; the others read, take and copy."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.questionnaires import services
from trainhub.questionnaires.content import item_from_json
from trainhub.questionnaires.models import BankItem, Questionnaire

from .sample import OPINION, USEFUL, t
from .test_pages_builder import content, save

SignIn = Callable[..., FlaskClient]
READ = {"record", "history", "preview", "version_changes", "edit_bank_item"}  # to look at, by those who do not keep it
COPY = {"copy_bank_item"}
BANK = "/questionnaires/bank/useful/"


@pytest.fixture
def ours(make: Any) -> Questionnaire:
    """Give a questionnaire of the Baku centre, frozen once and begun anew, with a question of the centre's bank."""
    home = make.centre().id
    make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    made = services.create(title=t("Asked in Baku"), kind="reaction", content=OPINION, centre_id=home)
    services.freeze(made.versions[0])
    services.draft_of(made)
    services.put_bank_item(USEFUL, theme="reaction", centre_id=home)
    work.commit()
    return made


def of_a_questionnaire(app: Flask, public_id: str) -> list[tuple[str, str, str]]:
    """Return name, method and address of everything that can be asked of a questionnaire or a question of the bank."""
    urls, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        place, _dot, name = rule.endpoint.partition(".")
        if place != "questionnaires" or not rule.arguments or "/waves/" in rule.rule or "token" in rule.arguments:
            continue
        key = "all" if "/sections/" in rule.rule else "useful"
        known = {"public_id": public_id, "key": key, "no": 1}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path = urls.build(rule.endpoint, {each: known[each] for each in rule.arguments}, method=method)
            found.append((name, method, path))
    return found


def test_staff_of_another_centre_change_nothing_by_any_address(
    app: Flask, ours: Questionnaire, make: Any, sign_in: SignIn
) -> None:
    theirs = sign_in(make.staff(make.centre("dushanbe")))
    before, asked = content(ours.public_id), of_a_questionnaire(app, ours.public_id)
    assert len(asked) > 35
    wrong = []
    for name, method, path in asked:
        status = theirs.open(path, method=method).status_code
        read = name in READ and method == "GET"
        if name not in COPY and status != (200 if read else 403):
            wrong.append(f"{method} {path} ({name}) answered {status}")
    assert wrong == []
    now = services.find(ours.public_id)
    assert (content(ours.public_id), now.archived_at, now.draft is not None) == (before, None, True)
    assert services.find_bank_item("useful").archived_at is None
    staff = sign_in(make.staff())  # the control: the same addresses lead its own staff to pages
    shut = {path for _name, method, path in asked if method == "GET" and staff.get(path).status_code != 200}
    assert shut == set()


def test_what_they_see_offers_a_copy_and_nothing_else(ours: Questionnaire, make: Any, sign_in: SignIn) -> None:
    theirs, home = sign_in(make.staff(make.centre("dushanbe"))), f"/questionnaires/{ours.public_id}/"
    page = theirs.get(home).text
    assert "edited by Centre baku" in page
    assert "it is not yours to change" in page
    assert f"/questionnaires/new?from={ours.public_id}" in page
    for way in ("/build", "/draft", "/archive", "/edit", "/discard"):
        assert f"{ours.public_id}{way}" not in page + theirs.get(f"{home}versions/2/").text
    assert "Asked in Baku" in theirs.get("/questionnaires/?centre=baku").text
    assert "Asked in Baku" not in theirs.get("/questionnaires/?centre=-").text
    sent = {"source": ours.public_id, "language": "en", "kind": "", "title-en": "Opinion in Dushanbe"}
    assert theirs.post("/questionnaires/new", data=sent).status_code == 303
    copy = services.find_by_key("opinion-in-dushanbe")
    assert copy.centre_id == make.centre("dushanbe").id
    assert theirs.get(f"/questionnaires/{copy.public_id}/build").status_code == 200
    read = theirs.get(BANK).text
    assert "it is not yours to change" in read
    assert f"{BANK}archive" not in read
    made = theirs.post(f"{BANK}copy")
    assert "archive" in theirs.get(made.location).text
    kept = db.session.query(BankItem).filter_by(centre_id=make.centre("dushanbe").id).one()
    assert (kept.key != "useful", kept.theme) == (True, "reaction")
    assert item_from_json(kept.item).text == USEFUL.text


def test_a_question_of_another_goes_back_to_the_bank_under_a_key_of_its_own(
    ours: Questionnaire, make: Any, sign_in: SignIn
) -> None:
    there = make.centre("dushanbe")
    own = services.copy(ours.versions[0], title=t("Own"), centre_id=there.id)
    services.save_draft(own.versions[0], services.copy_from_bank(content(own.public_id), "each", "useful"))
    work.commit()
    theirs, base = sign_in(make.staff(there)), f"/questionnaires/{own.public_id}/build"
    save(theirs, f"{base}/questions/useful_2", text__en="Was it of use?")
    page = theirs.get(f"{base}/questions/useful_2/bank").text
    assert "which others keep" in page
    assert 'value="useful_2"' in page
    taken = save(theirs, f"{base}/questions/useful_2/bank", key="useful")
    assert (taken.status_code, "another question with this key" in taken.text) == (422, True)
    assert save(theirs, f"{base}/questions/useful_2/bank", key="useful_2").status_code == 303
    assert item_from_json(services.find_bank_item("useful").item).text == USEFUL.text
    assert services.find_bank_item("useful_2").centre_id == there.id


def test_what_is_shipped_is_changed_by_those_who_work_for_all_centres(make: Any, sign_in: SignIn) -> None:
    services.ensure_ready()
    work.commit()
    ready = services.find_by_key("reaction")
    item = services.bank_items("reaction")[0]
    assert (ready.centre_id, item.centre_id) == (None, None)
    home, bank = f"/questionnaires/{ready.public_id}/", f"/questionnaires/bank/{item.key}/"
    staff = sign_in(make.staff())
    assert "edited by administrators" in staff.get(home).text
    assert "edited by administrators" in staff.get(bank).text
    assert {staff.post(f"{each}archive").status_code for each in (home, bank)} == {403}
    assert staff.post(f"{home}draft").status_code == 403
    everywhere = sign_in(make.account("staff"))
    assert everywhere.post(f"{home}draft").status_code == 303
    assert everywhere.post(f"{bank}archive").status_code == 303
    assert everywhere.get(f"{home}build/check").status_code == 200


def test_an_administrator_says_who_keeps_it(ours: Questionnaire, make: Any, sign_in: SignIn) -> None:
    admin, path = sign_in(make.account("administrator")), f"/questionnaires/{ours.public_id}/edit"
    sent = {"title-en": "Asked in Baku", "kind": "reaction"}
    assert 'value="dushanbe"' in admin.get(path).text
    assert admin.post(path, data=sent | {"centre": "nowhere"}).status_code == 422
    assert admin.post(path, data=sent).status_code == 303
    assert services.find(ours.public_id).centre_id == make.centre().id, "nothing was said of it"
    assert admin.post(path, data=sent | {"centre": "dushanbe"}).status_code == 303
    assert services.find(ours.public_id).centre_id == make.centre("dushanbe").id
    assert "Edited by" in admin.get(f"/questionnaires/{ours.public_id}/history").text
    assert save(admin, BANK, centre="dushanbe").status_code == 303
    assert services.find_bank_item("useful").centre_id == make.centre("dushanbe").id
    assert "Edited by" in admin.get(BANK).text.partition('id="past"')[2]
    assert sign_in(make.staff()).get(path).status_code == 403
    theirs = sign_in(make.staff(make.centre("dushanbe")))
    assert 'name="centre"' not in theirs.get(path).text, "there is no choice"
    assert theirs.post(path, data=sent | {"centre": ""}).status_code == 303
    assert services.find(ours.public_id).centre_id == make.centre("dushanbe").id


def test_what_an_administrator_makes_is_everybodys_unless_they_say(make: Any, sign_in: SignIn) -> None:
    make.centre()
    admin = sign_in(make.account("administrator"))
    blank = {"source": "blank", "language": "en", "kind": "other"}
    admin.post("/questionnaires/new", data=blank | {"title-en": "For all"})
    admin.post("/questionnaires/new", data=blank | {"title-en": "For Baku", "centre": "baku"})
    kept = [services.find_by_key(key).centre_id for key in ("for-all", "for-baku")]
    assert kept == [None, make.centre().id]
    admin.post("/questionnaires/bank/new", data={"question": "Which?", "type": "text", "centre": "baku"})
    sign_in(make.staff()).post("/questionnaires/bank/new", data={"question": "When?", "type": "date"})
    made = db.session.query(BankItem).filter(BankItem.centre_id.is_not(None))
    assert sorted((row.key, row.centre_id) for row in made) == [(key, make.centre().id) for key in ("when", "which")]
