"""Centres: found and changed by their own staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import Centre


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs the certificates of a centre; the role in each language."""

    name: str
    roles: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreCommand:
    """What is said of a centre. Slug, country and certificate prefix stay as they were made."""

    title: Texts
    short: Texts
    city: Texts
    zone: str
    email: str = ""
    signatories: Sequence[Signatory] = ()


def editable_centres(who: Viewer) -> list[Centre]:
    """Return the centres whose data a viewer may change."""
    return [centre for centre in db.session.scalars(queries.centres()) if policies.may_edit_centre(who, centre.id)]


def find_centre(slug: str, who: Viewer) -> Centre:
    """Return a centre whose data the viewer may change, or raise NotFound."""
    found = db.session.scalar(queries.centre(slug))
    if found is None or not policies.may_edit_centre(who, found.id):
        raise NotFound
    return found


def edit_centre(centre: Centre, command: CentreCommand) -> None:
    """Change a centre; raises Invalid: no name, no such zone, a signatory without a name."""
    _check(command)
    centre.title, centre.short, centre.city = command.title, command.short, command.city
    centre.zone, centre.email = command.zone, command.email.strip().lower()
    centre.signatories = [{"name": each.name.strip(), "roles": dict(each.roles.values)} for each in command.signatories]
    db.session.flush()


def _check(command: CentreCommand) -> None:
    wrong: dict[str, str] = {}
    if not command.title:
        wrong["title"] = _("A centre needs a name in one language at least.")
    if not command.short:
        wrong["short"] = _("A centre needs a short name in one language at least.")
    if command.zone not in clock.zones():
        wrong["zone"] = _("There is no such time zone. Choose one of the list.")
    if any(each.roles and not each.name.strip() for each in command.signatories):
        wrong["signatories"] = _("A role stands without the name of the person who signs.")
    if wrong:
        raise Invalid(wrong)
