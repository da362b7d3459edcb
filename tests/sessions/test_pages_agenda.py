"""The agenda in the editor, and the topics and co-organisers that a session's page shows."""

import io
import re

import pytest

from tests.journeys.reading import form_of
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.people import services as people
from trainhub.sessions.models import SessionOrganiser, TrainingSession


@pytest.fixture
def office(make, sign_in):
    """A client signed in as staff of the Baku centre."""
    client = sign_in(make.staff())
    make.activity()
    db.session.commit()
    return client


@pytest.fixture
def address(make):
    """Where a session of two slots is."""
    session = make.session(slots=2)
    db.session.commit()
    return f"/sessions/{session.slug}/"


def typed(page):
    """Return what the editor would send."""
    return form_of(page, "title-en")


def one():
    db.session.expire_all()
    return db.session.query(TrainingSession).one()


def held():
    return [str(slot.part) if slot.part else "" for slot in one().standing]


def options(page, name):
    """Return what a list offers: value -> words."""
    body = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.S)[1]
    return dict(re.findall(r'value="([^"]*)">([^<]*)', body))


def test_a_part_added_in_the_same_save_is_chosen_by_its_number(office, address):
    page = office.get(f"{address}edit").text
    assert "slots-0-part" not in page  # nothing to choose yet
    page = office.post(f"{address}edit", data=typed(page) | {"act": "add-parts"}).text
    assert options(page, "slots-1-part") == {"": "None", "1": "Part 1"}
    sent = typed(page) | {"parts-0-title-en": "Practice", "parts-0-title-az": "Təcrübə", "parts-0-lead": "Ə. Əliyev"}
    assert office.post(f"{address}edit", data=sent | {"slots-1-part": "1", "act": "save"}).status_code == 303
    part = one().parts[0]
    assert (part.no, part.title, part.lead) == (1, Texts.of({"en": "Practice", "az": "Təcrübə"}), "Ə. Əliyev")
    assert held() == ["", "Practice"]


def test_parts_change_places_and_slots_keep_theirs(office, address):
    page = office.get(f"{address}edit").text
    for _each in range(3):
        page = office.post(f"{address}edit", data=typed(page) | {"act": "add-parts"}).text
    names = {f"parts-{place}-title-en": name for place, name in enumerate(("One", "Two", "Three"))}
    sent = typed(page) | names | {"parts-2-title-ru": "Три", "slots-0-part": "1", "slots-1-part": "3"}
    page = office.post(f"{address}edit", data=sent | {"act": "down-parts-0"}).text
    assert options(page, "slots-0-part") == {"": "None", "2": "1. Two", "1": "2. One", "3": "3. Three"}
    assert "up-parts-0" not in page
    assert "down-parts-2" not in page
    page = office.post(f"{address}edit", data=typed(page) | {"act": "up-parts-2"}).text
    assert office.post(f"{address}edit", data=typed(page) | {"act": "save"}).status_code == 303
    assert [(part.no, str(part)) for part in one().parts] == [(1, "Two"), (2, "Three"), (3, "One")]
    assert one().parts[1].title.values == {"en": "Three", "ru": "Три"}
    assert held() == ["One", "Three"]
    page = office.get(f"{address}edit").text  # of what is kept, too
    page = office.post(f"{address}edit", data=typed(page) | {"act": "up-parts-2"}).text
    office.post(f"{address}edit", data=typed(page) | {"act": "save"})
    assert [str(part) for part in one().parts] == ["Two", "One", "Three"]
    assert held() == ["One", "Three"]
    assert office.post(f"{address}edit", data=typed(page) | {"act": "up-parts-77"}).status_code == 200


def test_parts_are_renamed_and_removed_and_the_others_stay_what_they_are(office, address):
    page = office.get(f"{address}edit").text
    for _each in range(2):
        page = office.post(f"{address}edit", data=typed(page) | {"act": "add-parts"}).text
    sent = typed(page) | {"parts-0-title-en": "Standards", "parts-1-title-en": "Practice", "parts-1-title-ru": "Дело"}
    office.post(f"{address}edit", data=sent | {"slots-0-part": "1", "slots-1-part": "2", "act": "save"})
    assert held() == ["Standards", "Practice"]
    page = office.get(f"{address}edit").text
    assert options(page, "slots-0-part") == {"": "None", "1": "1. Standards", "2": "2. Practice"}
    page = office.post(f"{address}edit", data=typed(page) | {"act": "drop-parts-0"}).text
    assert options(page, "slots-0-part") == {"": "None", "2": "1. Practice"}
    page = office.post(f"{address}edit", data=typed(page) | {"act": "add-parts"}).text
    sent = typed(page) | {"parts-0-title-en": "In practice", "parts-1-title-en": "Outlook", "slots-0-part": "3"}
    assert office.post(f"{address}edit", data=sent | {"act": "save"}).status_code == 303
    assert held() == ["Outlook", "In practice"]
    title = one().parts[0].title
    assert (title.values, title.stale("ru")) == ({"en": "In practice", "ru": "Дело"}, True)


def test_a_part_without_a_title_is_not_forgotten_silently(office, address):
    page = office.post(f"{address}edit", data=typed(office.get(f"{address}edit").text) | {"act": "add-parts"}).text
    for more in ({"parts-0-lead": "Vəfa Məmmədova"}, {"slots-0-part": "1"}):
        answer = office.post(f"{address}edit", data=typed(page) | more | {"act": "save"})
        assert answer.status_code == 422
        assert "Give the part a title in one language at least." in answer.text
    assert office.post(f"{address}edit", data=typed(page) | {"act": "save"}).status_code == 303
    assert one().parts == []


def test_the_page_shows_topics_only_where_there_are_some(office, address, app):
    assert "Topic" not in office.get(address).text
    page = office.post(f"{address}edit", data=typed(office.get(f"{address}edit").text) | {"act": "add-parts"}).text
    sent = typed(page) | {"parts-0-title-en": "Practice", "parts-0-title-ru": "Практика", "slots-0-part": "1"}
    office.post(f"{address}edit", data=sent | {"slots-0-topic": "First steps", "act": "save"})
    for client in (office, app.test_client()):
        page = client.get(address).text
        assert re.search(r'<td data-l="Topic">Practice<br><span[^>]*>First steps</span></td>', page)
        assert '<td data-l="Topic"></td>' in page
    assert re.search(r'<td data-l="Тема">Практика', office.get(f"{address}?lang=ru").text)


def test_who_organises_it_is_shown_with_the_logo(make, app, address):
    with_logo, without = make.organisation(title=make.texts("Körpü")), make.organisation(title=make.texts("Ak Jol"))
    people.set_logo(with_logo, people.LogoUpload(io.BytesIO(b"\x89PNG\r\n\x1a\n"), "korpu.png"))
    db.session.flush()
    one().organisers = [
        SessionOrganiser(organisation_id=with_logo.id, no=1),
        SessionOrganiser(organisation_id=without.id, role="partner", no=2),
    ]
    db.session.commit()
    page = app.test_client().get(address).text
    picture = re.search(r'<img class="logo" src="([^"]+)" alt="Körpü"', page)
    assert app.test_client().get(picture[1]).mimetype == "image/png"
    assert page.count("<img") == 1
    assert re.search(r"<span>Ak Jol</span><span[^>]*>Partner</span>", page)
