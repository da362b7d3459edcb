"""The outbox for the office: what waits, what went out, to whom, and what did not arrive."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.i18n import ngettext
from ...people.models import Person
from ...web.access import require, viewer
from ...web.tables import Column, Filter, Table
from .. import html, kinds, policies, queries, services
from ..forms import WordsForm
from ..models import KINDS, STATES, WAITING, Message

blueprint = Blueprint("messages", __name__, url_prefix="/messages")
BOUNCED = _l("Came back")


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
        Column("send", _l("Goes at"), lambda message: message.send_at, Message.send_at, shown=False),
        Column("sent", _l("Sent"), lambda message: message.sent_at, Message.sent_at, shown=False),
        Column("bounced", BOUNCED, lambda message: message.bounced_at, Message.bounced_at, shown=False),
    )
    filters = (
        Filter(
            "state",
            _l("State"),
            queries.in_state,
            lambda: [*((key, str(label)) for key, label in STATES.items()), ("bounced", str(BOUNCED))],
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
        "messages/list.html",
        table=table,
        kind_label=kind_label,
        states=STATES,
        holds=_holds(),
        may_change=viewer().may(policies.CHANGE),
        held=request.args.get("state") == "held" and table.total,
    )


@blueprint.get("/<public_id>")
@require(policies.VIEW)
def record(public_id: str) -> ResponseReturnValue:
    message = services.find(public_id, viewer())
    return render_template(
        "messages/record.html",
        message=message,
        kind=kinds.find(message.kind),
        states=STATES,
        readable=policies.may_read(message),
        blocks=html.blocks_of(message),
        button=kinds.button(message.kind, message.language),
        may_change=policies.may_change(viewer(), message) and message.state in WAITING and not message.tries,
        holds=_holds(),
        most_tries=services.TRIES,
    )


@blueprint.post("/<public_id>/again")
@require(policies.VIEW)
def again(public_id: str) -> ResponseReturnValue:
    services.send_again(services.find(public_id, viewer()))
    return _done(public_id, _("The mail waits to be sent again."))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@require(policies.CHANGE)
def edit(public_id: str) -> ResponseReturnValue:
    message = _to_change(public_id)
    if not policies.may_read(message) or message.state not in WAITING:
        raise NotFound
    form = WordsForm(data={"subject": message.subject, "body": message.body.strip()})
    if form.validate_on_submit():
        subject, body = form.subject.data or "", form.body.data or ""
        if form.done(services.edit, message=message, subject=subject, body=body, by=work.actor()):
            return _done(public_id, _("The words are changed. The mail still waits."))
        work.rollback()
    return render_template("messages/edit.html", message=message, form=form), 422 if form.errors else 200


@blueprint.post("/<public_id>/hold")
@require(policies.CHANGE)
def hold(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.hold, _("The mail is held until you release it."))


@blueprint.post("/<public_id>/send")
@require(policies.CHANGE)
def send(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.release, _("The mail goes now."))


@blueprint.post("/<public_id>/drop")
@require(policies.CHANGE)
def drop(public_id: str) -> ResponseReturnValue:
    return _act(public_id, services.drop, _("The mail is not sent."))


@blueprint.post("/release")
@require(policies.CHANGE)
def release() -> ResponseReturnValue:
    """Let all held mails of a filtered list go."""
    held = [message for message in _table().whole() if policies.may_change(viewer(), message)]
    number = services.release_all(held)
    work.commit()
    flash(ngettext("%(num)s mail goes now.", "%(num)s mails go now.", number), "ok")
    return redirect(url_for("messages.index"), 303)


def _to_change(public_id: str) -> Message:
    message = services.find(public_id, viewer())
    if not policies.may_change(viewer(), message):
        raise NotFound
    return message


def _act(public_id: str, act: Callable[[Message], None], said: str) -> ResponseReturnValue:
    act(_to_change(public_id))
    return _done(public_id, said)


def _done(public_id: str, said: str) -> ResponseReturnValue:
    work.commit()
    flash(said, "ok")
    return redirect(url_for("messages.record", public_id=public_id), 303)


def _holds() -> bool:
    """Say whether mails stay here because no mail server is set."""
    return not current_app.config["MAIL_URL"]
