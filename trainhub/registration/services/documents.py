"""Documents that a call asks for: brought by who nominates, kept with the registration, gone with the person."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from ...kernel import files
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.models import Person
from .. import queries
from ..models import Registration, RegistrationDocument

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
