"""Keys of names, kept with every change of a name, and who may be one person twice."""

from collections.abc import Iterator

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...web.access import Viewer
from .. import queries
from ..models import NotSame, Person
from ..names import name_keys

NAMES = ("native", "latin", "display")
CHUNK = 500


def keep_keys(person: Person) -> None:
    """Write the keys of a person's names anew."""
    db.session.execute(queries.drop_keys([person.id]))
    rows = list(_rows(person))
    if rows:
        db.session.execute(queries.add_keys(), rows)


def _rows(person: Person) -> Iterator[dict[str, object]]:
    for key in sorted(name_keys(*(getattr(person, name) or "" for name in NAMES))):
        yield {"person_id": person.id, "key": key}


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: object) -> None:
    """Keep the keys of every person whose names this flush wrote."""
    fresh = [row for row in session.new if isinstance(row, Person)]
    renamed = [row for row in session.dirty if isinstance(row, Person) and _is_renamed(row)]
    if renamed:
        session.execute(queries.drop_keys([row.id for row in renamed]))
    rows = [each for row in (*fresh, *renamed) for each in _rows(row)]
    if rows:
        session.execute(queries.add_keys(), rows)


def _is_renamed(person: Person) -> bool:
    state = inspect(person)
    return any(state.attrs[name].history.has_changes() for name in NAMES)


def fill_keys(running: Running) -> None:
    """The job: give keys to persons who have none, as those of an older version of the program."""
    after = 0
    while found := db.session.scalars(queries.without_keys(after, CHUNK)).all():
        for person in found:
            keep_keys(person)
        after = found[-1].id
        running.checkpoint()


def alike(person: Person, who: Viewer) -> list[Person]:
    """Return who may be the same person, for somebody who sees all of the address book."""
    if not who.may("people.edit"):
        return []
    return list(db.session.scalars(queries.alike(person.id)).unique())


def say_not_same(person: Person, other: Person, by: Viewer) -> None:
    """Note that two are not one person; they are not shown as such again."""
    one, second = sorted((person.id, other.id))
    if one == second:
        raise Invalid(_("These are one person already."))
    if db.session.get(NotSame, (one, second)) is None:
        db.session.add(NotSame(one_id=one, other_id=second, account_id=by.account_id))
        db.session.flush()
