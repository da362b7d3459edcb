"""What visitors and staff see: six tables the same in page, CSV and SDMX, in two languages; who sees no more."""

import csv
import io
import re
from typing import Any

import pytest

from trainhub.kernel import work
from trainhub.plugin_api.disclosure import Actor
from trainhub_gender import annual

from . import hand

PAGE = "/x/gender/annual/2026/"
FILES = "/reports/releases"
SEX = {"f": "F", "m": "M", "other": "_O", "undisclosed": "_U"}


@pytest.fixture
def release(make: Any) -> str:
    """Publish the year made by hand; return its public id."""
    hand.year(make)
    found = annual.publish_now(2026, annual.sole_centre(), Actor(None, "Leyla"))
    work.commit()
    return str(found.public_id)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&lt;", "<").strip()


def tables(page: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Return the lines of every published table of a page: their name, and what stands in each cell."""
    found = {}
    for key, section in re.findall(r'<section aria-labelledby="t-(\w+)">(.*?)</section>', page, re.S):
        body = re.search(r'<table class="tbl dense grid">.*?<tbody>(.*?)</tbody>', section, re.S)
        assert body
        found[key] = [
            (text(row.partition("<td")[0]), [text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)])
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S)
        ]
    return found


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("language", "eye", "azerbaijan"), [("en", "hidden", "Azerbaijan"), ("az", "gizlədilib", "Azərbaycan")]
)
def test_six_tables_are_the_same_in_page_and_files(
    client: Any, release: str, language: str, eye: str, azerbaijan: str
) -> None:
    shown = tables(client.get(PAGE, query_string={"lang": language}).text)
    assert list(shown) == [each.key for each in annual.TABLES]
    assert dict(shown["country"])[azerbaijan] == ["14", "10", "0", "0", "<5", eye]
    edition = annual.edition(2026, "")[0]
    for key, table in edition.tables.items():
        wide = len(table.axes) > 1
        marked = {mark for _name, cells in shown[key] for mark in cells if mark in ("<5", eye)}
        assert marked == {{"primary": "<5", "secondary": eye}[mark] for mark in hand.HIDDEN[key].values()}
        written = lines(client.get(f"{FILES}/{release}/{key}.csv", query_string={"lang": language}))
        values = [row[len(table.axes)].replace("suppressed", eye) for row in written[1:]]
        columns = len(table.axes[-1].all) if wide else 1
        page = [cell for _name, cells in shown[key] for cell in cells[:columns]]
        assert [_as_page(value, table.shares) for value in values] == [cell.replace(" ", "") for cell in page]


def _as_page(value: str, shares: bool) -> str:
    if value == "":
        return "–"
    return f"{float(value):.0%}" if shares and value[0].isdigit() else value


def test_sdmx_tells_the_same_with_its_codes(client: Any, release: str) -> None:
    edition = annual.edition(2026, "")[0]
    for key, table in edition.tables.items():
        head, *rows = lines(client.get(f"{FILES}/{release}/{key}.sdmx.csv"))
        codes = {"country": "REF_AREA", "organisation": "ORG_TYPE", "level": "LEVEL", "module": "MODULE"}.get(key)
        places = [head.index(each) for each in (*((codes,) if codes else ()), "SEX")]
        value, status = head.index("OBS_VALUE"), head.index("CONF_STATUS")
        hidden = {tuple(row[place] for place in places): row[status] for row in rows if row[status] != "F"}
        expected = {
            tuple(SEX.get(code, code) for code in cell): {"primary": "A", "secondary": "D"}[mark]
            for cell, mark in hand.HIDDEN[key].items()
        }
        assert hidden == expected
        assert all(row[value] == "" for row in rows if row[status] != "F")
        for row in rows:
            cell = tuple(row[place] for place in places)
            if row[status] == "F" and "_U" not in cell:
                ours = tuple({their: our for our, their in SEX.items()}.get(each, each) for each in cell)
                true = table.cell(*ours).value
                assert row[value] == ("" if true is None else f"{round(true, 4):g}")
        listed = {tuple(row[:2]) for row in lines(client.get(f"{FILES}/{release}/{key}.codes.csv"))[1:]}
        assert {(f"CL_{head[place]}", row[place]) for row in rows for place in places} <= listed


def test_visitors_find_the_years_the_press_sheet_and_the_brief(client: Any, release: str) -> None:
    assert "Gender statistics 2026" in client.get("/x/gender/annual/").text
    page = client.get(PAGE).text
    assert "Women were at least half in 1 of 2 countries" in page
    assert "never guessed" in page
    sheet = client.get(f"{PAGE}press", query_string={"lang": "az"}).text
    assert "qadınlar" in sheet
    plain = client.get(f"{PAGE}press?format=txt&lang=en")
    assert plain.content_type.startswith("text/plain")
    for code in ("az", "ru", "en"):
        brief = client.get(f"{PAGE}brief-{code}.pdf")
        assert (brief.status_code, brief.data[:5]) == (200, b"%PDF-")
    for nothing in (
        "/x/gender/annual/1999/",
        "/x/gender/annual/2025/press",
        f"{PAGE}brief-xx.pdf",
        f"{PAGE}?centre=no",
    ):
        assert client.get(nothing).status_code == 404


def test_more_years_are_no_more_questions(client: Any, release: str, queries: Any) -> None:
    client.get(PAGE)
    with queries(12) as first:
        client.get(PAGE)
    for year in (2025, 2024):
        annual.publish_now(year, annual.sole_centre(), Actor(None, "Leyla"))
    work.commit()
    with queries(12) as then:
        page = client.get(PAGE).text
    assert len(then) == len(first)
    assert "Other years" in page


def test_nothing_is_there_before_it_is_published(client: Any, make: Any) -> None:
    hand.year(make)
    assert "No year is published yet." in client.get("/x/gender/annual/").text
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("role", ["visitor", "participant", "trainer", "focal_point", "observer"])
def test_nobody_outside_the_office_sees_figures_that_are_not_published(
    make: Any, sign_in: Any, client: Any, role: str
) -> None:
    hand.year(make)
    who = client if role == "visitor" else sign_in(make.account(role))
    for path in (
        "/x/gender/",
        "/x/gender/?format=csv",
        "/x/gender/?format=xlsx&table=states",
        "/x/gender/annual/publish",
    ):
        assert who.get(path).status_code in (303, 403)
    assert who.post("/x/gender/annual/publish?year=2026").status_code in (303, 403)
    assert annual.editions() == []
    if role != "visitor":
        assert "Not begun" not in who.get("/x/gender/annual/").text


class TestStaff:
    @pytest.fixture
    def staff(self, make: Any, sign_in: Any) -> Any:
        hand.year(make)
        return sign_in(make.staff())

    def test_the_page_says_the_share_first(self, staff: Any) -> None:
        page = text(staff.get("/x/gender/?period=2026&by=country").text)
        assert "Women were 48% of participants, 2026" in page
        assert "2 of 64 did not state a gender." in page
        assert "Georgia 11 9 0 20 55% 34% – 74%" in page  # Wilson for 11 of 20

    @pytest.mark.parametrize(
        "query",
        [
            "by=gender",
            "by=country&by=level",
            "indicator=core.persons&by=module",
            "indicator=core.registrations&by=format&country=AZ",
            "indicator=core.trainers&by=month",
            "indicator=core.completion_rate&by=no-such&period=soon",
            "period=2026-q2&by=organisation_type",
            "period=2020",
        ],
    )
    def test_every_way_to_ask_has_a_page_and_files(self, staff: Any, query: str) -> None:
        assert staff.get(f"/x/gender/?{query}").status_code == 200
        for kind in ("csv", "xlsx"):
            for table in ("figures", "states", "rates", "trainers"):
                assert staff.get(f"/x/gender/?{query}&format={kind}&table={table}").status_code == 200
        assert staff.get(f"/x/gender/?{query}&format=pdf").status_code == 404

    def test_a_file_holds_what_is_shown(self, staff: Any) -> None:
        found = lines(staff.get("/x/gender/?period=2026&by=country&format=csv"))
        assert found[0][:7] == [
            "Country",
            "Women",
            "Men",
            "Another gender",
            "Preferred not to say",
            "Not stated",
            "All",
        ]
        row = next(line for line in found if line[0] == "Georgia")
        assert row[1:8] == ["11", "9", "0", "0", "0", "20", "0.55"]

    def test_the_explorer_leads_to_publishing_the_same_table(self, staff: Any) -> None:
        page = staff.get("/reports/?indicator=core.participations&by=country&by=gender&period=2026").text
        link = re.search(r'href="(/reports/releases/new[^"]*)"', page)
        assert link
        assert staff.get(link[1].replace("&amp;", "&")).status_code == 200
        assert "indicator=core.participations&amp;by=country&amp;by=gender&amp;period=2026" in link[1]

    def test_one_word_publishes_a_year(self, staff: Any) -> None:
        from trainhub.kernel import jobs

        assert "Publish 2026" in staff.get("/x/gender/").text
        assert "Participations by module and gender" in staff.get("/x/gender/annual/publish?year=2026").text
        assert staff.post("/x/gender/annual/publish?year=2026").status_code == 303
        assert "Being checked" in staff.get("/x/gender/annual/").text
        jobs.drain()
        assert "Published" in staff.get("/x/gender/annual/").text
        assert staff.get(PAGE).status_code == 200

    def test_the_number_of_questions_does_not_grow(self, staff: Any, make: Any, queries: Any) -> None:
        staff.get("/x/gender/?period=2026")
        with queries(60) as first:
            staff.get("/x/gender/?period=2026")
        for number in range(3):
            session = make.session(state="completed", seats=500, activity="m04-a02", format="seminar")
            hand.came(session, f"A{number}", "ngo", "practitioners", "f", 5, 5)
        with queries(60) as then:
            staff.get("/x/gender/?period=2026")
        assert len(then) <= len(first)
