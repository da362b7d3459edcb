"""The holder's page and the document: who gets it, in which languages, and whether its text can be read."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.certificates.models import Certificate
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
TITLES = {
    "en": "Return and reintegration",
    "az": "Geri qayıdış və reinteqrasiya",
    "ru": "Возвращение и реинтеграция",
    "tk": "Gaýdyp gelmek we täzeden goşulyşmak",
}


def given(make: Make, **person: Any) -> tuple[Account, Certificate]:
    """Make a holder with an account and a certificate."""
    account = make.account(**{"native": "Şəhla Ağayeva", "latin": "SHAHLA AGHAYEVA", "language": "az"} | person)
    session = make.session(day=-7, slots=2, title=Texts.of(TITLES))
    return account, make.certificate(make.graduate(session, account.person))


def text(pdf: bytes) -> str:
    """Return the words of a PDF as a reader's clipboard gets them."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def test_the_document_is_in_the_holders_languages(make: Make, sign_in: SignIn) -> None:
    account, made = given(make)

    answer = sign_in(account).get(f"/certificates/{made.public_id}.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{made.number}-az-en.pdf"'
    words = text(answer.data)
    for told in (
        "Şəhla Ağayeva",
        "İştirak Sertifikatı",
        "Certificate of Participation",
        TITLES["az"],
        TITLES["en"],
        made.number,
        made.printed_code,
        "6 training hours",
        "6 təlim saatı",
        "Modul 4",
        "Module 4",
    ):
        assert told in words


def test_the_pair_can_be_chosen(make: Make, sign_in: SignIn) -> None:
    account, made = given(make, native="Жылдыз Ыбрагимова", latin="ZHYLDYZ YBRAGIMOVA", native_lang="ky")

    words = text(sign_in(account).get(f"/certificates/{made.public_id}.pdf?languages=ru-tk").data)

    for told in (
        "Жылдыз Ыбрагимова",
        "ZHYLDYZ YBRAGIMOVA",
        "Сертификат участника",
        TITLES["ru"],
        TITLES["tk"],
        "6 учебных часов",
    ):
        assert told in words
    assert "Certificate of Participation" not in words


@pytest.mark.parametrize("languages", ["", "en", "en-en", "en-fa", "x-y", "az-en-ru"])
def test_other_pairs_are_not_found(make: Make, sign_in: SignIn, languages: str) -> None:
    account, made = given(make)

    assert sign_in(account).get(f"/certificates/{made.public_id}.pdf?languages={languages}").status_code == 404


def test_an_unchanged_document_is_not_sent_twice(make: Make, sign_in: SignIn) -> None:
    account, made = given(make)
    client = sign_in(account)

    known = {"If-None-Match": client.get(f"/certificates/{made.public_id}.pdf").headers["ETag"]}
    again = client.get(f"/certificates/{made.public_id}.pdf", headers=known)
    other = client.get(f"/certificates/{made.public_id}.pdf?languages=en-ru", headers=known)

    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200


def test_staff_of_the_centre_may_print_it(make: Make, sign_in: SignIn) -> None:
    _account, made = given(make)

    assert sign_in(make.staff()).get(f"/certificates/{made.public_id}.pdf").status_code == 200


def test_nobody_else_may(make: Make, sign_in: SignIn, client: FlaskClient) -> None:
    _account, made = given(make)
    db.session.flush()
    trainer = make.account("trainer", person=make.person())

    assert client.get(f"/certificates/{made.public_id}.pdf").location.startswith("/sign-in")
    for stranger in (make.account(), trainer, make.staff(make.centre("other")), make.account("observer")):
        assert sign_in(stranger).get(f"/certificates/{made.public_id}.pdf").status_code == 404
    assert sign_in(make.staff()).get("/certificates/unknown.pdf").status_code == 404


def test_a_revoked_one_is_not_printed(make: Make, sign_in: SignIn) -> None:
    account, made = given(make)
    made.revoked_at, made.revoked_reason = clock.now(), "mistake"

    answer = sign_in(account).get(f"/certificates/{made.public_id}.pdf?lang=en")

    assert answer.status_code == 409
    assert "not printed any more" in answer.text


# --- the list -----------------------------------------------------------------------------------


def test_valid_ones_come_first_and_the_newest_of_them(make: Make, sign_in: SignIn) -> None:
    account, newest = given(make)
    older = make.certificate(make.graduate(person=account.person), issued_on=clock.today() - timedelta(days=30))
    revoked = make.certificate(make.graduate(person=account.person), revoked_at=clock.now(), revoked_reason="mistake")
    make.certificate()  # somebody else's

    page = sign_in(account).get("/me/certificates/?lang=en").text

    places = [page.index(f'<span class="num">{each.number}</span>') for each in (newest, older, revoked)]
    assert places == sorted(places)
    assert page.count("/certificates/verify/") == 2
    assert f"/certificates/{newest.public_id}.pdf" in page
    assert f"/certificates/{revoked.public_id}.pdf" not in page
    assert "It was issued by mistake." in page


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ("Valid", "No longer valid")),
        ("az", ("Etibarlı olanlar", "Artıq etibarlı olmayanlar")),
        ("ru", ("Действующие", "Утратившие силу")),
        ("tk", ("Güýjündäkiler", "Güýjüni ýitirenler")),
    ],
)
def test_groups_are_named_in_the_plural(make: Make, sign_in: SignIn, language: str, headings: tuple[str, str]) -> None:
    account, _ = given(make)
    make.certificate(make.graduate(person=account.person), revoked_at=clock.now(), revoked_reason="mistake")

    page = sign_in(account).get(f"/me/certificates/?lang={language}").get_data(as_text=True)

    places = [page.find(f">{heading}</h2>") for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


def test_hours_and_half_days_are_shown(make: Make, sign_in: SignIn) -> None:
    account = make.account()
    session = make.session(day=-7, slots=5)
    make.certificate(make.graduate(session, account.person, marks=["present", "absent"]))

    page = sign_in(account).get("/me/certificates/").text

    assert "12 of 15 hours" in page
    assert "attended 4 of 5 half-days" in page
    assert '<i class="miss"></i>' in page


def test_without_certificates_it_says_when_they_come(make: Make, sign_in: SignIn) -> None:
    assert "You have no certificates yet." in sign_in(make.account()).get("/me/certificates/").text


def test_visitors_sign_in_first(client: FlaskClient) -> None:
    assert client.get("/me/certificates/").location == "/sign-in?next=/me/certificates/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(make: Make, sign_in: SignIn, queries: Any, rows: int) -> None:
    account = make.account()
    for _each in range(rows):
        make.certificate(make.graduate(person=account.person))
    client = sign_in(account)
    db.session.commit()
    db.session.expire_all()

    with queries(12):
        client.get("/me/certificates/")
