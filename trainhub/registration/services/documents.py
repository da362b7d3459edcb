"""Documents that a call asks for: brought by the person or who nominates, kept with the registration till erasure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from ...kernel import files
from ...kernel.db import db
from ...kernel.errors import NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.models import Person
from ...web.access import Viewer
from .. import policies, queries
from ..models import OPEN, Registration, RegistrationDocument
from .calling import document_titles
from .steps import has_begun
from .terms import Terms

POLICY = files.FilePolicy("registration-documents", ("pdf", "docx", "jpg", "png"))


@dataclass(frozen=True, slots=True)
class DocumentUpload:
    """A file as it came, and for which document of the call it is."""

    key: str
    stream: BinaryIO
    name: str


def bring(registration: Registration, asked: Collection[str], upload: DocumentUpload) -> RegistrationDocument:
    """Keep a document of a registration, instead of an earlier one.

    Raises NotFound for one the call does not ask for, Invalid for a file that is not taken.
    """
    if upload.key not in asked:
        raise NotFound
    file = files.store(upload.stream, upload.name, POLICY)
    db.session.flush()
    earlier = next((each for each in registration.documents if each.key == upload.key), None)
    if earlier is not None:
        _drop(earlier)
    row = RegistrationDocument(registration_id=registration.id, key=upload.key, file=file)
    db.session.add(row)
    db.session.flush()
    db.session.expire(registration, ["documents"])
    return row


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is asked for, and the one that was brought."""

    key: str
    title: Texts
    document: RegistrationDocument | None


def papers(registration: Registration, held: Terms) -> list[Paper]:
    """Return what is asked of somebody and what is there; what is not asked any more stands at the end."""
    there = {each.key: each for each in registration.documents}
    asked = document_titles(held.call)
    found = [Paper(key, title, there.pop(key, None)) for key, title in asked.items()]
    return found + [Paper(key, Texts(), document) for key, document in there.items()]


def may_bring(registration: Registration) -> bool:
    """Say whether documents can still be brought."""
    return registration.state in OPEN and not has_begun(registration.session)


def bring_own(*, registration: Registration, held: Terms, upload: DocumentUpload) -> RegistrationDocument:
    """Keep a document of one's own; raises Refused when it is too late, else as `bring` does."""
    _check_time(registration)
    return bring(registration, document_titles(held.call), upload)


def bring_for(*, registration: Registration, held: Terms, upload: DocumentUpload) -> RegistrationDocument:
    """Keep a document of a nominee; raises Refused for whoever came otherwise, and as `bring_own` does."""
    check_nominated(registration)
    _check_time(registration)
    return bring(registration, document_titles(held.call), upload)


def check_nominated(registration: Registration) -> None:
    """Raise Refused for whoever came otherwise: what is theirs is not a focal point's."""
    if registration.origin != "nomination" or registration.state not in OPEN:
        raise Refused(_("This person is not nominated, or not any more."))


def _check_time(registration: Registration) -> None:
    if not may_bring(registration):
        raise Refused(_("Documents can be brought as long as you are in the training and it has not begun."))


def find_document(public_id: str, who: Viewer) -> RegistrationDocument:
    """Return a document that this viewer may have; raises NotFound for all others."""
    found = db.session.scalar(queries.document(public_id))
    if found is None:
        raise NotFound
    registration = db.session.get_one(Registration, found.registration_id)
    if not may_read(who, registration):
        raise NotFound
    return found


def may_read(who: Viewer, registration: Registration) -> bool:
    """Say whether a viewer may open the documents of a registration."""
    query = queries.nominee(registration.session_id, registration.public_id, policies.focal_reach(who))
    in_reach = db.session.scalars(query).unique().one_or_none() is not None
    return policies.may_read_documents(who, registration, in_reach=in_reach)


def document(registration: Registration, key: str) -> RegistrationDocument:
    """Return a document of a registration by its key; raises NotFound."""
    found = next((each for each in registration.documents if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def forget_documents(person: Person, _names: Collection[str]) -> None:
    """Before erasure: every document of a person goes, with its file."""
    for each in db.session.scalars(queries.documents_of(person.id)).all():
        _drop(each)


def _drop(row: RegistrationDocument) -> None:
    file = row.file
    db.session.delete(row)
    db.session.flush()
    files.remove(file)
