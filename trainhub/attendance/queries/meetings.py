"""What is asked for the logs of online meetings."""

from collections.abc import Collection

from sqlalchemy import Select, select

from ...accounts.models import Account


def logins_of(person_ids: Collection[int]) -> Select[int, str]:
    """Select person id and the e-mail they sign in with."""
    return select(Account.person_id, Account.login).where(Account.person_id.in_(person_ids))
