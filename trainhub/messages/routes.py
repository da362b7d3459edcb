"""The outbox for the office: what went out, to whom, and what did not arrive."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ..kernel import work
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..people.models import Person
from ..web.access import require, viewer
from ..web.tables import Column, Filter, Table
from . import policies, queries, services
from .models import KINDS, STATES, Message

blueprint = Blueprint("messages", __name__, url_prefix="/messages")


def kind_label(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def _table() -> Table:
    columns = (
        Column("created", _l("Written"), lambda message: message.created_at, Message.created_at),
        Column("person", _l("To"), lambda message: message.person.display if message.person else "", Person.display),
        Column("address", _l("E-mail"), lambda message: message.address, Message.address, shown=False),
        Column("subject", _l("Subject"), lambda message: message.subject, Message.subject),
        Column("kind", _l("Kind"), lambda message: kind_label(message.kind), Message.kind),
        Column("state", _l("State"), lambda message: STATES[message.state], Message.state),
        Column("sent", _l("Sent"), lambda message: message.sent_at, Message.sent_at, shown=False),
    )
    filters = (
        Filter(
            "state",
            _l("State"),
            lambda query, value: query.where(Message.state == value),
            lambda: [(key, str(label)) for key, label in STATES.items()],
        ),
        Filter(
            "kind",
            _l("Kind"),
            lambda query, value: query.where(Message.kind == value),
            lambda: [(key, str(label)) for key, label in KINDS.items()],
        ),
        Filter("person", _l("Person"), queries.to_person),
    )
    return Table(queries.visible(policies.reach(viewer())), columns, filters, order="-created", name="messages")


@blueprint.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    table = _table()
    return table.export() or render_template(
        "messages/list.html", table=table, kind_label=kind_label, states=STATES, holds=_holds()
    )


@blueprint.get("/<public_id>")
@require(policies.VIEW)
def record(public_id: str) -> ResponseReturnValue:
    message = services.find(public_id, viewer())
    return render_template(
        "messages/record.html",
        message=message,
        kind=kind_label(message.kind),
        states=STATES,
        readable=policies.may_read(message),
        holds=_holds(),
        most_tries=services.TRIES,
    )


@blueprint.post("/<public_id>/again")
@require(policies.VIEW)
def again(public_id: str) -> ResponseReturnValue:
    services.send_again(services.find(public_id, viewer()))
    work.commit()
    flash(_("The mail waits to be sent again."), "ok")
    return redirect(url_for("messages.record", public_id=public_id), 303)


def _holds() -> bool:
    """Say whether mails stay here because no mail server is set."""
    return not current_app.config["MAIL_URL"]
