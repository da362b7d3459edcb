"""A closed session leaves no trace: marker words in all it has, and a crawl of everybody who may not know of it."""

import html
import io
import re
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice, product
from math import prod
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from trainhub.accounts import services as accounts
from trainhub.accounts.models import Account
from trainhub.certificates.models import Certificate
from trainhub.kernel import files
from trainhub.kernel.db import db
from trainhub.kernel.jobs import JobRow
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.materials import services as materials
from trainhub.materials.models import Material, MaterialVersion
from trainhub.messages.models import Message
from trainhub.people.models import Person
from trainhub.registration import services as registration
from trainhub.registration.models import Registration
from trainhub.registration.services import Application
from trainhub.sessions import services as sessions
from trainhub.sessions.models import Part, SessionProject, TrainingSession
from trainhub.testing.make import Make

MARK = "Zarqmoth"
PLACES = ("title", "short", "story", "part", "lead", "topic", "room", "material", "file", "inside", "note")
SLUGS = ("zq-coming", "zq-over")
PAGES_AT_MOST = 4000  # of one person: the crawl must end by itself before
MONTHS = ("2027-02", "2027-03")
TIMES = {"month": MONTHS, "day": MONTHS, "year": ("2027",)}  # when the sessions are
ALIKE = 6  # so many pages of a kind that have nothing to do with the sessions, found by links
GUESSES = 6  # of one address, if more of its arguments could be joined
SAME = {"lang", "sort", "columns", "next", "by", "period", "show", "to"}  # what shows the same things in another way
ARGUMENT = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
ADDRESS = re.compile(r'(?:href|src|action|hx-get)="([^"]+)"')
STRANGERS = ("visitor", "cso", "unconfirmed", "focal_point", "observer", "other_staff")
FORMER = "former"  # registered, and lost the confirmation since


def mark(place: str) -> str:
    """Return the word that stands in one place of the closed sessions and nowhere else."""
    return MARK + place


def texts(place: str) -> Texts:
    return Texts.of({"en": f"{mark(place)} in English", "az": f"{mark(place)} azərbaycanca"})


@dataclass
class Scene:
    """Two closed sessions, one to come and one that is over, and the people around them."""

    coming: TrainingSession
    over: TrainingSession
    certificate: Certificate
    accounts: dict[str, Account]
    ids: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # slug -> blueprint -> public ids of its own


