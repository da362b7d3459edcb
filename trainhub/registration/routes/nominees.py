"""One call on the focal point's desk: one's nominees in their order, putting forward, substituting, taking back."""

from collections.abc import Collection

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import files, i18n, work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people_queries
from ...people.models import Person
from ...web.access import require
from ...web.tables import Table
from .. import queries, services
from ..forms.nominating import (
    CommentForm,
    DocumentForm,
    MotivationForm,
    NewNomineeForm,
    PutForwardForm,
    TakeBackForm,
)
from ..models import AGREEMENTS, OPEN, Registration
from ..policies import NOMINATE
from ..services import Desk
from .desk import desk, movable, nominees_table, session_desk

FOUND = 10  # people offered by a search


@desk.get("/<slug>/")
@require(NOMINATE)
def call(slug: str) -> ResponseReturnValue:
    found = session_desk(slug)
    accounts = services.together(found.who)
    table = nominees_table(found, accounts)
    return table.export() or _call_page(found, table, accounts, CommentForm(formdata=None))


@desk.post("/<slug>/comment")
@require(NOMINATE)
def comment(slug: str) -> ResponseReturnValue:
    """Say what one thinks of the proposed audience."""
    found, form = session_desk(slug), CommentForm()
    if form.validate_on_submit():
        agrees, text = form.agrees.data == "yes", form.text.data or ""
        if not agrees and not text.strip():
            form.complain("text", _("Say what you propose instead."))
        elif form.attempt(services.comment, found=found, agrees=agrees, text=text):
            work.commit()
            flash(_("Thank you. The centre reads it before it invites."), "ok")
            return _to(found)
    accounts = services.together(found.who)
    return _call_page(found, nominees_table(found, accounts), accounts, form), 422


def _call_page(found: Desk, table: Table, accounts: Collection[int], form: CommentForm) -> str:
    query = queries.comments(found.call.id, found.reach, found.who.person_id)
    return render_template(
        "nominations/call.html",
        desk=found,
        session=found.session,
        call=found.call,
        table=table,
        movable=movable(table.rows, accounts),
        closed=services.why_no_nominations(found.session, found.held),
        places=services.my_places(found),
        women=services.women_of(found),
        comments=db.session.scalars(query).all() if found.call.agreement else [],
        form=form,
        agreements=AGREEMENTS,
    )


# --- putting forward ----------------------------------------------------------------------------


@desk.route("/<slug>/new", methods=["GET", "POST"])
@require(NOMINATE)
def new(slug: str) -> ResponseReturnValue:
    """Find somebody of one's own people, or say who somebody new is; ?instead= names whose place they take."""
    found = session_desk(slug)
    instead, form = _instead(found), NewNomineeForm(services.bodies_to_name(found))
    if form.validate_on_submit():
        person = form.attempt(services.add_person, found=found, command=form.command())
        alike = services.alike(found, person) if person and not form.other.data else []
        if person and not alike and _put_forward(found, person, form, instead):
            return _made(found, person)
        known = [each.public_id for each in alike]
        work.rollback()
        return _new_page(session_desk(slug), form, known), 422
    return _new_page(found, form, []), 422 if form.is_submitted() else 200


@desk.route("/<slug>/new/<person_id>", methods=["GET", "POST"])
@require(NOMINATE)
def new_known(slug: str, person_id: str) -> ResponseReturnValue:
    """Put somebody of the address book forward."""
    found, form = session_desk(slug), PutForwardForm()
    person, instead = services.person_to_nominate(found, person_id), _instead(found)
    if form.validate_on_submit():
        if _put_forward(found, person, form, instead):
            return _made(found, person)
        work.rollback()
        found = session_desk(slug)
        person, instead = services.person_to_nominate(found, person_id), _instead(found)
    page = render_template(
        "nominations/known.html", desk=found, session=found.session, person=person, form=form, instead=instead
    )
    return page, 422 if form.is_submitted() else 200


def _put_forward(found: Desk, person: Person, form: PutForwardForm, instead: Registration | None) -> bool:
    made = form.attempt(
        services.put_forward,
        found=found,
        person=person,
        by=work.actor(),
        motivation=(form.motivation.data or "").strip(),
        instead=instead,
        reason=(form.reason.data or "").strip(),
    )
    return made is not None


def _made(found: Desk, person: Person) -> ResponseReturnValue:
    """Commit; lead on to the documents where the call asks for some."""
    row = services.own(found.session, person.id)
    assert row is not None
    target = url_for(".nominee", slug=found.session.slug, public_id=row.public_id) if found.call.documents else None
    work.commit()
    flash(_("%(name)s is nominated and gets a mail.", name=person.display), "ok")
    return redirect(target, 303) if target else _to(found)


