"""Erase a person: what is theirs goes, the row stays as a tombstone without a name, and figures stay whole.

Everything is done by the register in the database (services/columns.py) on the tables that are there, so it holds
for plugins that are off or broken. What lies outside the transaction, bytes of files and freed pages of the
database, a second job takes away (`sweep`).
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Column, ColumnElement, MetaData, Table, null
from sqlalchemy.types import JSON, LargeBinary

from ...hooks.events import PersonErased
from ...kernel import audit, clock, jobs, work
from ...kernel import files as kernel_files
from ...kernel.db import db, wipe
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...web.access import Viewer
from .. import queries as people
from ..models import ERASED, Person, PersonColumn, PersonPolicy
from ..queries import register as queries
from .guarding import check_guards
from .traces import Names, blot_out, masked, texts_in

JOB, SWEEP = "people.erase", "people.sweep"
Act = Callable[[Person, Collection[str]], None]
_before: list[Act] = []


def before_erasure(act: Act) -> None:
    """Let a feature act while the person is still there: to give back a seat, to look into files it keeps.

    It gets the person and the names that belong to nobody else. It may be called more than once.
    """
    if act not in _before:
        _before.append(act)


def erase(person: Person, *, reason: str = "") -> None:
    """Erase a person, in the present transaction; a person who is a tombstone already is erased once more, in vain.

    Raises Refused for one who was merged: erase the one that person was merged into.
    """
    if person.merged_into_id is not None:
        raise Refused(_("This person was merged into another. Erase that one."))
    _Erasure(person, reflected()).run(reason)
    db.session.expire_all()
    work.emit(PersonErased(person.id))


def reflected() -> MetaData:
    """Return the tables of the database as they are, whoever made them."""
    tables = MetaData()
    tables.reflect(db.session.connection())
    return tables


@dataclass
class _Erasure:
    """One erasure under way."""

    person: Person
    tables: MetaData
    ids: list[int] = field(init=False)
    names: Names = field(init=False)
    files: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def run(self, reason: str) -> None:
        self.ids = self._with_tombstones()
        self.names = Names(name for name in set(self._known_names()) if not self._shared(name))
        for act in _before:
            act(self.person, self.names.inside)
        db.session.flush()
        entries = self._entries()
        for step in (self._blank_log, self._gather_files, self._blank_texts, self._empty_pointers, self._drop_rows):
            step(entries)
        self._blank_person()
        unneeded = list(self._drop_files())
        self.touched |= blot_out(self.names, self.tables)
        db.session.expire_all()
        audit.record("erased", self.person, reason=self.names.blot(reason))
        jobs.enqueue(SWEEP, tables=sorted(self.touched), files=unneeded)

    def _with_tombstones(self) -> list[int]:
        """Return the person and all who were merged into that person, at any time."""
        found = newer = {self.person.id}
        while newer := set(db.session.scalars(queries.tombstones(newer))) - found:
            found = found | newer
        return sorted(found)

    def _entries(self) -> list[PersonColumn]:
        """Return the register, of the tables and columns that are there."""
        rows = db.session.scalars(people.person_columns()).all()
        return [row for row in rows if self._there(row.table, row.column) and self._leads(row)]

    def _there(self, table: str, column: str) -> bool:
        found = self.tables.tables.get(table)
        return found is not None and (column == "*" or column in found.columns)

    def _leads(self, row: PersonColumn) -> bool:
        """Say whether every step of the way to the person is there."""
        steps = f"{row.table}.{row.via or row.column}".split(">")
        return all(self._there(*step.split(".")) for step in steps)

    def _table(self, row: PersonColumn) -> Table:
        return self.tables.tables[row.table]

    def _mine(self, row: PersonColumn) -> ColumnElement[bool]:
        return queries.about(self.tables, row.table, row.via or row.column, self.ids)

    # --- what this person is called ---

    def _known_names(self) -> Iterator[str]:
        for row in db.session.execute(queries.names_of(self.ids)):
            yield from filter(None, row)
        for changes, label in db.session.execute(queries.names_logged(self.ids)):
            yield label
            for name in ("native", "latin", "display"):
                yield from filter(None, changes.get(name, []))
        for entry in self._entries():
            if entry.blank.startswith("keys:"):
                yield from self._printed_names(entry)
        if "account" in self.tables.tables:
            account = self.tables.tables["account"]
            yield from db.session.scalars(queries.values(account, ["login"], account.c.person_id.in_(self.ids)))

    def _shared(self, name: str) -> bool:
        """Say whether a name is somebody else's too: it stays in texts, for it may mean that one."""
        return db.session.scalar(queries.others_named(name, self.ids)) is not None

    def _printed_names(self, row: PersonColumn) -> Iterator[str]:
        """Yield the names that stand in a JSON value of which some keys hold names."""
        for value in db.session.scalars(queries.values(self._table(row), [row.column], self._mine(row))):
            for key in row.blank.removeprefix("keys:").split(","):
                yield from texts_in((value or {}).get(key))

    # --- what the register says ---

    def _blank_log(self, entries: list[PersonColumn]) -> None:
        """Empty what the audit log says of the person and of rows about that person."""
        for row in entries:
            if row.policy == PersonPolicy.LOG and queries.has_number(self._table(row)):
                self._blank_entries(self._table(row), self._mine(row))
        person = self.tables.tables["person"]
        self._blank_entries(person, person.c.id.in_(self.ids))

    def _blank_entries(self, table: Table, where: ColumnElement[bool]) -> None:
        for number, changes in db.session.execute(queries.logged_of(table, where)).all():
            told = {name: [masked(value, audit.HIDDEN) for value in pair] for name, pair in changes.items()}
            db.session.execute(queries.rewrite_entry(number, changes=told, label=ERASED, reason=""))
            self.touched.add("audit")

    def _blank_texts(self, entries: list[PersonColumn]) -> None:
        for row in entries:
            if row.policy == PersonPolicy.BLANK and row.column in self._table(row).columns:
                self._blank_column(row)

    def _blank_column(self, row: PersonColumn) -> None:
        table, where = self._table(row), self._mine(row)
        self.touched.add(table.name)
        if row.blank.startswith("keys:"):
            gone = dict.fromkeys(row.blank.removeprefix("keys:").split(","), "")
            keys = [each.name for each in table.primary_key.columns]
            for found in db.session.execute(queries.values(table, [*keys, row.column], where)).all():
                left = {**(getattr(found, row.column) or {}), **gone}
                db.session.execute(queries.change(table, queries.is_row(table, found), **{row.column: left}))
        else:
            db.session.execute(queries.change(table, where, **{row.column: _empty(table, row)}))

    def _empty_pointers(self, entries: list[PersonColumn]) -> None:
        """Empty the columns of accounts first: they are found through the account, which goes next."""
        for row in sorted(entries, key=lambda row: row.via == ""):
            if row.policy == PersonPolicy.ANONYMISE:
                self.touched.add(row.table)
                db.session.execute(queries.change(self._table(row), self._mine(row), **{row.column: None}))

    def _drop_rows(self, entries: list[PersonColumn]) -> None:
        for row in entries:
            if row.policy == PersonPolicy.ERASE:
                self._drop(self._table(row), self._mine(row))

    def _drop(self, table: Table, where: ColumnElement[bool]) -> None:
        """Delete rows, after those of other tables that cannot be without them."""
        self.touched.add(table.name)
        for child, name in self._pointing_at(table) if "id" in table.columns else ():
            theirs = queries.belonging(child, name, table, where)
            if child.c[name].nullable:
                db.session.execute(queries.change(child, theirs, **{name: None}))
            elif child is not table:
                self._drop(child, theirs)
        db.session.execute(queries.drop(table, where))

    def _pointing_at(self, table: Table) -> Iterator[tuple[Table, str]]:
        for child in self.tables.sorted_tables:
            for column in child.columns:
                if any(key.column.table is table for key in column.foreign_keys):
                    yield child, column.name

    def _blank_person(self) -> None:
        person = self.tables.tables["person"]
        empty = {"native": "", "native_lang": "en", "latin": "", "display": ERASED, "search": "", "language": "en"}
        gone = dict.fromkeys(("email", "country_code", "nationality_code", "zone"))
        here = person.c.id.in_(self.ids)
        db.session.execute(queries.change(person, here, **empty, **gone, erased_at=clock.now().replace(tzinfo=None)))
        self.touched.add("person")

    # --- files ---

    def _gather_files(self, entries: list[PersonColumn]) -> None:
        """Note the files of rows about the person; a row that cannot be without its file goes with it."""
        for row in entries:
            table = self._table(row)
            if row.policy != PersonPolicy.LOG:
                continue
            for column in (each for each in table.columns if _is_file(each)):
                mine = self._mine(row)
                self.files |= set(db.session.scalars(queries.values(table, [column.name], mine))) - {None}
                if column.nullable:
                    db.session.execute(queries.change(table, mine, **{column.name: None}))
                else:
                    self._drop(table, mine)

    def _drop_files(self) -> Iterator[str]:
        """Delete the rows of files that nothing else needs; yield the hashes of bytes that nobody has any more."""
        for file in db.session.scalars(queries.files_numbered(self.files)).all():
            table = self.tables.tables["file"]
            if not any(self._needed(child, name, file.id) for child, name in self._pointing_at(table)):
                db.session.execute(queries.drop(table, table.c.id == file.id))
                yield file.sha256

    def _needed(self, child: Table, name: str, number: int) -> bool:
        return bool(db.session.scalar(queries.pointing(child, name, number)))


