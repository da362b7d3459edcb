"""Accounts, links and sign-in, on both databases."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from trainhub.accounts import services
from trainhub.accounts.models import Account, AccountToken
from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.people.models import Consent, Person
from trainhub.people.services import standing
from trainhub.testing import PASSWORD

NEW = "seven small yellow boats"


def command(**values):
    return services.SignUp(
        **{
            "native": "Leyla Həsənova",
            "latin": "Leyla Hasanova",
            "display": "",
            "email": "Leyla@Example.org ",
            "password": PASSWORD,
            "language": "az",
            "country_code": "AZ",
            "notice": people.current_notice().version,
            "terms": people.current_terms().version,
        }
        | values
    )


def mails(kind=None):
    found = db.session.scalars(select(Message).order_by(Message.id))
    return [mail for mail in found if kind in (None, mail.kind)]


def secret(mail):
    return re.search(r"/(?:confirm|reset)/(\S+)", mail.body)[1]


def try_in(email, password=PASSWORD, address="10.0.0.1"):
    return services.sign_in(services.SignIn(email, password, address), tries=3)


def account_of(email):
    return db.session.scalar(select(Account).where(Account.login == email))


def test_a_new_account_needs_a_password_that_nobody_guesses(make):
    person = make.person()
    for password in ("short", "aaaaaaaaaaaaaaaa", "new@example.org ", "x" * 201):
        with pytest.raises(Invalid) as refusal:
            services.create_account(person, "new@example.org", password)
        assert set(refusal.value.fields) == {"password"}


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@c.org", "a@b.org\nBcc: x@y.org", "a@@b.org"])
def test_an_account_needs_an_address(make, email):
    with pytest.raises(Invalid) as refusal:
        services.create_account(make.person(), email, PASSWORD)
    assert set(refusal.value.fields) == {"email"}


def test_one_address_is_one_account_however_it_is_typed(make):
    services.create_account(make.person(), "Somebody@Example.ORG", PASSWORD)
    with pytest.raises(Invalid):
        services.create_account(make.person(), " somebody@example.org", PASSWORD)


def test_sign_up_makes_person_consent_and_an_affiliation_that_counts_for_nothing(make):
    body = make.organisation(category_code="ministry")
    services.sign_up(command(organisation=body.slug))
    account = account_of("leyla@example.org")
    person = account.person
    assert (person.native, person.latin, person.display, person.language) == (
        "Leyla Həsənova",
        "LEYLA HASANOVA",
        "Leyla Həsənova",
        "az",
    )
    assert account.state == "unconfirmed"
    assert [each.organisation_id for each in person.affiliations] == [body.id]
    assert not standing(person.id).categories
    agreed = set(db.session.scalars(select(Consent.notice_id).where(Consent.person_id == person.id)))
    assert agreed == {people.current_notice().id, people.current_terms().id}


def test_sign_up_wants_the_present_privacy_notice(make):
    with pytest.raises(Invalid) as refusal:
        services.sign_up(command(notice="an older one"))
    assert set(refusal.value.fields) == {"agree"}
    assert account_of("leyla@example.org") is None


@pytest.mark.parametrize(
    ("field", "name"),
    [("latin", "Лейла Гасанова"), ("native", "Win http://x.example"), ("display", "a@b"), ("native", " ")],
)
def test_names_are_names(make, field, name):
    with pytest.raises(Invalid) as refusal:
        services.sign_up(command(**{field: name}))
    assert set(refusal.value.fields) == {field}


def test_sign_up_with_a_known_address_tells_its_holder_and_changes_nothing(make):
    held = make.account(email="leyla@example.org")
    before = held.password_hash
    services.sign_up(command(password=NEW))
    assert held.password_hash == before
    assert [mail.kind for mail in mails()] == ["email_taken"]
    assert db.session.query(Person).filter_by(native="Leyla Həsənova").count() == 0


def test_sign_up_finds_the_person_staff_know_and_leaves_what_they_wrote(make):
    person = make.person(email="leyla@example.org", category="ministry")
    body = person.affiliations[0].organisation
    services.sign_up(command(organisation=body.slug))  # would be a second affiliation: not told, not made
    account = account_of("leyla@example.org")
    assert account.person_id == person.id
    assert person.native != "Leyla Həsənova"
    assert len(person.affiliations) == 1


def test_while_nobody_confirmed_the_last_sign_up_counts(make):
    """A stranger who signs up with an address first must not be let in by its owner's confirmation."""
    services.sign_up(command(native="A Stranger", password=PASSWORD))
    services.sign_up(command(native="Leyla Həsənova", password=NEW))
    first, second = mails("confirm_email")
    with pytest.raises(NotFound):
        services.confirm(secret(first))
    services.confirm(secret(second))
    assert try_in("leyla@example.org", PASSWORD).account is None
    assert try_in("leyla@example.org", NEW).account.person.native == "Leyla Həsənova"


def test_a_closed_account_is_not_opened_by_signing_up(make):
    held = make.account(email="leyla@example.org")
    held.disabled_at = clock.now()
    services.sign_up(command())
    assert mails() == []


def test_only_the_hash_of_a_link_is_kept(make):
    services.sign_up(command())
    token = db.session.scalar(select(AccountToken))
    assert secret(mails()[0]) not in (token.hash, token.purpose)
    assert len(token.hash) == 64


