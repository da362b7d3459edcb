"""Open sign-up: the same answer for a known and an unknown e-mail, and nothing counts before it is confirmed."""

import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from ...kernel import clock, outbox
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.models import Person
from .. import queries
from ..models import Account
from ..passwords import hash_password
from . import limits
from .accounts import check_password, checked_address, end_sign_ins, open_account
from .links import may_mail, send_link

NOT_IN_NAMES = frozenset("/:@<>")


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody says about themselves; `organisation` is a slug or empty.

    `notice` and `terms` are the versions they agreed to.
    """

    native: str
    latin: str
    display: str
    email: str
    password: str
    language: str
    country_code: str
    organisation: str = ""
    notice: str = ""
    terms: str = ""
    network: str = ""  # the address it came from; empty: the program itself


def sign_up(command: SignUp, *, most: int = limits.SIGN_UPS) -> None:
    """Open an account that waits for its e-mail to be confirmed, or tell the one who has it already.

    Raises Invalid for what cannot be used, Refused after `most` from one network address or too many for one
    e-mail; whether the e-mail is known shows in the mail only.
    """
    address = checked_address(command.email)
    check_password(command.password, address)
    _check_names(command)
    _check_agreement(command)
    limits.count_or_refuse(limits.of_sign_up(command.network, address, most))  # each costs what comes next
    password_hash = hash_password(command.password)  # for known addresses too: the answer takes as long
    person = people.person_of_email(address)
    known = db.session.scalar(queries.by_login(address)) or (_account_of(person) if person else None)
    if known is not None:
        _answer_known(known, command, password_hash)
        return
    try:
        with db.session.begin_nested():
            account = _open(command, person, address, password_hash)
    except IntegrityError:  # the same e-mail a moment ago: that one gets the mail
        return
    if may_mail(account):
        send_link(account, "confirm")


def _account_of(person: Person) -> Account | None:
    return db.session.scalar(queries.of_person_id(person.id))


def _open(command: SignUp, person: Person | None, address: str, password_hash: str) -> Account:
    """Open the account, for the person staff know by this e-mail or for a new one."""
    person = person or people.create_person(_names(command, address))
    account = open_account(person, address, password_hash, confirmed=False)
    people.agree(person)
    if command.organisation:
        with suppress(Invalid):  # noted for this person already, which a stranger must not learn here
            people.propose_affiliation(person, people.ProposalCommand(organisation=command.organisation))
    return account


def _answer_known(account: Account, command: SignUp, password_hash: str) -> None:
    """Mail the holder. While nobody confirmed the address, the last sign-up counts, and older links die with it.

    So a stranger who took an address first cannot wait with a password of theirs for its owner to confirm.
    """
    if account.disabled_at is not None or not may_mail(account):
        return
    if account.confirmed_at is not None:
        outbox.post(
            "email_taken",
            account.person,
            key=f"email_taken:{account.id}:{clock.now():%Y%m%d%H%M%S}",
            address=account.login,
            url="/sign-in",
            reset_url="/reset",
        )
        return
    account.password_hash = password_hash
    end_sign_ins(account)
    if account.person.created_at == account.created_at:  # made by an earlier sign-up, not by staff
        people.edit_person(account.person, _names(command, account.login))
    send_link(account, "confirm")


def _names(command: SignUp, address: str) -> people.PersonCommand:
    return people.PersonCommand(
        native=command.native,
        native_lang=command.language,
        latin=command.latin.upper(),
        display=command.display,
        email=address,
        language=command.language,
        country_code=command.country_code,
    )


def _check_names(command: SignUp) -> None:
    """Raise Invalid here, before it matters whether the e-mail is known."""
    if not command.native.strip():
        raise Invalid({"native": _("Write your name as you write it yourself.")})
    for field, name in (("native", command.native), ("display", command.display)):
        if set(name) & NOT_IN_NAMES:  # our mail greets with it: no room for a stranger's link
            raise Invalid({field: _("Leave out %(signs)s: names have no such signs.", signs=" ".join(NOT_IN_NAMES))})
    if not all(not c.isalpha() or unicodedata.name(c, "").startswith("LATIN ") for c in command.latin):
        raise Invalid({"latin": _("Write this name in Latin letters, as in your passport.")})


def _check_agreement(command: SignUp) -> None:
    if command.notice != people.current_notice().version:
        raise Invalid({"agree": _("We need your agreement to keep your data. Read the notice and tick the box.")})
    if command.terms != people.current_terms().version:
        raise Invalid(
            {"agree_terms": _("An account needs your agreement to the terms of use. Read them and tick the box.")}
        )
