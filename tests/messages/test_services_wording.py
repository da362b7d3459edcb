"""The centre's own words: placeholders are filled in, and that is all; what waits is held, changed, dropped."""

import pytest
from sqlalchemy import select

from tests.messages.post import send_now, words
from trainhub.kernel import i18n, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.messages import html, kinds, queries, services, wording
from trainhub.messages.models import Message
from trainhub.messages.services import texts

OWN = "Dear {name},\n\nCome to {title}.\n\nUntil {until}\n\n{url}\n\n{centre}"

ANSWER = {
    "reader": "Ann",
    "about": "Rights",
    "writes_from": "ann@example.org",
    "said": "Look:\n\nhttps://evil.example/",
}


def offer(make, key="k", **values):
    person = make.person(email=f"{key}@example.org", language=values.pop("language", "en"), display="Ann {{ 7*7 }}")
    session = make.session(title=make.texts("Rights", az="Hüquqlar"))
    values = {"session": session, "url": "/me/", "until": None, "centre_id": session.centre_id} | values
    return services.post("place_offered", person, key=key, **values)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", ["en", "az", "ru", "tk"])
def test_the_shipped_texts_with_placeholders_are_texts_of_their_kinds(app, session, language):
    for kind in kinds.editable():
        with i18n.speaking(language):
            subject, body = wording.parted(wording.shipped(kind.key))
            wording.check(kind, subject, body)  # it asks only for what is declared
        assert "{name}" in body, kind.key


def test_own_words_are_sent_in_their_language_and_the_others_stay_as_shipped(make):
    kind = texts.find_kind("place_offered")
    texts.save(kind, "en", subject="A seat: {title}", body=OWN)
    mail = offer(make, until=services.clock.now())
    assert mail.subject == "A seat: Rights"
    assert "Come to Rights." in mail.body
    assert "http://localhost/me/" in mail.body.splitlines()
    assert "Until 2 Mar 2027, 12:00" in mail.body
    assert "Until" not in offer(make, "l").body  # a line whose placeholders stand for nothing is left out
    assert "Hüquqlar" in offer(make, "m", language="az").body
    texts.reset(kind, "en")
    assert offer(make, "n").subject == "There is a place for you: Rights"


def test_words_are_never_a_template(make):
    texts.save(texts.find_kind("place_offered"), "en", subject="%s {title}", body=OWN + "\n%(name)s <b> {# no")
    mail = offer(make)
    assert mail.subject == "%s Rights"
    assert "Dear Ann {{ 7*7 }}," in mail.body  # what a value looks like does not matter either
    assert mail.body.endswith("%(name)s <b> {# no\n")


@pytest.mark.parametrize(
    ("subject", "body", "field", "said"),
    [
        ("{titel}", OWN, "subject", "knows no {titel}. It knows: {name}, {centre}"),
        ("A seat", OWN + "{person.email}", "body", "knows no {person.email}"),
        ("A seat", OWN + "{{ config }}", "body", "knows no { config }"),
        ("A seat", OWN.replace("{url}", ""), "body", "Without {url}"),
        (" ", OWN, "subject", "needs a subject"),
    ],
)
def test_what_a_mail_does_not_know_is_refused_with_a_sentence(make, subject, body, field, said):
    with pytest.raises(Invalid) as refused:
        texts.save(texts.find_kind("place_offered"), "en", subject=subject, body=body)
    assert said in refused.value.fields[field]
    with pytest.raises(NotFound):
        texts.find_kind("reset_password")  # its words belong to the program


def test_own_words_say_when_the_shipped_text_has_changed(make):
    kind = texts.find_kind("place_offered")
    texts.save(kind, "en", subject="A seat", body=OWN)
    assert (texts.drafts(kind)["en"].own, texts.drafts(kind)["en"].stale) == (True, False)
    db.session.scalars(queries.texts(kind.key)).one().basis = "As it was shipped before"
    assert texts.drafts(kind)["en"].stale
    assert next(row for row in texts.overview() if row.kind is kind).languages == {"en": "old"}
    texts.save(kind, "en", subject="A seat", body=OWN)
    assert not texts.drafts(kind)["en"].stale


def test_a_preview_is_filled_in_with_a_real_mail(make):
    kind = texts.find_kind("place_offered")
    mail = offer(make)
    sample = texts.sample(kind, "en", None)
    assert sample is mail
    subject, body = texts.previewed(kind, "en", "{title}", OWN + "\n{until}", sample.data["values"])
    assert subject == "Rights"
    assert "http://localhost/…" in body.splitlines()  # the link may be for its reader alone
    assert texts.previewed(kind, "en", "{title}", OWN, {})[0] == "[Title of the training]"


def test_a_link_that_somebody_wrote_to_the_centre_is_never_the_button(make):
    answer = services.post("reply_forwarded", make.person(), key="r", **ANSWER)
    assert [block.main for block in html.blocks_of(answer) if block.kind == "link"] == [False]
    assert [block.main for block in html.blocks_of(offer(make)) if block.kind == "link"] == [True]


# --- the outbox -----------------------------------------------------------------------------------


def test_a_kind_that_is_held_goes_when_staff_let_it(make, postman):
    services.change_mode("place_offered", "hold")
    first, second = offer(make, "a"), offer(make, "b")
    assert {mail.state for mail in send_now().values()} == {"held"}
    services.edit(first, subject="A seat\nBcc: x@y.org", body="Come.", by=work.Actor(7, "Staff"))
    assert (first.subject, first.edited_by) == ("A seat Bcc: x@y.org", 7)
    assert services.release_all([first, second]) == 2
    send_now()
    assert sorted(words(mail).splitlines()[0] for mail in postman.mails) == ["Come.", "Dear Ann {{ 7*7 }},"]
    with pytest.raises(Refused):
        services.edit(first, subject="Too", body="late", by=work.Actor())
    services.change_mode("place_offered", "off")
    assert offer(make, "c") is None


def test_what_waits_is_held_or_dropped_and_a_secret_is_neither_read_nor_held(make, postman):
    mail = offer(make)
    services.hold(mail)
    assert send_now()["k"].state == "held"
    services.drop(mail)
    assert (send_now()["k"].state, mail.dropped_because) == ("dropped", "Dropped by staff.")
    with pytest.raises(Refused):
        services.release(mail)
    secret = services.post("reset_password", make.person(), key="s", secret=True, url="/reset/sesame", hours=2)
    for act in (services.hold, lambda each: services.edit(each, subject="a", body="b", by=work.Actor())):
        with pytest.raises(Refused):
            act(secret)
    assert len(postman.taken) == 0


def test_a_check_is_asked_just_before_the_mail_goes(make, postman):
    services.register_check("weather", lambda _message, argument: "" if argument == "dry" else "It rains.")
    for key, check in (("a", "weather:dry"), ("b", "weather:wet"), ("c", "nobody:knows")):
        offer(make, key, check=check)
    states = {mail.key: (mail.state, mail.dropped_because) for mail in send_now().values()}
    assert states == {"a": ("sent", ""), "b": ("dropped", "It rains."), "c": ("held", "")}
    assert db.session.scalars(select(Message).where(Message.state == "sent")).one().key == "a"
