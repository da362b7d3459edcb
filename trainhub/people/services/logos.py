"""Logos of organisations: small pictures that whoever knows their address may see."""

from dataclasses import dataclass
from typing import BinaryIO

from ...kernel import files
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from .. import queries
from ..models import Organisation

POLICY = files.FilePolicy("logo", ("png", "jpg"), largest=512)  # no SVG: a drawing may hold scripts


@dataclass(frozen=True, slots=True)
class LogoUpload:
    """A picture on its way in."""

    stream: BinaryIO
    name: str


def set_logo(organisation: Organisation, upload: LogoUpload | None) -> None:
    """Give an organisation a logo, or take it away. Raises Invalid for what is no picture or too large."""
    if upload is None:
        organisation.logo = None
        return
    try:
        organisation.logo = files.store(upload.stream, upload.name, POLICY)
    except Invalid as error:
        raise Invalid({"logo_file": str(error)}) from error


def find_logo(public_id: str) -> files.File:
    """Return a picture that is the logo of an organisation now; raises NotFound for every other file."""
    found = db.session.scalar(queries.logo(public_id))
    if found is None:
        raise NotFound
    return found
