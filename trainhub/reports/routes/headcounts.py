"""The head-counts of one session whose people have no accounts: list, form, correction."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...sessions import queries as session_queries
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import signed_in, viewer
from ...web.forms import PlainForm
from ...web.tables import Column, Table
from .. import policies, queries, services
from ..forms import HeadcountForm, data_of
from ..models import HEAD_GENDERS, HEADS, Headcount
from .blueprint import heads


@heads.route("/", methods=["GET", "POST"])
@signed_in
def index(slug: str) -> ResponseReturnValue:
    """Show who was counted, and take another count."""
    session = _counted(slug)
    form = HeadcountForm(data={"gender": "", "reported_by": work.actor().name, "reported_on": session.last_day})
    if form.validate_on_submit() and form.attempt(services.save_headcount, session=session, command=form.command()):
        work.commit()
        flash(_("Counted."), "ok")
        return redirect(url_for(".index", slug=session.slug), 303)
    table = _table(session)
    return table.export() or (_page(session, form, table), 422 if form.is_submitted() else 200)


@heads.route("/<public_id>", methods=["GET", "POST"])
@signed_in
def correct(slug: str, public_id: str) -> ResponseReturnValue:
    """Correct one count."""
    session = _counted(slug)
    found = services.find_headcount(session, public_id)
    form = HeadcountForm(data=data_of(found))
    if form.validate_on_submit() and form.attempt(
        services.save_headcount, session=session, command=form.command(), headcount=found
    ):
        work.commit()
        flash(_("Saved."), "ok")
        return redirect(url_for(".index", slug=session.slug), 303)
    page = render_template("reports/headcount_edit.html", session=session, form=form, headcount=found)
    return page, 422 if form.is_submitted() else 200


@heads.post("/<public_id>/remove")
@signed_in
def remove(slug: str, public_id: str) -> ResponseReturnValue:
    """Take one count out; the session's history keeps it."""
    session, form = _counted(slug), PlainForm()
    found = services.find_headcount(session, public_id)
    if form.validate_on_submit():
        services.remove_headcount(found)
        work.commit()
        flash(_("Taken out. The history of the session keeps it."), "ok")
    return redirect(url_for(".index", slug=session.slug), 303)


def _counted(slug: str) -> TrainingSession:
    """Return a session whose heads the viewer counts; raises NotFound."""
    session = sessions.find(slug, viewer(), *session_queries.for_frame())
    if not policies.may_count(viewer(), session):
        raise NotFound
    return session


def _table(session: TrainingSession) -> Table:
    columns = [
        Column("heads", _("Who they were"), _who),
        Column("gender", _("Gender"), lambda row: HEAD_GENDERS[row.gender]),
        Column("number", _("Number"), lambda row: row.number, Headcount.number, numeric=True),
        Column("reported_by", _("Who counted"), lambda row: row.reported_by, Headcount.reported_by),
        Column("reported_on", _("Counted on"), lambda row: row.reported_on, Headcount.reported_on),
        Column("note", _("Note"), lambda row: row.note),
    ]
    query = queries.figures.headcounts_of(session.id)
    return Table(query, columns, name=f"{session.slug}-headcount")


def _who(row: Any) -> str:
    return str(HEADS.get(row.heads) or _("Not stated"))


def _page(session: TrainingSession, form: HeadcountForm, table: Table) -> str:
    counted = services.headcounts(session)
    return render_template(
        "reports/headcount.html",
        session=session,
        form=form,
        table=table,
        total=sum(each.number for each in counted),
        countable=policies.is_countable(session),
        kinds=HEADS,
        genders=HEAD_GENDERS,
    )
