"""The pages of the cascade: a report on a phone, the desk of staff, the sight of a focal point, trees and counts."""

import csv
import io

from tests.cascade.scene import DAY
from trainhub.cascade import services
from trainhub.cascade.models import Rollout
from trainhub.cascade.services import Count, Named
from trainhub.kernel.db import db

FORM = {
    "title": "Rights at the border",
    "first_day": DAY.isoformat(),
    "hours": "6",
    "country": "GE",
    "numbers-0-women": "14",
    "numbers-0-men": "9",
    "numbers-0-category": "ministry",
    "numbers-1-unstated": "2",
    "names": "",
    "modules": "4",
}


def test_a_graduate_reports_in_one_form_and_corrects_what_was_sent_back(make, scene, sign_in):
    client = sign_in(scene.ana)
    assert "Report a training" in client.get("/me/rollouts/").text
    assert "Trainings you held" in client.get("/me/").text
    page = client.get("/me/rollouts/new").text
    [origin] = services.origins(scene.ana.person)
    assert f'value="{origin.key}"' in page
    assert '<option selected value="GE">' in page
    assert 'checked name="modules"' in page.replace('id="modules-0" ', "") or "checked" in page
    bad = client.post("/me/rollouts/new", data=FORM | {"origin": origin.key, "names": "Nino; Border police"})
    assert bad.status_code == 422
    assert "not both" in bad.text
    evidence = (io.BytesIO(b"%PDF-1.7 list"), "list.pdf")
    answer = client.post("/me/rollouts/new", data=FORM | {"origin": origin.key, "evidence": evidence})
    assert (answer.status_code, answer.location) == (303, "/me/rollouts/")
    [rollout] = db.session.query(Rollout).all()
    assert {(row.gender, row.category_code, row.number) for row in rollout.counts} == {
        ("f", "ministry", 14),
        ("m", "ministry", 9),
        ("", None, 2),
    }
    assert rollout.last_day == DAY
    assert client.get(f"/me/rollouts/{rollout.public_id}/evidence").data.startswith(b"%PDF")
    staff = sign_in(scene.staff)
    assert "1 training of a graduate to confirm" in staff.get("/").text
    where = f"/cascade/{rollout.public_id}"
    assert staff.post(f"{where}/back", data={"reason": ""}).status_code == 422
    assert staff.post(f"{where}/back", data={"reason": "Which city?"}).status_code == 303
    client = sign_in(scene.ana)
    assert "Which city?" in client.get("/").text
    page = client.get(f"/me/rollouts/{rollout.public_id}/").text
    assert "Which city?" in page
    assert 'value="14"' in page
    again = FORM | {"origin": origin.key, "place": "Batumi"}
    assert client.post(f"/me/rollouts/{rollout.public_id}/", data=again).status_code == 303
    assert sign_in(scene.staff).post(f"{where}/confirm").status_code == 303
    client = sign_in(scene.ana)
    assert "The centre has confirmed" in client.get(f"/me/rollouts/{rollout.public_id}/").text
    sheet = list(csv.reader(io.StringIO(client.get("/me/rollouts/?format=csv").text.lstrip("\ufeff"))))
    assert sheet[1][3:] == ["25", "0", "Confirmed"]
    assert client.post(f"/me/rollouts/{rollout.public_id}/remove").status_code == 409
    assert sign_in(make.account()).get(f"/me/rollouts/{rollout.public_id}/").status_code == 404


def test_who_learned_nothing_is_told_what_it_is_for(make, scene, sign_in):
    client = sign_in(make.account())
    assert "Nothing to report yet" in client.get("/me/rollouts/").text
    assert client.get("/me/rollouts/new").location == "/me/rollouts/"
    assert "Trainings you held" not in client.get("/").text


