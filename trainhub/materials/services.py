"""What can be done with materials: bring a file or a link, in one or more languages, and take it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from ..kernel import clock, files
from ..kernel.db import db
from ..kernel.errors import Invalid, NotFound
from ..kernel.i18n import gettext as _
from ..kernel.i18n import language
from ..kernel.text import alphabetical
from ..kernel.types import Texts
from ..people.services import standing
from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import policies, queries
from .models import VISIBILITY, Material, MaterialVersion
from .policies import Reader

POLICY = files.FilePolicy("material", ("pdf", "docx", "pptx", "xlsx", "png", "jpg"))
URL_LIMIT = 500

HasPlace = Callable[[int, int], bool]  # (session id, person id) -> has the person a confirmed place?
_has_place: list[HasPlace] = []


def register_reader(check: HasPlace) -> None:
    """Tell materials how to know who has a place in a session; registration does, which stands to the right."""
    if check not in _has_place:
        _has_place.append(check)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: its bytes and the name it was given elsewhere."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one language version holds: a file or an address, never both."""

    language: str
    upload: Upload | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What a material is called and who may have it (a key of models.VISIBILITY)."""

    title: Texts
    visibility: str


def reader(who: Viewer, session: TrainingSession) -> Reader:
    """Return what a viewer is to a session that `sessions.find` gave them."""
    if policies.may_upload(who, session):
        return Reader(sees=True, teaches=True)
    placed = who.person_id is not None and any(check(session.id, who.person_id) for check in _has_place)
    return Reader(sees=True, registered=placed)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a reader may have of a session, by title with taken back ones last; and how many more there are."""

    shown: list[Material]
    hidden: int


def shelf(session: TrainingSession, reading: Reader) -> Shelf:
    """Return a session's materials as a reader finds them, in one query."""
    found = list(db.session.scalars(queries.of_session(session.id)).unique())
    shown = [each for each in found if policies.may_read(each, reading)]
    hidden = sum(each.archived_at is None for each in found if each not in shown)
    by_title = alphabetical(language())
    shown.sort(key=lambda each: (each.archived_at is not None, by_title(each.title.text(language()))))
    return Shelf(shown, hidden)


def find(public_id: str, session: TrainingSession) -> Material:
    """Return a material of this session; raises NotFound."""
    found = db.session.scalar(queries.material(public_id))
    if found is None or found.session_id != session.id:
        raise NotFound
    return found


def find_version(public_id: str, who: Viewer) -> MaterialVersion:
    """Return a version that this viewer may have; raises NotFound for all others."""
    found = db.session.scalar(queries.version(public_id))
    if found is None:
        raise NotFound
    session = found.material.session
    seen = sessions.may_see(who, session, standing(who.person_id))
    if not seen or not policies.may_read(found.material, reader(who, session)):
        raise NotFound
    return found


def newest(material: Material) -> list[MaterialVersion]:
    """Return the version of each language that counts: the one brought last."""
    return list({each.language: each for each in material.versions}.values())


def add(session: TrainingSession, *, label: Label, content: Content) -> Material:
    """Bring a new material: a file or a link. Raises Invalid by field."""
    check_label(label)
    material = Material(session=session, title=label.title, visibility=label.visibility)
    material.versions.append(_version(content))
    db.session.add(material)
    db.session.flush()
    return material


def add_version(material: Material, *, content: Content) -> MaterialVersion:
    """Bring a material in one more language, or anew in one that it has. Raises Invalid by field."""
    version = _version(content)
    material.versions.append(version)
    db.session.flush()
    return version


def change(material: Material, *, label: Label) -> None:
    """Change the title and who may have it. Raises Invalid by field."""
    check_label(label)
    material.title, material.visibility = label.title, label.visibility
    db.session.flush()


def take_back(material: Material) -> None:
    """Hide a material from everybody but those who teach; its versions stay for the record."""
    material.archived_at = material.archived_at or clock.now()
    db.session.flush()


def bring_back(material: Material) -> None:
    material.archived_at = None
    db.session.flush()


def check_label(label: Label) -> None:
    """Raise Invalid by field where a title is missing or the visibility is none of ours."""
    problems = {}
    if not label.title:
        problems["title"] = _("Give it a title in at least one language.")
    if label.visibility not in VISIBILITY:
        problems["visibility"] = _("Choose who may have it.")
    if problems:
        raise Invalid(problems)


def _version(content: Content) -> MaterialVersion:
    if bool(content.upload) == bool(content.url):
        raise Invalid({"file": _("Choose a file or give a link: one of the two.")})
    if content.upload is None:
        return MaterialVersion(language=content.language, url=_checked(content.url))
    try:
        file = files.store(content.upload.stream, content.upload.name, POLICY)
    except Invalid as error:
        raise Invalid({"file": str(error)}) from error
    return MaterialVersion(language=content.language, file=file)


def _checked(url: str) -> str:
    """Return an address that may stand on our pages: https, a host, nothing to sign in with."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or len(url) > URL_LIMIT or not url.isprintable() or " " in url:
        raise Invalid({"url": _("A link begins with https:// and has no blanks. Copy it from the browser.")})
    return url
