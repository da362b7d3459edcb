"""Every list: a page drawn from a `Table`. Asked for its files, its next page, its order and its filters."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.contract import scene
from tests.contract.orders import total
from trainhub.web.sheets import XLSX
from trainhub.web.tables import Few, Table

LITERAL = set("<>")
# collections by their address that are no lists, and why
NO_LISTS = {
    "/": "where everybody begins",
    "/certificates/verify/": "a question",
    "/me/calendar/": "one address",
    "/me/expert/": "one record in parts",
    "/people/<public_id>/confidential/": "one record in parts",
    "/plan/<public_id>/rules/": "a form",
    "/plan/<public_id>/timetable/": "a form, with the last searches beside it",
    "/reports/": "the explorer, with files of its own",
    "/reports/exports/": "a menu of files",
    "/sessions/<slug>/call/": "one call in parts",
    "/sessions/<slug>/slots/": "a form for moving half-days",
    "/people/erasures/<public_id>/": "one request",
    "/settings/": "a form",
    "/terms/": "a text",
    "/x/gender/": "figures of the staff, with files of their own",
    "/x/evaluation/figures/": "one figure in charts, each with its table",
}
# tables of figures, in the order of what they are split by
BY_CHANCE: set[str] = set()
ELSEWHERE = ("/curriculum/", "/static/")  # a book with chapters, kept as files


@contextmanager
def drawn(app: Flask) -> Iterator[list[Table]]:
    """Note the tables that pages are drawn from."""
    found: list[Table] = []

    def note(_app: Flask, context: dict[str, Any], **_more: Any) -> None:
        for value in context.values():
            if isinstance(value, Table) and not any(value is each for each in found):
                found.append(value)
                assert value.total >= len(value.rows)  # read while there is a request to read from

    with template_rendered.connected_to(note, app):
        yield found


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def lists(app: Flask, make: Any, sign_in: Callable[..., FlaskClient]) -> Iterator[tuple[str, str, FlaskClient]]:
    """Walk over the lists of the program: the office's as an administrator, one's own as a participant."""
    found = scene.foreign(make)
    known, _unknown = scene.addresses(app, found)
    urls = app.url_map.bind("localhost")
    plain = [rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())]
    paths = {urls.build(rule.endpoint, {}, method="GET"): rule.rule for rule in plain}
    paths |= {path: rule.rule for rule, path, _s in known if "GET" in (rule.methods or ()) and rule.rule.endswith("/")}
    graduate = found.graduate
    administrator = make.account("administrator")

    def walk() -> Iterator[tuple[str, str, FlaskClient]]:
        for path, rule in sorted(paths.items()):
            if not rule.startswith(ELSEWHERE) and rule.endswith("/"):
                yield rule, path, sign_in(graduate if rule.startswith("/me/") else administrator)

    return walk()


def test_every_list_is_one_and_keeps_what_lists_promise(app: Flask, lists: Any) -> None:
    wrong, seen = [], set()
    for rule, path, client in lists:
        with drawn(app) as tables, statements() as asked:
            answer = client.get(path)
        if answer.status_code != 200 or len(tables) != 1:
            collection = not LITERAL & set(rule.rstrip("/").rpartition("/")[2])
            if collection and answer.status_code == 200 and rule not in NO_LISTS:
                wrong.append(f"{path} is no list: draw it from a Table")
            continue
        seen.add(rule)
        wrong += [f"{path}: {each}" for each in faults(app, client, path, tables[0], answer.text, asked)]
    assert wrong == [], "\n".join(wrong)
    assert len(seen) >= 20, sorted(seen)
    assert {"/calendar/", "/me/", "/me/certificates/", "/centres/", "/plugins/", "/people/"} <= seen


def faults(app: Flask, client: FlaskClient, path: str, table: Table, page: str, asked: list[str]) -> Iterator[str]:
    """Yield what a list does not keep."""
    if not isinstance(table, Few) and not any(" LIMIT " in each.replace("\n", " ") for each in asked):
        yield "is not paged in the database"
    if not isinstance(table, Few) and not total(table.query._order_by_clauses) and table.name not in BY_CHANCE:
        yield "leaves it to the database which rows of the same place come first: order by a unique column, too"
    if table.rows and not all(f"format={kind}" in page for kind in ("csv", "xlsx")):
        yield "shows no link to its files"
    yield from _file_faults(client, path, table)
    for column in table.all_columns:
        if column.sort is not None and client.get(path, query_string={"sort": f"-{column.key}"}).status_code != 200:
            yield f"cannot be sorted by {column.key}"
    for each in table.all_filters if table.total else ():
        yield from _filter_faults(app, client, path, table, each)


def _file_faults(client: FlaskClient, path: str, table: Table, **query: str) -> Iterator[str]:
    answer = client.get(path, query_string={"format": "csv", **query})
    if answer.mimetype != "text/csv":
        yield f"answers ?format=csv with {answer.mimetype}"
        return
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    if len(lines) != 1 + table.total + len(table.after) or not lines[0]:
        yield f"has {len(lines)} lines in its CSV for {table.total} rows"
    if not query and client.get(path, query_string={"format": "xlsx"}).mimetype != XLSX:
        yield "answers ?format=xlsx with something else"


def _filter_faults(app: Flask, client: FlaskClient, path: str, table: Table, each: Any) -> Iterator[str]:
    with app.test_request_context(path):
        choices = list(each.choices()) if each.choices else []
    value = str(choices[0][0]) if choices else "zzz"
    with drawn(app) as tables:
        page = client.get(path, query_string={each.key: value, "page": "1"}).text
    found = tables[0]
    if 'class="pill"' not in page or f"{each.key}={value}" not in page:
        yield f"forgets the filter {each.key}"
    yield from (f"{each.key}: {fault}" for fault in _file_faults(client, path, found, **{each.key: value}))
