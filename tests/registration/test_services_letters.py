"""Letters: an invitation that keeps its number while nothing changes, and one for a visa that opens the passport."""

import subprocess
from datetime import date

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.people import services as people
from trainhub.people.models import ConfidentialAccess
from trainhub.registration import services
from trainhub.registration.models import Letter

HER = Actor(None, "She herself")
COSTS = Texts.of({"en": "The centre pays travel and hotel.", "ru": "Центр оплачивает проезд и гостиницу."})


def text_of(body, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(body)
    assert b"pdfuaid" in body  # it says that it can be read aloud
    told = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True)
    return " ".join(told.stdout.split())


@pytest.fixture
def place(make):
    person = make.person(native="Əli Həsənov", latin="ALI HASANOV", native_lang="az", language="ru")
    person.nationality_code = "TJ"
    place = make.registration(make.session(slots=2), person)
    make.call(place.session, needs=["passport"])
    place.session.centre.signatories = [{"name": "Kamal Abbasov", "roles": {"en": "Director", "ru": "Директор"}}]
    return place


def test_the_invitation_is_in_the_language_of_the_person_and_in_english(place, tmp_path):
    letter, body = services.invite_by_letter(place, by=HER, costs=COSTS)
    text = text_of(body, tmp_path)
    first, second = text.split("Invitation letter")
    assert "Центр оплачивает проезд и гостиницу." in first
    assert "The centre pays travel and hotel." in second
    for sheet in (first, text):
        for word in ("Əli Həsənov", "ALI HASANOV", letter.number):
            assert word in sheet
    assert "9 March 2027" in second
    assert "Kamal Abbasov" in second
    assert "Passport" not in second.replace("Name as in the passport", "")
    assert (letter.kind, letter.made_on, letter.actor) == ("invitation", date(2027, 3, 2), "She herself")
    assert letter.number.endswith("-L-2027-0001")


def test_while_nothing_changes_it_keeps_number_and_day_and_says_the_same_of_costs(place, clock):
    first, body = services.invite_by_letter(place, by=HER, costs=COSTS)
    clock.set("2027-03-04 08:00")
    again, same = services.invite_by_letter(place, by=HER)
    assert (again.id, same) == (first.id, body)
    place.person.latin = "ALI HASANLI"
    anew, _body = services.invite_by_letter(place, by=HER)
    assert (anew.number[-4:], anew.made_on, anew.costs) == ("0002", date(2027, 3, 4), COSTS)


def test_a_letter_for_a_visa_opens_the_passport_with_a_reason_and_keeps_none_of_it(place, make, as_actor, tmp_path):
    services.tell_needs(place, {"passport": "C01234567, Tajikistan,\nuntil 1 May 2030"}, empty_erases=True)
    staff = make.staff()
    as_actor(staff)
    act = {"by": work.actor(), "who": SignedIn(staff), "costs": COSTS}
    with pytest.raises(Invalid):
        services.letter_for_visa(place, reason="", **act)
    with pytest.raises(Refused):
        services.letter_for_visa(place, reason="Visa", **act | {"who": SignedIn(make.account("trainer"))})
    letter, body = services.letter_for_visa(place, reason="The embassy asks", **act)
    text = text_of(body, tmp_path)
    for word in ("C01234567, Tajikistan, until 1 May 2030", "Таджикистан", "To whom it may concern", "ALI HASANOV"):
        assert word in text
    assert [(each.attribute, each.reason) for each in db.session.query(ConfidentialAccess)] == [
        ("passport", "The embassy asks")
    ]
    assert "C01234567" not in str(
        {name: getattr(letter, name) for name in ("number", "kind", "costs", "print", "actor")}
    )
    assert letter.print == ""


def test_what_is_missing_for_a_visa_is_said(place, make, as_actor):
    staff = make.staff()
    as_actor(staff)
    act = {"by": work.actor(), "who": SignedIn(staff), "reason": "Visa"}
    with pytest.raises(Refused, match="passport is not known"):
        services.letter_for_visa(place, **act)
    people.save_confidential(place.person, "passport", "C01234567")  # told for all trainings
    place.person.latin = ""
    services.letter_for_visa(place, **act)  # an Azerbaijani name is in Latin letters already
    place.person.native = "Али Гасанов"
    with pytest.raises(Refused, match="name as in the passport is missing"):
        services.letter_for_visa(place, **act)
    place.person.latin, place.session.mode = "ALI HASANOV", "online"
    with pytest.raises(Refused, match="online"):
        services.letter_for_visa(place, **act)


def test_names_in_their_own_script_are_printed(make, tmp_path):
    for code, name in (("ka", "ნინო ბერიძე"), ("fa", "زهرا احمدی"), ("hy", "Արամ Պետրոսյան")):
        person = make.person(native=name, native_lang=code, latin="NAME LATIN", language="en")
        _letter, body = services.invite_by_letter(make.registration(person=person), by=HER)
        assert "NAME LATIN" in text_of(body, tmp_path)


def test_a_sign_that_no_font_has_is_refused_and_gives_no_number(make):
    place = make.registration(person=make.person(native="王小明", language="en"))
    with pytest.raises(Refused, match="王"), db.session.begin_nested():
        services.invite_by_letter(place, by=HER)
    assert db.session.query(Letter).count() == 0


def test_without_a_place_there_is_no_letter(make):
    with pytest.raises(Refused):
        services.invite_by_letter(make.registration(state="offered"), by=HER)


def test_erasure_leaves_the_number_only(place):
    services.invite_by_letter(place, by=HER, costs=COSTS)
    people.erase(place.person)
    db.session.expire_all()
    letter = db.session.query(Letter).one()
    assert (letter.print, letter.costs) == ("", None)
