"""Pages on what a plan reaches, with their files; from gaps to plans and from recommendations to what answers them."""

import csv
import io

import pytest

from tests.planner.scene import MONDAY
from trainhub.kernel.db import db
from trainhub.planner.services import Part, approving


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture
def asked(scene, make):
    found = make.needs_round(countries=("AZ", "GE"), modules=(4, 11), invented=True)
    make.said(found, "AZ", {4: 3, 11: "not_available"})
    make.said(found, "GE", {4: 4, 11: 4})
    scene.line("Rights", activities=(scene.rights.activity_id,), on=MONDAY)
    db.session.commit()
    return found


def test_needs_stand_beside_the_plan_and_say_that_they_are_invented(scene, make, asked, sign_in):
    client, where = sign_in(scene.staff), f"{scene.where}coverage/"
    page = client.get(where).text
    assert "1 of 3 urgent needs are reached." in page
    assert "Invented for the demonstration" in page
    heads, rights, borders = rows(client.get(f"{where}?format=csv"))
    told = dict(zip(heads, rights, strict=True))
    assert (told["GE"], told["GE: need"], told["AZ"], told["AZ: need"]) == ("1", "4", "0", "3")
    assert told["Needs"] == "Invented for the demonstration"
    assert dict(zip(heads, borders, strict=True))["AZ: need"] == "Value not available"
    missed = rows(client.get(f"{where}?part=missed&format=csv"))
    assert [line[1:3] for line in missed[1:]] == [["Georgia", "4"], ["Azerbaijan", "3"]]
    assert "Georgia" not in client.get(f"{where}?part=missed&country=AZ").text.partition("<tbody>")[2]
    assert client.get(f"{where}?part=load").status_code == 200
    for path in ("candidates/", "lines/", "compare/?part=figures", "compare/?part=needs"):
        assert "Invented for the demonstration" in client.get(scene.where + path).text, path
        file = rows(client.get(f"{scene.where}{path}{'&' if '?' in path else '?'}format=csv"))
        assert "Invented for the demonstration" in file[1], path
    assert "Invented for the demonstration" in client.get(f"{scene.where}candidates/m04-a02").text
    asked.assessment.invented = False
    db.session.commit()
    for path in ("coverage/", "candidates/", "lines/", "compare/"):
        assert "Invented" not in client.get(scene.where + path).text, path
        assert "Invented" not in client.get(f"{scene.where}{path}?format=csv").text, path


def test_after_the_year_the_evidence_names_trainings_and_people(scene, make, asked, sign_in, clock):
    clock.set("2028-02-07T08:00")
    held = make.session(day=0, activity="m04-a02", centre=scene.centre)
    for _number in range(2):
        kept = make.registration(held, make.person(country_code="GE"))
    make.mark(kept, held.slots[0])
    scene.plan.state = "approved"
    db.session.commit()
    clock.set("2029-01-10T08:00")
    address = f"{scene.where}coverage/?part=held"
    page = sign_in(scene.staff).get(address).text
    assert str(held.title) in page
    found = {tuple(line[:2]): line[2:7] for line in rows(sign_in(scene.staff).get(f"{address}&format=csv"))[1:]}
    rights = next(key for key in found if key[0].startswith("04") and key[1] == "Georgia")
    assert found[rights] == ["4", "1", "1", "2", "1"]
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    page = focal.get(address).text
    assert "Georgia" in page
    assert "Azerbaijan" not in page.partition("<tbody>")[2]
    assert str(held.title) not in page, "titles are for the staff"
    assert "AZ: need" not in focal.get(f"{scene.where}coverage/?format=csv").text


def test_gaps_lead_to_the_plan_of_the_year(scene, asked, sign_in, make):
    link = f"{scene.where}coverage/?part=missed"
    assert link in sign_in(scene.staff).get("/needs/gaps").text
    focal = sign_in(make.account("focal_point", scope=("country", "GE")))
    assert link not in focal.get("/needs/gaps").text, "a draft is the centre's own"
    approving.discuss(plan=scene.plan)
    db.session.commit()
    assert link in focal.get("/needs/gaps").text


def test_a_recommendation_names_lines_parts_and_trainings_that_answer_it(scene, make, sign_in):
    make.recommendation("REC-T-01", answered_by=["m04-a02"])
    line = scene.line("Staff rights", activities=(scene.rights.activity_id,))
    scene.line("Dialogue", umbrella=True, parts=(Part("Visas for all", "REC-T-01"),), on=MONDAY, countries=("TJ",))
    scene.line("Something else", activities=(scene.borders.activity_id,))
    make.session(activity="m04-a02", title=make.texts("Rights in practice"))
    make.session(activity="m11-a01", title=make.texts("Borders in practice"))
    db.session.commit()
    page = sign_in(scene.staff).get("/needs/recommendations/REC-T-01").text
    for told in ("m04-a02", "Staff rights", "Dialogue", "Part: Visas for all", "Rights in practice"):
        assert told in page, told
    assert "Something else" not in page
    assert "Borders in practice" not in page
    shown = sign_in(scene.staff).get(f"{scene.where}lines/{line.public_id}/")
    assert shown.status_code == 200
    dialogue = next(each for each in scene.plan.lines if str(each.title) == "Dialogue")
    there = sign_in(scene.staff).get(f"{scene.where}lines/{dialogue.public_id}/").text
    assert 'href="/needs/recommendations/REC-T-01"' in there
    scene.plan.state = "discussed"
    db.session.commit()
    page = sign_in(make.account("focal_point", scope=("country", "GE"))).get("/needs/recommendations/REC-T-01").text
    assert "Staff rights" in page
    assert "Dialogue" not in page, "of another country"
