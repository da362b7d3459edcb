"""Pages of impact: the office's work from an empty framework to a locked quarter, and who opens what."""

import io
import re
from collections.abc import Callable

import pytest
import wtforms
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.plugin_api.disclosure import check_now
from trainhub.plugin_api.texts import speaking
from trainhub.testing.make import Make
from trainhub_impact.cli import start
from trainhub_impact.forms import Number
from trainhub_impact.models import DonorReport, Entry, Lock, Tracked
from trainhub_impact.services import donor, evidence, locks
from trainhub_impact.services.donor import ReportCommand

from .scene import PERIOD, QUARTER, Scene, scene

SignIn = Callable[..., FlaskClient]
SHEET = {
    "key": "1z",
    "family": "work",
    "source": "computed",
    "title-en": "Participations of officials from Georgia",
    "definition-en": "Attendances of at least half a day by people of Georgia.",
    "numerator": "core.participations",
    "numerator_only": "country=GE",
    "shape": "number",
    "gather": "sum",
    "direction": "up",
    "sdg": ["10.7"],
    "gcm": ["23"],
    "by": ["level"],
    "modules": "4, 9",
    "baseline": "1,5",
}


@pytest.fixture
def world(make: Make) -> Scene:
    return scene(make)


def test_from_an_empty_framework_to_a_dashboard(make: Make, sign_in: SignIn) -> None:
    make.activity()
    client = sign_in(make.staff())
    assert "Nothing is measured yet." in client.get("/x/impact/").text
    assert "There is no framework yet." in client.get("/x/impact/framework/").text
    sent = client.post("/x/impact/framework/start?centre=baku")
    assert sent.status_code == 303
    page = client.get("/x/impact/").text
    assert "Migrants satisfied with the service" in page
    assert "No value available" in page
    assert client.get("/x/impact/framework/?format=xlsx").status_code == 200
    lines = client.get("/x/impact/?format=csv").get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 19
    assert client.post("/x/impact/framework/start?centre=baku").status_code == 409  # refused: there is one


def test_an_officer_defines_measures_locks_and_corrects(world: Scene, make: Make, sign_in: SignIn) -> None:
    client = sign_in(make.staff())
    under = world.tracked["1a"].result.public_id
    asked = f"/x/impact/results/{under}/indicators/new"
    assert client.post(asked, data={**SHEET, "result": under, "definition-en": ""}).status_code == 422
    url = client.post(asked, data={**SHEET, "result": under}).headers["Location"]
    page = client.get(f"{url}?period={QUARTER}").text
    assert "Participations (Georgia)" in page
    assert re.search(r'big-figure"><span class="num">2<', page)
    assert "10.7 Orderly" in page
    target = client.post(f"{url}target", data={"period": QUARTER, "project": "", "value": "4"})
    assert target.status_code == 303
    assert "Behind the target" in client.get(f"{url}?period={QUARTER}").text
    changed = {**SHEET, "result": under, "numerator_only": "country=AZ"}
    assert "Say why" in client.post(f"{url}edit", data=changed).text
    assert client.post(f"{url}edit", data={**changed, "reason": "Wrong country"}).status_code == 303
    history = client.get(f"{url}history").text
    assert "Wrong country" in history
    assert "Only" in history
    question = client.get(f"/x/impact/periods/lock/{QUARTER}").text
    assert "This cannot be undone" in question
    locked = client.post(f"/x/impact/periods/lock/{QUARTER}").headers["Location"]
    page = client.get(locked).text
    assert "All fingerprints are right." in page
    value = next(each for each in db.session.query(Lock).one().values if each.tracked.key == "1z")
    assert (value.value, value.target) == (6, 4)
    correct = f"/x/impact/values/{value.public_id}/correct"
    assert client.post(correct, data={"state": "known", "value": "7"}).status_code == 422
    assert client.post(correct, data={"state": "known", "value": "7", "reason": "One on paper"}).status_code == 303
    again = f"/x/impact/values/{value.public_id}/recompute"
    assert client.post(again, data={"reason": ""}).headers["Location"].endswith("/correct")
    assert client.post(again, data={"reason": "From the registers"}).status_code == 303
    assert [each.value for each in locks.versions(value)] == [6, 7, 6]
    shown = client.get(f"/x/impact/values/{value.public_id}/").text
    assert "One on paper" in shown
    assert client.get("/x/impact/periods/?format=csv").mimetype == "text/csv"
    records = client.get(f"{url}records?period={QUARTER}")
    assert world.session.slug in records.text


