"""Whose a code is: the four characters on a sheet, and the number on a badge. Both belong to one session."""

from flask import current_app

from ...kernel.db import db
from ...sessions.models import TrainingSession
from .. import codes, queries


def codes_of(session: TrainingSession) -> dict[str, int]:
    """Return row code -> registration id, for every row the session ever had."""
    rows = [(number, public_id) for number, public_id in db.session.execute(queries.coded(session.id))]
    return codes.row_codes(_key(), session.public_id, rows)


def badge_of(session: TrainingSession, public_id: str) -> str:
    """Return the number on the badge of a registration of the session."""
    return codes.badge(_key(), session.public_id, public_id)


def badges_of(session: TrainingSession) -> dict[str, int]:
    """Return number of the badge -> registration id, for every row the session ever had."""
    return {badge_of(session, public_id): number for number, public_id in db.session.execute(queries.coded(session.id))}


def _key() -> bytes:
    return str(current_app.config["SECRET_KEY"]).encode()
