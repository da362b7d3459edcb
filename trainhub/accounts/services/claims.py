"""Profiles that staff or a focal point made of somebody: a link by which that person takes the profile over."""

from dataclasses import dataclass

from ...kernel import clock, outbox
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Person
from .. import queries
from ..models import Account, AccountToken
from .accounts import check_password, create_account, put_password
from .guarding import follow
from .links import HOURS, find_token, new_token

PURPOSE, KIND = "claim", "claim_profile"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says who takes a profile over; `notice` and `terms` are the versions they agreed to."""

    secret: str
    password: str
    notice: str
    terms: str


def claim_url(person: Person) -> str:
    """Return the path of a new one-time link by which a person takes over their profile; older ones stop working.

    Raises Refused where there is an account that is in use, or no e-mail.
    """
    _token, secret = new_token(_account(person), PURPOSE)
    return f"/{PURPOSE}/{secret}"


def account_of(person: Person) -> Account | None:
    """Return the account that somebody has, or was sent a link to."""
    return db.session.scalar(queries.of_person_id(person.id))


def may_claim(person: Person, account: Account | None) -> bool:
    """Say whether a profile with this account can be taken over: it has an e-mail, and nobody signs in with it."""
    return bool(person.email) and (account is None or _is_unclaimed(account))


def send_claim(person: Person) -> None:
    """Mail such a link to the person; raises Refused as above."""
    token, secret = new_token(_account(person), PURPOSE)
    outbox.post(
        KIND, person, key=f"{PURPOSE}:{token.id}", secret=True, url=f"/{PURPOSE}/{secret}", days=HOURS[PURPOSE] // 24
    )


def find_claim(secret: str, *, use: bool = False) -> AccountToken:
    """Return the token of such a link; raises NotFound as find_token does, and for an account that is in use.

    A password says nothing: a stranger can have signed up with the e-mail. That it was confirmed does.
    """
    token = find_token(secret, PURPOSE, use=use)
    if token.account.confirmed_at is not None:
        raise NotFound
    return token


def claim(command: Claim) -> Account:
    """Take a profile over: the password, the agreement, and the e-mail that the link was read in.

    Raises NotFound for a link that is over, Invalid for a password or an agreement to an older version.
    """
    token = find_claim(command.secret, use=True)
    account = token.account
    check_password(command.password, account.login)
    if (command.notice, command.terms) != (people.current_notice().version, people.current_terms().version):
        raise Invalid({"agree": _("There is a newer version. Please read it first.")})
    token.used_at = account.confirmed_at = clock.now()
    put_password(account, command.password)
    people.agree(account.person)
    return account


def _is_unclaimed(account: Account) -> bool:
    return account.confirmed_at is None and account.password_hash is None and account.disabled_at is None


def _account(person: Person) -> Account:
    """Return the account that waits for its person, made now if there is none."""
    account = db.session.scalar(queries.of_person_id(person.id))
    if account is not None:
        if not _is_unclaimed(account):
            raise Refused(_("This person has an account already."))
        _put_right(person)
        return account
    if not person.email:
        raise Refused(_("There is no e-mail to send the link to. Add one first."))
    try:
        return create_account(person, person.email, None)
    except Invalid as error:
        raise Refused(_("Somebody else signs in with this e-mail. Look whether the two are one person.")) from error


def _put_right(person: Person) -> None:
    """Let the account wait at the e-mail that the link goes to."""
    if not person.email:
        raise Refused(_("There is no e-mail to send the link to. Add one first."))
    try:
        follow(person, person.email, None)
    except Invalid as error:
        raise Refused(" ".join(error.fields.values())) from error
