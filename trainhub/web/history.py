"""Who changed what and when, for a page: audit entries in the words of the page's language.

A column takes part when its `info` carries a `label`. `info["words"]` may say how its values are told:
a mapping (state -> label) or a function (code -> name). `info["tell"]` tells before and after together, as several
changes. A model names itself by `audit_name`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, has_request_context, request
from sqlalchemy import Boolean, Column, Date, Select, String, Time, cast, false, literal, or_, select, union_all
from sqlalchemy.orm import Mapper

from ..kernel import i18n
from ..kernel.audit import HIDDEN, AuditEntry
from ..kernel.db import Model, db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import Texts, Translated, UTCDateTime, from_json
from . import sheets
from .templating import with_args

PER_PAGE = 50
LAST = 10_000  # page: no log is longer
ACTIONS: dict[str, str] = {
    "created": _l("Added"),
    "changed": _l("Changed"),
    "removed": _l("Removed"),
    "exported": _l("Exported"),
    "erased": _l("Erased"),
    "merged": _l("Merged"),
}
NOTHING = "—"
NAMED_BY = ("title", "display", "label", "key", "name")  # columns that name a row, the best first
Names = Mapping[tuple[str, str], str]  # (table, key) -> name


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one act, as a reader sees it; `language` is set where both texts are in one."""

    label: str
    before: str
    after: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act: when, by whom, what was done, to what, and what it changed."""

    time: datetime
    actor: str
    action: str
    what: str
    changes: list[Change]
    reason: str


@dataclass(frozen=True, slots=True)
class History:
    """One page of a record's history, the newest act first."""

    rows: list[HistoryRow]
    page: int
    more: bool

    @property
    def export_urls(self) -> dict[str, str]:
        return {kind: with_args(format=kind, page=None) for kind in sheets.KINDS}

    def __iter__(self) -> Iterator[HistoryRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def history_rows(
    kind: str, row_id: int, page: int = 1, *, only: Mapping[str, Collection[int]] | None = None
) -> History:
    """Return a page of what happened to a record (by its table's name) and to what belongs to it.

    `only` names the rows, by table, that a reader may know of who does not see all of it. Where the address asks for a
    file (?format=), the request ends here with all of it.
    """
    number = min(max(1, page), LAST)
    shown = _entries(kind, row_id)
    if only is not None:
        mine = ((AuditEntry.kind == table) & AuditEntry.row_id.in_(sorted(ids)) for table, ids in only.items())
        shown = shown.where(or_(false(), *mine))
    form = request.args.get("format") if has_request_context() else None
    if form in sheets.KINDS:
        every = list(db.session.scalars(shown))
        names = _names(every, _entries(kind, row_id))
        abort(sheets.download(form, f"history-{kind}", _lines([_row(entry, names) for entry in every])))
    entries = list(db.session.scalars(shown.limit(PER_PAGE + 1).offset((number - 1) * PER_PAGE)))
    names = _names(entries[:PER_PAGE], _entries(kind, row_id))
    return History([_row(entry, names) for entry in entries[:PER_PAGE]], number, len(entries) > PER_PAGE)


def _lines(rows: Iterable[HistoryRow]) -> Iterator[list[Any]]:
    """Yield the lines of a file: one for each field that was changed, the head first."""
    yield [_("When"), _("Who"), _("What"), _("Record"), _("Reason"), _("Field"), _("Before"), _("After")]
    for row in rows:
        when = row.time.astimezone(ZoneInfo(i18n.viewer_zone())).strftime("%Y-%m-%d %H:%M")
        act = [when, row.actor or _("the program"), row.action, row.what, row.reason]
        for change in row.changes or [Change("", "", "")]:
            yield [*act, change.label, change.before, change.after]


def _entries(kind: str, row_id: int) -> Select[AuditEntry]:
    own = (AuditEntry.subject_kind == kind, AuditEntry.subject_id == row_id)
    return select(AuditEntry).where(*own).order_by(AuditEntry.id.desc())


def _row(entry: AuditEntry, names: Names) -> HistoryRow:
    columns = _columns(entry.kind)
    changes = [
        change
        for field, (before, after) in entry.changes.items()
        if field in columns and not (entry.action == "created" and after == HIDDEN)
        for change in _changes(columns[field], before, after, names)
    ]
    own = entry.kind == entry.subject_kind
    return HistoryRow(
        entry.at,
        entry.actor,
        str(ACTIONS.get(entry.action, entry.action)),
        "" if own else _what(entry),
        changes,
        entry.reason,
    )


def _what(entry: AuditEntry) -> str:
    mapper = _mappers().get(entry.kind)
    name = str(getattr(mapper.class_, "audit_name", "")) if mapper else ""
    return f"{name}: {entry.label}" if name and entry.label else name or entry.label


def _changes(column: Column[Any], before: Any, after: Any, names: Names) -> Iterator[Change]:
    label = str(column.info["label"])
    if "tell" in column.info and HIDDEN not in (before, after):
        for told in column.info["tell"](before, after):
            yield Change(" · ".join(filter(None, (told.where, told.label))), told.before, told.after, told.language)
        return
    if isinstance(column.type, Translated) and HIDDEN not in (before, after):
        yield from _texts(label, _texts_of(before), _texts_of(after))
        return
    told = [_told(column, value, names) for value in (before, after)]
    if told[0] != told[1] or before == HIDDEN:
        yield Change(label, *told)


def _texts(label: str, before: Texts, after: Texts) -> Iterator[Change]:
    """Tell a translated text language by language: only those that changed."""
    for code in dict.fromkeys([*i18n.languages(), *before.values, *after.values]):
        was, became = before.values.get(code, ""), after.values.get(code, "")
        if was != became:
            yield Change(
                _("%(field)s, %(language)s", field=label, language=i18n.language_name(code)),
                was or NOTHING,
                became or NOTHING,
                code,
            )


def _texts_of(stored: Any) -> Texts:
    return from_json(stored) if isinstance(stored, dict) and "" in stored else Texts()


def _told(column: Column[Any], value: Any, names: Names) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if value == HIDDEN:
        return _("not shown")
    if isinstance(value, list):
        return ", ".join(_told(column, each, names) for each in value)
    name = _named(column, value, names)
    return name if name is not None else _plain(column, value)


def _named(column: Column[Any], value: Any, names: Names) -> str | None:
    words = column.info.get("words")
    if isinstance(words, Mapping):
        return str(words.get(value, value))
    if callable(words):
        return str(words(value))
    target = _target(column)
    return names.get((target, str(value))) if target else None


def _plain(column: Column[Any], value: Any) -> str:
    readers: tuple[tuple[type, Callable[[Any], str]], ...] = (
        (Boolean, lambda yes: _("Yes") if yes else _("No")),
        (UTCDateTime, lambda text: i18n.moment(datetime.fromisoformat(text))),
        (Date, lambda text: i18n.day(date.fromisoformat(text))),
        (Time, lambda text: i18n.hour(time.fromisoformat(text))),
    )
    for kind, tell in readers:
        if isinstance(column.type, kind):
            return tell(value)
    return i18n.number(value) if isinstance(value, float) else str(value)


# --- names of what foreign keys point at -------------------------------------------------------------


def _names(entries: Iterable[AuditEntry], whole: Select[AuditEntry]) -> Names:
    wanted: dict[str, set[Any]] = {}
    for entry in entries:
        for field, values in entry.changes.items():
            column = _columns(entry.kind).get(field)
            target = _target(column) if column is not None else None
            if target:
                wanted.setdefault(target, set()).update(value for value in values if value not in (None, HIDDEN))
    found = dict(_read(wanted))
    missing = {(table, str(key)) for table, keys in wanted.items() for key in keys} - found.keys()
    return found | dict(_gone(missing, whole))


def _gone(missing: set[tuple[str, str]], whole: Select[AuditEntry]) -> Iterator[tuple[tuple[str, str], str]]:
    """Name rows that are no more as the log knew them when they went."""
    if missing:
        removed = AuditEntry.action == "removed", AuditEntry.kind.in_(sorted({table for table, _key in missing}))
        for entry in db.session.scalars(whole.where(*removed)):
            yield (entry.kind, str(entry.row_id)), entry.label


def _read(wanted: Mapping[str, set[Any]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Read names of rows in two statements: of tables with translated names, and of all others."""
    plain: list[Select[Any]] = []
    translated: list[Select[Any]] = []
    for table, keys in wanted.items():
        if table == "country":
            yield from (((table, key), i18n.country_name(key)) for key in keys)
        elif (mapper := _mappers().get(table)) is not None and (name := _name_column(mapper)) is not None:
            chosen = select(
                literal(table).label("kind"), cast(mapper.primary_key[0], String).label("key"), name.label("name")
            )
            group = translated if isinstance(name.type, Translated) else plain
            group.append(chosen.where(mapper.primary_key[0].in_(sorted(keys))))
    for group in (plain, translated):
        for kind, key, name in db.session.execute(union_all(*group)) if group else ():
            yield (kind, key), name.text(i18n.language()) if isinstance(name, Texts) else str(name)


def _name_column(mapper: Mapper[Any]) -> Any:
    columns = mapper.local_table.columns
    return next((columns[name] for name in NAMED_BY if name in columns), None)


def _target(column: Column[Any]) -> str | None:
    return next((key.target_fullname.partition(".")[0] for key in column.foreign_keys), None)


@cache
def _columns(table: str) -> dict[str, Column[Any]]:
    """Return the columns of a table that the history tells of, by their attribute's name."""
    mapper = _mappers().get(table)
    if mapper is None:
        return {}
    return {
        attribute.key: column
        for attribute in mapper.column_attrs
        if isinstance(column := attribute.columns[0], Column) and column.info.get("label")
    }


@cache
def _mappers() -> dict[str, Mapper[Any]]:
    """Return table name -> mapper, of core and every loaded plugin."""
    return {str(mapper.local_table.name): mapper for mapper in Model.registry.mappers}  # type: ignore[attr-defined]
