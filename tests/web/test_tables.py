"""Lists: their state is in the address; what is exported is what is shown; paging is the database's work."""

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from trainhub.people.models import Person
from trainhub.web.tables import Column, Filter, Table


def table(**values: Any) -> Table:
    columns = [
        Column("name", "Name", lambda person: person.display, sort=Person.display),
        Column("country", "Country", lambda person: person.country_code, sort=Person.country_code),
        Column("number", "Number", lambda person: person.id, numeric=True, shown=False),
    ]
    filters = [
        Filter(
            "country",
            "Country",
            lambda query, value: query.where(Person.country_code == value),
            choices=lambda: [("AZ", "Azerbaijan"), ("GE", "Georgia")],
        )
    ]
    query = select(Person).where(Person.display.like("Row %")).order_by(Person.id)
    return Table(query, columns, filters, name="people", **values)


@pytest.fixture
def rows(make: Any) -> None:
    for number in range(5):
        make.person(display=f"Row {number}", country_code="AZ" if number % 2 else "GE")


@pytest.fixture
def at(app: Flask, rows: None) -> Callable[[str], AbstractContextManager[Any]]:
    return lambda query: app.test_request_context(f"/people/?{query}")


def names(found: Table) -> list[str]:
    return [person.display for person in found.rows]


def test_sort_filter_and_page_come_from_the_address(at: Any) -> None:
    with at("sort=-name&country=GE&page=2"):
        found = table(per_page=2)
        assert (names(found), found.total, found.pages) == (["Row 0"], 3, 2)
        assert [(pill.label, pill.value) for pill in found.filters] == [("Country", "Georgia")]


@pytest.mark.parametrize(
    "query", ["page=99", "page=x", "page=-1", "sort=nothing", "sort=-", "columns=nothing", "country="]
)
def test_an_address_that_makes_no_sense_shows_what_it_can(at: Any, query: str) -> None:
    with at(query):
        assert len(names(table())) == 5 if "page=99" not in query else names(table())


def test_csv_is_what_is_shown_and_no_formula(at: Any, make: Any) -> None:
    make.person(display='Row =HYPERLINK("x")')
    make.person(display="Row 9", latin="=1+1")
    with at("format=csv&columns=name,number&sort=name"):
        answer = table(per_page=2).export()
    assert answer is not None
    body = answer.get_data()
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert lines[0] == ["Name", "Number"]
    assert len(lines) == 8  # all pages


def test_what_stands_within_another_cell_has_a_column_of_its_own_in_files(at: Any) -> None:
    def both() -> Table:
        found = table()
        found.all_columns = [*found.all_columns, Column("twice", "Twice", lambda person: person.id * 2, within="name")]
        return found

    with at("format=csv"):
        answer = both().export()
        assert [head.key for head in both().columns if head.visible] == ["name", "country"]
    assert answer is not None
    assert answer.get_data(as_text=True).splitlines()[0].endswith("Name,Country,Twice")
    with at("format=csv&columns=country"):
        answer = both().export()
    assert answer is not None
    assert answer.get_data(as_text=True).splitlines()[0].endswith("Country")
    with at("columns=name,twice"):
        assert [head.key for head in both().columns if head.visible] == ["name", "twice"]


def test_xlsx_holds_numbers_as_numbers(at: Any) -> None:
    with at("format=xlsx&columns=name,number"):
        answer = table().export()
    assert answer is not None
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count('t="s"') == 2 + 5


@pytest.mark.parametrize("per_page", [1, 3])
def test_queries_do_not_grow_with_rows(at: Any, queries: Any, per_page: int) -> None:
    with at(""), queries(2):
        found = table(per_page=per_page)
        assert found.total == 5
        assert len(found.rows) == per_page
