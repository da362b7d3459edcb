"""The pages of materials: what each kind of reader sees, gets and may do."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.accounts.models import Account
from trainhub.kernel.db import db
from trainhub.kernel.files import File
from trainhub.kernel.types import Texts
from trainhub.materials import services
from trainhub.materials.models import Material, MaterialVersion
from trainhub.sessions.models import TrainingSession
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
HOSTILE = PDF + b"<script>alert(document.domain)</script>"
MARKER = "Zümrüdquş"


def sent(name: str = "handbook.pdf", body: bytes = PDF, **fields: str) -> dict[str, Any]:
    """Return what the browser sends with a file."""
    return {
        "title-en": "Handbook",
        "title-az": "",
        "visibility": "registered",
        "language": "en",
        "url": "",
        "file": (io.BytesIO(body), name),
    } | fields


def of(session: TrainingSession) -> str:
    return f"/sessions/{session.slug}/materials/"


def newest(material: Material) -> MaterialVersion:
    return services.newest(material)[0]


@pytest.fixture
def trainer(make: Make) -> Account:
    return make.account("trainer")


@pytest.fixture
def training(make: Make, trainer: Account) -> TrainingSession:
    """Give a public session with a trainer of its own."""
    return make.session(trainer=trainer.person)


# --- bringing -----------------------------------------------------------------------------------


def test_the_trainer_brings_a_file(training: TrainingSession, trainer: Account, sign_in: SignIn) -> None:
    client = sign_in(trainer)

    answer = client.post(of(training), data=sent())

    assert (answer.status_code, answer.location) == (303, of(training))
    page = client.get(answer.location).text
    assert "Handbook" in page
    assert "PDF, 1 kB" in page
    assert "The material is there now." in page


def test_the_trainer_brings_a_link(training: TrainingSession, trainer: Account, sign_in: SignIn) -> None:
    data = sent(url="https://example.org/handbook") | {"file": (io.BytesIO(b""), "")}

    answer = sign_in(trainer).post(of(training), data=data)

    assert answer.status_code == 303
    assert db.session.query(MaterialVersion).one().url == "https://example.org/handbook"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (sent("page.pdf", b"<html></html>"), "does not fit its name"),
        (sent("drawing.svg", b"<svg/>"), "Files of this kind are not taken"),
        (sent("empty.pdf", b""), "This file is empty"),
        (sent(url="https://example.org/"), "one of the two"),
        ({**sent(url="http://example.org/"), "file": (io.BytesIO(b""), "")}, "A link begins with https://"),
        (sent() | {"title-en": ""}, "at least one language"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    training: TrainingSession, trainer: Account, sign_in: SignIn, fields: dict[str, Any], told: str
) -> None:
    fields["title-az"] = "" if not fields["title-en"] else "Vəsait"

    answer = sign_in(trainer).post(of(training), data=fields)

    assert answer.status_code == 422
    assert told in answer.text
    assert "Vəsait" in answer.text or not fields["title-az"]
    assert db.session.query(Material).count() == 0


def test_a_new_version_takes_the_place_of_the_old(
    make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn
) -> None:
    material = make.material(training)
    client = sign_in(trainer)

    answer = client.post(
        f"{of(training)}{material.public_id}/versions",
        data={"language": "en", "url": "", "file": (io.BytesIO(PDF), "second.pdf")},
    )

    assert answer.status_code == 303
    page = client.get(of(training)).text
    assert "second.pdf" in page
    assert "Link to" not in page


def test_title_and_readers_change(make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn) -> None:
    material = make.material(training)
    place = f"{of(training)}{material.public_id}/"
    client = sign_in(trainer)
    assert 'value="Handbook"' in client.get(place).text

    assert client.post(place, data={"title-en": "Reader", "visibility": "trainers"}).status_code == 303
    assert (str(material.title), material.visibility) == ("Reader", "trainers")
    assert client.post(place, data={"title-en": "", "visibility": "trainers"}).status_code == 422
    assert str(material.title) == "Reader"


def test_taken_back_and_open_again(make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn) -> None:
    material = make.material(training, visibility="everybody")
    place = f"{of(training)}{material.public_id}/"
    client = sign_in(trainer)

    assert client.post(f"{place}take-back").status_code == 303
    assert "Taken back" in client.get(of(training)).text
    assert sign_in(make.account()).get(f"/materials/{newest(material).public_id}").status_code == 404

    assert sign_in(trainer).post(f"{place}bring-back").status_code == 303
    assert sign_in(make.account()).get(f"/materials/{newest(material).public_id}").status_code == 200


def test_only_those_who_teach_bring_and_change(make: Make, training: TrainingSession, sign_in: SignIn) -> None:
    material, elsewhere = make.material(training, visibility="everybody"), make.material(make.session())
    place = f"{of(training)}{material.public_id}/"
    strangers = (make.account(), make.account("trainer"), make.staff(make.centre("other")), make.account("observer"))

    for stranger in strangers:
        client = sign_in(stranger)
        assert client.post(of(training), data=sent()).status_code == 404
        assert client.get(place).status_code == 404
        for act in ("", "versions", "take-back", "bring-back"):
            assert client.post(f"{place}{act}", data=sent()).status_code == 404
        assert "Bring a material" not in client.get(of(training)).text

    own = sign_in(make.staff())
    assert own.get(f"{of(training)}{elsewhere.public_id}/").status_code == 404
    assert db.session.query(Material).count() == 2
    assert material.archived_at is None


# --- reading ------------------------------------------------------------------------------------


def test_each_reader_sees_what_is_theirs(
    make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn, client: FlaskClient
) -> None:
    for visibility in ("everybody", "registered", "trainers"):
        make.material(training, title=f"For {visibility}", visibility=visibility)
    guest, applicant, stranger = make.account(), make.account(), make.account()
    make.registration(training, guest.person, state="confirmed")
    make.registration(training, applicant.person, state="applied")

    def seen(as_whom: Account | None) -> list[str]:
        page = (sign_in(as_whom) if as_whom else client).get(of(training)).text
        return [word for word in ("everybody", "registered", "trainers") if f"For {word}" in page]

    db.session.flush()
    assert seen(None) == ["everybody"]
    assert seen(stranger) == seen(applicant) == ["everybody"]
    assert seen(guest) == ["everybody", "registered"]
    assert seen(trainer) == seen(make.staff()) == ["everybody", "registered", "trainers"]


def test_the_file_follows_the_same_rule(
    make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn, client: FlaskClient
) -> None:
    place = f"/materials/{newest(make.material(training, visibility='registered')).public_id}"
    guest = make.account()
    make.registration(training, guest.person, state="confirmed")

    assert client.get(place).status_code == 404
    assert sign_in(make.account()).get(place).status_code == 404
    assert sign_in(guest).get(place).status_code == 200
    assert sign_in(trainer).get(place).status_code == 200
    assert sign_in(trainer).get("/materials/unknown").status_code == 404


def test_those_who_wait_read_that_there_is_more(make: Make, training: TrainingSession, client: FlaskClient) -> None:
    make.material(training, title="Secret", visibility="registered")
    db.session.flush()

    page = client.get(of(training)).text

    assert "1 material is for people with a confirmed place." in page
    assert "Secret" not in page


def test_a_file_is_never_run(make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn) -> None:
    client = sign_in(trainer)
    client.post(of(training), data=sent("../<b>evil.html.pdf", HOSTILE))
    version = db.session.query(MaterialVersion).one()

    answer = client.get(f"/materials/{version.public_id}")

    assert (answer.data, answer.mimetype) == (HOSTILE, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=bevil.html.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert db.session.query(File).one().name == "bevil.html.pdf"


def test_a_link_shows_where_it_leads(make: Make, training: TrainingSession, sign_in: SignIn) -> None:
    version = newest(make.material(training, visibility="everybody", url="https://example.org/?a=1&b=<2>"))

    answer = sign_in(make.account()).get(f"/materials/{version.public_id}")

    assert answer.status_code == 200
    assert 'href="https://example.org/?a=1&amp;b=&lt;2&gt;"' in answer.text
    assert "Go to example.org" in answer.text


def test_a_closed_session_has_no_materials_for_others(
    make: Make, trainer: Account, sign_in: SignIn, client: FlaskClient
) -> None:
    hidden = make.session(closed=True, audience=("government",), trainer=trainer.person, title=Texts.of({"en": MARKER}))
    place = f"/materials/{newest(make.material(hidden, title=MARKER, visibility='everybody')).public_id}"
    minister = make.account(person=make.person(category="ministry"))
    unconfirmed = make.account(person=make.person(category="ministry", confirmed=False))
    activist = make.account(person=make.person(category="csos"))

    def answers(as_whom: Account | None) -> list[int]:
        reader = sign_in(as_whom) if as_whom else client
        found = [reader.get(of(hidden)), reader.get(place)]
        assert all(MARKER not in each.text for each in found if each.status_code != 200)
        return [each.status_code for each in found]

    db.session.flush()
    assert answers(None) == [404, 404]
    others = (make.account("observer"), make.staff(make.centre("other")), make.account("trainer"))
    for stranger in (activist, unconfirmed, *others):
        assert answers(stranger) == [404, 404]
    for insider in (minister, trainer, make.staff()):
        assert answers(insider) == [200, 200]


def test_a_place_in_a_session_that_one_no_longer_sees_opens_nothing(make: Make, sign_in: SignIn) -> None:
    hidden = make.session(closed=True, audience=("government",))
    place = f"/materials/{newest(make.material(hidden, visibility='registered')).public_id}"
    left = make.account(person=make.person(category="ministry", confirmed=False))
    make.registration(hidden, left.person, state="confirmed")

    assert sign_in(left).get(place).status_code == 404


# --- what others show ---------------------------------------------------------------------------


def test_the_session_page_shows_what_one_may_have(make: Make, training: TrainingSession, sign_in: SignIn) -> None:
    make.material(training, title="Open reader", visibility="everybody")
    make.material(training, title="Trainers only", visibility="trainers")

    page = sign_in(make.account()).get(f"/sessions/{training.slug}/").text

    assert "Open reader" in page
    assert "Trainers only" not in page
    assert f'href="{of(training)}"' in page


def test_the_trainer_reads_at_home_what_is_missing(
    make: Make, training: TrainingSession, trainer: Account, sign_in: SignIn
) -> None:
    assert "No materials yet" in sign_in(trainer).get("/").text

    make.material(training)
    assert "No materials yet" not in sign_in(trainer).get("/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_three_cost_no_more_than_one(
    make: Make, training: TrainingSession, sign_in: SignIn, queries: Any, rows: int
) -> None:
    for _each in range(rows):
        material = make.material(training, visibility="everybody")
        services.add_version(material, content=services.Content("az", url="https://example.org/az"))
    client = sign_in(make.account())
    db.session.commit()
    db.session.expire_all()

    with queries(12) as asked:
        assert client.get(of(training)).status_code == 200
    _COUNTS.add(len(asked))
    assert len(_COUNTS) == 1


_COUNTS: set[int] = set()
