"""The reader of lists: files as ministries send them, and files that mean harm."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from trainhub.imports import sheets
from trainhub.imports.cells import text_of
from trainhub.imports.sheets import read
from trainhub.kernel.errors import Invalid
from trainhub.kernel.text import fold

KNOWN = {fold(each) for each in ("Ad", "Name", "ФИО", "E-mail", "Email")}


@pytest.fixture(autouse=True)
def _words(app):
    """The sentences of the reader are looked up in a catalogue."""


def text_file(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(tmp_path, fill, name="list.xlsx"):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as book:
        fill(book, book.add_worksheet())
    return path


def rebuilt(path, **changes):
    """Write the parts of a workbook anew; `changes` maps a part's end to a function of its bytes."""
    box = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in box.infolist():
            data = box.read(part)
            for end, change in changes.items():
                if Path(part.filename).stem == end:
                    data = change(data)
            out.writestr(part.filename, data)
    return path


def rows(path, kind=None):
    return list(read(path, kind or path.suffix[1:], KNOWN))


# --- text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Ad;E-mail\nLeyla Əliyeva;leyla@example.org\n", "utf-8"),
        ("Ad;E-mail\r\nLeyla Əliyeva;leyla@example.org\r\n", "utf-8-sig"),
        ("Ad\tE-mail\nLeyla Əliyeva\tleyla@example.org", "utf-16"),
        ("Ad\tE-mail\r\nLeyla Əliyeva\tleyla@example.org\r\n", "utf-16-le"),
        ("Ad,E-mail\nLeyla Əliyeva,leyla@example.org\n", "utf-16-be"),
        ("sep=;\r\nAd;E-mail\r\nLeyla Əliyeva;leyla@example.org\r\n", "utf-8-sig"),
        ("Ad|E-mail\nLeyla Əliyeva|leyla@example.org\n", "utf-8"),
        ('"Ad","E-mail"\n"Leyla Əliyeva","leyla@example.org"\n', "utf-8"),
        ("\n\n;;\nAd;E-mail;;\n;;\nLeyla Əliyeva;leyla@example.org;;\n;;\n", "utf-8"),
        ("List of participants\n2027\nAd;E-mail\nLeyla Əliyeva;leyla@example.org\n", "utf-8"),
        ("Ad;E-mail\nLeyla\u00a0 Əliyeva ;\tleyla@example.org\u200b\n", "utf-8"),
        ('Ad;E-mail\n"Leyla\nƏliyeva";leyla@example.org\n', "utf-8"),
    ],
)
def test_text_of_any_habit_gives_the_same_row(tmp_path, content, encoding):
    found = rows(text_file(tmp_path, content, encoding))
    assert [{k: v for k, v in row.items() if v} for _line, row in found] == [
        {"Ad": "Leyla Əliyeva", "E-mail": "leyla@example.org"}
    ]


def test_cyrillic_of_an_old_office_is_read(tmp_path):
    found = rows(text_file(tmp_path, "ФИО;E-mail\nЛейла Алиева;leyla@example.org\n", "windows-1251"))
    assert found == [(2, {"ФИО": "Лейла Алиева", "E-mail": "leyla@example.org"})]


def test_lines_are_counted_as_the_reader_of_the_file_counts(tmp_path):
    found = rows(text_file(tmp_path, 'sep=,\nName,Note\nA,"two\nlines"\n\nB,\n'))
    assert [(line, row["Name"]) for line, row in found] == [(3, "A"), (6, "B")]


def test_short_and_long_lines_and_heads_without_a_name(tmp_path):
    found = rows(text_file(tmp_path, "Name;;Name\nA;b;c;d\nB\n"))
    assert found == [
        (2, {"Name": "A", "B": "b", "Name (2)": "c", "D": "d"}),
        (3, {"Name": "B", "B": "", "Name (2)": "", "D": ""}),
    ]


