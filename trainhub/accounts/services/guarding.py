"""What accounts have to say where persons are merged, erased or given another e-mail."""

from collections.abc import Collection

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...people.models import Person
from ...web.access import Viewer
from .. import policies, queries
from ..models import Account, Role
from .accounts import spend_links


def check(person: Person, by: Viewer) -> None:
    """Raise Refused where somebody has a role, today or later, that `by` may not give and take, or is the last
    administrator."""
    account = db.session.scalar(queries.of_person_id(person.id))
    if account is not None and not _reaches(account, by):
        raise Refused(_("%(person)s has roles that you cannot give. Ask an administrator.", person=person.display))
    _keep_an_administrator(account)


def _reaches(account: Account, by: Viewer | None) -> bool:
    held = [grant for grant in account.grants if not grant.ended]
    return all(
        by is not None and policies.may_grant(by, grant.role, grant.scope_kind, grant.scope_id) for grant in held
    )


def keep_an_administrator(person: Person, _names: Collection[str] = ()) -> None:
    """Raise Refused before the last administrator is erased."""
    _keep_an_administrator(db.session.scalar(queries.of_person_id(person.id)))


def _keep_an_administrator(account: Account | None) -> None:
    if account is None or account.state != "open":
        return
    holds = any(grant.role == Role.ADMINISTRATOR and grant.holds for grant in account.grants)
    if holds and not db.session.scalar(queries.other_administrators(account.id)):
        raise Refused(_("Somebody must remain administrator. Make another one first."))


def follow(person: Person, email: str | None, by: Viewer | None) -> None:
    """Let an account that nobody uses yet wait at the new e-mail of its person; links sent to the old one are over.

    A password that came with a sign-up from the old one goes too. Raises Invalid for an e-mail somebody signs in with.
    """
    account = db.session.scalar(queries.of_person_id(person.id))
    if account is None or account.state != "unconfirmed" or account.login == email:
        return
    if not _reaches(account, by):
        raise Invalid({"email": _("This person waits with roles that you cannot give. Ask an administrator.")})
    if email and db.session.scalar(queries.by_login(email)) is not None:
        raise Invalid({"email": _("There is an account with this e-mail already.")})
    account.login = email or f"waits-{account.id}"  # no address: nobody can ask for a link with it
    account.password_hash = None
    spend_links(account)