def test_staff_enter_a_share_in_per_cent_and_bring_its_proof(world: Scene, make: Make, sign_in: SignIn) -> None:
    client, tracked = sign_in(make.staff()), world.tracked["1.2c"]
    url = f"/x/impact/indicators/{tracked.public_id}"
    entered = client.post(f"{url}/value/{QUARTER}", data={"state": "known", "numerator": "3", "denominator": "4"})
    assert entered.status_code == 303
    assert "75%" in client.get(f"{url}/?period={QUARTER}").text
    paper = {"evidence_title": "Minutes", "upload": (io.BytesIO(b"%PDF-1.7 x"), "minutes.pdf")}
    assert client.post(f"{url}/files", data=paper).status_code == 303
    wrong = {"evidence_title": "Minutes", "upload": (io.BytesIO(b"MZ"), "minutes.exe")}
    assert client.post(f"{url}/files", data=wrong).status_code == 422
    file = evidence.of(tracked)[0]
    taken = client.get(f"{url}/files/{file.public_id}")
    assert taken.get_data() == b"%PDF-1.7 x"
    other = world.tracked["1a"].public_id
    assert client.get(f"/x/impact/indicators/{other}/files/{file.public_id}").status_code == 404
    client.post(f"{url}/files/{file.public_id}/remove")
    assert client.get(f"{url}/files/{file.public_id}").status_code == 404
    assert client.get(f"{url}/value/2026-05").status_code == 404  # a month is not reported


def test_a_number_is_read_as_the_language_writes_it(app: Flask) -> None:
    class Asked(wtforms.Form):
        number = Number()

    for language, typed, kept, shown in (
        ("en", "1,234", 1234, "1234"),
        ("az", "1.234", 1234, "1234"),
        ("az", "1,234", 1.234, "1,234"),
        ("en", "1.234", 1.234, "1.234"),
        ("az", "12.345.678,5", 12345678.5, "12345678,5"),
        ("ru", "1 234,5", 1234.5, "1234,5"),
        ("en", "0,125", 0.125, "0.125"),
        ("tk", "45 %", 45, "45"),
        ("en", "nan", None, ""),
        ("en", "1e999", None, ""),
    ):
        with app.test_request_context(), speaking(language):
            form = Asked(MultiDict({"number": typed}))
            assert (form.validate(), form.number.data) == (kept is not None, kept), (language, typed)
            assert Asked(data={"number": kept}).number._value() == shown  # saving it again changes nothing


def test_a_focal_point_reports_for_its_own_institutions_only(world: Scene, make: Make, sign_in: SignIn) -> None:
    own, foreign = world.bodies[2], world.bodies[0]
    client = sign_in(make.account("focal_point", scope=("organisation", own.id), country_code="GE"))
    listed = client.get(f"/x/impact/institution/?period={QUARTER}").text
    assert "Migrants served by units with trained staff" in listed
    assert "Different persons trained" not in listed
    waiting = client.get("/").text
    assert "The centre asks your institution for 6 values." in waiting
    path = "/x/impact/institution/{body}/{tracked}/{period}"
    tracked = world.tracked["2a"].public_id
    here = path.format(body=own.slug, tracked=tracked, period=QUARTER)
    assert client.post(here, data={"state": "known", "value": "1 204"}).status_code == 303
    kept = db.session.query(Entry).one()
    assert (kept.value, kept.organisation_id) == (1204, own.id)
    assert client.post(here, data={"state": "unknown"}).status_code == 422  # a reason is missing
    assert client.get(path.format(body=foreign.slug, tracked=tracked, period=QUARTER)).status_code == 404
    assert client.get(f"/x/impact/institution/?organisation={foreign.slug}").status_code == 404
    computed = world.tracked["1.1a"].public_id
    assert client.get(path.format(body=own.slug, tracked=computed, period=QUARTER)).status_code == 404
    assert client.get("/x/impact/").status_code == 403
    assert client.get("/x/impact/reports/").status_code == 403
    locks.lock(world.centre, PERIOD)
    late = client.post(here, data={"state": "known", "value": "9", "reason": "Late"})
    assert late.status_code == 422
    assert "is locked" in late.text


@pytest.fixture
def report(world: Scene) -> DonorReport:
    made = donor.draft(ReportCommand(world.project, PERIOD, world.make.texts("Fourth quarter")))
    assert made.release is not None
    check_now(made.release)
    work.commit()
    return made