def test_what_our_own_files_disarm_comes_back_as_it_was(tmp_path):
    found = rows(text_file(tmp_path, "Name,Phone\n'=SUM(A1),'+994 12\nD'Arcy,'x\n"))
    assert [list(row.values()) for _line, row in found] == [["=SUM(A1)", "+994 12"], ["D'Arcy", "'x"]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n;;;\n",
        b"\x00\x01\x02\x03" * 100,
        b"Name;E-mail\nA\x00B;x\n",
        b'Name;E-mail\n"A;b\n' + b"x" * 200_000,
        b"\xff\xfeN\x00a",
        bytes(range(256)),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    with pytest.raises(Invalid):
        rows(text_file(tmp_path, content))


# --- workbooks ----------------------------------------------------------------------------------------


def test_cells_keep_what_they_say(tmp_path):
    def fill(book, sheet):
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for place, head in enumerate(("Name", "Day", "Moment", "Time", "Whole", "Part", "Yes", "Sum", "Text", "Zero")):
            sheet.write(0, place, head)
        sheet.write(1, 0, "Ольга  Ким\n")
        sheet.write_datetime(1, 1, datetime(2027, 3, 2), day)
        sheet.write_datetime(1, 2, datetime(2027, 3, 2, 9, 30), moment)
        sheet.write_datetime(1, 3, time(9, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 4, 994125551234)
        sheet.write_number(1, 5, 2.5)
        sheet.write_boolean(1, 6, True)
        sheet.write_formula(1, 7, "=1+1", None, 2)
        sheet.write_string(1, 8, "=1+1")
        sheet.write_string(1, 9, "007")

    ((line, row),) = rows(workbook(tmp_path, fill))
    assert line == 2
    assert list(row.values()) == [
        "Ольга Ким", "2027-03-02", "2027-03-02 09:30", "09:30:00", "994125551234", "2.5", "yes", "2", "=1+1", "007",
    ]  # fmt: skip


def test_title_rows_empty_rows_hidden_sheets_and_merged_cells(tmp_path):
    def fill(book, sheet):
        sheet.hide()
        sheet.write(0, 0, "Hidden")
        list_ = book.add_worksheet("List")
        list_.activate()
        book.add_worksheet("More").write(0, 0, "Name")
        list_.merge_range(1, 1, 1, 3, "Participants of the training")
        for place, head in enumerate(("№", "Name", "Ministry"), 1):
            list_.write(3, place, head)
        list_.write(4, 2, "Aysel")
        list_.merge_range(4, 3, 6, 3, "Migration Service")
        list_.write(5, 2, "Murad")
        list_.write(8, 2, "Nino")

    assert [(line, row["Name"], row["Ministry"]) for line, row in rows(workbook(tmp_path, fill))] == [
        (5, "Aysel", "Migration Service"),
        (6, "Murad", "Migration Service"),
        (7, "", "Migration Service"),
        (9, "Nino", ""),
    ]


def test_a_sheet_coloured_to_its_end_is_read(tmp_path):
    def fill(book, sheet):
        grey = book.add_format({"bg_color": "#eeeeee"})
        sheet.write(0, 0, "Name")
        sheet.write(1, 0, "Aysel")
        sheet.write_blank(1_048_575, 16_383, None, grey)

    assert rows(workbook(tmp_path, fill)) == [(2, {"Name": "Aysel"})]


def test_faults_and_formulas_that_were_never_computed_are_text(tmp_path):
    def fill(_book, sheet):
        sheet.write(0, 0, "Name")
        sheet.write(0, 1, "Sum")
        sheet.write(1, 0, "Aysel")
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
        sheet.write(2, 0, "Murad")
        sheet.write_formula(2, 1, "=A1", None, "")

    assert [row["Name"] for _line, row in rows(workbook(tmp_path, fill))] == ["Aysel", "Murad"]


def far_cell(path, place):
    return rebuilt(path, sheet1=lambda xml: xml.replace(b'r="A2"', f'r="{place}"'.encode()))


def small(tmp_path):
    def fill(_book, sheet):
        sheet.write(0, 0, "Name")
        sheet.write(1, 0, "Aysel")

    return workbook(tmp_path, fill)


def swollen(path, size):
    return rebuilt(path, sharedStrings=lambda xml: xml.replace(b"Aysel", b"A" * size))


def lying(path):
    """Say in the archive's index that a large part is small."""
    swollen(path, 1 << 20)
    data = bytearray(path.read_bytes())
    index = data.rindex(b"xl/sharedStrings.xml")  # in the central directory
    data[index - 22 : index - 18] = (1_000).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def cut(path, keep):
    path.write_bytes(path.read_bytes()[:keep])
    return path


def bloated(path):
    with zipfile.ZipFile(path, "a") as box:
        for number in range(1_100):
            box.writestr(f"xl/media/{number}.png", b"")
    return path


def another_kind(path):
    """Hide another kind of workbook in it, which a reader that goes by content would open instead."""
    with zipfile.ZipFile(path, "a") as box:
        box.writestr("content.xml", b"<office:document-content/>")
    return path


def pattern(begin):
    return lambda _xml: begin


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
MERGED = b"".join(b'<mergeCell ref="A1:A60000"/>' for _each in range(10_000))


HARM = {
    "a cell in the last row": lambda path: far_cell(path, "A1048576"),
    "a cell in the last column": lambda path: far_cell(path, "XFD2"),
    "a cell beyond every sheet": lambda path: far_cell(path, "ZZZZZZ99999999"),
    "a bomb": lambda path: swollen(path, 120 << 20),
    "a bomb that lies": lying,
    "too many parts": bloated,
    "cut in the middle": lambda path: cut(path, 2_000),
    "cut at the end": lambda path: cut(path, -30),
    "no workbook": lambda path: rebuilt(path, workbook=lambda _xml: b"<workbook/>"),
    "xml that ends": lambda path: rebuilt(path, sheet1=lambda xml: xml[: len(xml) // 2]),
    "no xml": lambda path: rebuilt(path, sheet1=lambda _xml: b"\x00\xff" * 500),
    "one endless tag": lambda path: rebuilt(path, sheet1=lambda _xml: b"<c " + b"x" * (3 << 20)),
    "entities": lambda path: rebuilt(
        path,
        sharedStrings=lambda xml: b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 500 + b'">]>' + xml.replace(b"Aysel", b"&a;"),
    ),
    "a row far away that no cell names": lambda path: rebuilt(
        path, sheet1=lambda xml: xml.replace(b"</sheetData>", b'<row r="4000000"><c><v>1</v></c></row></sheetData>')
    ),
    "a cell far away, written oddly": lambda path: rebuilt(
        path, sheet1=lambda xml: xml.replace(b'r="A2"', b'r = "XFD1048576" ')
    ),
    "rows in no order": lambda path: rebuilt(
        path, sheet1=lambda xml: xml.replace(b"<sheetData>", b'<sheetData><row r="4000000"><c><v>1</v></c></row>')
    ),
    "a corner far away": lambda path: far_cell(path, "ZZ60000"),
    "tags without an end": lambda path: rebuilt(path, sheet1=pattern(SHEET + b"<c " * (8 << 20))),
    "cells of all rows, ten thousand times": lambda path: rebuilt(
        path,
        sheet1=lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + MERGED + b"</mergeCells>"),
    ),
    "one long text everywhere": lambda path: rebuilt(
        swollen(path, 1 << 20),
        sheet1=lambda xml: xml.replace(
            b"</sheetData>",
            b"".join(b'<row r="%d"><c r="A%d" t="s"><v>1</v></c></row>' % (n, n) for n in range(3, 50_000))
            + b"</sheetData>",
        ),
    ),
    "another kind of workbook inside": another_kind,
    "no strings": lambda path: rebuilt(path, sharedStrings=lambda _xml: b"<sst/>"),
}


@pytest.mark.parametrize("harm", HARM)
def test_workbooks_that_mean_harm_are_refused(tmp_path, harm):
    path = HARM[harm](small(tmp_path))
    with pytest.raises(Invalid, match=r"workbook|nothing"):
        rows(path)


def test_a_file_of_ten_thousand_rows_is_read_in_a_moment(tmp_path):
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["Name", "E-mail", "Country"])
        for row in range(1, 10_001):
            sheet.write_row(row, 0, [f"Person {row}", f"p{row}@example.org", "GE"])

    found = rows(workbook(tmp_path, fill))
    assert (len(found), found[-1]) == (
        10_000, (10_001, {"Name": "Person 10000", "E-mail": "p10000@example.org", "Country": "GE"}),
    )  # fmt: skip


def test_too_many_rows_or_columns_say_how_many_there_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match="3 at the most"):
        rows(text_file(tmp_path, "Name;E-mail\n" + "A;b\n" * 4))
    monkeypatch.setattr(sheets, "MOST_COLUMNS", 2)
    with pytest.raises(Invalid, match="2 at the most"):
        rows(text_file(tmp_path, "Name;E-mail\nA;b;c\n"))


def test_an_empty_workbook_holds_nothing(tmp_path):
    with pytest.raises(Invalid, match="nothing"):
        rows(workbook(tmp_path, lambda _book, _sheet: None))
    assert text_of(date(2027, 3, 2)) == "2027-03-02"
