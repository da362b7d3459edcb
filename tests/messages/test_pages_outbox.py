"""What staff do with mails: read and change what waits, decide the words, see what comes and what came back."""

from datetime import date

import pytest

from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.messages import services
from trainhub.messages.models import MailText, Message, ReceivedMail
from trainhub.registration.services.telling import topic


@pytest.fixture
def scene(make):
    """Give a session with a confirmed, an offered and a waiting person, of whom one has no e-mail."""
    centre = make.centre(email="baku@centre.example")
    session = make.session(centre=centre, day=7, slots=2, seats=5, title=make.texts("Rights", ru="Права"))
    rows = {
        state: make.registration(session, make.person(display=state.capitalize()), state=state)
        for state in ("confirmed", "offered", "waiting")
    }
    rows["waiting"].person.email = None
    return session, rows


def offer(session, person, key="k", **values):
    values = {"until": clock.now(), "url": "/me/", "session": session} | values
    return services.post("place_offered", person, key=key, centre_id=session.centre_id, topic=topic(session), **values)


def test_a_mail_that_waits_is_held_changed_and_sent(client, sign_in, make, scene):
    session, rows = scene
    mail = offer(session, rows["offered"].person)
    sign_in(make.staff(session.centre))
    place = f"/messages/{mail.public_id}"
    page = client.get(place).text
    for verb in ("Send now", "Hold back", "Change the words", "Never send"):
        assert verb in page
    assert client.post(f"{place}/hold").status_code == 303
    assert "This mail waits for your release." in client.get(place).text
    assert client.post(f"{place}/edit", data={"subject": "A seat", "body": ""}).status_code == 422
    assert (
        client.post(f"{place}/edit", data={"subject": "A seat", "body": "Come.\n\nhttp://x.example/"}).status_code
        == 303
    )
    assert "1 mail waits for your release." in client.get("/messages/?state=held").text
    assert client.post("/messages/release?state=held").status_code == 303
    db.session.refresh(mail)
    assert (mail.state, mail.subject, mail.body) == ("queued", "A seat", "Come.\n\nhttp://x.example/\n")
    assert client.post(f"{place}/drop").status_code == 303
    assert client.post(f"{place}/send").status_code == 409
    sign_in(make.staff(make.centre("second")))
    for act in ("edit", "hold", "send", "drop"):
        assert client.post(f"{place}/{act}").status_code == 404


def test_words_are_written_beside_another_language_tried_and_taken_back(client, sign_in, make, scene):
    session, rows = scene
    offer(session, rows["offered"].person)
    sign_in(make.staff(session.centre))
    assert client.get("/messages/texts/").status_code == 403  # the words are common to all centres
    sign_in(make.account("administrator"))
    assert "A place is offered" in client.get("/messages/texts/").text
    place = "/messages/texts/place_offered?to=ru"
    page = client.get(place).text
    assert "There is a place for you: {title}" in page  # English at the left
    assert "Для вас есть место: {title}" in page
    wrong = client.post(place, data={"subject": "{titel}", "body": "{url}", "act": "save"})
    assert wrong.status_code == 422
    assert "This mail knows no {titel}." in wrong.text
    shown = client.post(place, data={"subject": "Место: {title}", "body": "Ждём.\n\n{url}", "act": "preview"}).text
    assert '<b lang="ru" dir="auto">Место: Rights</b>' in shown  # as the latest real mail was filled in
    assert "http://localhost/…" in shown  # a link may be for its reader alone
    assert db.session.query(MailText).count() == 0
    assert client.post(place, data={"subject": "{title}", "body": "<i>\n{url}", "act": "save"}).status_code == 303
    page = client.get(place).text
    assert "Go back to the shipped text" in page
    assert "<i>" not in page
    assert "Russian" in client.get("/messages/texts/").text
    assert client.post("/messages/texts/place_offered/reset?to=ru").status_code == 303
    assert client.post("/messages/texts/place_offered/mode", data={"mode": "hold"}).status_code == 303
    assert "Waits for your release" in client.get("/messages/texts/").text
    for unknown in ("reset_password", "nothing"):
        assert client.get(f"/messages/texts/{unknown}").status_code == 404


