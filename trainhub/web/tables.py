"""Lists: filtered, sorted and paged in the database, their whole state in the address, and exported as shown.

A page is a list when it is drawn from a `Table`; there is no other way to make one. tests/contract/test_lists.py
finds every such page and asks it for its files, its next page and its filters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Response, request
from sqlalchemy import ColumnElement, Select, func, literal, select

from ..kernel.db import db
from ..kernel.text import whole
from . import sheets
from .templating import with_args

PER_PAGE = 50
EXPORT_LIMIT = 100_000  # rows


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how its value is read from a row, and what the database sorts by."""

    key: str
    label: str
    value: Callable[[Any], Any]
    sort: ColumnElement[Any] | Any | None = None
    numeric: bool = False
    shown: bool = True  # without being asked for by ?columns=
    named: bool = False  # said with its label where rows are blocks, as numbers are
    within: str = ""  # the column whose cell says this too: on the page by choice only, in files whenever that one is


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: ?<key>=value narrows the query. `choices` gives (value, label); None means free text."""

    key: str
    label: str
    apply: Callable[[Any, str], Any]  # the select of a Table; of a list of Few, the things
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None
    type: str = "text"  # of the field: date, if it is one


@dataclass(frozen=True, slots=True)
class Pill:
    """A filter in force, and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the page shows it."""

    key: str
    label: str
    sort_url: str | None
    sorted: str | None
    numeric: bool
    visible: bool
    named: bool = False


@dataclass
class Table:
    """A list page's data, read from the request's query string.

    `query` selects one entity (or rows); `order` is the sort key used when the address names none,
    with a leading "-" for descending. `after` are things that stand behind the rows of the last page and are no
    rows of the query; columns read them, filters and sorting pass them over.
    """

    query: Select[Any]
    all_columns: Sequence[Column]
    all_filters: Sequence[Filter] = ()
    order: str = ""
    name: str = "list"
    per_page: int = PER_PAGE
    after: Sequence[Any] = ()
    _offered: dict[str, Sequence[tuple[str, str]]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def narrowed(self) -> Select[Any]:
        query = self.query
        for each in self.all_filters:
            value = request.args.get(each.key, "").strip()
            if value:
                query = each.apply(query, value)
        return query

    @cached_property
    def total(self) -> int:
        return db.session.scalar(select(func.count()).select_from(self.narrowed.order_by(None).subquery())) or 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @cached_property
    def page(self) -> int:
        return min(max(1, whole(request.args.get("page", ""), 1)), self.pages)

    @cached_property
    def rows(self) -> list[Any]:
        return list(self._read(self._ordered().limit(self.per_page).offset((self.page - 1) * self.per_page)))

    @property
    def last_page(self) -> bool:
        return self.page == self.pages

    def whole(self) -> list[Any]:
        """Return the rows of all pages."""
        return list(self._read(self._ordered().limit(EXPORT_LIMIT)))

    @property
    def sort(self) -> str:
        asked = request.args.get("sort", "")
        known = {column.key for column in self.all_columns if column.sort is not None}
        return asked if asked.removeprefix("-") in known else self.order

    @cached_property
    def shown(self) -> list[Column]:
        asked = request.args.get("columns", "").split(",")
        chosen = [column for column in self.all_columns if column.key in asked]
        return chosen or [column for column in self.all_columns if column.shown and not column.within]

    @property
    def exported(self) -> list[Column]:
        """Return the columns of a file: those shown, and what stands within the cells of those."""
        keys = {column.key for column in self.shown}
        return [column for column in self.all_columns if column.key in keys or column.within in keys]

    @cached_property
    def columns(self) -> list[Head]:
        visible = {column.key for column in self.shown}
        return [self._head(column, column.key in visible) for column in self.all_columns]

    @cached_property
    def cells(self) -> list[tuple[str, str, bool, bool]]:
        """Return key, label, whether a number and whether named, of the columns a row shows: asked for each cell."""
        return [(head.key, head.label, head.numeric, head.named) for head in self.columns if head.visible]

    @property
    def filters(self) -> list[Pill]:
        return [
            Pill(str(each.label), self._label(each, value), with_args(**{each.key: None, "page": None}))
            for each in self.all_filters
            if (value := request.args.get(each.key, "").strip())
        ]

    @cached_property
    def filter_fields(self) -> list[dict[str, Any]]:
        return [
            {
                "key": each.key,
                "label": each.label,
                "value": request.args.get(each.key, ""),
                "choices": self._choices(each) if each.choices else None,
                "type": each.type,
            }
            for each in self.all_filters
        ]

    @property
    def kept_args(self) -> list[tuple[str, str]]:
        """Return what a filter form must carry on as hidden fields."""
        own = {each.key for each in self.all_filters} | {"page", "format"}
        return [(key, value) for key, value in request.args.items(multi=True) if key not in own]

    @property
    def export_urls(self) -> dict[str, str]:
        return {kind: with_args(format=kind, page=None) for kind in ("csv", "xlsx")}

    def page_url(self, number: int) -> str:
        return with_args(page=None if number == 1 else number)

    def column_url(self, key: str) -> str:
        """Return the address with one column more, or one less."""
        keys = [column.key for column in self.shown]
        keys = [each for each in keys if each != key] if key in keys else [*keys, key]
        return with_args(columns=",".join(keys))

    def export(self) -> Response | None:
        """Return the file that ?format= asks for: the rows of all pages, the columns shown."""
        kind = request.args.get("format")
        return sheets.download(kind, self.name, self._lines()) if kind in sheets.KINDS else None

    # --- inside --------------------------------------------------------------------------------

    def _ordered(self) -> Select[Any]:
        key = self.sort.removeprefix("-")
        column = next((each for each in self.all_columns if each.key == key), None)
        if column is None or column.sort is None:
            return self.narrowed
        by = column.sort.desc() if self.sort.startswith("-") else column.sort.asc()
        return self.narrowed.order_by(None).order_by(by, *self.query._order_by_clauses)

    def _read(self, query: Select[Any]) -> Iterator[Any]:
        result = db.session.execute(query)
        single = len(query.column_descriptions) == 1
        return iter(result.scalars().unique()) if single else iter(result)

    def _head(self, column: Column, visible: bool) -> Head:
        now = {column.key: "asc", f"-{column.key}": "desc"} if self.sort.removeprefix("-") == column.key else {}
        direction = now.get(self.sort)
        turned = f"-{column.key}" if direction == "asc" else column.key
        url = None if column.sort is None else with_args(sort=turned, page=None)
        return Head(column.key, str(column.label), url, direction, column.numeric, visible, column.named)

    def _label(self, each: Filter, value: str) -> str:
        return str(dict(self._choices(each)).get(value, value))

    def _choices(self, each: Filter) -> Sequence[tuple[str, str]]:
        """Return a filter's choices, asked for once."""
        if each.key not in self._offered:
            self._offered[each.key] = each.choices() if each.choices else ()
        return self._offered[each.key]

    def _lines(self) -> Iterator[list[Any]]:
        columns = self.exported
        yield [str(column.label) for column in columns]
        for row in (*self.whole(), *self.after):
            yield [column.value(row) for column in columns]


class Few(Table):
    """A list of a few things that are no rows of the database, such as the plugins of this program."""

    def __init__(
        self,
        things: Sequence[Any],
        columns: Sequence[Column],
        name: str = "list",
        per_page: int = PER_PAGE,
        filters: Sequence[Filter] = (),
    ) -> None:
        super().__init__(select(literal(1)), columns, filters, name=name, per_page=per_page)
        self.things = things
        for each in filters:
            value = request.args.get(each.key, "").strip()
            if value:
                self.things = each.apply(self.things, value)

    @cached_property
    def total(self) -> int:
        return len(self.things)

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.things[(self.page - 1) * self.per_page :][: self.per_page])

    def whole(self) -> list[Any]:
        return list(self.things)
