"""Requests to be erased: a person asks, staff decide, a job does it."""

from dataclasses import dataclass
from datetime import timedelta

from ...kernel import clock, outbox
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...web.access import Viewer
from .. import queries
from ..models import ErasureRequest, Person
from .erasing import erase_later
from .guarding import check_guards

GRACE = timedelta(hours=1)  # between the decision, which the person is told, and the erasure
DAYS = 30  # within which the centre answers


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about a request."""

    accept: bool
    reason: str = ""


def request_of(person: Person) -> ErasureRequest | None:
    """Return the latest request of a person."""
    return db.session.scalars(queries.erasure_requests_of(person.id)).first()


def ask_for_erasure(person: Person, note: str = "") -> ErasureRequest:
    """Note that a person asks to be erased; asking twice is one request."""
    present = request_of(person)
    if present is not None and present.state in {"asked", "accepted"}:
        return present
    request = ErasureRequest(person=person, note=note.strip()[:2000])
    db.session.add(request)
    db.session.flush()
    return request


def take_request_back(person: Person) -> None:
    """Forget a request that nobody has decided about; raises Refused for any other."""
    present = request_of(person)
    if present is None or present.state != "asked":
        raise Refused(_("There is no request of yours that could be taken back."))
    db.session.delete(present)
    db.session.flush()


def find_request(public_id: str) -> ErasureRequest:
    found = db.session.scalar(queries.erasure_request(public_id))
    if found is None:
        raise NotFound
    return found


def decide_request(request: ErasureRequest, decision: Decision, by: Viewer) -> None:
    """Accept or refuse a request and tell the person; raises Invalid where a refusal has no reason.

    Raises Refused for one's own request, and where `by` may not take the roles of the person who is to be erased.
    """
    if request.state != "asked":
        raise Refused(_("Somebody has decided about this already. Reload the page."))
    if by.person_id == request.person_id:
        raise Refused(_("Somebody else must decide about your own request."))
    if not decision.accept and not decision.reason.strip():
        raise Invalid({"reason": _("Say why: the person gets this reason by mail.")})
    if decision.accept:
        check_guards(request.person, by)
    request.state = "accepted" if decision.accept else "refused"
    request.decided_at, request.account_id, request.reason = clock.now(), by.account_id, decision.reason.strip()
    outbox.post(
        f"erasure_{request.state}",
        request.person,
        key=f"erasure:{request.id}",
        reason=request.reason,
        url="/me/data",
    )
    if decision.accept:
        erase_later(request.person, reason=_("At the person's own request"), by=by, after=GRACE)


def close_requests(person: Person) -> None:
    """Note that the requests of somebody who is being erased are done."""
    for request in db.session.scalars(queries.erasure_requests_of(person.id)):
        if request.state in {"asked", "accepted"}:
            request.state = "done"
            request.decided_at = request.decided_at or clock.now()
