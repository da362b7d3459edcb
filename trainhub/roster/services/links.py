"""Links by which somebody answers without an account: they name the request and prove that we made them."""

import hashlib
import hmac

from flask import current_app

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...sessions.models import ASSIGNMENT_ROLES, Assignment
from .. import queries

LENGTH = 32  # hexadecimal digits


def token_of(part: Assignment) -> str:
    """Return what stands in the address of a request: session, person, role, and the proof."""
    name = f"{part.session.public_id}.{part.person.public_id}.{part.role}"
    return f"{name}.{_proof(name)}"


def url_of(part: Assignment) -> str:
    """Return where somebody answers: on the own page with an account, else by a link that proves itself."""
    account = db.session.scalar(queries.account_of(part.person_id))
    return f"{'/me/expert' if account else '/trainers'}/asked/{token_of(part)}"


def find_request(token: str) -> Assignment:
    """Return the request that a token names; raises NotFound where there is none, or the proof is wrong."""
    name, _dot, proof = token.rpartition(".")
    words = name.split(".")
    if len(words) != 3 or words[2] not in ASSIGNMENT_ROLES or not hmac.compare_digest(proof.encode(), _made(name)):
        raise NotFound
    part = db.session.scalar(queries.request(*words))
    if part is None or part.asked_at is None:
        raise NotFound
    return part


def _made(name: str) -> bytes:
    return _proof(name).encode()


def _proof(name: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"trainer:" + name.encode(), hashlib.sha256).hexdigest()[:LENGTH]
