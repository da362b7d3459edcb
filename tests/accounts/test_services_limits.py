"""Whoever tries too often waits: one e-mail from many addresses, many e-mails from one, and every mixture."""

from datetime import timedelta

import pytest

from trainhub.accounts import services
from trainhub.accounts.models import Account
from trainhub.accounts.services import limits, links
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.testing import PASSWORD

TRIES = 2  # so an e-mail has eight, an address forty
NEW = "seven small yellow boats"


def try_in(email, password="wrong", address="10.0.0.1"):
    return services.sign_in(services.SignIn(email, password, address), tries=TRIES)


def later(clock, minutes):
    clock.set(kernel_clock.now() + timedelta(minutes=minutes))


def sign_up(number=0, address="10.0.0.1", **values):
    command = services.SignUp(
        **{
            "native": "Leyla Həsənova",
            "latin": "Leyla Hasanova",
            "display": "",
            "email": f"leyla{number}@example.org",
            "password": PASSWORD,
            "language": "az",
            "country_code": "AZ",
            "notice": people.current_notice().version,
            "terms": people.current_terms().version,
            "network": address,
        }
        | values
    )
    services.sign_up(command, most=3)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_one_email_from_many_addresses_is_slowed(make, clock, known):
    email = make.account().login if known else "nobody@example.org"
    answers = [try_in(email, address=f"10.0.{number}.1").reason for number in range(9)]
    assert answers == ["mismatch"] * 7 + ["pause"] * 2
    assert try_in(email, PASSWORD, "10.9.9.9").reason == "pause"  # the right password tells nothing either
    later(clock, 16)
    assert try_in(email, PASSWORD, "10.9.9.9").reason == ("" if known else "mismatch")


def test_many_emails_from_one_address_are_slowed(make, clock):
    account = make.account()
    answers = [try_in(f"somebody{number}@example.org").reason for number in range(41)]
    assert answers == ["mismatch"] * 39 + ["pause"] * 2
    assert try_in(account.login, PASSWORD).reason == "pause"
    assert try_in(account.login, PASSWORD, "10.0.0.2").account == account  # others go on
    later(clock, 16)
    assert try_in(account.login, PASSWORD).account == account


def test_an_own_account_wins_an_address_no_tries(make):
    account = make.account()
    for number in range(40):
        try_in(f"somebody{number}@example.org")
        if number % 10 == 0:
            assert try_in(account.login, PASSWORD).account == account
    assert try_in("another@example.org").reason == "pause"


def test_a_class_behind_one_address_signs_in(make):
    everybody = [make.account() for _ in range(24)]
    for account in everybody:
        assert try_in(account.login).reason == "mismatch"
        assert try_in(account.login, PASSWORD).account == account


def test_the_owner_gets_in_by_a_new_password_while_others_guess(make):
    account = make.account()
    for number in range(9):
        try_in(account.login, address=f"10.0.{number}.1")
    try_in(account.login, address="10.7.7.7")
    links.send_link(account, "reset")
    secret = db.session.query(Message).filter_by(kind="reset_password").one().body.partition("/reset/")[2].split()[0]
    services.set_password(secret, NEW, address="10.7.7.7")
    assert try_in(account.login, NEW, "10.7.7.7").account == account


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
    ],
)
def test_an_address_is_what_one_subscriber_has(one, other, same):
    assert (limits.network_of(one) == limits.network_of(other)) is same


def test_a_proxy_on_this_machine_stands_for_everybody_and_is_no_address(session):
    assert [limits.network_of(each) for each in ("127.0.0.1", "::1", "", "unix")] == [""] * 4
    assert [try_in(f"somebody{number}@example.org", address="127.0.0.1").reason for number in range(45)] == [
        "mismatch"
    ] * 45


def test_sign_ups_of_one_address_are_slowed_before_they_cost_anything(session, clock, monkeypatch):
    for number in range(3):
        sign_up(number)
    monkeypatch.setattr("trainhub.accounts.services.signup.hash_password", pytest.fail)
    with pytest.raises(Refused, match="Too many tries"):
        sign_up(4)
    monkeypatch.undo()
    sign_up(5, address="10.0.0.2")
    later(clock, 16)
    sign_up(4)
    assert db.session.query(Account).filter(Account.login.startswith("leyla")).count() == 5


def test_sign_ups_of_one_email_are_slowed_alike_for_a_known_and_an_unknown_one(make):
    known = make.account().login
    told = {}
    for email in (known, "new@example.org"):
        for number in range(limits.SIGN_UPS_OF_E_MAIL):
            sign_up(email=email, address=f"10.0.{number}.1")
        with pytest.raises(Refused) as refusal:
            sign_up(email=email, address="10.9.9.9")
        told[email] = str(refusal.value)
    assert told[known] == told["new@example.org"]


@pytest.mark.parametrize("ask", [services.ask_for_reset, services.ask_for_confirmation])
def test_links_asked_for_from_one_address_are_slowed(make, clock, ask):
    known = make.account().login
    for email in (known, "nobody@example.org", "someone@example.org"):
        ask(email, "10.0.0.1", most=3)
    for email in (known, "nobody@example.org"):
        with pytest.raises(Refused, match="Too many tries"):
            ask(email, "10.0.0.1", most=3)
    ask(known, "10.0.0.2", most=3)
    later(clock, 16)
    ask(known, "10.0.0.1", most=3)
