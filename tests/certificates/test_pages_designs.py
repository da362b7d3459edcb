"""The pages on which a centre designs its certificates."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.certificates.models import CertificateDesign
from trainhub.kernel.db import db

from .pictures import png
from .test_services_designs import words_of

HOME = "/settings/certificate-designs/"
LOOK = {
    "name": "Blue",
    "kind": "",
    "layout": "landscape",
    "pairs-1-first": "az",
    "pairs-1-second": "en",
    "pairs-2-first": "fa",
    "pairs-2-second": "en",
    "pairs-3-first": "",
    "pairs-3-second": "ru",
}


@pytest.fixture
def staff(make: Any, sign_in: Any) -> FlaskClient:
    return sign_in(make.staff())


def begun(staff: FlaskClient) -> tuple[str, CertificateDesign]:
    """Begin a draft; return its address and its row."""
    place = staff.post(f"{HOME}new", data=LOOK).headers["Location"]
    return place, db.session.query(CertificateDesign).one()


def test_staff_design_a_certificate_and_put_it_to_use(staff: FlaskClient) -> None:
    assert "There is no design yet." in staff.get(HOME).text
    place, design = begun(staff)
    assert design.pairs == ["az-en", "fa-en"]
    assert "Landscape, languages side by side" in staff.get(place).text

    words = staff.get(f"{place}words?to=fa").text
    assert "گواهی شرکت در دوره" in words
    assert "{organisers}" in words
    assert staff.post(f"{place}words?to=en", data={"title": "Our Own Certificate"}).status_code == 303
    wrong = staff.post(f"{place}words?to=en", data={"facts": "{nothing}"})
    assert wrong.status_code == 422
    assert "{nothing}" in wrong.text

    logo = {"logo": (io.BytesIO(png()), "a.png"), "name": "Donor A", "whose": "donor"}
    assert staff.post(f"{place}logos", data=logo, content_type="multipart/form-data").status_code == 303
    bad = {"logo": (io.BytesIO(b"<svg/>"), "a.svg"), "name": "Donor B", "whose": "donor"}
    refused = staff.post(f"{place}logos", data=bad, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "Files of this kind are not taken" in refused.text
    signs = {"name_1": "Nigar Rza", "image_1": (io.BytesIO(png(shade=5)), "s.png")}
    assert staff.post(f"{place}signers", data=signs, content_type="multipart/form-data").status_code == 303
    pictures = re.findall(rf'src="({place}pictures/\w+)" alt="([^"]+)"', staff.get(f"{place}pictures").text)
    assert [name for _address, name in pictures] == ["Donor A", "Nigar Rza"]
    assert staff.get(pictures[0][0]).data == png()

    shown = staff.get(f"{place}preview?languages=fa-en&typed=Nobody+At+All").text
    picture, pdf = (
        re.search(rf'"({place}preview\.{kind}\?[^"]+)"', shown)[1].replace("&amp;", "&") for kind in ("png", "pdf")
    )
    assert staff.get(picture).data.startswith(b"\x89PNG")
    read = words_of(staff.get(pdf).data)
    assert "Nobody At All" in read
    assert "Our Own Certificate" in read
    assert "گواهی" in read

    assert staff.post(f"{place}use").status_code == 303
    assert "In use" in staff.get(HOME).text
    used = staff.get(f"{place}words").text
    assert "Save these words" not in used
    assert staff.post(f"{place}words?to=en", data={"title": "Another"}).status_code in (409, 422)
    following = staff.post(f"{place}next").headers["Location"]
    assert "Version 2" in staff.get(following).text
    assert staff.post(f"{following}drop").headers["Location"] == HOME
    assert staff.post(f"{place}archive").status_code == 303
    assert "Our Own Certificate" in staff.get(f"{place}history").text


def test_a_letter_without_a_font_is_told_on_the_screen(staff: FlaskClient) -> None:
    place, design = begun(staff)
    assert staff.get(f"{place}preview.pdf", query_string={"typed": "Leyla", "of": "no language"}).status_code == 200
    page = staff.get(f"{place}preview", query_string={"typed": "王小明"}).text
    assert "This page cannot be printed." in page
    assert "has the letter 王 of “王小明”" in page
    assert "preview.png" not in page

    staff.post(f"{place}words?to=en", data={"opening": "This is 王"})
    answer = staff.post(f"{place}use", follow_redirects=True)
    assert "has the letter 王 of “This is 王”" in answer.text
    assert design.state == "draft"


def test_what_is_not_filled_in_is_said(staff: FlaskClient) -> None:
    answer = staff.post(f"{HOME}new", data={"name": "", "kind": "", "layout": "landscape"})
    assert answer.status_code == 422
    answer = staff.post(f"{HOME}new", data=LOOK | {"pairs-1-second": "az"})
    assert answer.status_code == 422
    assert "Choose two different languages" in answer.text
    place, _design = begun(staff)
    empty = staff.post(f"{place}logos", data={"name": "A", "whose": "donor"})
    assert empty.status_code == 422
    assert "Choose a picture." in empty.text


def test_only_staff_of_the_centre_come_near(make: Any, sign_in: Any, staff: FlaskClient) -> None:
    place, _design = begun(staff)
    others = (make.account("participant"), make.account("trainer"), make.staff(make.centre("dushanbe")))
    for account in others:
        client = sign_in(account)
        for page in (place, f"{place}words", f"{place}pictures", f"{place}preview", f"{place}preview.pdf"):
            assert client.get(page).status_code in (403, 404)
        assert client.post(f"{place}use").status_code in (403, 404)
