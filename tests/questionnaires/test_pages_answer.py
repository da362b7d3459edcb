"""Answering by a link: what the page says, what it keeps of a try that went wrong, and what it tells strangers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.questionnaires import sealing, services
from trainhub.questionnaires.models import AnswerSet, SealedAnswer, Wave
from trainhub.testing.make import Make

from .sample import close, t

Open = Callable[..., Wave]
BLOCKS = {"trainer": [("t1", "Nino Beridze"), ("t2", "Rashad Aliyev")]}


@pytest.fixture
def link(wave: Open, make: Make) -> Callable[..., str]:
    """Give a function that opens a wave and returns the address of one person's link."""

    def made(language: str = "en", **values: Any) -> str:
        opened = wave(**{"blocks": BLOCKS} | values)
        token = services.invite(opened, make.person(language=language), mail=False)
        db.session.flush()
        return f"/answer/{token}"

    return made


def test_the_page_shows_every_type_and_says_what_becomes_of_answers(
    client: FlaskClient, link: Callable[..., str]
) -> None:
    answer = client.get(link())
    page = answer.text

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Your answers are anonymous" in page
    assert "if at least 5 people answer" in page
    for name in ("useful", "again", "why", "ways", "parts.food", "parts.room", "hours", "day", "clear@t1", "clear@t2"):
        assert f'name="{name}"' in page
    assert 'data-if="again" data-op="is" data-value="no"' in page
    assert "Rashad Aliyev" in page
    assert "Training of trainers" in page


def test_the_page_speaks_the_language_of_who_was_asked_until_another_is_chosen(
    client: FlaskClient, link: Callable[..., str]
) -> None:
    address = link("az")

    assert '<html lang="az"' in client.get(address).text
    assert "Nə dərəcədə faydalı idi?" in client.get(address).text
    chosen = client.get(f"{address}?lang=en").text
    assert '<html lang="en"' in chosen
    assert '<html lang="en"' in client.get(address).text  # and stays
    assert '<span lang="en" dir="auto">Why not?</span>' in client.get(f"{address}?lang=az").text  # not translated


def test_what_was_typed_stands_beside_its_remark(client: FlaskClient, link: Callable[..., str]) -> None:
    given = {"useful": "4", "hours": "many", "ways": ["book", "talk"], "parts.food": "9", "clear@t2": "5"}

    answer = client.post(link(), data=given)

    assert answer.status_code == 422
    page = " ".join(answer.text.split())
    assert "3 questions are left to look at. Nothing you entered is lost." in page
    assert 'href="#q-again"' in page
    assert 'id="q-hours-stop"' in page
    assert 'id="q-parts.food-stop"' in page
    assert 'value="many"' in page
    for kept in (
        'name="useful" value="4" data-number="4" checked',
        'name="clear@t2" value="5" data-number="5" checked',
    ):
        assert kept in page
    assert page.count(" checked") == 4
    assert db.session.query(SealedAnswer).count() == 0


def test_one_link_takes_one_answer_and_then_says_thanks(client: FlaskClient, link: Callable[..., str]) -> None:
    address = link()
    hidden = {"again": "yes", "why": "because", "parts.room": "2", "clear@t1": "3", "no such": "field"}

    sent = client.post(address, data=hidden)
    assert (sent.status_code, sent.location) == (303, f"{address}/thanks")
    assert "Thank you. Your answers are kept." in client.get(sent.location).text
    again = client.post(address, data={"again": "no"})
    used = client.get(address)

    assert again.status_code == 409
    assert "This link was used already" in used.text
    assert "Training of trainers" not in used.text
    assert used.headers["Cache-Control"] == "no-store"
    blob = db.session.query(SealedAnswer).one()
    wave = db.session.get_one(Wave, blob.wave_id)
    kept = {value.item for value in sealing.unseal(wave.public_id, blob.blob).values}
    assert kept == {"again", "parts", "clear"}  # "why" is asked of those who say no


def test_every_state_of_a_link_has_its_page(
    client: FlaskClient, link: Callable[..., str], wave: Open, make: Make
) -> None:
    unknown = client.get("/answer/" + "A" * 32)
    assert unknown.status_code == 404
    assert "This link leads to no questions" in unknown.text
    assert client.post("/answer/" + "A" * 32, data={"again": "yes"}).status_code == 404

    early = services.plan_wave(
        version=wave().version,
        identity="named",
        title=t("Border guards"),
        opens_at=clock.now() + timedelta(days=2),
        closes_at=clock.now() + timedelta(days=9),
    )
    soon = client.get(f"/answer/{services.invite(early, make.person())}")
    assert "It opens on 4 Mar 2027" in soon.text
    assert client.get(f"{soon.request.path}/thanks").status_code == 303

    ended = wave()
    token = services.invite(ended, make.person())
    close(ended)
    assert "This questionnaire is closed" in client.get(f"/answer/{token}").text
    assert client.get(f"/answer/{token}/thanks").status_code == 303  # nothing to thank for

    address = link()
    lost = db.session.query(Wave).order_by(Wave.id.desc()).first()
    assert lost is not None
    sealing.destroy_key(lost.public_id)
    assert "Answers cannot be taken at the moment" in client.get(address).text
    assert client.post(address, data={"again": "yes"}).status_code == 409


def test_a_named_answer_says_so_and_is_kept_with_the_person(client: FlaskClient, link: Callable[..., str]) -> None:
    address = link(identity="named")

    assert "Your answers are kept with your name." in client.get(address).text
    assert client.post(address, data={"again": "yes", "useful": "unsure"}).status_code == 303
    assert db.session.query(AnswerSet).one().person is not None


def test_names_and_texts_are_written_as_text(client: FlaskClient, wave: Open, make: Make) -> None:
    opened = wave(blocks={"trainer": [("t1", "<b>Eve</b>")]}, title=Texts.of({"en": "<i>x</i>"}))
    page = client.get(f"/answer/{services.invite(opened, make.person())}").text

    assert "<b>Eve</b>" not in page
    assert "&lt;b&gt;Eve&lt;/b&gt;" in page
    assert "&lt;i&gt;x&lt;/i&gt;" in page
