"""The own account, and the office's list, records and roles."""

from datetime import date

import pytest

from trainhub.accounts import services
from trainhub.kernel.db import db
from trainhub.testing import PASSWORD

NEW = "seven small yellow boats"


def path_of(account, rest=""):
    return f"/accounts/{account.person.public_id}/{rest}"


def test_language_and_zone_are_kept_and_count_at_once(client, make, sign_in):
    account = make.account()
    sign_in(account)
    client.get("/me/account?lang=en")
    assert client.post("/me/account", data={"language": "az", "zone": "Asia/Almaty"}).status_code == 303
    assert (account.person.language, account.person.zone) == ("az", "Asia/Almaty")
    assert '<html lang="az"' in client.get("/me/account").text


@pytest.mark.parametrize("typed", [{"language": "xx", "zone": ""}, {"language": "az", "zone": "Mars/Olympus"}])
def test_what_is_not_in_the_list_is_said(client, make, sign_in, typed):
    account = make.account()
    sign_in(account)
    assert client.post("/me/account", data=typed).status_code == 422
    assert account.person.language == "en"


def test_a_new_password_keeps_this_sign_in_and_ends_the_others(client, app, make, sign_in):
    account = make.account()
    elsewhere = app.test_client()
    for each in (client, elsewhere):
        each.post("/sign-in", data={"email": account.login, "password": PASSWORD})
    wrong = client.post("/me/account/password", data={"current": "wrong", "password": NEW})
    assert wrong.status_code == 422
    assert "This is not your present password." in wrong.text
    assert client.post("/me/account/password", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert client.get("/me/account").status_code == 200
    assert elsewhere.get("/me/account").status_code == 303


def test_all_other_sign_ins_can_be_ended(client, app, make):
    account = make.account()
    elsewhere = app.test_client()
    for each in (client, elsewhere):
        each.post("/sign-in", data={"email": account.login, "password": PASSWORD})
    assert client.post("/me/account/sign-outs").status_code == 303
    assert client.get("/me/account").status_code == 200
    assert elsewhere.get("/me/account").status_code == 303


def test_a_person_sees_the_own_roles_with_scope_and_end(client, make, sign_in):
    account = make.account("focal_point", scope=("country", "GE"))
    account.grants[0].until = date(2027, 12, 31)
    sign_in(account)
    page = client.get("/me/account").text
    for words in ("Focal point", "Georgia", "31 December 2027"):
        assert words in page


@pytest.mark.parametrize("role", ["participant", "trainer", "focal_point", "observer"])
def test_others_see_no_accounts(client, make, sign_in, role):
    sign_in(make.account(role, scope=("country", "AZ") if role == "focal_point" else None))
    somebody = make.account()
    for path in ("/accounts/", path_of(somebody), path_of(somebody, "history"), path_of(somebody, "close")):
        assert client.get(path).status_code == 403
    for act in ("roles", "roles/0/end", "close", "reopen", "confirm"):
        assert client.post(path_of(somebody, act)).status_code == 403


def test_visitors_are_sent_to_sign_in(client, make):
    assert client.get("/accounts/").location == "/sign-in?next=/accounts/"


def test_staff_see_the_roles_of_their_centre_only(client, make, sign_in):
    own, other = make.centre(), make.centre("second")
    colleague = make.account("trainer", scope=("centre", own.id), display="Aysel Colleague")
    services.grant_role(colleague, "observer", "centre", other.id)
    services.grant_role(colleague, "administrator")
    stranger = make.account("staff", scope=("centre", other.id), display="Bahram Stranger")
    sign_in(make.staff(own))
    page = client.get("/accounts/").text
    assert "Aysel Colleague" in page
    assert "Bahram Stranger" not in page
    for words in ("Administrator", "Observer"):
        assert words not in client.get("/accounts/?format=csv").text
        assert f'<th scope="row">{words}' not in client.get(path_of(colleague)).text
    assert "Aysel" not in client.get("/accounts/?role=administrator").text
    assert '<th scope="row">Trainer' in client.get(path_of(colleague)).text
    assert "Centre second" not in client.get(path_of(colleague)).text
    assert '<th scope="row">Centre staff' not in client.get(path_of(stranger)).text


def test_staff_give_and_end_a_role_in_their_centre(client, make, sign_in):
    centre, somebody = make.centre(), make.account()
    sign_in(make.staff(centre))
    data = {"role": "trainer", "scope": "centre:baku", "since": "", "until": "2027-12-31"}
    assert client.post(path_of(somebody, "roles"), data=data).status_code == 303
    db.session.expire_all()
    assert [(grant.role, grant.scope_id) for grant in somebody.grants] == [("trainer", str(centre.id))]
    assert client.post(path_of(somebody, "roles"), data=data).status_code == 422  # has it already
    assert client.post(path_of(somebody, "roles/0/end")).status_code == 303
    db.session.expire_all()
    assert not somebody.grants[0].holds
    assert "not in force" in client.get(path_of(somebody)).text


@pytest.mark.parametrize(
    "typed",
    [
        {"role": "administrator", "scope": ""},
        {"role": "administrator", "scope": "centre:baku"},
        {"role": "staff", "scope": ""},
        {"role": "staff", "scope": "centre:second"},
        {"role": "trainer", "scope": "country:AZ"},
        {"role": "focal_point", "scope": "country:AZ"},
        {"role": "trainer"},
        {"scope": "centre:baku"},
        {"role": "staff", "scope": "centre:1"},
        {"role": "staff", "scope": "centre:2"},
    ],
)
def test_staff_cannot_give_more_than_they_have(client, make, sign_in, typed):
    make.centre("second")
    staff = make.staff()
    sign_in(staff)
    for account in (make.account(), staff):
        before = len(account.grants)
        assert client.post(path_of(account, "roles"), data=typed).status_code == 422
        db.session.expire_all()
        assert len(account.grants) == before


def test_staff_cannot_end_what_they_do_not_see(client, make, sign_in):
    boss = make.account("administrator")
    sign_in(make.staff())
    assert client.post(path_of(boss, "roles/0/end")).status_code == 404
    assert client.post(path_of(boss, "roles/7/end")).status_code == 404
    db.session.expire_all()
    assert boss.grants[0].holds


def test_staff_read_the_history_of_the_roles_in_their_centre_and_nothing_else(client, make, sign_in):
    somebody = make.account()
    make.centre(), make.centre("second")
    sign_in(make.account("administrator"))
    for role, scope in (("trainer", "centre:baku"), ("staff", "centre:second"), ("observer", "country:GE")):
        assert client.post(path_of(somebody, "roles"), data={"role": role, "scope": scope}).status_code == 303
    client.post(path_of(somebody, "roles/0/end"))
    client.post(path_of(somebody, "close"))
    sign_in(make.staff())
    assert path_of(somebody, "history") in client.get(path_of(somebody)).text
    page = client.get(path_of(somebody, "history")).text
    for words in ("Role: Centre baku", "Trainer", "Until", "You see what happened to the roles in your centre."):
        assert words in page
    for words in ("second", "Observer", "Georgia", "Closed", somebody.login):
        assert words not in page
    nobodys = make.account("administrator")
    assert "Administrator" not in client.get(path_of(nobodys, "history")).text.partition("<main")[2]


def test_staff_neither_close_nor_confirm(client, make, sign_in):
    somebody = make.account()
    sign_in(make.staff())
    for act in ("close", "reopen", "confirm"):
        assert client.post(path_of(somebody, act)).status_code == 403
    assert "Close the account" not in client.get(path_of(somebody)).text


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("administrator", ""),
        ("staff", "centre:second"),
        ("staff", ""),
        ("trainer", ""),
        ("focal_point", "country:GE"),
        ("observer", "country:AZ"),
    ],
)
def test_an_administrator_gives_every_role(client, make, sign_in, role, scope):
    make.centre("second")
    somebody = make.account()
    sign_in(make.account("administrator"))
    assert client.post(path_of(somebody, "roles"), data={"role": role, "scope": scope}).status_code == 303
    db.session.expire_all()
    assert somebody.grants[0].role == role


