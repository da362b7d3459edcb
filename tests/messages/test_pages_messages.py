"""The outbox as the office sees it."""

import pytest

from trainhub.kernel.db import db
from trainhub.messages import services

SECRET = "sesame-opens-the-door"


def post(make, key, centre=None, **values):
    person = make.person(**({"display": f"Reader {key}"} | values))
    return services.post(
        "registration_confirmed",
        person,
        key=key,
        centre_id=centre.id if centre else None,
        session=make.session(centre=centre) if centre else make.session(),
        url="/x",
    )


@pytest.mark.parametrize("role", ["participant", "trainer", "focal_point", "observer"])
def test_others_see_no_mails(client, make, sign_in, role):
    mail = post(make, "a")
    sign_in(make.account(role, scope=("country", "AZ") if role == "focal_point" else None))
    for path in ("/messages/", f"/messages/{mail.public_id}"):
        assert client.get(path).status_code == 403
    assert client.post(f"/messages/{mail.public_id}/again").status_code == 403


def test_visitors_are_sent_to_sign_in(client, session):
    assert client.get("/messages/").location == "/sign-in?next=/messages/"


def test_staff_see_their_centres_mails_and_no_others(client, make, sign_in):
    own, other = make.centre(), make.centre("second")
    mails = {key: post(make, key, centre) for key, centre in (("own", own), ("other", other), ("none", None))}
    sign_in(make.staff(own))
    for place in ("/messages/", "/messages/?format=csv"):
        page = client.get(place).text
        assert "Reader own" in page
        assert "Reader other" not in page
        assert "Reader none" not in page
    assert client.get(f"/messages/{mails['own'].public_id}").status_code == 200
    for key in ("other", "none"):
        assert client.get(f"/messages/{mails[key].public_id}").status_code == 404
        assert client.post(f"/messages/{mails[key].public_id}/again").status_code == 404


def test_staff_of_every_centre_still_see_no_mails_about_accounts(client, make, sign_in):
    mail = post(make, "none")
    sign_in(make.account("staff"))
    assert client.get(f"/messages/{mail.public_id}").status_code == 404
    assert "Reader none" not in client.get("/messages/").text


def test_administrators_see_every_mail_but_no_secret(client, make, sign_in):
    hidden = services.post("reset_password", make.person(), key="s", secret=True, url=f"/reset/{SECRET}", hours=2)
    shown = post(make, "none")
    sign_in(make.account("administrator"))
    page = client.get(f"/messages/{hidden.public_id}").text
    assert "a link that only its reader may have" in page
    assert SECRET not in page
    assert SECRET not in client.get("/messages/").text
    columns = "created,person,address,subject,kind,state,sent,body"
    assert SECRET not in client.get(f"/messages/?format=csv&columns={columns}").text
    assert "http://localhost/x" in client.get(f"/messages/{shown.public_id}").text


def test_a_mail_is_shown_in_its_own_language_and_as_text(client, make, sign_in):
    mail = post(make, "a", make.centre(), language="az", display="<b>Reader</b>")
    sign_in(make.staff())
    page = client.get(f"/messages/{mail.public_id}").text
    assert 'lang="az" dir="auto"' in page
    assert "<b>Reader</b>" not in page


def test_what_failed_says_why_and_can_be_sent_again(client, make, sign_in):
    mail = post(make, "a", make.centre())
    mail.state, mail.tries, mail.error = "failed", 6, "SMTPRecipientsRefused: 550 no such person"
    sign_in(make.staff())
    page = client.get(f"/messages/{mail.public_id}").text
    assert "Given up after 6 tries." in page
    assert "550 no such person" in page
    assert client.post(f"/messages/{mail.public_id}/again").status_code == 303
    db.session.expire_all()
    assert mail.state == "queued"
    assert client.post(f"/messages/{mail.public_id}/again").status_code == 409


def test_without_a_mail_server_the_page_says_so(app, client, make, sign_in):
    sign_in(make.staff())
    assert "No mail server is set" in client.get("/messages/").text
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    try:
        assert "No mail server is set" not in client.get("/messages/").text
    finally:
        app.config["MAIL_URL"] = ""


def test_the_list_filters_and_says_when_nothing_fits(client, make, sign_in):
    centre = make.centre()
    post(make, "a", centre, display="Nino Beridze")
    post(make, "b", centre, display="Əli Vəliyev").state = "failed"
    db.session.flush()
    sign_in(make.staff())
    assert "Əli" not in client.get("/messages/?state=queued").text
    assert "Əli" in client.get("/messages/?state=failed").text
    assert "Əli" not in client.get("/messages/?person=nino").text
    assert "Nino" in client.get("/messages/?kind=registration_confirmed&person=beridze").text
    assert "No mail fits these filters." in client.get("/messages/?kind=place_offered").text


def test_an_empty_outbox_says_what_will_stand_there(client, make, sign_in):
    sign_in(make.staff())
    assert "No mail was written yet." in client.get("/messages/").text


def test_the_list_asks_as_often_for_three_rows_as_for_one(client, make, sign_in, queries):
    centre = make.centre()
    sign_in(make.staff())
    counts = []
    for keys in ("a", "bc"):
        for key in keys:
            post(make, key, centre)
        db.session.expire_all()
        with queries(12) as seen:
            assert client.get("/messages/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
