"""What people need at a training, as pages: told signed in or by the link of a mail, read by staff with a reason."""

import io
import zipfile

import pytest

from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.people.models import Confidential, ConfidentialAccess
from trainhub.registration import services

EVERY = ["travel", "accommodation", "diet", "access", "passport"]


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


@pytest.fixture
def place(make):
    session = make.session()
    make.call(session, needs=EVERY)
    return make.registration(session, make.account().person)


@pytest.fixture
def account(place):
    from trainhub.accounts.models import Account

    return db.session.query(Account).filter_by(person_id=place.person_id).one()


def test_my_trainings_lead_to_a_page_that_keeps_shows_and_forgets(sign_in, place, account):
    client, address = sign_in(account), f"/me/registrations/{place.public_id}/needs"
    people.save_confidential(place.person, "access", "A ramp")
    assert address in page(client.get("/me/"))
    text = page(client.get(address))
    assert "All of it is optional." in text
    assert "From your profile" in text
    assert "Kept until 8 April 2027." in text
    assert client.get(address).headers["Cache-Control"] == "no-store"
    answer = client.post(address, data={"diet": "No nuts", "passport": "C01234567"})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    text = page(client.get(address))
    assert "No nuts" in text
    assert "C01234567" in text
    data = page(client.get("/me/data"))
    assert "No nuts" in data
    assert "What you told us for one training" in data
    page(client.post(address, data={"diet": "x" * 2001}), 422)
    assert client.post(f"{address}/erase", data={"kind": "passport"}).status_code == 303
    assert client.post(f"{address}/erase", data={"kind": "shoes"}).status_code == 404
    assert client.post(address, data={"diet": ""}).status_code == 303
    assert [row.attribute for row in db.session.query(Confidential)] == ["access"]


def test_the_link_shows_no_value_and_an_empty_field_leaves_it(client, place):
    address = f"/places/{services.place_token(place)}/needs"
    assert address in page(client.get(f"/places/{services.place_token(place)}"))
    assert client.post(address, data={"passport": "C01234567", "diet": "No nuts"}).status_code == 303
    answer = client.get(address)
    text = page(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Given." in text
    assert "C01234567" not in text
    assert "No nuts" not in text
    assert client.post(address, data={"passport": "", "diet": "Vegan"}).status_code == 303
    assert services.own_needs(place)[0] == {"diet": "Vegan", "passport": "C01234567"}
    assert client.post(f"{address}/erase", data={"kind": "passport"}).status_code == 303
    assert services.own_needs(place)[0] == {"diet": "Vegan"}
    assert client.get(address[:-7] + "x/needs").status_code == 404


def test_without_a_place_nothing_is_asked(client, make):
    place = make.registration(state="offered")
    address = f"/places/{services.place_token(place)}/needs"
    assert "once your place is confirmed" in page(client.get(address))
    assert "once your place is confirmed" in page(client.post(address, data={"diet": "No nuts"}), 422)
    assert address not in page(client.get(f"/places/{services.place_token(place)}"))


def test_the_mail_of_confirmation_leads_there(make):
    place = make.registration(state="offered")
    from trainhub.kernel.work import Actor

    services.answer(registration=place, coming=True, by=Actor(None, "She"))
    mail = db.session.query(Message).filter_by(kind="registration_confirmed").one()
    assert f"/places/{services.place_token(place)}/needs" in mail.body


def test_staff_see_numbers_first_and_names_with_a_reason(make, sign_in, place):
    people.save_confidential(place.person, "diet", "No nuts", subject=services.subject(place))
    client, address = sign_in(make.staff()), f"/sessions/{place.session.slug}/needs/"
    text = page(client.get(address))
    assert "No nuts" not in text
    assert place.person.display not in text
    assert "No nuts" not in client.get(address, query_string={"format": "csv"}).text
    text = page(client.post(f"{address}read", data={"kinds": ["diet"], "reason": ""}), 422)
    assert "No nuts" not in text
    assert db.session.query(ConfidentialAccess).count() == 0
    answer = client.post(f"{address}read", data={"kinds": ["diet"], "reason": "Meals", "as": "page"})
    assert "No nuts" in page(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    answer = client.post(f"{address}read", data={"kinds": ["diet"], "reason": "Caterer", "as": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        assert "No nuts" in book.read("xl/sharedStrings.xml").decode()
    assert [each.reason for each in db.session.query(ConfidentialAccess).order_by(ConfidentialAccess.id)] == [
        "Meals",
        "Caterer",
    ]
    assert address in page(client.get(f"/sessions/{place.session.slug}/participants/"))


@pytest.mark.parametrize(("role", "status"), [("trainer", 403), ("participant", 403), ("observer", 403)])
def test_others_see_nothing(make, sign_in, place, role, status):
    client = sign_in(make.account(role))
    assert client.get(f"/sessions/{place.session.slug}/needs/").status_code == status
    assert client.post(f"/sessions/{place.session.slug}/needs/read", data={}).status_code == status
    assert client.get(f"/me/registrations/{place.public_id}/needs").status_code == 404


class TestLetters:
    def test_the_person_takes_the_invitation_from_my_trainings(self, sign_in, place, account):
        client, address = sign_in(account), f"/me/registrations/{place.public_id}/letter"
        assert address in page(client.get("/me/"))
        answer = client.post(address)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Invitation letter" in page(client.get("/me/data"))

    def test_staff_make_one_on_the_record(self, make, sign_in, place):
        client, address = sign_in(make.staff()), f"/registrations/{place.public_id}/letters"
        assert "Make the letter" in page(client.get(f"/registrations/{place.public_id}/"))
        costs = {"costs-en": "The centre pays."}
        assert client.post(address, data={"kind": "invitation", **costs}).mimetype == "application/pdf"
        text = page(client.post(address, data={"kind": "visa", "reason": "Embassy", **costs}), 422)
        assert "The passport is not known." in text
        people.save_confidential(place.person, "passport", "C01234567", subject=services.subject(place))
        text = page(client.post(address, data={"kind": "visa", "reason": "", **costs}), 422)
        assert "Say what you need it for." in text
        answer = client.post(address, data={"kind": "visa", "reason": "Embassy", **costs})
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
        text = page(client.get(f"/registrations/{place.public_id}/"))
        assert "-L-2027-0002" in text
        assert "C01234567" not in text
        assert "The centre pays." in text

    def test_nobody_else_gets_one(self, make, sign_in, place):
        client = sign_in(make.account())
        assert client.post(f"/me/registrations/{place.public_id}/letter").status_code == 404
        assert client.post(f"/registrations/{place.public_id}/letters", data={"kind": "visa"}).status_code == 404