def test_an_organisation_is_a_scope_by_its_slug(client, make, sign_in):
    body, somebody = make.organisation(), make.account()
    sign_in(make.account("administrator"))
    data = {"role": "focal_point", "scope": f"organisation:{body.slug}"}
    assert client.post(path_of(somebody, "roles"), data=data).status_code == 303
    db.session.expire_all()
    assert (somebody.grants[0].scope_kind, somebody.grants[0].scope_id) == ("organisation", str(body.id))
    assert str(body.title) in client.get(path_of(somebody)).text


def test_a_scope_that_does_not_fit_the_role_is_said_beside_the_field(client, make, sign_in):
    sign_in(make.account("administrator"))
    answer = client.post(path_of(make.account(), "roles"), data={"role": "focal_point", "scope": ""})
    assert answer.status_code == 422
    assert "This role needs a country or an organisation." in answer.text


def test_close_is_asked_first_then_done_and_undone_and_all_is_in_the_history(client, make, sign_in):
    somebody = make.account()
    sign_in(make.account("administrator"))
    assert "Close the account of" in client.get(path_of(somebody, "close")).text
    assert somebody.disabled_at is None
    assert client.post(path_of(somebody, "close")).status_code == 303
    assert "Open it again" in client.get(path_of(somebody)).text
    assert client.post(path_of(somebody, "reopen")).status_code == 303
    make.centre("second")
    client.post(path_of(somebody, "roles"), data={"role": "trainer", "scope": "centre:second"})
    page = client.get(path_of(somebody, "history")).text
    for words in ("Closed", "Trainer", "Role: Centre second"):
        assert words in page


