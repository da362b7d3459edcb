"""Two records of one person become one: what points at the first points at the second, the first is a tombstone.

Columns are found by the register, so those of plugins that are off move too. Where a table allows one row only
(one registration a session, one account a person), features say what becomes of the two (`on_merge`); what cannot
move stays with the tombstone, and goes with it when the person is erased.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import MetaData, Table
from sqlalchemy.exc import IntegrityError

from ...hooks.events import PersonMerged
from ...kernel import audit, work
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from ...web.access import Viewer
from .. import queries as people
from ..models import NotSame, Person, PersonColumn, PersonPolicy
from ..queries import register as queries
from .columns import CARED_FOR
from .erasing import reflected
from .guarding import check_guards, tell_email
from .naming import keep_keys

FIELDS = ("native", "latin", "display", "email", "language", "country_code", "nationality_code", "zone")
OTHER = "other"  # the word by which a form takes a field from the record that goes
BY_HAND = {"person_key", "person_not_same"}

Resolver = Callable[[Person, Person], None]
_resolvers: list[Resolver] = []


def on_merge(resolver: Resolver) -> None:
    """Let a feature put right what two rows would clash in, before rows move: (who goes, who stays)."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCommand:
    """Which fields are taken from the record that goes; all others stay."""

    taken: frozenset[str] = frozenset()
    reason: str = ""


def merge(person: Person, into: Person, command: MergeCommand, *, by: Viewer) -> None:
    """Merge a person into another, for good.

    Raises Refused for tombstones, for a person and themselves, for one's own record, and for one whose roles `by`
    may not give: the account that stays has the roles of both.
    """
    if person.id == into.id or any(each.merged_into_id or each.erased_at for each in (person, into)):
        raise Refused(_("These two cannot be merged. One of them is gone already."))
    if by.person_id in {person.id, into.id}:
        raise Refused(_("Somebody else must merge your own record."))
    for each in (person, into):
        check_guards(each, by)
    chosen = _chosen(person, into, command)
    person.email = None  # nothing is mailed to the record that goes
    db.session.flush()
    for resolver in _resolvers:
        resolver(person, into)
    db.session.flush()
    left = _Move(person.id, into.id).run()
    db.session.expire_all()
    tell_email(into, chosen.get("email", into.email), by)
    _write(into, chosen)
    person.merged_into_id = into.id
    db.session.flush()
    audit.record("merged", into, reason=command.reason, record=person.public_id, left=left)
    work.emit(PersonMerged(person.id, into.id))


def _chosen(person: Person, into: Person, command: MergeCommand) -> dict[str, str | None]:
    """Return what the fields become: what was taken over, and what only the other record has."""
    unknown = command.taken - set(FIELDS)
    if unknown:
        raise Invalid(_("Choose from what the two records hold."))
    both = {name: (getattr(into, name), getattr(person, name)) for name in (*FIELDS, "native_lang")}
    taken = command.taken | {name for name, (mine, _theirs) in both.items() if not mine}
    taken |= {"native_lang"} if "native" in taken else set()
    return {name: theirs for name, (_mine, theirs) in both.items() if name in taken and theirs}


def _write(into: Person, chosen: Mapping[str, str | None]) -> None:
    for name, value in chosen.items():
        setattr(into, name, value)
    into.search = fold(" ".join([into.native, into.latin, into.display, into.email or ""]))
    keep_keys(into)


@dataclass
class _Move:
    """Rows on their way from one person to another."""

    person_id: int
    into_id: int

    def run(self) -> int:
        """Move all that can move; return how many rows stay with the tombstone."""
        tables, left = reflected(), 0
        for row in db.session.scalars(people.person_columns()).all():
            if self._moves(row, tables):
                left += self._column(tables.tables[row.table], row.column)
        self._not_same()
        db.session.execute(people.drop_keys([self.person_id]))
        return left

    def _moves(self, row: PersonColumn, tables: MetaData) -> bool:
        here = row.table in tables.tables and row.column in tables.tables[row.table].columns
        pointer = not row.via and row.policy in {PersonPolicy.ERASE, PersonPolicy.ANONYMISE, PersonPolicy.MOVE}
        return here and pointer and row.table not in BY_HAND

    def _column(self, table: Table, name: str) -> int:
        """Move all rows at once, or one by one where some of them clash."""
        theirs = table.c[name] == self.person_id
        try:
            with db.session.begin_nested():
                db.session.execute(queries.change(table, theirs, **{name: self.into_id}))
            return 0
        except IntegrityError:
            keys = [each.name for each in table.primary_key.columns]
            rows = db.session.execute(queries.values(table, keys, theirs)).all()
            return sum(not self._row(table, name, row) for row in rows)

    def _row(self, table: Table, name: str, row: object) -> bool:
        try:
            with db.session.begin_nested():
                db.session.execute(queries.change(table, queries.is_row(table, row), **{name: self.into_id}))
        except IntegrityError:
            return False
        return True

    def _not_same(self) -> None:
        """Keep what was said of the record that goes: others whom it is not are not the one that stays either."""
        for row in db.session.scalars(people.not_same_as(self.person_id)).all():
            other = row.other_id if row.one_id == self.person_id else row.one_id
            pair = sorted((other, self.into_id))
            if other != self.into_id and db.session.get(NotSame, (pair[0], pair[1])) is None:
                db.session.add(NotSame(one_id=pair[0], other_id=pair[1], account_id=row.account_id, at=row.at))
            db.session.delete(row)
        db.session.flush()


def give_account_columns(former: int, account_id: int) -> None:
    """Let an account look after what another one did, when the two become one; who did what in the past stays."""
    tables = reflected()
    for row in db.session.scalars(people.person_columns()).all():
        if row.column in CARED_FOR and row.table in tables.tables:
            table = tables.tables[row.table]
            db.session.execute(queries.change(table, table.c[row.column] == former, **{row.column: account_id}))
    db.session.flush()
