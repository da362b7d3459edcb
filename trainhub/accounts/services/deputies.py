"""Deputies: a focal point lets somebody of the own people speak for the same country or institution, for a time."""

from dataclasses import dataclass
from datetime import date, timedelta

from ...kernel import clock, outbox
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...people import policies as people
from .. import queries
from ..login import SignedIn
from ..models import Account, Role, RoleGrant
from .roles import Scope, grant_role, revoke_role, scope_names

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DeputyPlan:
    """Whom to name by the e-mail of their account, for which country or institution, and until when."""

    email: str
    scope: Scope
    until: date


def spoken_for(who: SignedIn, *, may_name: bool = False) -> list[Scope]:
    """Return the countries and institutions somebody is focal point of; `may_name`: not those as a deputy."""
    mine = [grant for grant in who.grants if grant.role == Role.FOCAL_POINT and grant.scope_kind]
    return sorted({(grant.scope_kind, grant.scope_id) for grant in mine if not may_name or grant.deputy_of is None})


def speakers(who: SignedIn) -> list[RoleGrant]:
    """Return everybody who speaks for the same countries and institutions, oneself too."""
    return list(db.session.scalars(queries.focal_grants(spoken_for(who))).unique())


def name_deputy(*, by: SignedIn, plan: DeputyPlan) -> RoleGrant:
    """Give the role to somebody of the own people who has an account, and write to them; raises Invalid."""
    if plan.scope not in spoken_for(by, may_name=True):
        raise Invalid({"scope": _("Choose from the list where the role holds.")})
    if plan.until > clock.today() + LONGEST:
        raise Invalid({"until": _("A deputy is named for a year at the most.")})
    account = _account(by, plan.email)
    grant = grant_role(account, Role.FOCAL_POINT, *plan.scope, until=plan.until)
    grant.deputy_of = by.account_id
    db.session.flush()
    outbox.post(
        "deputy_named",
        account.person,
        key=f"deputy_named:{grant.id}",
        named_by=by.name,
        whom=scope_names([grant])[plan.scope],
        until=plan.until,
        url="/nominations/",
    )
    return grant


def _account(by: SignedIn, email: str) -> Account:
    """Return the account of somebody of the own people; who is abroad is answered as who has none."""
    account = db.session.scalar(queries.account_in(email, people.focal_reach(by)))
    if account is None or account.id == by.account_id:
        raise Invalid({"email": _("None of your people has an account with this e-mail.")})
    return account


def end_deputy(*, by: SignedIn, person_id: str, scope: Scope) -> None:
    """End what a deputy may do for a country or institution; raises NotFound where there is none."""
    if scope not in spoken_for(by, may_name=True):
        raise NotFound
    found = db.session.scalars(queries.focal_grants([scope])).unique()
    grant = next((one for one in found if one.deputy_of and one.account.person.public_id == person_id), None)
    if grant is None:
        raise NotFound
    revoke_role(grant)