@pytest.fixture
def scene(make: Make, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setitem(app.config, "VERIFY_TRIES", 10_000)
    monkeypatch.setitem(app.config, "SHOW_CLOSED", True)  # the setting that tells more: the days, and nothing else
    baku, second = make.centre(), make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    invited, other = make.organisation(category_code="ministry"), make.organisation(category_code="agency")
    trainer = make.account("trainer", scope=("centre", baku.id))
    make.expert(trainer.person, modules={4: "lead"})
    people = {
        "official": make.account(person=make.person(organisation=invited)),
        "staff": make.staff(baku),
        "trainer": trainer,
        "cso": make.account(person=make.person(category="ngo")),
        "unconfirmed": make.account(person=make.person(organisation=invited, confirmed=False)),
        "former": make.account(person=make.person(organisation=invited)),
        "focal_point": make.account(
            "focal_point", scope=("organisation", other.id), person=make.person(organisation=other)
        ),
        "observer": make.account("observer", scope=("country", "AZ")),
        "other_staff": make.staff(second),
    }
    room = make.room(title=texts("room"))
    coming, over = (
        closed_session(make, slug, day, invited.id, room, trainer.person)
        for slug, day in zip(SLUGS, (7, -7), strict=True)
    )
    open_one = make.session(room=make.room(), trainer=trainer.person)
    for role in ("official", "former"):
        _register(make, coming, people[role])
    _register(make, open_one, people["cso"])
    make.registration(over, people["former"].person, state="waiting")
    graduate = make.graduate(over, people["official"].person)
    found = Scene(coming, over, make.certificate(graduate), people)
    _leave(people["former"].person)
    sessions.move_half_days(coming.standing[0], -1)  # everybody concerned gets a mail
    db.session.flush()
    found.ids = {session.slug: ids_of(session, found) for session in (coming, over)}
    return found


def closed_session(make: Make, slug: str, day: int, body: int, room: Any, trainer: Person) -> TrainingSession:
    """Make a government-only session for one body, a marker word in everything that people write into it."""
    session = make.session(
        slug=slug,
        day=day,
        slots=2,
        room=room,
        trainer=trainer,
        closed=True,
        audience=("government",),
        title=texts("title"),
        short_title=texts("short"),
        description=texts("story"),
        note=mark("note"),
    )
    session.audience[0].organisation_id = body
    session.parts.append(Part(no=1, title=texts("part"), lead=mark("lead")))
    for slot in session.slots:
        slot.topic, slot.part = texts("topic"), session.parts[0]
    session.projects.append(SessionProject(project=make.project()))
    material: Material = make.material(session, title=mark("material"), url=f"https://example.org/{mark('file')}")
    stored = files.store(io.BytesIO(small_pdf(mark("inside"))), f"{mark('file')}.pdf", materials.POLICY)
    db.session.add(MaterialVersion(material=material, language="az", file=stored))
    db.session.flush()
    sessions.renew(session)
    db.session.refresh(session)
    return session


def _register(make: Make, session: TrainingSession, account: Account) -> None:
    by = Actor(account.id, account.person.display)
    row = registration.register(session=session, person=account.person, command=Application(), by=by)
    if row.state == "applied":
        registration.decide(registrations=[row], verb="confirm", by=by)


def _leave(person: Person) -> None:
    """Let somebody's affiliation count no more: they registered as an official and are none now."""
    for affiliation in person.affiliations:
        affiliation.confirmed_at = None
    db.session.flush()


def ids_of(session: TrainingSession, scene: Scene) -> dict[str, list[str]]:
    """Return what stands for <public_id> in the addresses of each blueprint, of what belongs to a session."""
    rows = [row.public_id for row in db.session.query(Registration).filter_by(session_id=session.id)]
    kept = db.session.query(Material).filter_by(session_id=session.id).all()
    people = [scene.accounts[who].person.public_id for who in ("official", "former", "trainer")]
    slots = [slot.public_id for slot in session.slots]
    return {
        "sessions": slots,
        "attendance": slots,
        "registration": rows,
        "certificates": [scene.certificate.public_id, *rows],
        "materials": [each.public_id for each in kept] + [each.public_id for one in kept for each in one.versions],
        "projects": [link.project.public_id for link in session.projects],
        "office": [job.public_id for job in db.session.query(JobRow)],
        "rooms": [str(room.public_id) for room in {slot.room for slot in session.slots}],
        "messages": [message.public_id for message in db.session.query(Message)],
        "people": people,
        "confidential": people,
        "roles": people,
        "trainers": people,
    }


def small_pdf(word: str) -> bytes:
    """Return a PDF of one line that pdftotext reads."""
    stream = f"BT /F1 24 Tf 20 100 Td ({word}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


# --- the crawl ----------------------------------------------------------------------------------


@dataclass
class Crawl:
    """One person's walk over everything they can reach or guess."""

    app: Flask
    scene: Scene
    who: str
    seen: dict[str, int] = field(default_factory=dict)  # address -> status
    met: dict[str, set[str]] = field(default_factory=dict)  # address -> marks that stand in the answer
    known: set[str] = field(default_factory=set)  # addresses that links led to
    kinds: Counter[str] = field(default_factory=Counter)  # endpoint -> how many addresses of it are known

    def __post_init__(self) -> None:
        self.urls = self.app.url_map.bind("localhost")
        self.own = {*SLUGS, *(each for of in self.scene.ids.values() for ids in of.values() for each in ids)}
        self.client: FlaskClient = self.app.test_client()
        self.account = self.scene.accounts.get(self.who)
        self.token = "nobodys"  # the secret of this person's own calendar
        if self.account is not None:
            self.token = accounts.make_calendar_token(self.account)
            db.session.flush()
            with self.client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = f"{self.account.id}:{self.account.stamp}", True

    def run(self) -> "Crawl":
        self.follow(["/"])
        for alike in self.guesses():
            self.follow([alike[0], alike[-1]])
            answers = {self.seen[alike[0]], self.seen[alike[-1]]}
            if answers not in ({303}, {403}):  # sent to sign in or refused, before what stands in it is looked at
                self.follow(alike)
        return self

    def follow(self, waiting: list[str]) -> None:
        """Look at some addresses and at all that they lead to."""
        while waiting:
            address = waiting.pop()
            if address not in self.seen:
                assert len(self.seen) < PAGES_AT_MOST, "the crawl does not end"
                waiting += self.visit(address)

    def visit(self, address: str) -> list[str]:
        """Look at one address; return the addresses it leads to."""
        answer = self.client.get(address)
        self.seen[address] = answer.status_code
        assert answer.status_code < 500, f"{address} answered {self.who} {answer.status_code}"
        text = "\n".join([str(answer.headers), *readable(answer.data, answer.mimetype)])
        found = marks_in(without_question(text, address))
        if found:
            self.met[address] = found
        if "format=" in address:
            return []  # a list's export leads nowhere; a page that knows no formats was seen without
        links = ADDRESS.findall(text) if answer.mimetype == "text/html" else [answer.headers.get("Location", "")]
        whole = answer.status_code == 200 and address.endswith("/")  # as the addresses of all lists do
        files = [f"{address}?format={kind}" for kind in ("csv", "xlsx")] if whole else []
        found = dict.fromkeys(followed(html.unescape(link)) for link in links)
        new = [each for each in found if each and each not in self.known]
        self.known.update(new)
        return files + [each for each in new if self.worth(each)]

    def worth(self, address: str) -> bool:
        """Say whether a page may be new: of those of a kind that are not about the sessions some are enough."""
        path = address.partition("?")[0]
        if any(part in self.own for part in path.split("/")):
            return True
        try:
            endpoint, arguments = self.urls.match(path)
        except HTTPException:
            return True
        self.kinds[endpoint] += 1
        return not arguments or self.kinds[endpoint] <= ALIKE

    def guesses(self) -> Iterator[list[str]]:
        """Yield the addresses that can be read, of each rule, filled with what belongs to the closed sessions."""
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                yield [address for slug in SLUGS for address in self.filled(rule, slug)]

    def filled(self, rule: Rule, slug: str) -> Iterable[str]:
        parts = ARGUMENT.split(rule.rule)  # text, name, text, name, text
        offered = [self.values(part, rule.endpoint, slug) if at % 2 else [part] for at, part in enumerate(parts)]
        return map("".join, joined(offered))

    def values(self, name: str, endpoint: str, slug: str) -> list[str]:
        ids = self.scene.ids[slug]
        known = {
            "slug": [slug, *(["baku"] if slug == SLUGS[0] else [])],
            "code": [self.scene.certificate.code],
            "token": [self.token],
            "key": ["m04-a02", "training"],
            "label": ["1.0"],
            "number": ["4"],
            "slot_id": ids["sessions"],
            "registration_id": ids["registration"],
            "person_id": ids["people"],
            "affiliation_id": ["none"],
            "attribute": ["diet"],
            "no": ["1"],
            "word": ["yes"],
            "name": ["nobody"],  # of a plugin
        }
        guessed = [ids[kind][0] for kind in ("sessions", "registration")]  # of plugins, too
        return known.get(name) or ids.get(endpoint.partition(".")[0], guessed)


def joined(offered: list[list[str]]) -> Iterable[tuple[str, ...]]:
    """Join what is offered for the parts of an address in all ways, or each with one of the others if they are many."""
    most = max(map(len, offered))
    if prod(map(len, offered)) <= max(GUESSES, most):
        return product(*offered)
    return zip(*(islice(cycle(each), most) for each in offered), strict=True)


def followed(link: str) -> str:
    """Return the address to visit for a link, or "" for one that leads nowhere new."""
    parts = urlsplit(link)
    if (
        parts.netloc not in {"", "localhost"}
        or not parts.path.startswith("/")
        or parts.scheme not in {"", "http", "webcal"}
    ):
        return ""
    if parts.path.startswith(("/static/", "/sign-", "/reset", "/confirm", "/questionnaires/bank/")):
        return ""
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in SAME]
    if any(key in TIMES and not value.startswith(TIMES[key]) for key, value in query):
        return ""
    return parts.path + (f"?{urlencode(sorted(query))}" if query else "")


