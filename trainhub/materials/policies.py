"""Who may bring and who may have a material. Pure: facts in, answers out."""

from dataclasses import dataclass

from ..sessions import policies as sessions
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from .models import Material


@dataclass(frozen=True, slots=True)
class Reader:
    """What somebody is to a session: sees it, has a confirmed place in it, teaches it (or is staff)."""

    sees: bool = False
    registered: bool = False
    teaches: bool = False


def may_upload(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer teaches the session, or is staff of its centre."""
    return sessions.may_teach(who, session)


def may_have(visibility: str, reader: Reader) -> bool:
    """Say whether a reader may have what is open to `visibility` (a key of models.VISIBILITY)."""
    if not reader.sees:
        return False
    if reader.teaches or visibility == "everybody":
        return True
    return visibility == "registered" and reader.registered


def may_read(material: Material, reader: Reader) -> bool:
    """Say whether a reader may have a material; what was taken back is for those who teach."""
    return may_have(material.visibility, reader) and (material.archived_at is None or reader.teaches)
