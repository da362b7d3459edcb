"""Accounts that nobody confirmed, and links that are over: kept for a month, then deleted."""

from datetime import timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.jobs import Running
from ...people import services as people
from .. import queries
from ..models import Account

UNCONFIRMED = timedelta(days=30)
LINKS = timedelta(days=30)  # after they ended


def purge(running: Running) -> None:
    """The job: delete accounts whose e-mail nobody confirmed within a month, and old links.

    A person who came by that sign-up only is erased; one whom staff know stays, and can sign up or be asked again.
    """
    for account in db.session.scalars(queries.unconfirmed_since(clock.now() - UNCONFIRMED)).unique().all():
        _drop(account)
        running.checkpoint()
    db.session.execute(queries.drop_tokens(clock.now() - LINKS))


def _drop(account: Account) -> None:
    person = account.person
    if person.created_at == account.created_at and person.erased_at is None and person.merged_into_id is None:
        people.erase(person)
    else:
        db.session.execute(queries.drop_account(account.id))
    db.session.flush()