def test_an_email_is_confirmed_by_hand(client, make, sign_in):
    somebody = make.account()
    somebody.confirmed_at = None
    sign_in(make.account("administrator"))
    assert client.post(path_of(somebody, "confirm")).status_code == 303
    db.session.expire_all()
    assert somebody.state == "open"


def test_an_administrator_closes_not_the_own_account(client, make, sign_in):
    boss = make.account("administrator")
    sign_in(boss)
    assert client.post(path_of(boss, "close")).status_code == 409
    assert client.post(path_of(boss, "roles/0/end")).status_code == 409


def test_an_account_that_is_not_there_is_not_found(client, make, sign_in):
    sign_in(make.account("administrator"))
    assert client.get("/accounts/nobody/").status_code == 404
    assert client.get(f"/accounts/{make.person().public_id}/").status_code == 404


def test_the_list_filters_and_exports(client, make, sign_in):
    sign_in(make.account("administrator", display="Zaur Boss"))
    closed = make.account(display="Əli Closed")
    closed.disabled_at = closed.created_at
    make.account("trainer", display="Nino Trainer")
    db.session.flush()
    assert "Nino Trainer" not in client.get("/accounts/?state=closed").text
    assert "Əli Closed" in client.get("/accounts/?state=closed").text
    assert "Əli Closed" not in client.get("/accounts/?role=trainer").text
    assert "Nino Trainer" in client.get("/accounts/?q=nino").text
    assert "No account fits" in client.get("/accounts/?q=nobody-at-all").text
    rows = client.get("/accounts/?format=csv&role=trainer").text.splitlines()
    assert len(rows) == 2
    assert "Nino Trainer" in rows[1]


def test_the_list_asks_as_often_for_three_rows_as_for_one(client, make, sign_in, queries):
    boss = make.account("administrator")
    sign_in(boss)
    client.get("/accounts/")
    counts = []
    for more in (0, 3):
        for _ in range(more):
            make.account("trainer", scope=("centre", make.centre().id))
        db.session.expire_all()
        with queries(12) as seen:
            assert client.get("/accounts/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_record_asks_few_questions(client, make, sign_in, queries):
    somebody = make.account("focal_point", scope=("organisation", make.organisation().id))
    services.grant_role(somebody, "staff", "centre", make.centre().id)
    sign_in(make.account("administrator"))
    path = path_of(somebody)
    db.session.expire_all()
    with queries(12):
        assert client.get(path).status_code == 200


def test_the_menu_leads_staff_here_and_nobody_else(client, make, sign_in):
    sign_in(make.staff())
    assert 'href="/accounts/"' in client.get("/me/account").text
    sign_in(make.account("trainer"))
    assert 'href="/accounts/"' not in client.get("/me/account").text
