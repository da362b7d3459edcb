"""What people need at a training: told by themselves, signed in or by the link of a mail, and read by staff."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...people.policies import PEOPLE_CONFIDENTIAL
from ...people.services import KINDS
from ...sessions.models import TrainingSession
from ...web.access import require, signed_in, viewer
from ...web.sheets import download
from ...web.tables import Column, Few
from .. import policies, services
from ..forms import NEED_HINTS, ReadNeedsForm, TellNeedsForm
from ..models import Registration
from ..services import Told, telling
from .finding import blueprint, own_record, session_to_decide
from .mine import blueprint as mine
from .places import by_link

# --- the person, signed in ------------------------------------------------------------------------


@mine.get("/registrations/<public_id>/needs", endpoint="needs")
@signed_in
def own(public_id: str) -> ResponseReturnValue:
    return _private(_own_page(own_record(public_id)))


@mine.post("/registrations/<public_id>/needs", endpoint="tell_needs")
@signed_in
def tell_own(public_id: str) -> ResponseReturnValue:
    """Keep what stands in the fields; an emptied one is forgotten."""
    registration, form = _with_form(own_record(public_id))
    if form.validate_on_submit() and form.done(
        services.tell_needs, registration=registration, values=form.values(), empty_erases=True
    ):
        return _kept(url_for("mine.needs", public_id=public_id))
    return _private(_own_page(registration, form), 422)


@mine.post("/registrations/<public_id>/needs/erase", endpoint="erase_need")
@signed_in
def erase_own(public_id: str) -> ResponseReturnValue:
    return _erase(own_record(public_id), url_for("mine.needs", public_id=public_id))


def _own_page(registration: Registration, form: TellNeedsForm | None = None) -> str:
    told, general = services.own_needs(registration)
    return _page(registration, form, {"public_id": registration.public_id}, told, general)


# --- by the link of a mail: no value that is kept is shown ----------------------------------------


@blueprint.get("/places/<token>/needs", endpoint="place_needs")
@by_link
def place(registration: Registration) -> ResponseReturnValue:
    return _place_page(registration)


@blueprint.post("/places/<token>/needs", endpoint="tell_place_needs")
@by_link
def tell_place(registration: Registration) -> ResponseReturnValue:
    """Keep what was written; an empty field leaves what was told before, which is not shown here."""
    _check_sight(registration)
    registration, form = _with_form(registration)
    if form.validate_on_submit() and form.done(
        services.tell_needs, registration=registration, values=form.values(), empty_erases=False
    ):
        return _kept(url_for("registration.place_needs", token=services.place_token(registration)))
    return _place_page(registration, form), 422


@blueprint.post("/places/<token>/needs/erase", endpoint="erase_place_need")
@by_link
def erase_place(registration: Registration) -> ResponseReturnValue:
    _check_sight(registration)
    return _erase(registration, url_for("registration.place_needs", token=services.place_token(registration)))


def _place_page(registration: Registration, form: TellNeedsForm | None = None) -> str:
    _check_sight(registration)
    return _page(registration, form, {"token": services.place_token(registration)})


def _check_sight(registration: Registration) -> None:
    assert registration.person is not None  # the link says so
    if not telling.may_know(registration.session, registration.person):
        raise NotFound


# --- both -----------------------------------------------------------------------------------------


def _with_form(registration: Registration) -> tuple[Registration, TellNeedsForm]:
    return registration, TellNeedsForm(services.terms(registration.session).needs)


def _page(
    registration: Registration,
    form: TellNeedsForm | None,
    named: Mapping[str, Any],
    told: Mapping[str, str] | None = None,
    general: Mapping[str, str] | None = None,
) -> str:
    """Draw the page; `told` and `general` are what may be shown of what is kept, None where nothing may."""
    held = services.terms(registration.session)
    by_account = told is not None
    return render_template(
        "registration/needs.html",
        registration=registration,
        session=registration.session,
        asked=services.asked(registration, held),
        why_not=services.why_no_needs(registration, held),
        form=form or TellNeedsForm(held.needs, data=told, formdata=None),
        hints=NEED_HINTS,
        by_account=by_account,
        general=general or {},
        send_url=url_for("mine.tell_needs" if by_account else "registration.tell_place_needs", **named),
        erase_url=url_for("mine.erase_need" if by_account else "registration.erase_place_need", **named),
        back_url=url_for("mine.index") if by_account else url_for("registration.place", **named),
    )


def _erase(registration: Registration, back: str) -> ResponseReturnValue:
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise NotFound
    services.erase_need(registration, kind)
    return _kept(back, _("Erased."))


def _kept(back: str, message: str = "") -> ResponseReturnValue:
    work.commit()
    flash(message or _("Saved and locked."), "ok")
    return redirect(back, 303)


def _private(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


# --- staff ----------------------------------------------------------------------------------------


@blueprint.get("/sessions/<slug>/needs/", endpoint="needs")
@require(PEOPLE_CONFIDENTIAL)
def counts(slug: str) -> ResponseReturnValue:
    """Show how many told something of each need: no name, no value."""
    session = _session(slug)
    table = _counted(session)
    return table.export() or _office_page(session, table)


@blueprint.post("/sessions/<slug>/needs/read", endpoint="read_needs")
@require(PEOPLE_CONFIDENTIAL)
def read(slug: str) -> ResponseReturnValue:
    """Show names and values on this answer only, or hand them over as a file; each look is noted first."""
    session = _session(slug)
    form = ReadNeedsForm(services.terms(session).needs)
    found: list[Told] | None = None
    if form.validate_on_submit():
        found = form.attempt(
            services.read_needs,
            session=session,
            kinds=form.kinds.data or [],
            by=viewer(),
            reason=form.reason.data or "",
        )
    if found is None:
        return _private(_office_page(session, _counted(session), form), 422)
    work.commit()
    if request.form.get("as") == "xlsx":
        return _file(session, found, form.kinds.data or [])
    return _private(_office_page(session, _counted(session), form, found))


def _session(slug: str) -> TrainingSession:
    session = session_to_decide(slug)
    if not policies.may_read_needs(viewer(), session):
        raise NotFound
    return session


def _counted(session: TrainingSession) -> Few:
    columns = (
        Column("need", _("What"), lambda row: row.label),
        Column("number", _("People who told something"), lambda row: row.number, numeric=True),
        Column("people", _("People with a place"), lambda row: row.people, numeric=True),
    )
    return Few(services.counts(session, services.terms(session)), columns, name=f"{session.slug}-needs")


def _office_page(
    session: TrainingSession, table: Few, form: ReadNeedsForm | None = None, found: list[Told] | None = None
) -> str:
    kinds = [row.kind for row in table.whole()]
    return render_template(
        "registration/needs_office.html",
        session=session,
        table=table,
        form=form or ReadNeedsForm(kinds, formdata=None),
        found=found,
        kinds=[(kind, KINDS[kind].label) for kind in kinds if form and kind in (form.kinds.data or [])],
    )


def _file(session: TrainingSession, found: list[Told], kinds: list[str]) -> Response:
    shown = [kind for kind in KINDS if kind in kinds]
    head = [_("Name"), _("Name as in the passport"), *(str(KINDS[kind].label) for kind in shown)]
    lines = [
        [str(each.registration), each.registration.person and each.registration.person.latin]
        + [each.values.get(kind, "") for kind in shown]
        for each in found
    ]
    answer = download("xlsx", f"{session.slug}-needs", [head, *lines])
    answer.headers["Cache-Control"] = "no-store"
    return answer
