"""Logos of organisations: brought by staff, small and raster only, open to whoever knows the address."""

import io
import re

import pytest

from trainhub.kernel import files
from trainhub.kernel.db import db
from trainhub.people.services import logos

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
FIELDS = {"title-en": "Körpü", "category_code": "ngo", "native_lang": "az", "slug": ""}


@pytest.fixture
def staff(make, sign_in):
    return sign_in(make.staff())


@pytest.fixture
def body(make):
    made = make.organisation(slug="korpu")
    db.session.commit()
    return made


def bring(client, content, name, **more):
    data = FIELDS | more | {"logo_file": (io.BytesIO(content), name)}
    return client.post("/organisations/korpu/edit", data=data, content_type="multipart/form-data")


def picture(page):
    return re.search(r'<img class="logo" src="([^"]+)" alt="([^"]+)"', page)


def test_a_logo_is_brought_shown_and_taken_away(staff, body, app):
    assert bring(staff, PNG, "korpu.png").status_code == 303
    shown = picture(staff.get("/organisations/korpu/").text)
    assert shown[2] == "Körpü"
    answer = app.test_client().get(shown[1])
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", PNG)
    assert "Take the logo away" in staff.get("/organisations/korpu/edit").text
    assert staff.post("/organisations/korpu/edit", data=FIELDS).status_code == 303  # left as it is
    assert picture(staff.get("/organisations/korpu/").text)[1] == shown[1]
    staff.post("/organisations/korpu/edit", data=FIELDS | {"drop_logo": "y"})
    page = staff.get("/organisations/korpu/edit").text
    assert (picture(page), "Take the logo away" in page) == (None, False)
    assert app.test_client().get(shown[1]).status_code == 404
    assert "korpu.png" in staff.get("/organisations/korpu/history").text


def test_browsers_keep_a_logo_and_run_nothing(staff, body, app):
    bring(staff, PNG, "korpu.png")
    answer = app.test_client().get(f"/logos/{body.logo.public_id}")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in answer.headers
    again = app.test_client().get(f"/logos/{body.logo.public_id}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_another_picture_has_another_address(staff, body):
    bring(staff, PNG, "one.png")
    first = body.logo.public_id
    bring(staff, b"\xff\xd8\xff" + b"\0" * 40, "two.jpeg")
    assert (body.logo.public_id == first, body.logo.media_type) == (False, "image/jpeg")
    assert staff.get(f"/logos/{first}").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "korpu.svg", "These are: png, jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "korpu.png", "does not fit its name"),
        (b"%PDF-1.7", "korpu.pdf", "These are: png, jpg"),
        (PNG + b"\0" * (logos.POLICY.largest << 10), "korpu.png", "512 KiB at the most"),
        (b"", "korpu.png", "is empty"),
    ],
)
def test_what_is_no_small_picture_is_refused_beside_the_field(staff, body, content, name, sentence):
    answer = bring(staff, content, name)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    db.session.expire_all()
    assert body.logo is None


def test_a_file_that_is_no_logo_has_no_such_address(app, session):
    file = files.store(io.BytesIO(PNG), "korpu.png", logos.POLICY)
    db.session.commit()
    assert app.test_client().get(f"/logos/{file.public_id}").status_code == 404


def test_only_staff_bring_logos(make, sign_in, body):
    assert bring(sign_in(make.account("observer")), PNG, "korpu.png").status_code == 403
    assert body.logo is None