def test_a_persons_record_tells_what_went_and_what_came_back(client, sign_in, make, scene):
    session, rows = scene
    person = rows["confirmed"].person
    mail = offer(session, person)
    mail.state, mail.sent_at, mail.bounced_at, mail.bounce = "sent", clock.now(), clock.now(), "550 no such mailbox"
    answer = ReceivedMail(mark="a", person=person, centre=session.centre, kind="reply", subject="Re", body="When?")
    answer.open = True
    db.session.add(answer)
    db.session.flush()
    sign_in(make.staff(session.centre))
    record = client.get(f"/people/{person.public_id}/").text
    assert "Mails to this person" in record
    assert "1 answer to look at" in client.get("/").text
    assert "Came back" in record
    assert "550 no such mailbox" in client.get(f"/messages/{mail.public_id}").text
    assert "Confirmed" in client.get("/messages/?state=bounced").text
    assert "Re" in client.get("/messages/received/?open=yes").text
    place = f"/messages/received/{answer.public_id}"
    assert "When?" in client.get(place).text
    assert client.post(f"{place}/done").status_code == 303
    assert "No answer fits" in client.get("/messages/received/?open=yes").text
    sign_in(make.staff(make.centre("second")))
    assert client.get(place).status_code == 404
    assert mail.subject not in client.get(f"/people/{person.public_id}/").text


def test_the_session_says_what_will_go_out(client, sign_in, make, scene):
    session, rows = scene
    offer(session, rows["offered"].person)
    sign_in(make.staff(session.centre))
    page = client.get(f"/sessions/{session.slug}/messages/").text
    assert "Three days before: how to join" in page
    assert "1 person as things stand" in page
    assert "There is a place for you: Rights" in page
    services.change_mode("joining_3", "off")
    assert "Three days before" not in client.get(f"/sessions/{session.slug}/messages/").text
    sign_in(make.staff(make.centre("second")))
    assert client.get(f"/sessions/{session.slug}/messages/").status_code == 404


def test_before_a_change_the_page_says_whom_it_concerns(client, sign_in, make, scene):
    session, rows = scene
    offer(session, rows["offered"].person)
    sign_in(make.staff(session.centre))
    page = client.get(f"/sessions/{session.slug}/cancel").text
    for said in (
        "2 people are told by mail:",
        'Confirmed <span class="num">1</span>',
        "1 mail that waits is not sent: A place is offered.",
        "1 person has no e-mail. Tell them yourself:",
        "Cancel session, tell 2 people",
    ):
        assert said in page
    page = client.get(f"/sessions/{session.slug}/move?by=2").text
    assert "It waits some minutes, so that further changes join it." in page
    client.post(f"/sessions/{session.slug}/move?by=2")
    assert "2 mails about earlier changes have not gone yet" in client.get(f"/sessions/{session.slug}/move?by=2").text
    client.post(f"/sessions/{session.slug}/cancel", data={"reason": "The trainer is ill."})
    states = {mail.kind: mail.state for mail in db.session.query(Message)}
    assert states == {"place_offered": "queued", "session_changed": "dropped", "session_cancelled": "queued"}


def test_a_new_title_is_told_in_the_readers_language(client, sign_in, make, scene):
    session, rows = scene
    rows["confirmed"].person.language = "ru"
    sign_in(make.staff(session.centre))
    data = client.get(f"/sessions/{session.slug}/edit")
    assert data.status_code == 200
    checked = client.post("/sessions/check", data={"slug": session.slug})
    assert "Another title, day, hour or room concerns 3 people" in checked.text
    from_title = services.unsent("session_changed", topic(session))
    assert from_title == {}
    assert session.first_day > date(2027, 3, 2)
