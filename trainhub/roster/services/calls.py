"""Calls for experts: written by staff, answered by anybody with an account, decided by staff (R-142)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from ...kernel import clock, files
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...messages.services import post
from ...people.models import Person
from ...sessions.models import Expert
from ...sessions.services import times
from ...web.access import Viewer
from .. import policies, queries
from ..models import DOCUMENTS, ExpertApplication, ExpertCall, ExpertDocument
from . import entries
from .entries import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlan:
    """What staff say of a call."""

    title: Texts
    text: Texts
    zone: str
    day: date
    hour: time
    modules: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ("cv",)
    state: str = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPlan:
    """What somebody sends."""

    kind: str
    modules: tuple[int, ...]
    languages: tuple[str, ...]
    note: str = ""


def find_call(public_id: str, who: Viewer) -> ExpertCall:
    """Return a call; raises NotFound, for a draft too, except for those who keep it."""
    call = db.session.scalar(queries.call(public_id))
    if call is None or (call.state == "draft" and not policies.may_keep_call(who, call)):
        raise NotFound
    return call


def kept_call(public_id: str, who: Viewer) -> ExpertCall:
    """Return a call that the viewer decides about; raises NotFound."""
    call = db.session.scalar(queries.call(public_id))
    if call is None or not policies.may_keep_call(who, call):
        raise NotFound
    return call


def save_call(plan: CallPlan, call: ExpertCall | None = None, *, centre_id: int = 0) -> ExpertCall:
    """Make a call or change one; raises Invalid."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The call needs a title in one language at least.")
    if not plan.text:
        wrong["text"] = _("Say what the call is for.")
    if wrong:
        raise Invalid(wrong)
    deadline = deadline_of(plan)
    if call is None:
        call = ExpertCall(centre_id=centre_id)
        db.session.add(call)
    call.title, call.text, call.state = plan.title, plan.text, plan.state
    call.zone, call.deadline = plan.zone, deadline
    call.modules, call.languages, call.documents = list(plan.modules), list(plan.languages), list(plan.documents)
    db.session.flush()
    return call


def deadline_of(plan: CallPlan) -> datetime:
    try:
        return times.to_utc(plan.day, plan.hour, plan.zone)
    except Invalid as error:
        raise Invalid({"hour": str(error)}) from error


def apply(
    *, call: ExpertCall, person: Person, plan: ApplicationPlan, documents: Mapping[str, Upload]
) -> ExpertApplication:
    """Answer a call, or send the answer anew before the deadline.

    Raises Refused after it, Invalid without what the call asks for.
    """
    if not call.open:
        raise Refused(_("The deadline of this call is over."))
    row = own_application(call, person)
    if row is not None and row.state in {"taken", "declined"}:
        raise Refused(_("Your application was decided already."))
    have = {each.kind for each in row.documents} if row else set()
    wrong = {
        f"document_{kind}": _("The call asks for this document.")
        for kind in call.documents
        if kind not in documents and kind not in have
    }
    if not plan.languages:
        wrong["languages"] = _("Say in which languages you can teach.")
    if wrong:
        raise Invalid(wrong)
    if row is None:
        row = ExpertApplication(call=call, person=person, kind=plan.kind)
        db.session.add(row)
    row.kind, row.note, row.state = plan.kind, plan.note.strip(), "sent"
    row.modules, row.languages = list(plan.modules), list(plan.languages)
    for kind, upload in documents.items():
        _keep(row, kind, upload)
    db.session.flush()
    _tell(row, "application_received")
    return row


def withdraw_application(row: ExpertApplication) -> None:
    """Take an application back; its documents go."""
    if row.state != "sent":
        raise Refused(_("Your application was decided already."))
    row.state = "withdrawn"
    _drop_documents(row)


def own_application(call: ExpertCall, person: Person) -> ExpertApplication | None:
    return db.session.scalars(queries.application_of(call.id, person.id)).unique().one_or_none()


def find_application(call: ExpertCall, public_id: str) -> ExpertApplication:
    """Return an application to a call; raises NotFound."""
    row = db.session.scalars(queries.application(call.id, public_id)).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def document(row: ExpertApplication, kind: str) -> files.File:
    """Return a document of an application; raises NotFound."""
    found = next((each.file for each in row.documents if each.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def take_application(row: ExpertApplication) -> Expert:
    """Take somebody who applied into the roster, or add the modules to their entry; the CV becomes theirs."""
    _check_waiting(row)
    expert = entries.own_entry(row.person_id)
    if expert is None:
        expert = Expert(person=row.person, kind=row.kind, languages=list(row.languages))
        db.session.add(expert)
        db.session.flush()
    entries.add_modules(expert, row.modules, "practitioner", row.call.title.text(row.person.language))
    if cv := next((each for each in row.documents if each.kind == "cv"), None):
        kept = cv.file
        row.documents.remove(cv)
        db.session.flush()
        entries.use_cv(expert, kept)
    row.state, row.decided_at = "taken", clock.now()
    db.session.flush()
    _tell(row, "roster_taken")
    return expert


def decline_application(*, row: ExpertApplication, reason: str) -> None:
    """Decide against somebody who applied; raises Invalid without a reason. The documents go."""
    _check_waiting(row)
    if not reason.strip():
        raise Invalid({"reason": _("Say why. The person reads it.")})
    row.state, row.reason, row.decided_at = "declined", reason.strip(), clock.now()
    _drop_documents(row)
    _tell(row, "roster_refused")


def _check_waiting(row: ExpertApplication) -> None:
    if row.state != "sent":
        raise Refused(_("This application was decided or taken back already."))


def _keep(row: ExpertApplication, kind: str, upload: Upload) -> None:
    if kind not in DOCUMENTS:
        raise NotFound
    try:
        kept = files.store(upload.stream, upload.name, entries.CV)
    except Invalid as error:
        raise Invalid({f"document_{kind}": str(error)}) from error
    db.session.flush()
    former = next((each for each in row.documents if each.kind == kind), None)
    if former is None:
        row.documents.append(ExpertDocument(kind=kind, file=kept))
        return
    old, former.file = former.file, kept
    db.session.flush()
    files.remove(old)


def _drop_documents(row: ExpertApplication) -> None:
    kept = [each.file for each in row.documents]
    row.documents.clear()
    db.session.flush()
    for file in kept:
        files.remove(file)


def _tell(row: ExpertApplication, kind: str) -> None:
    post(
        kind,
        row.person,
        key=f"{kind}:a{row.id}:{clock.now():%Y%m%d%H%M%S}",
        centre_id=row.call.centre_id,
        title=row.call.title,
        until=row.call.deadline,
        zone=row.call.zone,
        reason=row.reason,
        url="/me/expert/" if kind == "roster_taken" else f"/trainers/calls/{row.call.public_id}/",
    )
