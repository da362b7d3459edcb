"""What came back: answers of people and calendars, and mails that mail servers returned."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Person
from ...web.access import require, viewer
from ...web.tables import Column, Filter, Table
from .. import policies, queries
from ..models import RECEIVED, ReceivedMail
from ..services import answers
from .outbox import blueprint


@blueprint.get("/received/")
@require(policies.VIEW)
def received() -> ResponseReturnValue:
    columns = (
        Column("received", _l("Came in"), lambda mail: mail.received_at, ReceivedMail.received_at),
        Column("person", _l("From"), lambda mail: mail.person.display, Person.display),
        Column("subject", _l("Subject"), lambda mail: mail.subject, ReceivedMail.subject),
        Column("kind", _l("Kind"), lambda mail: RECEIVED[mail.kind], ReceivedMail.kind),
        Column("outcome", _l("What it did"), lambda mail: mail.outcome),
        Column("open", _l("To do"), lambda mail: _("yes") if mail.open else "", ReceivedMail.open, shown=False),
    )
    filters = (
        Filter(
            "kind",
            _l("Kind"),
            lambda query, value: query.where(ReceivedMail.kind == value),
            lambda: [(key, str(label)) for key, label in RECEIVED.items()],
        ),
        Filter("open", _l("To do"), lambda query, _yes: query.where(ReceivedMail.open), lambda: [("yes", _("yes"))]),
    )
    table = Table(queries.received(policies.reach(viewer())), columns, filters, order="-received", name="received")
    return table.export() or render_template("messages/received.html", table=table, kinds=RECEIVED)


@blueprint.get("/received/<public_id>")
@require(policies.VIEW)
def received_one(public_id: str) -> ResponseReturnValue:
    mail = answers.find(public_id, viewer())
    return render_template("messages/received_one.html", mail=mail, kinds=RECEIVED)


@blueprint.post("/received/<public_id>/done")
@require(policies.CHANGE)
def received_done(public_id: str) -> ResponseReturnValue:
    answers.done(answers.find(public_id, viewer()))
    work.commit()
    flash(_("Noted as done."), "ok")
    return redirect(url_for("messages.received"), 303)
