"""The office's pages: who has an account, which roles, and who gave them."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import work
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import whole
from ...people import queries as people
from ...people.models import Centre, Person
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from ...web.tables import Column, Filter, Table
from .. import policies, queries, services
from ..forms import GrantForm
from ..models import ROLE_LABELS, STATE_LABELS, Account, RoleGrant

office = Blueprint("roles", __name__, url_prefix="/accounts")


def find(public_id: str) -> Account:
    """Return a person's account, or raise NotFound."""
    account = db.session.scalar(queries.of_person(public_id))
    if account is None:
        raise NotFound
    return account


def seen(account: Account) -> list[RoleGrant]:
    """Return the role grants the reader may see, those in force first."""
    grants = [grant for grant in account.grants if policies.may_see_grant(viewer(), grant)]
    return sorted(grants, key=lambda grant: (not grant.holds, -grant.id))


def _reach() -> Collection[int] | None:
    """Return the centres whose role holders the reader sees; None means everybody."""
    return None if viewer().may(policies.MANAGE) else viewer().centres(policies.VIEW) or set()


def _roles_shown(account: Account) -> str:
    labels = dict.fromkeys(str(ROLE_LABELS[grant.role]) for grant in seen(account) if grant.holds)  # type: ignore[index]
    return ", ".join(labels)


def _table() -> Table:
    reach = _reach()
    columns = (
        Column("name", _l("Name"), lambda account: account.person.display, Person.display),
        Column("email", _l("E-mail"), lambda account: account.login, Account.login),
        Column("roles", _l("Roles"), _roles_shown),
        Column("state", _l("State"), lambda account: STATE_LABELS[account.state]),
        Column("since", _l("Since"), lambda account: account.created_at.date(), Account.created_at),
    )
    filters = (
        Filter("q", _l("Name or e-mail"), queries.named),
        Filter(
            "role",
            _l("Role"),
            lambda query, value: queries.with_role(query, value, reach),
            lambda: [(role.value, str(ROLE_LABELS[role])) for role in policies.SCOPES],
        ),
        Filter(
            "state", _l("State"), queries.in_state, lambda: [(key, str(label)) for key, label in STATE_LABELS.items()]
        ),
    )
    return Table(queries.visible(reach), columns, filters, order="name", name="accounts")


@office.get("/")
@require(policies.VIEW)
def index() -> ResponseReturnValue:
    table = _table()
    return table.export() or render_template("accounts/list.html", table=table, roles_of=_roles_shown)


@office.get("/<public_id>/")
@require(policies.VIEW)
def record(public_id: str) -> ResponseReturnValue:
    return _record(find(public_id), _grant_form())


def _numbers(account: Account) -> list[RoleGrant]:
    """Return all grants in the order in which addresses count them."""
    return sorted(account.grants, key=lambda each: each.id)


def _record(account: Account, form: GrantForm) -> str:
    grants, who = seen(account), viewer()
    return render_template(
        "accounts/record.html",
        account=account,
        form=form,
        grants=grants,
        scopes=services.scope_names(grants),
        role_labels=ROLE_LABELS,
        number_of=_numbers(account).index,
        may_take=lambda grant: policies.may_grant(who, grant.role, grant.scope_kind, grant.scope_id),
        may_grant=bool(form.scope.choices),
        may_manage=who.may(policies.MANAGE),
    )


def _grant_form() -> GrantForm:
    """Return the form with the roles and scopes this reader may give, and no others."""
    who, form = viewer(), GrantForm()
    roles = policies.roles_to_give(who)
    if who.may(policies.MANAGE):
        every = (people.centres(), queries.countries(), people.open_organisations(checked=True))
        return form.offer(roles, True, *(list(db.session.scalars(query)) for query in every))
    allowed = who.centres(policies.GRANT)
    mine = people.centres() if allowed is None else people.centres().where(Centre.id.in_(allowed))
    return form.offer(roles, False, list(db.session.scalars(mine)))


@office.post("/<public_id>/roles")
@require(policies.GRANT)
def grant(public_id: str) -> ResponseReturnValue:
    account, form = find(public_id), _grant_form()
    if form.validate_on_submit():
        wanted = form.command()
        form.attempt(
            services.grant_role,
            account=account,
            role=wanted.role,
            scope_kind=wanted.scope_kind,
            scope_id=wanted.scope_id,
            since=wanted.since,
            until=wanted.until,
            by=viewer(),
        )
    if form.errors:
        return _record(account, form), 422
    work.commit()
    flash(_("%(name)s has a new role.", name=account.person.display), "ok")
    return redirect(url_for("roles.record", public_id=public_id), 303)


@office.post("/<public_id>/roles/<int:no>/end")
@require(policies.GRANT)
def revoke(public_id: str, no: int) -> ResponseReturnValue:
    """End a role: `no` counts the grants of this account, so that no row number shows."""
    account = find(public_id)
    grants = _numbers(account)
    if no >= len(grants) or not policies.may_see_grant(viewer(), grants[no]):
        raise NotFound
    services.revoke_role(grants[no], by=viewer())
    work.commit()
    flash(_("The role has ended."), "ok")
    return redirect(url_for("roles.record", public_id=public_id), 303)


@office.route("/<public_id>/close", methods=["GET", "POST"])
@require(policies.MANAGE)
def close(public_id: str) -> ResponseReturnValue:
    account = find(public_id)
    if request.method == "GET":
        return render_template("accounts/close.html", account=account, form=PlainForm())
    services.close_account(account, by=viewer())
    work.commit()
    flash(_("The account is closed. Nobody can sign in with it."), "ok")
    return redirect(url_for("roles.record", public_id=public_id), 303)


@office.post("/<public_id>/reopen")
@require(policies.MANAGE)
def reopen(public_id: str) -> ResponseReturnValue:
    services.reopen_account(find(public_id), by=viewer())
    work.commit()
    flash(_("The account is open again."), "ok")
    return redirect(url_for("roles.record", public_id=public_id), 303)


@office.post("/<public_id>/confirm")
@require(policies.MANAGE)
def confirm_by_hand(public_id: str) -> ResponseReturnValue:
    services.confirm_by_hand(find(public_id), by=viewer())
    work.commit()
    flash(_("The e-mail counts as confirmed."), "ok")
    return redirect(url_for("roles.record", public_id=public_id), 303)


@office.get("/<public_id>/history")
@require(policies.VIEW)
def history(public_id: str) -> ResponseReturnValue:
    """Tell what happened to an account: all of it, or what the reader sees of its roles."""
    account = find(public_id)
    page = request.args.get("page", "1")
    only = None if viewer().may(policies.MANAGE) else {"role_grant": [grant.id for grant in seen(account)]}
    rows = history_rows("account", account.id, whole(page, 1), only=only)
    return render_template("accounts/history.html", account=account, rows=rows, whole=only is None)
