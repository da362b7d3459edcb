"""What is asked of the accounts' tables."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Select, and_, delete, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..kernel import clock
from ..kernel.text import MOST_WORDS, fold
from ..people import queries as people
from ..people.models import Centre, Country, Organisation, Person
from ..people.policies import Reach
from .models import Account, AccountToken, Role, RoleGrant


def account(number: int) -> Select[Account]:
    """Select an account with its roles."""
    return select(Account).where(Account.id == number).options(joinedload(Account.grants))


def viewer(number: int) -> Select[Account, Centre | None]:
    """Select an account with its roles, and the centre that names the installation: every request asks both."""
    eldest = select(func.min(Centre.id)).scalar_subquery()
    return (
        select(Account, Centre)
        .outerjoin(Centre, Centre.id == eldest)
        .where(Account.id == number)
        .options(joinedload(Account.grants))
    )


def by_login(login: str) -> Select[Account]:
    """Select the account of an e-mail, however it was typed."""
    return select(Account).where(Account.login == login.strip().lower())


def account_in(login: str, reach: Reach) -> Select[Account]:
    """Select the account in use of an e-mail, if it is of somebody in reach."""
    return by_login(login).join(Account.person).where(Account.disabled_at.is_(None), people.person_in(reach))


def focal_grants(scopes: Collection[tuple[str, str]]) -> Select[RoleGrant]:
    """Select the roles in force of everybody who speaks for some countries and institutions, by name."""
    here = [and_(RoleGrant.scope_kind == kind, RoleGrant.scope_id == number) for kind, number in scopes]
    today = clock.today()
    return (
        select(RoleGrant)
        .join(RoleGrant.account)
        .join(Account.person)
        .where(
            RoleGrant.role == Role.FOCAL_POINT,
            or_(false(), *here),
            or_(RoleGrant.since.is_(None), RoleGrant.since <= today),
            or_(RoleGrant.until.is_(None), RoleGrant.until >= today),
            Account.disabled_at.is_(None),
        )
        .options(contains_eager(RoleGrant.account).contains_eager(Account.person))
        .order_by(RoleGrant.scope_kind, RoleGrant.scope_id, Person.search, RoleGrant.id)
    )


def of_person(public_id: str) -> Select[Account]:
    """Select the account of a living person by the id that addresses use."""
    return select(Account).join(Person).where(Person.public_id == public_id, Person.erased_at.is_(None))


def of_person_id(person_id: int) -> Select[Account]:
    return select(Account).where(Account.person_id == person_id)


def by_calendar_hash(digest: str) -> Select[Account]:
    return select(Account).where(Account.calendar_hash == digest, Account.disabled_at.is_(None))


def token(digest: str, purpose: str) -> Select[AccountToken]:
    return select(AccountToken).where(AccountToken.hash == digest, AccountToken.purpose == purpose)


def open_tokens(account_id: int, *purposes: str) -> Select[AccountToken]:
    """Select the links of an account that nobody used, for some purposes or for any."""
    open_ = select(AccountToken).where(AccountToken.account_id == account_id, AccountToken.used_at.is_(None))
    return open_.where(AccountToken.purpose.in_(purposes)) if purposes else open_


def unconfirmed_since(moment: datetime) -> Select[Account]:
    """Select the accounts opened before a moment whose e-mail nobody has confirmed and nobody closed."""
    never = Account.confirmed_at.is_(None), Account.disabled_at.is_(None)
    return select(Account).where(*never, Account.created_at < moment).order_by(Account.id)


def drop_account(number: int) -> Delete:
    """Delete an account; its links and roles go with it."""
    return delete(Account).where(Account.id == number)


def drop_tokens(moment: datetime) -> Delete:
    """Delete the links that ended before a moment."""
    return delete(AccountToken).where(AccountToken.expires_at < moment)


def holders(role: str, centre_id: int | None = None) -> Select[Account]:
    """Select the accounts that hold a role, in one centre or everywhere."""
    query = select(Account).join(RoleGrant).where(RoleGrant.role == role)
    if centre_id is not None:
        scoped = (RoleGrant.scope_kind == "centre") & (RoleGrant.scope_id == str(centre_id))
        query = query.where((RoleGrant.scope_kind == "") | scoped)
    return query.distinct().order_by(Account.id)


def other_administrators(account_id: int) -> Select[int]:
    """Count the administrators who remain without this account."""
    today = clock.today()
    held = (
        or_(RoleGrant.since.is_(None), RoleGrant.since <= today),
        or_(RoleGrant.until.is_(None), RoleGrant.until >= today),
    )
    return (
        select(func.count(Account.id.distinct()))
        .join(RoleGrant)
        .where(RoleGrant.role == Role.ADMINISTRATOR, *held, Account.disabled_at.is_(None), Account.id != account_id)
    )


# --- lists --------------------------------------------------------------------------------------


def visible(centres: Collection[int] | None) -> Select[Account]:
    """Select the accounts a list may show: all (None), or those with a role in one of these centres."""
    query = (
        select(Account)
        .join(Account.person)
        .where(Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .options(selectinload(Account.grants))
        .order_by(Person.display, Account.id)
    )
    return query if centres is None else query.where(has_grant(RoleGrant.scope_kind == "centre", _in_centres(centres)))


def has_grant(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that an account has a role grant that meets the conditions."""
    return exists().where(RoleGrant.account_id == Account.id, *conditions)


def _in_centres(centres: Collection[int]) -> ColumnElement[bool]:
    return RoleGrant.scope_id.in_([str(number) for number in centres])


def with_role(query: Select[Account], role: str, centres: Collection[int] | None) -> Select[Account]:
    """Narrow a list to the holders of a role, among the grants the reader may see."""
    today = clock.today()
    seen = () if centres is None else (RoleGrant.scope_kind == "centre", _in_centres(centres))
    held = or_(RoleGrant.until.is_(None), RoleGrant.until >= today)
    return query.where(has_grant(RoleGrant.role == role, held, *seen))


def named(query: Select[Account], words: str) -> Select[Account]:
    """Narrow a list to names and e-mails that hold these words."""
    for word in words.split()[:MOST_WORDS]:
        query = query.where(
            or_(
                Person.search.contains(fold(word), autoescape=True),
                Person.display.icontains(word, autoescape=True),
                Account.login.contains(word.lower(), autoescape=True),
            )
        )
    return query


def in_state(query: Select[Account], state: str) -> Select[Account]:
    """Narrow a list to open, unconfirmed or closed accounts."""
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "open": (Account.disabled_at.is_(None), Account.confirmed_at.is_not(None)),
        "unconfirmed": (Account.disabled_at.is_(None), Account.confirmed_at.is_(None)),
        "closed": (Account.disabled_at.is_not(None),),
    }
    return query.where(*conditions.get(state, ()))


# --- what sign-up and the forms of roles choose from --------------------------------------------


def organisations_by_id(numbers: Collection[int]) -> Select[Organisation]:
    return select(Organisation).where(Organisation.id.in_(numbers))


def countries() -> Select[Country]:
    return select(Country)
