"""Pages of published figures: drafted, checked by the job, let out, read as page and as files, taken back."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.journeys.reading import rows_of
from tests.reports.test_services_releases import PEOPLE, World
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.reports.disclosure.models import PublishedCell, Release
from trainhub.web.sheets import XLSX

HOME = "/reports/releases/"
OUT = f"{HOME}published/"
DRAFT = {"title-en": "Trainees of 2026", "audience": "public", "period": "other"}
DAYS = {"first": "2026-01-01", "last": "2026-12-31"}
HIDDEN = "suppressed"


@pytest.fixture
def world(make: Any) -> World:
    found = World(make)
    for country, level, number in PEOPLE:
        found.came(country, level, number, completed=max(number - 3, 0))
    db.session.commit()
    return found


@pytest.fixture
def office(world: World, make: Any, sign_in: Any) -> FlaskClient:
    client: FlaskClient = sign_in(make.account("administrator", display="Leyla"))
    return client


def drafted(client: FlaskClient, **values: str) -> str:
    """Draft a release with one table; return where it is."""
    where: str = client.post(f"{HOME}new", data=DRAFT | DAYS | values).location
    table = {"indicator": "core.participations", "by1": "country", "by2": "level"}
    assert client.post(f"{where}tables", data=table).status_code == 303
    return where


def published(client: FlaskClient, **values: str) -> str:
    """Draft, check and publish a release; return its public id."""
    where = drafted(client, **values)
    assert client.post(f"{where}check").status_code == 303
    jobs.drain()
    assert client.post(f"{where}publish").location == where
    return where.removeprefix(HOME).strip("/")


def parsed(client: FlaskClient, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def on_page(page: str) -> dict[tuple[str, ...], str]:
    """Return what the first table of a page shows: (country, level) -> number or mark."""
    (first, *levels), *lines = rows_of(page, "grid")
    assert first == "Country"
    return {
        (country, level): HIDDEN if cell.endswith("hidden") else cell
        for country, *cells in lines
        for level, cell in zip(levels, cells, strict=True)
    }


def test_a_release_is_drafted_checked_published_and_withdrawn(office: FlaskClient) -> None:
    assert "Trainees of 2026" not in office.get(OUT).text
    assert office.post(f"{HOME}new", data=DRAFT).status_code == 422  # which days?
    where = drafted(office)
    assert "Check what may be shown" in office.get(where).text
    assert "not ready" in office.get(f"{where}publish").text
    assert office.post(f"{where}publish").status_code in {403, 409}
    assert office.post(f"{where}tables", data={"indicator": ""}).status_code == 422
    office.post(f"{where}check")
    page = office.get(where).text
    assert "Looking for everything that could be worked out" in page
    assert 'hx-trigger="every 2s"' in page
    jobs.drain()
    page = office.get(where).text
    assert "Checked: this is what would be read." in page
    assert "Publish 1 table" in office.get(f"{where}publish").text
    public_id = where.removeprefix(HOME).strip("/")
    assert office.get(f"{OUT}{public_id}/").status_code == 404  # not yet
    office.post(f"{where}publish")
    assert "Trainees of 2026" in office.get(OUT).text
    assert office.post(f"{where}discard").status_code in {403, 409}
    assert office.post(f"{where}withdraw", data={"reason": ""}).status_code == 422
    assert office.post(f"{where}withdraw", data={"reason": "A number was wrong."}).location == where
    page = office.get(where).text
    for text in ("Withdrawn on", "A number was wrong.", "Leyla"):
        assert text in page
    for address in (f"{OUT}{public_id}/", OUT):
        assert "Trainees of 2026" not in office.get(address).text
    assert [row[3] for row in parsed(office, f"{HOME}?format=csv")[1:]] == ["Taken back"]


def test_what_the_explorer_is_narrowed_to_is_what_comes_out(office: FlaskClient) -> None:
    explorer = office.get("/reports/?indicator=core.participations&by=country&by=level&country=AZ&period=2026").text
    link = re.search(r'href="(/reports/releases/new[^"]*)"', explorer)
    assert link
    begin = link[1].replace("&amp;", "&")
    assert begin.endswith("by=level&period=2026&country=AZ")
    where = office.post(begin, data=DRAFT | DAYS).location
    assert "Participations · Level (Azerbaijan)" in office.get(where).text
    office.post(f"{where}check")
    jobs.drain()
    office.post(f"{where}publish")
    page = office.get(f"{OUT}{where.removeprefix(HOME)}").text
    assert "Participations · Level (Azerbaijan)" in page
    assert "14" in {cells[-1] for cells in rows_of(page, "grid")}  # specialists of Azerbaijan, not all 32


def test_what_is_published_proposes_a_briefing(office: FlaskClient) -> None:
    page = office.get(f"{HOME}{published(office)}/").text
    link = re.search(r'href="(/sessions/new[^"]*)"', page)
    assert link
    editor = office.get(link[1].replace("&amp;", "&")).text
    assert 'value="Briefing: Trainees of 2026"' in editor
    assert '<option selected value="briefing"' in editor


def test_a_draft_is_thrown_away_and_a_table_taken_out(office: FlaskClient) -> None:
    where = drafted(office)
    key = db.session.query(Release).one().tables[0].key
    assert office.post(f"{where}tables/nothing/remove").status_code == 404
    office.post(f"{where}tables/{key}/remove")
    assert "There is no table yet." in office.get(where).text
    assert office.post(f"{where}check").status_code in {403, 409}
    assert office.post(f"{where}discard").location == HOME
    assert office.get(where).status_code == 404


def test_files_say_what_the_page_says(office: FlaskClient, app: Any) -> None:
    public_id = published(office)
    key = db.session.query(Release).one().tables[0].key
    visitor = app.test_client()
    page = on_page(visitor.get(f"{OUT}{public_id}/").text)
    assert {HIDDEN, "<5", "14"} <= set(page.values())
    head, *lines = parsed(visitor, f"{HOME}{public_id}/{key}.csv")
    assert head[:2] == ["Country", "Level"]
    assert {tuple(line[:2]): line[2] for line in lines} == page

    lists = {(line[0], line[1]): line[2] for line in parsed(visitor, f"{HOME}{public_id}/{key}.codes.csv")}
    names, *rows = parsed(visitor, f"{HOME}{public_id}/{key}.sdmx.csv")
    told = {}
    for row in (dict(zip(names, each, strict=True)) for each in rows):
        place = lists["CL_REF_AREA", row["REF_AREA"]], lists["CL_LEVEL", row["LEVEL"]]
        mark = {"A": "<5", "D": HIDDEN}.get(row["CONF_STATUS"], "")
        assert (row["OBS_VALUE"] == "") is bool(mark)
        told[place] = row["OBS_VALUE"] or mark
    assert told == page

    _head, tags, *hxl = parsed(visitor, f"{HOME}{public_id}/{key}.hxl.csv")
    assert tags[0] == "#country+name"
    assert {(line[0], line[2]): line[4] for line in hxl} == page
    answer = visitor.get(f"{HOME}{public_id}/tables.xlsx")
    assert answer.mimetype == XLSX
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert ("Azerbaijan" in words, HIDDEN in words) == (True, True)
    for name in (f"{key}.json", "nothing.csv", "tables.csv"):
        assert visitor.get(f"{HOME}{public_id}/{name}").status_code == 404
    # what is hidden stands in no file and on no page: there is no value to leak
    assert db.session.query(PublishedCell).filter(PublishedCell.status != "shown", PublishedCell.value > 0).all() == []
    office.post(f"{HOME}{public_id}/withdraw", data={"reason": "A number was wrong."})
    for name in (f"{key}.csv", f"{key}.sdmx.csv", "tables.xlsx"):
        assert visitor.get(f"{HOME}{public_id}/{name}").status_code == 404


def test_partners_read_what_the_public_may_not(office: FlaskClient, make: Any, app: Any, sign_in: Any) -> None:
    public_id = published(office, audience="partner")
    key = db.session.query(Release).one().tables[0].key
    addresses = (f"{OUT}{public_id}/", f"{HOME}{public_id}/{key}.csv", f"{HOME}{public_id}/tables.xlsx")
    for kind, may in (("visitor", False), ("participant", False), ("observer", True), ("focal_point", True)):
        account = None if kind == "visitor" else make.account(kind)
        client = app.test_client() if account is None else sign_in(account)
        assert [client.get(each).status_code for each in addresses] == [200 if may else 404] * 3, kind
        assert ("Trainees of 2026" in client.get(OUT).text) is may
        assert client.get(f"{HOME}{public_id}/").status_code == (303 if kind == "visitor" else 403)


def test_staff_let_out_figures_of_their_centre_only(office: FlaskClient, make: Any, sign_in: Any) -> None:
    of_all, of_baku = drafted(office), drafted(office, centre="baku")
    acts = ("", "publish", "withdraw")
    for staff, seen in ((make.staff(), True), (make.staff(make.centre("dushanbe")), False)):
        client = sign_in(staff)
        assert [client.get(f"{of_all}{each}").status_code for each in acts] == [404] * 3
        assert [client.get(f"{of_baku}{each}").status_code for each in acts] == [200 if seen else 404] * 3
        assert client.post(f"{of_all}check").status_code == 404
        assert ("Trainees of 2026" in client.get(HOME).text) is seen
        assert "All centres" not in client.get(f"{HOME}new").text
        assert client.post(f"{HOME}new", data=DRAFT | DAYS | {"centre": ""}).status_code == 422