def test_a_confirmation_works_once_and_for_48_hours(make, clock):
    services.sign_up(command())
    link = secret(mails()[0])
    clock.set("2027-03-04 07:59")
    assert services.confirm(link).state == "open"
    with pytest.raises(NotFound):
        services.confirm(link)


@pytest.mark.parametrize("purpose", ["confirm", "reset"])
def test_a_link_grows_old(make, clock, purpose):
    account = make.account()
    account.confirmed_at = None if purpose == "confirm" else account.confirmed_at
    ask = {"confirm": services.ask_for_confirmation, "reset": services.ask_for_reset}[purpose]
    ask(account.login)
    link = secret(mails()[0])
    assert services.find_token(link, purpose)
    clock.set("2027-03-04 08:00" if purpose == "confirm" else "2027-03-02 10:00")
    with pytest.raises(NotFound):
        services.find_token(link, purpose)


def test_a_link_serves_its_own_purpose_only(make):
    account = make.account()
    services.ask_for_reset(account.login)
    with pytest.raises(NotFound):
        services.confirm(secret(mails()[0]))


def test_a_new_link_ends_the_one_before(make):
    account = make.account()
    services.ask_for_reset(account.login)
    services.ask_for_reset(account.login)
    first, second = mails("reset_password")
    with pytest.raises(NotFound):
        services.set_password(secret(first), NEW)
    assert services.set_password(secret(second), NEW) is account


def test_a_reset_changes_the_stamp_confirms_the_address_and_works_once(make):
    account = make.account()
    account.confirmed_at = None
    before = account.stamp
    services.ask_for_reset(account.login)
    link = secret(mails()[0])
    services.set_password(link, NEW)
    assert account.stamp != before
    assert try_in(account.login, NEW).account is account
    with pytest.raises(NotFound):
        services.set_password(link, "another long enough one")


def test_an_easy_password_leaves_the_link_usable(make):
    account = make.account()
    services.ask_for_reset(account.login)
    with pytest.raises(Invalid):
        services.set_password(secret(mails()[0]), "short")
    assert services.set_password(secret(mails()[0]), NEW) is account


def test_who_asks_for_an_unknown_or_closed_address_causes_no_mail(make):
    closed = make.account()
    closed.disabled_at = clock.now()
    services.ask_for_reset("nobody@example.org")
    services.ask_for_reset(closed.login)
    services.ask_for_confirmation(make.account().login)  # confirmed already
    assert mails() == []


def test_nobodys_inbox_is_flooded_through_us(make):
    account = make.account()
    for _ in range(9):
        services.ask_for_reset(account.login)
    assert len(mails()) == 3


def test_tries_are_counted_for_address_and_email_and_forgiven_by_success(make, clock):
    account = make.account()
    assert [try_in(account.login, "wrong").left for _ in range(2)] == [2, 1]
    assert try_in(account.login).account is account
    assert [try_in(account.login, "wrong").reason for _ in range(3)] == ["mismatch", "mismatch", "pause"]
    assert try_in(account.login).reason == "pause"
    assert try_in(account.login, address="10.0.0.2").account is account
    clock.set("2027-03-02 08:15:01")
    assert try_in(account.login).account is account


def test_an_unknown_email_is_answered_like_a_known_one(make):
    account = make.account()
    known = [try_in(account.login, "wrong") for _ in range(4)]
    unknown = [try_in("nobody@example.org", "wrong") for _ in range(4)]
    assert known == unknown


def test_only_the_password_tells_that_an_account_waits_or_is_closed(make):
    waiting, closed = make.account(), make.account()
    waiting.confirmed_at, closed.disabled_at = None, clock.now()
    assert try_in(waiting.login).reason == "unconfirmed"
    assert try_in(closed.login).reason == "closed"
    assert {try_in(account.login, "wrong").reason for account in (waiting, closed)} == {"mismatch"}


def test_an_account_without_password_lets_nobody_in(make):
    account = services.create_account(make.person(), "invited@example.org", None, confirmed=True)
    assert try_in(account.login, "").reason == "mismatch"


def test_changing_the_password_wants_the_present_one_and_ends_other_sign_ins(make):
    account = make.account()
    before = account.stamp
    with pytest.raises(Invalid) as refusal:
        services.change_password(account, current="wrong", new=NEW)
    assert set(refusal.value.fields) == {"current"}
    assert account.stamp == before
    services.change_password(account, current=PASSWORD, new=NEW)
    assert account.stamp != before
    assert try_in(account.login, NEW).account is account


def test_guessing_the_present_password_pauses(make):
    account = make.account()
    for _ in range(10):
        with pytest.raises(Invalid):
            services.change_password(account, current="wrong", new=NEW)
    with pytest.raises(Refused):
        services.change_password(account, current=PASSWORD, new=NEW)


def test_a_calendar_secret_is_kept_as_its_hash_and_can_be_replaced_or_taken_back(make):
    account = make.account()
    first = services.make_calendar_token(account)
    assert services.account_of_calendar_token(first) is account
    assert first not in account.calendar_hash
    second = services.make_calendar_token(account)
    assert services.account_of_calendar_token(first) is None
    assert services.account_of_calendar_token(second) is account
    services.drop_calendar_token(account)
    assert services.account_of_calendar_token(second) is None


def test_a_closed_accounts_calendar_is_closed(make):
    account = make.account()
    secret = services.make_calendar_token(account)
    account.disabled_at = clock.now() - timedelta(days=1)
    assert services.account_of_calendar_token(secret) is None
