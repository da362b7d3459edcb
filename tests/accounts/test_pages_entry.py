"""Sign-in, sign-out, sign-up and the links of mails, as a browser meets them."""

import re

import pytest
from sqlalchemy import select

from trainhub.accounts.models import Account
from trainhub.kernel import throttle
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.testing import PASSWORD

NEW = "seven small yellow boats"


def enter(client, email, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def is_in(client):
    return client.get("/me/account").status_code == 200


def mail():
    return db.session.scalars(select(Message).order_by(Message.id.desc())).first()


def link():
    return re.search(r"http://localhost(/(?:confirm|reset)/\S+)", mail().body)[1]


def without_token(page):
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", page)


def details(**values):
    return {
        "native": "Гүлнар Бекова",
        "latin": "Gulnar Bekova",
        "email": "gulnar@example.org",
        "password": PASSWORD,
        "language": "ru",
        "country": "KZ",
        "organisation": "",
        "agree": "y",
        "notice": people.current_notice().version,
        "agree_terms": "y",
        "terms": people.current_terms().version,
    } | values


def test_the_page_has_the_fields_that_others_rely_on(client):
    page = client.get("/sign-in").text
    for field in ('name="email"', 'name="password"', 'name="csrf_token"', 'autocomplete="current-password"'):
        assert field in page


def test_a_form_without_its_token_is_refused(app, client, make):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert enter(client, make.account().login).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_sign_in_leads_on_and_sign_out_ends_it(client, make):
    account = make.account()
    answer = enter(client, account.login.upper())
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_in(client)
    assert client.get("/sign-out").status_code == 200
    assert is_in(client)  # looking signs nobody out
    assert client.post("/sign-out").status_code == 303
    assert not is_in(client)


def test_failure_counts_down_says_nothing_more_and_keeps_what_was_typed(client, make):
    account = make.account()
    pages = {}
    for email in (account.login, "nobody@example.org"):
        answers = [enter(client, email, "wrong") for _ in range(6)]
        assert {answer.status_code for answer in answers} == {422}
        assert "E-mail and password do not match." in answers[0].text
        assert "4 more tries" in answers[0].text
        assert "1 more try" in answers[3].text
        assert "Too many tries." in answers[4].text
        assert f'value="{email}"' in answers[0].text
        assert "wrong" not in answers[0].text
        pages[email] = [without_token(answer.text).replace(email, "") for answer in answers]
    assert pages[account.login] == pages["nobody@example.org"]
    assert enter(client, account.login).status_code == 422


def test_an_empty_form_is_answered_beside_its_fields(client):
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    assert answer.text.count("This is needed. Fill it in.") == 2


@pytest.mark.parametrize("target", ["/calendar/?month=2027-03", "/sessions/a-b/register", "/me/"])
def test_after_sign_in_one_is_where_one_wanted_to_be(client, make, target):
    assert enter(client, make.account().login, next=target).location == target
    assert client.get("/sign-in", query_string={"next": target}).location == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "///evil.example",
        "/\t/evil.example",
        " //evil.example",
        "http:evil.example",
        "/sign-out",
        "/%0d%0aX: 1\r\nY: 2",
    ],
)
def test_nobody_is_led_to_another_site(client, make, target):
    assert enter(client, make.account().login, next=target).location == "/"
    assert client.get("/sign-in", query_string={"next": target}).location == "/"


def test_a_page_for_members_brings_visitors_to_sign_in_and_back(client, make):
    answer = client.get("/me/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me/account")
    assert 'value="/me/account"' in client.get(answer.location).text


def test_sign_in_forgets_the_session_before_except_the_language(client, make):
    client.get("/sign-in?lang=ru")
    with client.session_transaction() as cookie:
        cookie["left_behind"] = "by somebody else"
    enter(client, make.account().login)
    with client.session_transaction() as cookie:
        assert "left_behind" not in cookie
        assert cookie["lang"] == "ru"
        assert not cookie.permanent


def test_keeping_signed_in_is_asked_for(client, make):
    enter(client, make.account().login, keep="y")
    with client.session_transaction() as cookie:
        assert cookie.permanent


def test_an_unconfirmed_email_is_told_so_and_offered_the_mail_again(client, make):
    account = make.account()
    account.confirmed_at = None
    answer = enter(client, account.login)
    assert answer.status_code == 422
    assert "Your e-mail is not confirmed yet." in answer.text
    assert not is_in(client)
    again = client.post("/confirm", data={"email": account.login})
    assert again.status_code == 303
    assert (mail().kind, mail().address) == ("confirm_email", account.login)


def test_a_closed_account_is_told_so(client, make, clock):
    account = make.account()
    account.disabled_at = account.created_at
    assert "This account is closed." in enter(client, account.login).text


def test_closing_an_account_ends_its_sign_in(client, make, sign_in):
    account = make.account()
    sign_in(account)
    assert is_in(client)
    account.disabled_at = account.created_at
    assert not is_in(client)


