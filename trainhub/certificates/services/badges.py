"""What is published of badges, and the picture that carries one."""

from typing import Any

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.models import Centre
from .. import badges, queries
from . import status


def did_document(centre: Centre) -> dict[str, Any]:
    """Return the document with a centre's badge keys. Raises NotFound for a centre that has issued nothing."""
    rows = list(db.session.scalars(queries.badge_keys(centre.id)))
    if not rows:
        raise NotFound
    return badges.did_document(centre, rows)


def status_credential(centre: Centre) -> dict[str, Any]:
    """Return the status list of a centre as a signed credential. Raises NotFound, KeyMissing."""
    held, _at = status.bits(centre)
    return badges.status_credential(centre, status.revoked(centre), 8 * len(held))
