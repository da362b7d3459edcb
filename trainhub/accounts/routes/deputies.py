"""Who speaks for the own country or institution: focal points, and the deputies they name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ...kernel import work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import signed_in
from ...web.tables import Column, Few
from .. import services
from ..forms import DeputyForm
from ..login import SignedIn
from ..models import ROLE_LABELS, Role, RoleGrant
from ..services import Scope
from .blueprint import blueprint


def _focal() -> SignedIn:
    """Return the viewer, if they are focal point of something; raises NotFound."""
    who: SignedIn = current_user
    if not services.spoken_for(who):
        raise NotFound
    return who


@blueprint.route("/me/deputies/", methods=["GET", "POST"])
@signed_in
def deputies() -> ResponseReturnValue:
    """List who speaks for the same country or institution; name one more for a time. Others have none to name."""
    who: SignedIn = current_user
    if not services.spoken_for(who):
        return redirect("/", 303)
    form = DeputyForm.offering(services.spoken_for(who, may_name=True))
    if form.validate_on_submit():
        grant = form.attempt(services.name_deputy, by=who, plan=form.command())
        if grant is not None:
            name = grant.account.person.display
            work.commit()
            flash(_("%(name)s is your deputy now and gets a mail.", name=name), "ok")
            return redirect(url_for(".deputies"), 303)
        work.rollback()
    grants = services.speakers(who)
    scopes = services.scope_names(grants)
    table = _table(grants, scopes)
    page = table.export() or render_template(
        "accounts/deputies.html", table=table, form=form, scopes=scopes, role_of=_role, may_name=form.scopes
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/me/deputies/<person_id>/end")
@signed_in
def end_deputy(person_id: str) -> ResponseReturnValue:
    who = _focal()
    chosen = dict(enumerate(services.spoken_for(who, may_name=True))).get(request.form.get("scope", -1, int))
    if chosen is None:
        raise NotFound
    services.end_deputy(by=who, person_id=person_id, scope=chosen)
    work.commit()
    flash(_("The deputy speaks for you no more."), "ok")
    return redirect(url_for(".deputies"), 303)


def _table(grants: list[RoleGrant], scopes: dict[Scope, str]) -> Few:
    columns = (
        Column("name", _("Name"), lambda grant: grant.account.person.display),
        Column("email", _("E-mail"), lambda grant: grant.account.login),
        Column("scope", _("Speaks for"), lambda grant: scopes.get((grant.scope_kind, grant.scope_id), "—")),
        Column("role", _("Role"), _role),
        Column("until", _("Until"), lambda grant: grant.until),
    )
    return Few(grants, columns, name="deputies")


def _role(grant: RoleGrant) -> str:
    return _("Deputy") if grant.deputy_of else str(ROLE_LABELS[Role.FOCAL_POINT])
