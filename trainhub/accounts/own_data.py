"""What accounts hold about a person."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries
from .models import ROLE_LABELS, STATE_LABELS, Role


def own(person: Person) -> list[PersonData]:
    """Return the account and its roles; passwords and secrets are kept as marks that cannot be turned back."""
    account = db.session.scalar(queries.of_person_id(person.id))
    if account is None:
        return []
    row = {
        "login": account.login,
        "state": str(STATE_LABELS[account.state]),
        "since": account.created_at,
        "confirmed": account.confirmed_at,
    }
    columns = {
        "login": _("E-mail to sign in with"),
        "state": _("State"),
        "since": _("Since"),
        "confirmed": _("E-mail confirmed"),
    }
    grants = [
        {"role": str(ROLE_LABELS[Role(each.role)]), "since": each.since, "until": each.until} for each in account.grants
    ]
    heads = {"role": _("Role"), "since": _("Since"), "until": _("Until")}
    return [
        PersonData("account", _("Your account"), columns, [row], tables=("account",), order=10),
        PersonData("roles", _("Your roles"), heads, grants, tables=("role_grant",), order=11),
    ]
