"""Rooms of a centre: list, record, edit, history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, work
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.i18n import ngettext
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import ClosingForm, RoomForm
from ..models import Room
from .centres import own_centre

blueprint = Blueprint("rooms", __name__, url_prefix="/rooms")
EDIT = require(policies.EDIT)


@blueprint.get("/")
@EDIT
def index() -> ResponseReturnValue:
    columns = [
        Column("title", _l("Name"), lambda row: row.title),
        Column("seats", _l("Seats"), lambda row: row.seats, Room.seats, numeric=True),
        Column("equipment", _l("Equipment"), lambda row: row.equipment),
        Column("state", _l("State"), lambda row: _("No longer used") if row.archived_at else _("In use")),
    ]
    table = Table(queries.all_rooms(viewer().centres(policies.EDIT)), columns, name="rooms")
    return table.export() or render_template("sessions/rooms.html", table=table)


@blueprint.get("/<public_id>/")
@EDIT
def show(public_id: str) -> str:
    return _page(services.find_room(public_id, viewer()), ClosingForm(formdata=None))


def _page(room: Room, form: ClosingForm) -> str:
    coming = list(db.session.scalars(queries.using_room(room.id, clock.now())).unique())
    return render_template(
        "sessions/room.html", room=room, sessions=coming, closings=services.closings(room), form=form
    )


@blueprint.post("/<public_id>/closed")
@EDIT
def close(public_id: str) -> ResponseReturnValue:
    """Enter days on which a room cannot be used; sessions that stand there are told of, not moved."""
    room, form = services.find_room(public_id, viewer()), ClosingForm()
    if form.validate_on_submit():
        said = {"since": form.since.data, "until": form.until.data, "note": form.note.data or ""}
        done = form.attempt(services.close_room, room=room, **said)
        if done is not None:
            work.commit()
            flash(_("Saved."), "ok")
            if done[1]:
                flash(_held(done[1]), "warn")
            return redirect(url_for(".show", public_id=public_id), 303)
    return _page(room, form), 422


def _held(number: int) -> str:
    return ngettext(
        "%(num)s session is to be held here on these days. It stays where it is until somebody moves it.",
        "%(num)s sessions are to be held here on these days. They stay where they are until somebody moves them.",
        number,
    )


@blueprint.post("/<public_id>/closed/<closing_id>/remove")
@EDIT
def reopen(public_id: str, closing_id: str) -> ResponseReturnValue:
    room = services.find_room(public_id, viewer())
    if PlainForm().validate_on_submit():
        services.open_room(room=room, public_id=closing_id)
        work.commit()
        flash(_("Removed."), "ok")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@EDIT
def new() -> ResponseReturnValue:
    return _edit(None, RoomForm())


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@EDIT
def edit(public_id: str) -> ResponseReturnValue:
    room = services.find_room(public_id, viewer())
    return _edit(room, RoomForm(obj=room, data={"archived": room.archived_at is not None}))


def _edit(room: Room | None, form: Any) -> ResponseReturnValue:
    centre_id = room.centre_id if room else own_centre().id
    if form.validate_on_submit():
        saved = form.attempt(services.save_room, plan=form.plan(centre_id), room=room)
        if saved is not None:
            work.commit()
            flash(_("Saved."), "ok")
            return redirect(url_for("rooms.show", public_id=saved.public_id), 303)
    return render_template("sessions/room_edit.html", form=form, room=room), 422 if form.errors else 200


@blueprint.get("/<public_id>/history")
@EDIT
def history(public_id: str) -> str:
    room = services.find_room(public_id, viewer())
    rows = history_rows("room", room.id, request.args.get("page", 1, int))
    return render_template(
        "sessions/office_history.html",
        rows=rows,
        name=room.title,
        home=url_for("rooms.index"),
        home_name=_("Rooms"),
        url=url_for("rooms.show", public_id=room.public_id),
    )