def test_a_report_goes_to_the_donor_as_page_pdf_and_workbook(
    world: Scene, report: DonorReport, make: Make, sign_in: SignIn
) -> None:
    client, url = sign_in(make.staff()), f"/x/impact/reports/{report.public_id}/"
    assert "Checked: this is what the donor would read." in client.get(url).text
    assert client.post(f"{url}publish").status_code == 303
    assert "published" in client.get("/x/impact/reports/?format=csv").text.lower()
    observer = sign_in(make.account("observer", scope=("centre", world.centre.id)))
    page = observer.get(url).text
    assert "Fourth quarter" in page
    assert "Publish…" not in page
    assert "Withdraw…" not in page
    pdf = observer.get(f"/x/impact/reports/{report.public_id}.pdf")
    assert pdf.get_data().startswith(b"%PDF-1.7")
    book = observer.get(f"/x/impact/reports/{report.public_id}.xlsx")
    assert book.get_data().startswith(b"PK")
    assert observer.post(f"{url}withdraw", data={"reason": "x"}).status_code == 403
    abroad = sign_in(make.account("observer", scope=("country", "TR")))
    assert abroad.get(url).status_code == 404
    assert report.release is not None
    assert abroad.get(f"/reports/releases/published/{report.release.public_id}/").status_code == 404
    assert "Fourth quarter" not in abroad.get("/reports/releases/published/").text
    assert "No report is published for you yet." in abroad.get("/x/impact/reports/").text


def test_another_centre_opens_nothing_of_ours(world: Scene, report: DonorReport, make: Make, sign_in: SignIn) -> None:
    locked = locks.lock(world.centre, PERIOD)
    value = locked.values[0]
    other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    make.activity()
    indicator, result = world.tracked["1.2c"], world.tracked["1.2c"].result
    ours = f"/x/impact/indicators/{indicator.public_id}"
    reads = [
        f"{ours}/",
        f"{ours}/edit",
        f"{ours}/history",
        f"{ours}/target",
        f"{ours}/records",
        f"{ours}/value/{QUARTER}",
        f"/x/impact/results/{result.public_id}/indicators/new",
        f"/x/impact/results/{result.public_id}/edit",
        f"/x/impact/periods/{locked.public_id}/",
        f"/x/impact/values/{value.public_id}/",
        f"/x/impact/values/{value.public_id}/correct",
        f"/x/impact/reports/{report.public_id}/",
        f"/x/impact/reports/{report.public_id}.pdf",
        f"/x/impact/reports/{report.public_id}.xlsx",
        f"/x/impact/reports/{report.public_id}/publish",
        "/x/impact/?centre=baku",
        "/x/impact/periods/lock/2026-q3?centre=baku",
    ]
    writes = [
        f"{ours}/archive",
        f"{ours}/files",
        f"/x/impact/results/{result.public_id}/archive",
        f"/x/impact/values/{value.public_id}/recompute",
        f"/x/impact/reports/{report.public_id}/check",
        f"/x/impact/reports/{report.public_id}/discard",
        "/x/impact/framework/start?centre=baku",
    ]
    client = sign_in(make.staff(other))
    assert {path: client.get(path).status_code for path in reads} == dict.fromkeys(reads, 404)
    assert {path: client.post(path).status_code for path in writes} == dict.fromkeys(writes, 404)
    for role in ("participant", "trainer"):
        client = sign_in(make.account(role))
        assert {path: client.get(path).status_code for path in reads} == dict.fromkeys(reads, 403)
    assert db.session.query(Tracked).filter(Tracked.archived_at.is_not(None)).count() == 0


def test_the_story_of_a_module_and_what_waits_at_home(world: Scene, make: Make, sign_in: SignIn, app: Flask) -> None:
    client = sign_in(make.staff())
    told = client.get(f"/x/impact/modules/4/?period={QUARTER}").text
    assert "Needs are not recorded yet." in told
    assert world.session.slug in told
    assert "4th quarter 2026 is over and not locked." in client.get("/").text
    assert client.get("/x/impact/modules/?format=csv").mimetype == "text/csv"


def test_the_command_begins_a_framework(app: Flask, make: Make) -> None:
    make.centre()
    work.commit()
    start.callback(slug="baku")  # type: ignore[misc]
    assert db.session.query(Tracked).count() == 18
