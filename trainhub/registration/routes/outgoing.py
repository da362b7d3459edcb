"""Mails about a session: what will go out by the calendar, and what waits or went."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from ...kernel.i18n import lazy_gettext as _l
from ...messages import kinds
from ...messages import queries as mails
from ...messages import services as messages
from ...messages.models import STATES, Message
from ...people.models import Person
from ...sessions.models import TrainingSession
from ...web.access import signed_in
from ...web.tables import Column, Filter, Table
from ..services.telling import topic
from .finding import blueprint, session_to_decide

_ASKED = (joinedload(TrainingSession.slots), joinedload(TrainingSession.requests))  # by what the clock will send


@blueprint.get("/sessions/<slug>/messages/")
@signed_in
def outgoing(slug: str) -> ResponseReturnValue:
    session = session_to_decide(slug, *_ASKED, whole=True)
    columns = (
        Column("person", _l("To"), lambda mail: mail.person.display if mail.person else "", Person.display),
        Column("subject", _l("Subject"), lambda mail: mail.subject, Message.subject),
        Column("kind", _l("Kind"), lambda mail: str(kinds.find(mail.kind).label), Message.kind),
        Column("state", _l("State"), lambda mail: STATES[mail.state], Message.state),
        Column("when", _l("Sent or due"), lambda mail: mail.sent_at or mail.send_at, Message.send_at),
    )
    filters = (
        Filter("state", _l("State"), mails.in_state, lambda: [(key, str(label)) for key, label in STATES.items()]),
        Filter("person", _l("Person"), mails.to_person),
    )
    table = Table(mails.all_about(topic(session)), columns, filters, order="-when", name=f"messages-{session.slug}")
    exported = table.export()
    if exported is not None:
        return exported
    return render_template(
        "registration/outgoing.html",
        session=session,
        table=table,
        coming=messages.coming(session),
        states=STATES,
        label=lambda kind: kinds.find(kind).label,
    )
