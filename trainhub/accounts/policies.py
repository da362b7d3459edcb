"""Who may see and give which roles. A grant never reaches further than the one who gives it.

The same reach holds for the past: staff read the history of the roles of their own centre. That of the account
itself (its e-mail, closing, confirming) and of roles elsewhere is the administrator's.
"""

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer
from .models import Role, RoleGrant

VIEW = "accounts.view"
GRANT = "accounts.grant"
MANAGE = "accounts.manage"

PERMISSIONS = (
    Permission(VIEW, _l("See accounts and their roles"), ("administrator", "staff")),
    Permission(GRANT, _l("Give and take roles"), ("administrator", "staff")),
    Permission(MANAGE, _l("Close, reopen and confirm accounts"), ("administrator",)),
)

# role -> the kinds of scope it can have; "" is everywhere. Everybody is a participant without a grant.
# The order is that of lists to choose from: what gives most comes last.
SCOPES: dict[Role, tuple[str, ...]] = {
    Role.TRAINER: ("", "centre"),
    Role.FOCAL_POINT: ("country", "organisation"),
    Role.OBSERVER: ("", "centre", "country"),
    Role.STAFF: ("centre", ""),
    Role.ADMINISTRATOR: ("",),
}
OF_A_CENTRE = (Role.TRAINER, Role.OBSERVER, Role.STAFF)  # what a centre's staff may give, in their centre


def fits(role: Role, scope_kind: str) -> bool:
    """Say whether a role can have that kind of scope."""
    return scope_kind in SCOPES.get(role, ())


def may_grant(who: Viewer, role: str, scope_kind: str, scope_id: str) -> bool:
    """Say whether somebody may give or take this role in this scope."""
    if who.may(MANAGE):
        return True
    inside = scope_kind == "centre" and scope_id.isdigit()
    return inside and role in OF_A_CENTRE and who.may(GRANT, centre_id=int(scope_id))


def may_see_grant(who: Viewer, grant: RoleGrant) -> bool:
    """Say whether somebody sees that a role was given: staff see those of their own centre."""
    if who.may(MANAGE):
        return True
    inside = grant.scope_kind == "centre" and grant.scope_id.isdigit()
    return inside and who.may(VIEW, centre_id=int(grant.scope_id))


def roles_to_give(who: Viewer) -> tuple[Role, ...]:
    """Return the roles somebody may give in some scope."""
    if who.may(MANAGE):
        return tuple(SCOPES)
    return OF_A_CENTRE if who.may(GRANT) else ()
