"""What becomes of two accounts when two records of one person become one."""

from ...kernel import clock
from ...kernel.db import db
from ...people import services as people
from ...people.models import Person
from .. import queries
from ..models import Account, RoleGrant
from .accounts import end_sign_ins, spend_links


def join(person: Person, into: Person) -> None:
    """Keep the account of the record that stays, with the roles of both; the other one is closed.

    Where only the record that goes has an account, it moves by itself. Where only the account of the record that goes
    is in use, one signs in as with that one.
    """
    theirs = db.session.scalar(queries.of_person_id(person.id))
    kept = db.session.scalar(queries.of_person_id(into.id))
    if theirs is None or kept is None:
        return
    for grant in list(theirs.grants):
        if not any(_alike(grant, each) for each in kept.grants):
            grant.account = kept
    people.give_account_columns(theirs.id, kept.id)
    entry = (theirs.login, theirs.password_hash, theirs.confirmed_at)
    in_use = theirs.state == "open" and kept.state != "open"
    theirs.disabled_at = theirs.disabled_at or clock.now()
    theirs.calendar_hash = None
    end_sign_ins(theirs)
    _free_login(theirs)
    db.session.flush()
    if in_use:
        kept.login, kept.password_hash, kept.confirmed_at = entry
        kept.disabled_at = None
        spend_links(kept)
        end_sign_ins(kept)
        db.session.flush()


def _alike(one: RoleGrant, other: RoleGrant) -> bool:
    return (one.role, one.scope_kind, one.scope_id) == (other.role, other.scope_kind, other.scope_id) and (
        one.since,
        one.until,
    ) == (other.since, other.until)


def _free_login(account: Account) -> None:
    """Let the address be used again: by the account that stays, if its person asks for it."""
    account.login = f"merged-{account.id}"
