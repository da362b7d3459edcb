"""What other programs read: CSV with a status, HXL hashtags, SDMX-CSV with its code lists; never a hidden number."""

import csv
import io
from datetime import date
from itertools import product

import pytest

from trainhub.reports.disclosure import formats
from trainhub.reports.disclosure.policy import Status
from trainhub.reports.disclosure.problem import TOTAL, Codes
from trainhub.reports.disclosure.reading import ReadAxis, ReadCell, ReadTable

COUNTRY = ReadAxis("country", "Country", ("AZ", "GE"), {"AZ": "Azerbaijan", "GE": "Georgia"})
GENDER = ReadAxis(
    "gender",
    "Gender",
    ("f", "m", "undisclosed", "_U"),
    {"f": "Women", "m": "=Men", "undisclosed": "Would not say", "_U": "Not stated"},
)
QUARTER = ReadAxis("quarter", "Quarter", ("20261", "20262"), {"20261": "1st", "20262": "2nd"}, period=True)
NUMBERS: dict[Codes, int] = {
    ("AZ", "f"): 14, ("AZ", "m"): 9, ("AZ", "undisclosed"): 0, ("AZ", "_U"): 2,
    ("GE", "f"): 8, ("GE", "m"): 7, ("GE", "undisclosed"): 6, ("GE", "_U"): 5,
}  # fmt: skip
HIDDEN = {("AZ", "_U"): Status.PRIMARY, ("AZ", TOTAL): Status.SECONDARY, (TOTAL, "_U"): Status.SECONDARY}


def table(axes: tuple[ReadAxis, ...] = (COUNTRY, GENDER), gather: str = "sum") -> ReadTable:
    cells = {}
    for wanted in product(*(axis.all for axis in axes)):
        chosen = [n for codes, n in NUMBERS.items() if all(w in (TOTAL, c) for w, c in zip(wanted, codes, strict=True))]
        status = HIDDEN.get(wanted, Status.SHOWN)
        value = sum(chosen) if status == Status.SHOWN else None
        cells[wanted] = ReadCell(status, value, value)
    return ReadTable(
        "both", "Trainees", "core.participations", "Participations", "Who came.", "participations", gather,
        axes, date(2026, 1, 1), date(2027, 1, 1), 5, False, {}, cells,
    )  # fmt: skip


def parsed(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.fixture(autouse=True)
def in_english(app: object) -> None:
    """Words are English in these tests."""


def test_csv_tells_a_hidden_number_by_a_status_and_never_as_nothing() -> None:
    rows = {(row["Country"], row["Gender"]): row for row in parsed(formats.text(formats.plain(table())))}
    assert rows["Azerbaijan", "Women"]["Participations"] == "14"
    assert rows["Azerbaijan", "Would not say"] | {"obs_status": "A"} == rows["Azerbaijan", "Would not say"]
    assert rows["Azerbaijan", "Would not say"]["Participations"] == "0"
    assert (rows["Azerbaijan", "Not stated"]["Participations"], rows["Azerbaijan", "Not stated"]["obs_status"]) == (
        "<5",
        "Q",
    )
    assert rows["Azerbaijan", "All"]["Participations"] == "suppressed"
    assert rows["Azerbaijan", "'=Men"]["Participations"] == "9"  # no spreadsheet runs it
    assert len(rows) == 15


def test_hxl_has_its_second_line_of_hashtags() -> None:
    lines = list(csv.reader(io.StringIO(formats.text(formats.hxl(table())).decode())))
    assert lines[1] == [
        "#country+name", "#country+code", "#group+gender+name", "#group+gender+code",
        "#indicator+value+num", "#status+obs+code", "#status+conf+code",
    ]  # fmt: skip
    assert all(len(line) == len(lines[1]) for line in lines)
    assert ["Azerbaijan", "AZ", "Not stated", "_U", "<5", "Q", "A"] in lines
    assert ["Azerbaijan", "AZ", "All", "_T", "suppressed", "Q", "D"] in lines


def test_sdmx_speaks_in_codes() -> None:
    rows = parsed(formats.text(formats.sdmx(table())))
    found = {(row["REF_AREA"], row["SEX"]): row for row in rows}
    assert set(found) == set(product(("AZ", "GE", "_T"), ("F", "M", "_U", "_T")))
    assert len(rows) == 12  # one observation a key: who would not say and who was not asked are both _U
    assert found["AZ", "F"] | {"OBS_VALUE": "14", "OBS_STATUS": "A", "CONF_STATUS": "F"} == found["AZ", "F"]
    assert (found["AZ", "_U"]["OBS_VALUE"], found["AZ", "_U"]["OBS_STATUS"]) == ("", "Q")
    assert found["GE", "_U"]["OBS_VALUE"] == "11"
    assert found["AZ", "_T"]["CONF_STATUS"] == "D"
    assert {(row["STRUCTURE"], row["ACTION"], row["TIME_PERIOD"], row["FREQ"]) for row in rows} == {
        ("dataflow", "I", "2026", "A")
    }


def test_every_code_of_sdmx_is_in_a_list() -> None:
    lists = {(row["CODELIST"], row["CODE"]): row["NAME"] for row in parsed(formats.text(formats.code_lists(table())))}
    for row in parsed(formats.text(formats.sdmx(table()))):
        for column, codelist in (("SEX", "CL_SEX"), ("REF_AREA", "CL_REF_AREA"), ("INDICATOR", "CL_INDICATOR")):
            assert (codelist, row[column]) in lists
        assert ("CL_OBS_STATUS", row["OBS_STATUS"]) in lists
        assert ("CL_CONF_STATUS", row["CONF_STATUS"]) in lists
    assert lists["CL_SEX", "_U"] == "Not stated"
    assert lists["CL_REF_AREA", "GE"] == "Georgia"


def test_periods_are_written_as_sdmx_writes_them() -> None:
    cells = {(code,): ReadCell(Status.SHOWN, 7, 7) for code in QUARTER.all}
    made = ReadTable(
        "t", "T", "core.participations", "P", "", "", "sum", (QUARTER,),
        date(2026, 1, 1), date(2026, 7, 1), 5, False, {"country": "AZ"}, cells,
    )  # fmt: skip
    rows = parsed(formats.text(formats.sdmx(made)))
    assert [(row["TIME_PERIOD"], row["FREQ"]) for row in rows] == [
        ("2026-Q1", "Q"), ("2026-Q2", "Q"), ("2026-01-01/P181D", "_O"),
    ]  # fmt: skip
    assert {row["REF_AREA"] for row in rows} == {"AZ"}


def test_the_workbook_holds_the_same_and_says_what_the_marks_mean() -> None:
    assert formats.workbook([table(), table()])[:2] == b"PK"
    words = dict(map(tuple, list(formats.about([table()]))[1:]))
    assert words["<5"].startswith("Fewer than 5")
    assert "suppressed" in words


def test_no_file_of_a_table_has_a_number_that_is_hidden() -> None:
    """The two people of Azerbaijan, their row's 25 and their column's 7 are in no file."""
    for made in (formats.plain, formats.hxl, formats.sdmx):
        for row in csv.reader(io.StringIO(formats.text(made(table())).decode())):
            if "Q" in row:
                assert not [cell for cell in row if cell in {"2", "25", "7"}]
