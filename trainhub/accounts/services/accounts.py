"""An account's life: opened, its password changed, closed, reopened."""

import re

from ...kernel import clock, throttle
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import new_public_id
from ...people.models import Person
from ...web.access import Viewer
from .. import policies, queries
from ..models import Account
from ..passwords import hash_password, matches

MIN_PASSWORD = 12  # characters; a phrase of a few words
MOST_PASSWORD = 200  # argon2 takes any length, requests should not
MIN_DIFFERENT = 5
PASSWORD_TRIES = 10  # for one account in a quarter of an hour
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")


def create_account(person: Person, login: str, password: str | None, *, confirmed: bool = False) -> Account:
    """Open an account for a person; without a password it is entered first by the link of a reset.

    Raises Invalid for `email` (not an address, or taken) and `password` (too easy).
    """
    address = checked_address(login)
    if password is not None:
        check_password(password, address)
    if db.session.scalar(queries.by_login(address)) is not None:
        raise Invalid({"email": _("There is an account with this e-mail already.")})
    return open_account(person, address, hash_password(password) if password is not None else None, confirmed=confirmed)


def open_account(person: Person, address: str, password_hash: str | None, *, confirmed: bool) -> Account:
    account = Account(
        person=person,
        login=address,
        password_hash=password_hash,
        stamp=new_public_id(),
        confirmed_at=clock.now() if confirmed else None,
    )
    db.session.add(account)
    db.session.flush()
    return account


def checked_address(login: str) -> str:
    """Return an e-mail address as it is kept; raises Invalid where it is none."""
    address = login.strip().lower()
    if len(address) > 254 or not address.isprintable() or not _ADDRESS.fullmatch(address):
        raise Invalid({"email": _("This does not look like an e-mail address. Write it like name@example.org.")})
    return address


def check_password(password: str, address: str, field: str = "password") -> None:
    """Raise Invalid for a password that is too short, too long or too easy to guess."""
    if len(password) < MIN_PASSWORD:
        raise Invalid(
            {
                field: _(
                    "This is too short: at least %(limit)s characters. Four or five words are good.", limit=MIN_PASSWORD
                )
            }
        )
    if len(password) > MOST_PASSWORD:
        raise Invalid({field: _("This is too long: %(limit)s characters at the most.", limit=MOST_PASSWORD)})
    if len(set(password)) < MIN_DIFFERENT or password.strip().lower() == address:
        raise Invalid({field: _("This is easy to guess. Choose a phrase that only you know.")})


def change_password(account: Account, *, current: str, new: str) -> None:
    """Set a new password and end all sign-ins; raises Invalid for `current` and `password`."""
    key = f"password:{account.id}"
    if not throttle.left(key, PASSWORD_TRIES):
        raise Refused(_("Too many tries. Wait a quarter of an hour and try again."))
    if not matches(account.password_hash, current):
        throttle.count(key)
        raise Invalid({"current": _("This is not your present password.")})
    check_password(new, account.login)
    put_password(account, new)


def put_password(account: Account, password: str) -> None:
    """Keep a new password; whoever is signed in with the old one is signed out."""
    account.password_hash = hash_password(password)
    spend_links(account, "claim")
    end_sign_ins(account)


def spend_links(account: Account, *purposes: str) -> None:
    """Let no link that was sent before, for these purposes or any, work any more."""
    for token in db.session.scalars(queries.open_tokens(account.id, *purposes)):
        token.used_at = clock.now()


def end_sign_ins(account: Account) -> None:
    """Sign the account out everywhere."""
    account.stamp = new_public_id()


def keep_preferences(account: Account, *, language: str, zone: str) -> None:
    """Keep the language and the time zone a person reads in; an empty zone means the installation's."""
    if zone and zone not in clock.zones():
        raise Invalid({"zone": _("There is no such time zone. Choose one from the list.")})
    account.person.language = language
    account.person.zone = zone or None


def close_account(account: Account, *, by: Viewer) -> None:
    """Let nobody in with this account any more; the person and their trainings stay."""
    _only_managers(by)
    if account.id == by.account_id:
        raise Refused(_("You cannot close your own account. Ask another administrator."))
    account.disabled_at = clock.now()
    account.calendar_hash = None
    end_sign_ins(account)


def reopen_account(account: Account, *, by: Viewer) -> None:
    """Let the person in again, with the password they had."""
    _only_managers(by)
    account.disabled_at = None


def confirm_by_hand(account: Account, *, by: Viewer) -> None:
    """Say that the e-mail belongs to the person: somebody who does not get our mails asked for it."""
    _only_managers(by)
    account.confirmed_at = account.confirmed_at or clock.now()


def _only_managers(who: Viewer) -> None:
    if not who.may(policies.MANAGE):
        raise Refused(_("Only administrators can do this."))
