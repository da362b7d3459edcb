"""Materials come as files or links, in several languages; hostile ones stay outside."""

import io
import zipfile
from typing import Any

import pytest

from trainhub.kernel import clock, files
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound
from trainhub.kernel.types import Texts
from trainhub.materials import queries, services
from trainhub.materials.hooks import SOON
from trainhub.materials.models import Material
from trainhub.materials.policies import Reader
from trainhub.materials.services import Content, Label, Upload
from trainhub.people.models import Person
from trainhub.testing.make import Make

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
HANDBOOK = Label(Texts.of({"en": "Handbook", "az": "Vəsait"}), "registered")


def pdf(name: str = "handbook.pdf", body: bytes = PDF, language: str = "en") -> Content:
    return Content(language, Upload(io.BytesIO(body), name))


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in names:
            box.writestr(name, "<x/>")
    return out.getvalue()


def test_a_file_is_kept_with_its_facts(make: Make) -> None:
    material = services.add(make.session(), label=HANDBOOK, content=pdf())

    file = material.versions[0].file
    assert file is not None
    assert (file.name, file.size) == ("handbook.pdf", len(PDF))
    assert (file.media_type, file.policy) == ("application/pdf", "material")
    assert files.path(file).read_bytes() == PDF


def test_a_link_is_kept_as_it_is(make: Make) -> None:
    material = services.add(make.session(), label=HANDBOOK, content=Content("az", url="https://example.org/a?b=1"))

    assert (material.versions[0].url, material.versions[0].file) == ("https://example.org/a?b=1", None)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https:///x",
        "https://centre.example@evil.example/",
        "https://exa mple.org/",
        "https://example.org/\n",
        "ftp://example.org/",
        "https://example.org/" + "a" * 500,
    ],
)
def test_only_plain_https_addresses_are_links(make: Make, url: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.add(make.session(), label=HANDBOOK, content=Content("en", url=url))

    assert set(refused.value.fields) == {"url"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("page.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("page.pdf", b"\n<html>%PDF-1.7"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("picture.jpg", b"GIF89a<script>"),
        ("program.exe", b"MZ\x90\x00"),
        ("handbook.pdf.html", PDF),
        ("handbook", PDF),
        ("empty.pdf", b""),
        ("letter.docx", office("word/document.xml")),  # no list of its parts
        ("letter.docx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("letter.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("letter.docx", b"PK\x03\x04 and nothing else"),
    ],
)
def test_what_is_not_what_it_says_stays_outside(make: Make, name: str, body: bytes) -> None:
    session = make.session()

    with pytest.raises(Invalid) as refused:
        services.add(session, label=HANDBOOK, content=pdf(name, body))

    assert set(refused.value.fields) == {"file"}
    db.session.expire_all()
    assert services.shelf(session, Reader(sees=True, teaches=True)).shown == []


def test_an_office_file_is_taken(make: Make) -> None:
    body = office("[Content_Types].xml", "word/document.xml")

    material = services.add(make.session(), label=HANDBOOK, content=pdf("letter.docx", body))

    assert material.versions[0].file is not None
    assert material.versions[0].file.media_type.endswith("wordprocessingml.document")


def test_a_file_that_is_too_large_is_refused(make: Make, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "UPLOAD_MIB", 1)
    folder = files._folder()
    before = set(folder.rglob("*"))

    with pytest.raises(Invalid, match="1 MiB"):
        services.add(make.session(), label=HANDBOOK, content=pdf(body=PDF + b"x" * (1 << 20)))

    assert set(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("gpj.\u202efdp.pdf", "gpj.fdp.pdf"),
        ("Təlim «əl kitabı» №1.pdf", "Təlim «əl kitabı» №1.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("n" * 400 + ".pdf", "n" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(make: Make, name: str, kept: str) -> None:
    file = services.add(make.session(), label=HANDBOOK, content=pdf(name)).versions[0].file

    assert file is not None
    assert file.name == kept


@pytest.mark.parametrize(
    "content", [Content("en"), Content("en", Upload(io.BytesIO(PDF), "a.pdf"), "https://example.org/")]
)
def test_a_version_is_a_file_or_a_link(make: Make, content: Content) -> None:
    with pytest.raises(Invalid) as refused:
        services.add(make.session(), label=HANDBOOK, content=content)

    assert set(refused.value.fields) == {"file"}


def test_title_and_readers_are_asked(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        services.add(make.session(), label=Label(Texts(), "the moon"), content=pdf())

    assert set(refused.value.fields) == {"title", "visibility"}


def test_the_newest_version_of_each_language_counts(make: Make) -> None:
    material = services.add(make.session(), label=HANDBOOK, content=pdf("first.pdf"))
    services.add_version(material, content=pdf("azeri.pdf", language="az"))
    services.add_version(material, content=pdf("second.pdf"))

    assert {each.language: each.file.name for each in services.newest(material) if each.file} == {
        "en": "second.pdf",
        "az": "azeri.pdf",
    }


def test_taking_back_hides_and_bringing_back_shows(make: Make) -> None:
    session = make.session()
    material = make.material(session, visibility="everybody")
    anybody, trainer = Reader(sees=True), Reader(sees=True, teaches=True)

    services.take_back(material)
    assert services.shelf(session, anybody).shown == []
    assert services.shelf(session, trainer).shown == [material]
    assert services.shelf(session, anybody).hidden == 0

    services.bring_back(material)
    assert services.shelf(session, anybody).shown == [material]


def test_changes_are_in_the_history_of_the_session(make: Make) -> None:
    session = make.session()
    material = make.material(session, title="Old")

    services.change(material, label=Label(Texts.of({"en": "New"}), "trainers"))

    entry = db.session.query(AuditEntry).filter_by(kind="material", action="changed").one()
    assert (entry.subject_kind, entry.subject_id) == ("training_session", session.id)
    assert entry.changes["visibility"] == ["registered", "trainers"]


@pytest.mark.parametrize(
    ("visibility", "reader", "may"),
    [
        ("everybody", Reader(), False),
        ("everybody", Reader(sees=True), True),
        ("registered", Reader(sees=True), False),
        ("registered", Reader(sees=True, registered=True), True),
        ("registered", Reader(registered=True), False),  # a place in a session one no longer sees opens nothing
        ("trainers", Reader(sees=True, registered=True), False),
        ("trainers", Reader(sees=True, teaches=True), True),
    ],
)
def test_who_may_have_what(make: Make, visibility: str, reader: Reader, may: bool) -> None:
    session = make.session()
    make.material(session, visibility=visibility)

    assert bool(services.shelf(session, reader).shown) is may
    assert services.shelf(session, reader).hidden == int(not may)


def test_lists_are_in_the_order_of_titles(make: Make) -> None:
    session = make.session()
    for title in ("Zebra", "Agenda", "Minutes"):
        make.material(session, title=title, visibility="everybody")

    assert [str(each) for each in services.shelf(session, Reader(sees=True)).shown] == ["Agenda", "Minutes", "Zebra"]


def waiting(person: Person) -> list[str]:
    today = clock.today()
    return [row.slug for row in db.session.execute(queries.without(person.id, today, today + SOON))]


def test_trainers_hear_of_sessions_without_materials(make: Make) -> None:
    trainer = make.person()
    soon, _later = make.session(day=5, trainer=trainer), make.session(day=40, trainer=trainer)
    supplied, _others = make.session(day=6, trainer=trainer), make.session(day=5)
    _past = make.session(day=-3, trainer=trainer)
    make.material(supplied)

    assert waiting(trainer) == [soon.slug]

    gone = make.material(soon)
    assert waiting(trainer) == []
    gone.archived_at = clock.now()
    db.session.flush()
    assert waiting(trainer) == [soon.slug]


def test_a_material_is_found_in_its_own_session_only(make: Make) -> None:
    here, there = make.session(), make.session()
    material: Material = make.material(here)

    assert services.find(material.public_id, here) is material
    with pytest.raises(NotFound):
        services.find(material.public_id, there)
