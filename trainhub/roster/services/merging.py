"""What becomes of two entries on the roster when two records of one person become one."""

from ...kernel.db import db
from ...people.models import Person
from ...sessions.models import Expert, Expertise
from .entries import own_entry

LISTS = ("languages", "roles", "formats", "regions", "skills")
TEXTS = ("education", "travel", "public_name")


def join(person: Person, into: Person) -> None:
    """Keep the entry of the record that stays, and add what only the other one says.

    Where only the record that goes has an entry, it moves by itself; days, requests and proposals do too.
    """
    theirs, kept = own_entry(person.id), own_entry(into.id)
    if theirs is None or kept is None:
        return
    for name in LISTS:
        setattr(kept, name, list(dict.fromkeys([*getattr(kept, name), *getattr(theirs, name)])))
    kept.language_levels = theirs.language_levels | kept.language_levels
    for name in TEXTS:
        setattr(kept, name, getattr(kept, name) or getattr(theirs, name))
    _join_expertise(theirs, kept)
    _join_agreement(theirs, kept)
    if kept.cv is None:
        kept.cv, theirs.cv = theirs.cv, None
    theirs.active = False
    db.session.flush()


def _join_expertise(theirs: Expert, kept: Expert) -> None:
    have = {row.module_id for row in kept.expertise}
    for row in theirs.expertise:
        if row.module_id not in have:
            said = {"module_id": row.module_id, "level": row.level, "evidence": row.evidence}
            kept.expertise.append(Expertise(expert_id=kept.id, **said))


def _join_agreement(theirs: Expert, kept: Expert) -> None:
    """Keep the later of two agreements to the code of conduct."""
    if theirs.conduct_at is not None and (kept.conduct_at is None or theirs.conduct_at > kept.conduct_at):
        kept.conduct_version, kept.conduct_at = theirs.conduct_version, theirs.conduct_at
