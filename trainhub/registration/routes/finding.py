"""The blueprint of registration, and how its pages find what their address names."""

from typing import Any

from flask import Blueprint

from ...accounts.login import SignedIn
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.models import Person
from ...sessions import queries as session_queries
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import Viewer, viewer
from .. import policies, queries
from ..models import Registration

blueprint = Blueprint("registration", __name__)


def session_to_decide(slug: str, *options: Any, whole: bool = False) -> TrainingSession:
    """Return a session whose places the viewer decides about (`whole`: with its audience); raises NotFound."""
    session = sessions.find(slug, viewer(), *(queries.for_form() if whole else session_queries.for_frame()), *options)
    if not policies.may_decide(viewer(), session):
        raise NotFound
    return session


def session_to_list(slug: str) -> TrainingSession:
    """Return a session whose participants the viewer may see; raises NotFound."""
    session = sessions.find(slug, viewer(), *session_queries.for_frame())
    if not policies.may_list(viewer(), session):
        raise NotFound
    return session


def record_to_decide(public_id: str) -> Registration:
    """Return a registration of the viewer's own centre; raises NotFound."""
    found = _record(public_id)
    if not policies.may_decide(viewer(), found.session):
        raise NotFound
    return found


def own_record(public_id: str) -> Registration:
    """Return one of the viewer's own registrations; raises NotFound, also where the session is hidden from them now."""
    found = _record(public_id)
    if not policies.is_own(viewer(), found):
        raise NotFound
    sessions.find(found.session.slug, viewer())
    return found


def person_of(who: Viewer) -> Person:
    """Return the person behind the account."""
    assert isinstance(who, SignedIn)  # the view is signed_in
    return who.person


def _record(public_id: str) -> Registration:
    found = db.session.scalars(queries.by_public_id(public_id)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found