def test_staff_find_the_named_confirm_and_mark_a_training_of_trainers(make, scene, sign_in):
    luka = make.person(display="Luka Maisuradze", native="Luka Maisuradze", latin="", country_code="GE")
    scene.tell(persons=(Named("Nino Beridze", "Border police"), Named("Luka Maisuradze")))
    db.session.commit()
    [rollout] = db.session.query(Rollout).all()
    client = sign_in(scene.staff)
    page = client.get(f"/cascade/{rollout.public_id}/").text
    assert "1 person of the address book may be meant" in page
    row = f"/cascade/{rollout.public_id}/persons/{rollout.persons[1].public_id}"
    assert "It is this person" in client.get(row).text
    assert "Nobody of this name" in client.get(f"{row}?q=Xyz").text
    assert client.post(row, data={"person": luka.public_id}).status_code == 303
    assert client.post(f"/cascade/{rollout.public_id}/confirm", data={"trains_trainers": "y"}).status_code == 303
    db.session.expire_all()
    assert (rollout.state, rollout.trains_trainers, rollout.persons[1].person) == ("confirmed", True, luka)
    assert "Trained by graduates" in client.get(f"/people/{luka.public_id}/").text
    assert "Trained others" in client.get(f"/people/{scene.ana.person.public_id}/").text
    panel = client.get(f"/sessions/{scene.session.slug}/").text
    assert "Trained others" in panel
    assert f"/cascade/tree/{scene.session.slug}/" in panel
    client.post(f"/cascade/{rollout.public_id}/mark", data={"word": "no"})
    db.session.expire_all()
    assert rollout.trains_trainers is False


def test_lists_trees_and_counts_say_which_number_is_what(make, scene, sign_in, queries):
    scene.confirm(scene.tell())
    named = scene.confirm(scene.tell(title="By name", persons=(Named("Nino Beridze"), Named("Luka"))))
    db.session.commit()
    client = sign_in(scene.staff)
    page = client.get("/cascade/").text
    for words in ("People reported as a number", "Persons by name", "The two are never added"):
        assert words in page
    assert "By name" not in client.get("/cascade/?country=TJ").text
    assert "By name" in client.get("/cascade/?q=name&trainer=ana&generation=1&module=").text
    assert client.get("/cascade/tree/").location == f"/cascade/tree/{scene.session.slug}/"
    tree = client.get(f"/cascade/tree/{scene.session.slug}/").text
    assert tree.count('<rect class="bx') == 3
    assert "25 people reported" in tree
    assert "2 persons by name" in tree
    rows = list(csv.reader(io.StringIO(client.get("/cascade/counts/?by=country&format=csv").text.lstrip("\ufeff"))))
    assert rows[0][2:] == ["Trainers", "People reported as a number", "Persons by name, each once"]
    assert rows[-1][1:] == ["2", "1", "25", "2"]
    for way in services.WAYS:
        assert client.get(f"/cascade/counts/?by={way}").status_code == 200
    asked = {number: asked_of(scene, number).public_id for number in (1, 9)}
    with queries(60) as few:
        client.get("/cascade/")
        client.get(f"/cascade/{asked[1]}/")
    with queries(60) as drawn:
        client.get(f"/cascade/tree/{scene.session.slug}/")
    for number in range(4):
        scene.confirm(scene.tell(title=f"More {number}", counts=(Count(number + 1),)))
    db.session.commit()
    with queries(60) as many:
        client.get("/cascade/")
        client.get(f"/cascade/{asked[9]}/")
    with queries(60) as drawn_more:
        client.get(f"/cascade/tree/{scene.session.slug}/")
    assert (len(many), len(drawn_more)) == (len(few), len(drawn))
    assert named.public_id in client.get("/cascade/").text


def test_a_focal_point_sees_the_own_country_and_no_small_number(make, scene, sign_in):
    scene.confirm(scene.tell())
    small = scene.confirm(scene.tell(title="Small", counts=(Count(3, "f"),)))
    waits = scene.tell(title="Not confirmed")
    db.session.commit()
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    pages = [
        "/cascade/",
        "/cascade/?format=csv",
        f"/cascade/{small.public_id}/",
        f"/cascade/tree/{scene.session.slug}/",
    ]
    text = "".join(client.get(path).text for path in (*pages, "/cascade/counts/?by=module"))
    assert "&lt;5" in text
    assert "<5" in text
    assert "Not confirmed" not in text
    assert client.get(f"/cascade/{waits.public_id}/").status_code == 404
    assert client.get(f"/cascade/{small.public_id}/evidence").status_code == 403
    assert client.post(f"/cascade/{small.public_id}/back", data={"reason": "No"}).status_code == 403
    other = sign_in(make.account("focal_point", scope=("country", "TJ")))
    assert "Small" not in other.get("/cascade/").text
    assert other.get(f"/cascade/tree/{scene.session.slug}/").status_code == 404
    assert other.get("/cascade/counts/").status_code == 200


def asked_of(scene, number):
    """Report people by name and e-mail, none of whom anybody has found yet."""
    people = tuple(Named(f"Person {each}", "", f"{number}.{each}@example.org") for each in range(number))
    rollout = scene.tell(title=f"Named {number}", counts=(), persons=people)
    db.session.commit()
    return rollout
