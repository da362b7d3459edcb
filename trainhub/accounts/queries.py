"""What is asked of the accounts' tables."""

from sqlalchemy import Select, select

from .models import Account, AccountToken, RoleGrant


def account(number: int) -> Select[tuple[Account]]:
    return select(Account).where(Account.id == number)


def by_login(login: str) -> Select[tuple[Account]]:
    """Select the account of an e-mail, however it was typed."""
    return select(Account).where(Account.login == login.strip().lower())


def by_calendar_hash(digest: str) -> Select[tuple[Account]]:
    return select(Account).where(Account.calendar_hash == digest, Account.disabled_at.is_(None))


def token(digest: str, purpose: str) -> Select[tuple[AccountToken]]:
    return select(AccountToken).where(AccountToken.hash == digest, AccountToken.purpose == purpose)


def holders(role: str, centre_id: int | None = None) -> Select[tuple[Account]]:
    """Select the accounts that hold a role, in one centre or everywhere."""
    query = select(Account).join(RoleGrant).where(RoleGrant.role == role)
    if centre_id is not None:
        scoped = (RoleGrant.scope_kind == "centre") & (RoleGrant.scope_id == str(centre_id))
        query = query.where((RoleGrant.scope_kind == "") | scoped)
    return query.distinct()
