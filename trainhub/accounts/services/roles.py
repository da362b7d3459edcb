"""Roles: given in a scope for a time, ended, never deleted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import country_name, language
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...people import queries as people
from ...people.models import Centre, Country, Organisation
from ...web.access import Viewer
from .. import policies, queries
from ..models import Account, Role, RoleGrant

Scope = tuple[str, str]  # kind and id, as in a RoleGrant
_KINDS: dict[str, type[Centre] | type[Organisation] | type[Country]] = {
    "centre": Centre,
    "organisation": Organisation,
    "country": Country,
}


@dataclass(frozen=True, slots=True)
class NewRole:
    """A role as a form asks for it."""

    role: str
    scope_kind: str = ""
    scope_id: str = ""
    since: date | None = None
    until: date | None = None


def grant_role(
    account: Account,
    role: str,
    scope_kind: str = "",
    scope_id: str | int = "",
    since: date | None = None,
    until: date | None = None,
    by: Viewer | None = None,
) -> RoleGrant:
    """Give a role; `by` None is the program itself (a command, the demonstration).

    Raises Invalid for what does not fit, Refused where `by` may not give this.
    """
    wanted = NewRole(role, scope_kind, str(scope_id), since, until)
    _check(wanted)
    if by is not None and not policies.may_grant(by, wanted.role, wanted.scope_kind, wanted.scope_id):
        raise Refused(_("You can give roles in your own centre only."))
    if any(_same(grant, wanted) for grant in account.grants):
        raise Invalid({"role": _("This person has this role already. Take it away first to change its dates.")})
    told = _place(wanted)
    grant = RoleGrant(
        account=account,
        role=wanted.role,
        scope_kind=wanted.scope_kind,
        scope_id=wanted.scope_id,
        since=since,
        until=until,
    )
    grant.told = told
    db.session.add(grant)
    db.session.flush()
    return grant


def _check(wanted: NewRole) -> None:
    if wanted.role not in set(policies.SCOPES):
        raise Invalid({"role": _("There is no such role. Choose one from the list.")})
    if not policies.fits(Role(wanted.role), wanted.scope_kind):
        raise Invalid({"scope": _scope_advice(Role(wanted.role))})
    if bool(wanted.scope_kind) != _exists(wanted.scope_kind, wanted.scope_id):
        raise Invalid({"scope": _("Choose from the list where the role holds.")})
    first = wanted.since or clock.today()
    if wanted.until is not None and wanted.until < first:
        raise Invalid({"until": _("The end lies before the beginning, or in the past.")})


def _scope_advice(role: Role) -> str:
    kinds = policies.SCOPES[role]
    if "organisation" in kinds:
        return _("This role needs a country or an organisation.")
    if kinds == ("",):
        return _("This role holds everywhere.")
    return _("This role cannot be limited in this way. Choose another scope.")


def _exists(kind: str, number: str) -> bool:
    if kind == "country":
        return db.session.get(Country, number) is not None
    return kind in _KINDS and db.session.get(_KINDS[kind], whole(number, 0)) is not None


def _same(grant: RoleGrant, wanted: NewRole) -> bool:
    alike = (grant.role, grant.scope_kind, grant.scope_id) == (wanted.role, wanted.scope_kind, wanted.scope_id)
    return alike and (grant.until is None or grant.until >= clock.today())


def revoke_role(grant: RoleGrant, *, by: Viewer | None = None) -> None:
    """End a role now; it stays on record. Raises Refused for a foreign one and for the last administrator."""
    if by is not None and not policies.may_grant(by, grant.role, grant.scope_kind, grant.scope_id):
        raise Refused(_("You can take away roles in your own centre only."))
    if grant.role == Role.ADMINISTRATOR and not db.session.scalar(queries.other_administrators(grant.account_id)):
        raise Refused(_("Somebody must remain administrator. Make another one first."))
    grant.told = _place(grant)
    grant.until = clock.today() - timedelta(days=1)


def _place(grant: RoleGrant | NewRole) -> str:
    """Return where a role holds, for the history: the row itself knows only a number."""
    return scope_names([grant]).get((grant.scope_kind, grant.scope_id), "")


def scope_names(grants: Iterable[RoleGrant | NewRole]) -> dict[Scope, str]:
    """Return the names of the scopes of grants, in the page's language: a query for each kind, not for each grant."""
    scopes = {(grant.scope_kind, grant.scope_id) for grant in grants}
    names: dict[Scope, str] = {("country", code): country_name(code) for kind, code in scopes if kind == "country"}
    for kind in ("centre", "organisation"):
        numbers = [int(number) for each, number in scopes if each == kind and number.isdigit()]
        names |= {(kind, str(row.id)): row.title.text(language()) for row in _rows(kind, numbers)}
    return names


def _rows(kind: str, numbers: Collection[int]) -> Iterable[Centre | Organisation]:
    if not numbers:
        return []
    if kind == "centre":
        return db.session.scalars(people.centres().where(Centre.id.in_(numbers)))
    return db.session.scalars(queries.organisations_by_id(numbers))