def _is_file(column: Column[object]) -> bool:
    return any(key.target_fullname == "file.id" for key in column.foreign_keys)


def _empty(table: Table, row: PersonColumn) -> object:
    """Return what an emptied text becomes, for the type that the column has in this database."""
    column = table.c[row.column]
    if row.blank == "null" and column.nullable:
        return null()
    if isinstance(column.type, JSON):
        return [] if row.blank == "[]" else {}
    return b"" if isinstance(column.type, LargeBinary) else ""


# --- as jobs --------------------------------------------------------------------------------------------


def erase_later(person: Person, *, reason: str, by: Viewer, after: timedelta = timedelta()) -> None:
    """Queue the erasure of a person.

    Raises Refused for one who is merged or erased already, for oneself, and for one whose roles `by` may not take.
    """
    if person.merged_into_id is not None or person.erased_at is not None:
        raise Refused(_("This person is erased, or merged into another, already."))
    if by.person_id == person.id:
        raise Refused(_("Somebody else must erase you: ask for it under your data."))
    check_guards(person, by)
    key, when, name = f"{JOB}:{person.id}", clock.now() + after, work.actor().name
    jobs.enqueue(JOB, key=key, run_at=when, account_id=by.account_id, person=person.id, reason=reason, by=name)


def run(running: jobs.Running, person: int, reason: str, by: str) -> None:
    """The job: erase a person, in the name of who decided it."""
    found = db.session.get(Person, person)
    if found is None or found.merged_into_id is not None or found.erased_at is not None:
        return
    with work.acting(work.Actor(running.account_id, by), reason):
        erase(found, reason=reason)


def sweep(running: jobs.Running, tables: list[str], files: list[str]) -> None:
    """The job after it: take away bytes of files that nobody needs, and what deleted rows leave in the database."""
    for sha256 in files:
        if db.session.scalar(queries.file_of(sha256)) is None:
            kernel_files.place_of(sha256).unlink(missing_ok=True)
    running.checkpoint()
    wipe(tables)