def without_question(text: str, address: str) -> str:
    """Take out of an answer what only repeats the address that was asked for."""
    path = address.partition("?")[0]
    for each in {path, path.rstrip("/"), quote(path, safe=""), quote(path.rstrip("/"), safe="")}:
        text = text.replace(each, "") if len(each) > 1 else text
    return text


def marks_in(text: str) -> set[str]:
    """Return the places whose word stands in a text, and the slugs of the closed sessions."""
    low = text.lower()
    places = {place for place in PLACES if mark(place).lower() in low} if MARK.lower() in low else set()
    return places | {slug for slug in SLUGS if slug in low}


def readable(body: bytes, kind: str) -> list[str]:
    """Return the texts of an answer, of what is packed or printed too."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as box:
            return [box.read(name).decode("utf-8", "replace") for name in box.namelist()]
    if kind == "application/pdf":
        done = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
        return [done.stdout.decode("utf-8")]
    return [body.decode("utf-8", "replace").replace("\r\n ", "")]  # calendars fold their lines


# --- what it finds ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*STRANGERS, FORMER])
def test_a_stranger_never_meets_a_closed_session(app: Flask, scene: Scene, who: str) -> None:
    crawl = Crawl(app, scene, who).run()
    assert crawl.met == {}
    of_theirs = [status for address, status in crawl.seen.items() if any(slug in address for slug in SLUGS)]
    assert len(of_theirs) > 30
    assert set(of_theirs) <= {303, 403, 404}
    answered = sum(status == 200 for status in crawl.seen.values())
    assert answered >= 15, "the crawl saw hardly anything"
    if who != FORMER:
        answer = crawl.client.get(f"/certificates/verify/{scene.certificate.code}")
        assert "Closed training of the centre" in answer.text, "the public check tells no more than closed"
        assert marks_in(answer.text) == set()


def test_no_mail_about_it_goes_to_somebody_who_may_not_know(scene: Scene) -> None:
    told = {message.person_id for message in db.session.query(Message) if marks_in(message.subject + message.body)}
    assert told >= {scene.accounts["official"].person_id}, "nobody got a mail: nothing was tried"
    assert told <= {scene.accounts[who].person_id for who in ("official", "former", "trainer", "staff")}


def test_who_is_no_official_any_more_hears_no_more_of_it(scene: Scene) -> None:
    mails = db.session.query(Message).filter_by(person_id=scene.accounts["former"].person_id, kind="session_changed")
    assert [message.subject for message in mails] == []


def test_the_invited_official_meets_it(app: Flask, scene: Scene) -> None:
    """The control: the crawl would have found it."""
    crawl = Crawl(app, scene, "official").run()
    met = set().union(*crawl.met.values())
    assert met >= {"title", "part", "lead", "topic", "room", "material", "file", "inside", *SLUGS}
    assert "note" not in met
    pages = {address.partition("?")[0] for address in crawl.met}
    assert {"/calendar/", "/me/", "/me/certificates/", "/sessions/zq-coming/", "/sessions/zq-coming.ics"} <= pages
    assert any(address.startswith("/me/calendar/") and address.endswith(".ics") for address in pages)
    assert f"/certificates/{scene.certificate.public_id}.pdf" in pages
    assert "/calendar.ics" not in pages, "the public feed is for everybody"


def test_the_staff_of_the_centre_meet_all_of_it(app: Flask, scene: Scene) -> None:
    """The control, with lists and their exports."""
    crawl = Crawl(app, scene, "staff").run()
    assert set().union(*crawl.met.values()) == {*PLACES, *SLUGS}
    for path in (
        "/sessions/?format=csv",
        "/sessions/?format=xlsx",
        "/certificates/?format=xlsx",
        "/rooms/",
        "/messages/",
    ):
        assert path in crawl.met, path
