"""The office: the centre's list, each record, and the page of a session."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.certificates import services
from trainhub.certificates.models import Certificate, CertificateKind
from trainhub.kernel import clock, jobs
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.kernel.types import Texts
from trainhub.sessions.models import Format
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
Put = Callable[[Callable[[Any], None]], None]


def refuse(_registration: Any) -> None:
    raise Refused("The test was not passed.")


# --- the list -----------------------------------------------------------------------------------


def test_staff_see_the_certificates_of_their_centre(make: Make, sign_in: SignIn) -> None:
    here = make.certificate()
    there = make.certificate(make.graduate(make.session(day=-7, centre=make.centre("other"))))

    page = sign_in(make.staff()).get("/certificates/").text

    assert here.number in page
    assert there.number not in page


def test_the_list_is_filtered_and_exported_as_shown(make: Make, sign_in: SignIn) -> None:
    first = make.certificate(make.graduate(person=make.person(native="Nigar Əliyeva", search="nigar eliyeva")))
    gone = make.certificate(make.graduate(), revoked_at=clock.now(), revoked_reason="mistake")
    late = make.certificate(make.graduate(), expires_on=clock.today().replace(day=1))
    client = sign_in(make.staff())

    def numbers(query: str) -> set[str]:
        body = client.get(f"/certificates/?format=csv&columns=number&{query}").get_data(as_text=True)
        return set(body.lstrip("\ufeff").split()[1:])

    assert numbers("") == {first.number, gone.number, late.number}
    assert numbers("state=revoked") == {gone.number}
    assert numbers("state=expired") == {late.number}
    assert numbers("state=valid") == {first.number}
    assert numbers("state=nonsense") == set()
    assert numbers("q=ƏLIYEVA") == {first.number}
    assert numbers(f"q={late.number.lower()}") == {late.number}
    assert "No certificate fits these filters." in client.get("/certificates/?q=nobody").text


def test_an_empty_list_says_how_they_come(make: Make, sign_in: SignIn) -> None:
    assert "No certificates yet." in sign_in(make.staff()).get("/certificates/").text


@pytest.mark.parametrize("role", ["participant", "trainer", "observer", "focal_point"])
def test_others_have_no_list(make: Make, sign_in: SignIn, role: str) -> None:
    assert sign_in(make.account(role)).get("/certificates/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(make: Make, sign_in: SignIn, queries: Any, rows: int) -> None:
    for _each in range(rows):
        make.certificate(make.graduate())
    client = sign_in(make.staff())
    db.session.commit()
    db.session.expire_all()

    with queries(12):
        assert client.get("/certificates/").status_code == 200


# --- a record -----------------------------------------------------------------------------------


def test_a_record_shows_facts_and_history(make: Make, sign_in: SignIn) -> None:
    made = make.certificate()

    page = sign_in(make.staff()).get(f"/certificates/{made.public_id}/").text

    assert made.facts["name"] in page
    assert made.printed_code in page
    assert "Added" in page


def test_a_record_of_another_centre_does_not_exist(make: Make, sign_in: SignIn) -> None:
    made = make.certificate()
    client = sign_in(make.staff(make.centre("other")))

    assert client.get(f"/certificates/{made.public_id}/").status_code == 404
    assert client.post(f"/certificates/{made.public_id}/revoke", data={"reason": "mistake"}).status_code == 404
    assert client.post(f"/certificates/{made.public_id}/reissue").status_code == 404
    assert client.get("/certificates/unknown/").status_code == 404
    assert made.revoked_at is None


def test_revoking_needs_a_reason(make: Make, sign_in: SignIn) -> None:
    made = make.certificate()
    client = sign_in(make.staff())

    sent = {"reason": "", "note": "Seen by the auditors"}
    answer = client.post(f"/certificates/{made.public_id}/revoke", data=sent)
    assert answer.status_code == 422
    assert "Seen by the auditors" in answer.text
    assert made.revoked_at is None

    answer = client.post(f"/certificates/{made.public_id}/revoke", data=sent | {"reason": "mistake"})
    assert (answer.status_code, answer.location) == (303, f"/certificates/{made.public_id}/")
    assert made.state == "revoked"
    page = client.get(answer.location).text
    assert "It was issued by mistake." in page
    assert "Seen by the auditors" in page


def test_replacing_leads_to_the_new_record(make: Make, sign_in: SignIn) -> None:
    made = make.certificate()

    answer = sign_in(make.staff()).post(f"/certificates/{made.public_id}/reissue")

    newer = db.session.query(Certificate).filter(Certificate.id != made.id).one()
    assert (answer.status_code, answer.location) == (303, f"/certificates/{newer.public_id}/")
    assert (made.state, newer.state) == ("revoked", "valid")


# --- a session ----------------------------------------------------------------------------------


def address(slug: str) -> str:
    return f"/sessions/{slug}/certificates/"


def test_the_page_says_who_has_earned_one_and_who_lacks_what(make: Make, sign_in: SignIn) -> None:
    session = make.session(day=-7, slots=2)
    make.graduate(session)
    make.graduate(session, marks=["absent"])
    held = make.certificate(make.graduate(session))

    page = sign_in(make.staff()).get(address(session.slug)).text

    assert "Earned, not issued yet" in page
    assert "3 of 6 hours attended; 4.8 are needed." in page
    assert held.number in page
    assert "Issue 1 certificate" in page


def test_issuing_all_is_work_in_the_background(make: Make, sign_in: SignIn) -> None:
    session = make.session(day=-7, slots=2)
    make.graduate(session)
    staff = make.staff()
    client = sign_in(staff)

    answer = client.post(address(session.slug))

    assert (answer.status_code, answer.location) == (303, address(session.slug))
    job = db.session.query(jobs.JobRow).filter_by(name="certificates.issue").one()
    assert (job.args, job.account_id) == ({"session_id": session.id}, staff.id)
    page = client.get(answer.location).text
    assert "Certificates are being issued" in page
    assert "Issue 1 certificate" not in page
    client.post(address(session.slug))
    assert db.session.query(jobs.JobRow).filter_by(name="certificates.issue").count() == 1


def test_one_is_issued_at_once(make: Make, sign_in: SignIn) -> None:
    registration = make.graduate()

    answer = sign_in(make.staff()).post(f"{address(registration.session.slug)}{registration.public_id}/issue")

    assert answer.status_code == 303
    made = db.session.query(Certificate).one()
    assert made.number in sign_in(make.staff()).get(answer.location).text


def test_what_a_plugin_holds_back_is_shown_with_its_reason(make: Make, sign_in: SignIn, plugin: Put) -> None:
    registration = make.graduate()
    plugin(refuse)
    client = sign_in(make.staff())

    answer = client.post(f"{address(registration.session.slug)}{registration.public_id}/issue")
    page = client.get(answer.location).text

    assert "Held back" in page
    assert page.count("The test was not passed.") >= 2  # told at once, and in the list


def test_what_a_broken_plugin_holds_up_is_shown_to_staff(make: Make, sign_in: SignIn, plugin: Put) -> None:
    def crash(_registration: Any) -> None:
        raise KeyError("score")

    registration = make.graduate()
    plugin(crash)
    client = sign_in(make.staff())

    answer = client.post(f"{address(registration.session.slug)}{registration.public_id}/issue")

    assert "This could not be decided and will be tried again" in client.get(answer.location).text
    assert db.session.query(Certificate).count() == 0


def test_what_was_not_earned_cannot_be_issued_by_hand(make: Make, sign_in: SignIn) -> None:
    registration = make.graduate(marks=["absent", "absent"])

    answer = sign_in(make.staff()).post(f"{address(registration.session.slug)}{registration.public_id}/issue")

    assert answer.status_code == 409
    assert db.session.query(Certificate).count() == 0


def test_a_session_of_another_centre_does_not_exist(make: Make, sign_in: SignIn) -> None:
    registration, elsewhere = make.graduate(), make.graduate()
    place = address(registration.session.slug)

    other = sign_in(make.staff(make.centre("other")))
    assert other.get(place).status_code == 404
    assert other.post(place).status_code == 404
    assert other.post(f"{place}{registration.public_id}/issue").status_code == 404
    own = sign_in(make.staff())
    assert own.post(f"{place}{elsewhere.public_id}/issue").status_code == 404
    assert db.session.query(Certificate).count() == 0


def test_the_trainer_has_no_such_page(make: Make, sign_in: SignIn) -> None:
    trainer = make.account("trainer")
    session = make.session(day=-7, trainer=trainer.person)

    assert sign_in(trainer).get(address(session.slug)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(make: Make, sign_in: SignIn, queries: Any, rows: int) -> None:
    session = make.session(day=-7, slots=2)
    for _each in range(rows):
        make.certificate(make.graduate(session))
    make.graduate(session)
    client = sign_in(make.staff())
    db.session.commit()
    db.session.expire_all()

    with queries(12):
        assert client.get(address(session.slug)).status_code == 200


# --- what others show ---------------------------------------------------------------------------


def test_staff_read_at_home_what_waits(make: Make, app: Any, sign_in: SignIn) -> None:
    session = make.session(day=-7, slots=2, title=Texts.of({"en": "Return of migrants"}))
    make.graduate(session)
    make.graduate(session)

    page = sign_in(make.staff()).get("/").text

    assert "2 certificates can be issued" in page
    assert "Return of migrants" in page
    assert "can be issued" not in sign_in(make.staff(make.centre("other"))).get("/").text


def test_menus(make: Make, client: FlaskClient, sign_in: SignIn) -> None:
    assert 'href="/certificates/verify/"' in client.get("/certificates/verify/").text
    assert 'href="/me/certificates/"' in sign_in(make.account()).get("/me/certificates/").text
    office = sign_in(make.staff()).get("/certificates/").text
    assert 'href="/certificates/" aria-current="page"' in office
    assert 'href="/me/certificates/"' not in office


# --- kinds --------------------------------------------------------------------------------------


def test_administrators_say_what_kinds_there_are_and_who_gives_them(make: Make, sign_in: SignIn) -> None:
    client, home = sign_in(make.account("administrator")), "/settings/certificates/"
    sent = {"title-en": "Excellence", "basis": "place", "percent": "95", "valid_months": "24", "remind_days": "30"}

    answer = client.post(f"{home}new", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{home}excellence/")
    page = client.get(answer.location).text
    assert "A confirmed place and 95% of the hours." in page
    assert "24 months" in page
    wrong = client.post(f"{home}excellence/edit", data=sent | {"title-en": "", "percent": "0"})
    assert wrong.status_code == 422
    client.post(f"{home}excellence/edit", data=sent | {"valid_months": "", "needs": ["evaluation"]})
    kind = db.session.query(CertificateKind).filter_by(key="excellence").one()
    assert (kind.share, kind.valid_months, kind.needs) == (0.95, None, ["evaluation"])
    assert "The opinion form was answered." in client.get(home).text

    assert "Choose one at least" in client.post(f"{home}formats", data={}).text
    every = {f"format-{each.key}": "participation" for each in db.session.query(Format).filter_by(certifies=True)}
    answer = client.post(f"{home}formats", data=every | {"format-training": ["participation", "excellence"]})
    assert answer.status_code == 303
    assert ">Training<" in client.get(f"{home}excellence/").text
    staff = sign_in(make.staff())
    assert "Administrators change them." in staff.get(home).text
    assert [staff.get(home + page).status_code for page in ("new", "formats", "excellence/edit")] == [403] * 3


def test_a_session_gives_fewer_kinds_and_shows_each_apart(make: Make, sign_in: SignIn) -> None:
    client = sign_in(make.staff())
    form = db.session.query(Format).filter_by(key="training").one()
    services.give({form: [services.find_kind(key) for key in ("participation", "completion", "trainer")]})
    session = make.session(day=-7, slots=2, trainer=make.person(display="Leyla Quliyeva"))
    make.graduate(session)
    place = address(session.slug)

    page = client.get(place).text
    assert "Issue 2 certificates" in page
    assert "for those who taught, once all registers are taken." in page
    assert "none is planned" in page  # the test that completion needs
    part = session.assignments[0].id
    assert client.post(f"{place}taught/{part}/issue", data={"kind": "participation"}).status_code == 404
    assert client.post(f"{place}taught/{part}/issue", data={"kind": "trainer"}).status_code == 303
    csv = client.get(f"{place}?format=csv&columns=name,kind,state&state=issued").text
    assert csv.lstrip("\ufeff").splitlines()[1:] == ["Leyla Quliyeva,Trainer,Issued"]
    lines = client.get(f"{place}?format=csv&kind=completion").text.splitlines()
    assert len(lines) == 2

    assert client.post(f"{place}kinds", data={"kind": ["participation"]}).status_code == 303
    page = client.get(place).text
    assert "A certificate needs a confirmed place" in page
    assert "Leyla Quliyeva" in page  # what was issued stays
    client.post(f"{place}kinds", data={"kind": []})
    assert "This session gives no certificates." in client.get(place).text


def test_several_are_revoked_with_one_reason(make: Make, sign_in: SignIn) -> None:
    client = sign_in(make.staff())
    made = [make.certificate() for _each in range(3)]
    other = make.certificate(make.graduate(make.session(day=-7, centre=make.centre("other"))))
    picked = {"pick": [made[0].public_id, made[1].public_id, other.public_id]}

    page = client.get("/certificates/revoke", query_string=picked).text
    assert "Revoke 2 certificates?" in page
    assert other.number not in page
    assert client.post("/certificates/revoke", data=picked).status_code == 422
    answer = client.post("/certificates/revoke", data=picked | {"reason": "mistake"})
    assert (answer.status_code, answer.location) == (303, "/certificates/?state=revoked")
    assert [each.state for each in (*made, other)] == ["revoked", "revoked", "valid", "valid"]
    assert client.get("/certificates/revoke", query_string=picked).status_code == 303  # nothing is left to ask about


def test_what_ends_soon_waits_for_staff(make: Make, sign_in: SignIn) -> None:
    soon = make.certificate(expires_on=clock.today().replace(day=31))
    make.certificate(expires_on=clock.today().replace(year=2028))
    client = sign_in(make.staff())

    assert "1 certificate is about to expire" in client.get("/").text
    assert client.get("/certificates/?format=csv&columns=number&state=ending").text.split()[1:] == [soon.number]