def _instead(found: Desk) -> Registration | None:
    public_id = request.args.get("instead", "")
    return services.nominee(found, public_id) if public_id else None


def _new_page(found: Desk, form: NewNomineeForm, known: list[str]) -> str:
    words = request.args.get("q", "").strip()
    near = people_queries.persons(found.reach).where(Person.public_id.in_(known))
    return render_template(
        "nominations/new.html",
        desk=found,
        session=found.session,
        form=form,
        q=words,
        found=_found(found, words) if words else [],
        alike=list(db.session.scalars(near).unique()) if known else [],
        closed=services.why_no_nominations(found.session, found.held),
        instead=_instead(found),
    )


def _found(found: Desk, words: str) -> list[Person]:
    """Return one's own people who fit the words and are not in the session."""
    query = queries.not_in(people_queries.persons(found.reach), found.call.session_id)
    return list(db.session.scalars(query.where(people_queries.person_matches(words)).limit(FOUND)).unique())


# --- a nominee ----------------------------------------------------------------------------------


@desk.route("/<slug>/<public_id>/", methods=["GET", "POST"])
@require(NOMINATE)
def nominee(slug: str, public_id: str) -> ResponseReturnValue:
    """Show one of one's own people in this session; write why they should come."""
    found = session_desk(slug)
    row = services.nominee(found, public_id)
    form = MotivationForm(obj=row)
    if form.validate_on_submit():
        services.explain(registration=row, motivation=form.motivation.data or "")
        work.commit()
        flash(_("Saved."), "ok")
        return _to(found, row)
    return _nominee_page(found, row, form), 422 if form.is_submitted() else 200


@desk.post("/<slug>/<public_id>/move/<any(up, down):way>")
@require(NOMINATE)
def move(slug: str, public_id: str, way: str) -> ResponseReturnValue:
    found = session_desk(slug)
    services.shift(found, services.nominee(found, public_id), up=way == "up", by=work.actor())
    work.commit()
    return _to(found)


@desk.route("/<slug>/<public_id>/take-back", methods=["GET", "POST"])
@require(NOMINATE)
def take_back(slug: str, public_id: str) -> ResponseReturnValue:
    """Ask why, then take a nominee back."""
    found, form = session_desk(slug), TakeBackForm()
    row = services.nominee(found, public_id)
    if form.validate_on_submit() and form.done(
        services.take_back_nominee, registration=row, by=work.actor(), reason=form.reason.data or ""
    ):
        work.commit()
        flash(_("%(name)s is not nominated any more.", name=row), "ok")
        return _to(found)
    page = render_template("nominations/take_back.html", desk=found, session=found.session, row=row, form=form)
    return page, 422 if form.is_submitted() else 200


@desk.route("/<slug>/<public_id>/documents/<key>", methods=["GET", "POST"])
@require(NOMINATE)
def document(slug: str, public_id: str, key: str) -> ResponseReturnValue:
    """Give a document of a nominee, or take a new one in."""
    found = session_desk(slug)
    row = services.nominee(found, public_id)
    if request.method == "GET":
        return _file(found, row, key)
    form = DocumentForm()
    upload = form.upload(key) if form.validate_on_submit() else None
    if upload and form.attempt(services.bring_for, registration=row, held=found.held, upload=upload):
        work.commit()
        flash(_("Saved."), "ok")
        return _to(found, row)
    for each in (*form.file.errors, *form.form_errors):
        flash(str(each), "stop")
    return _to(found, row)


def _file(found: Desk, row: Registration, key: str) -> Response:
    if not services.may_read(found.who, row):
        raise NotFound
    return files.send(services.document(row, key).file)


def _nominee_page(found: Desk, row: Registration, form: MotivationForm) -> str:
    nominated = row.origin == "nomination" and row.state in OPEN
    return render_template(
        "nominations/nominee.html",
        desk=found,
        session=found.session,
        call=found.call,
        row=row,
        form=form,
        accept=DocumentForm(formdata=None).file.render_kw["accept"],
        documents=[(each["key"], Texts.of(each["title"]).text(i18n.language())) for each in found.call.documents],
        brought={each.key: each for each in row.documents},
        nominated=nominated,
        may_read=services.may_read(found.who, row),
        may_bring=nominated and services.may_bring(row),
    )


def _to(found: Desk, row: Registration | None = None) -> ResponseReturnValue:
    slug = found.session.slug
    return redirect(
        url_for(".nominee", slug=slug, public_id=row.public_id) if row else url_for(".call", slug=slug), 303
    )