def test_sign_up_confirm_sign_in(client, make):
    body = make.organisation()
    page = client.get("/sign-up").text
    assert str(body.title) in page
    assert "Privacy notice, version" in page
    answer = client.post("/sign-up", data=details(organisation=body.slug))
    assert (answer.status_code, answer.location) == (303, "/sign-in/mail")
    assert "Look into your mail" in client.get(answer.location).text
    assert mail().language == "ru"
    where = link()
    assert client.get(where).status_code == 200
    assert enter(client, "gulnar@example.org").status_code == 422  # looking confirms nothing
    assert client.post(where).location == "/sign-in"
    assert enter(client, "gulnar@example.org").status_code == 303
    assert is_in(client)
    for used in (client.get(f"{where}?lang=en"), client.post(f"{where}?lang=en")):
        assert used.status_code == 404
        assert "does not work any more" in used.text


def test_sign_up_answers_alike_for_a_known_email(client, make):
    make.account(email="known@example.org")
    answers = [client.post("/sign-up", data=details(email=email)) for email in ("known@example.org", "new@example.org")]
    first, second = [(a.status_code, a.location, a.text, sorted(a.headers.keys())) for a in answers]
    assert first == second


@pytest.mark.parametrize("path", ["/reset", "/confirm"])
def test_asking_for_a_link_answers_alike_for_every_email(client, make, path):
    account = make.account()
    emails = (account.login, "nobody@example.org", "not an address")
    answers = [client.post(path, data={"email": email}) for email in emails]
    assert len({(a.status_code, a.location, a.text) for a in answers}) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"native": ""},
        {"latin": "Гүлнар"},
        {"email": "nowhere"},
        {"password": "short"},
        {"country": "XX"},
        {"country": ""},
        {"organisation": "no-such-body"},
        {"agree": ""},
        {"notice": "older"},
        {"language": "xx"},
    ],
)
def test_a_sign_up_that_lacks_something_loses_nothing(client, make, wrong):
    data = {name: value for name, value in details(**wrong).items() if value}
    answer = client.post("/sign-up", data=data)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    for name in {"native", "latin", "email"} & set(data):
        assert data[name] in answer.text
    assert PASSWORD not in answer.text
    assert db.session.query(Account).count() == 0


def test_reset_sets_a_new_password_and_ends_the_sign_ins_before(client, app, make, sign_in):
    account = make.account()
    elsewhere = app.test_client()
    with elsewhere.session_transaction() as cookie:
        cookie["_user_id"] = f"{account.id}:{account.stamp}"
    assert is_in(elsewhere)
    assert client.post("/reset", data={"email": account.login}).location == "/sign-in/mail"
    where = link()
    assert account.login in client.get(where).text
    assert client.post(where, data={"password": "short"}).status_code == 422
    assert client.post(where, data={"password": NEW}).location == "/sign-in"
    assert not is_in(elsewhere)
    assert enter(client, account.login).status_code == 422
    assert enter(client, account.login, NEW).status_code == 303
    assert client.post(where, data={"password": NEW}).status_code == 404


@pytest.mark.parametrize("path", ["/confirm/abc", "/reset/abc", "/reset/" + "x" * 500])
def test_a_made_up_link_does_nothing(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path, data={"password": NEW}).status_code == 404


def test_an_old_link_says_what_to_do(client, make, clock):
    account = make.account()
    client.post("/reset", data={"email": account.login})
    where = link()
    clock.set("2027-03-02 10:00:01")
    answer = client.get(where)
    assert answer.status_code == 404
    assert 'href="/reset"' in answer.text


def test_the_secret_of_a_link_is_in_no_log(client, make, caplog):
    account = make.account()
    client.post("/reset", data={"email": account.login})
    where = link()
    caplog.clear()
    client.get(where)
    assert where.rpartition("/")[2] not in " ".join(str(record.__dict__) for record in caplog.records)
    assert any("/reset/…" in str(record.__dict__) for record in caplog.records)


@pytest.mark.parametrize("path", ["/sign-up", "/reset", "/confirm"])
def test_too_many_from_one_address_are_told_so_whatever_email_they_name(app, client, make, monkeypatch, path):
    monkeypatch.setitem(app.config, "SIGN_UP_TRIES", 1)
    far = {"REMOTE_ADDR": "10.0.0.1"}
    known = make.account().login
    assert client.post(path, data=details(), environ_overrides=far).status_code == 303
    pages = []
    for email in (known, "nobody@example.org"):
        answer = client.post(path, data=details(email=email), environ_overrides=far)
        assert answer.status_code == 422
        assert "Too many tries. Wait a quarter of an hour and try again." in answer.text
        pages.append(without_token(answer.text).replace(email, ""))
    assert pages[0] == pages[1]
    assert client.post(path, data=details(), environ_overrides={"REMOTE_ADDR": "10.0.0.2"}).status_code == 303


def test_tries_are_kept_without_the_email(client, make):
    account = make.account()
    enter(client, account.login, "wrong")
    keys = [attempt.key for attempt in db.session.query(throttle.Attempt)]
    assert keys
    assert account.login not in " ".join(keys)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/sign-in/mail", "/reset", "/confirm"])
@pytest.mark.parametrize("language", ["en", "az", "ru", "tk"])
def test_the_door_opens_in_every_language(client, session, path, language):
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in answer.text
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
