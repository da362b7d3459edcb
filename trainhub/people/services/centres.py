"""Centres: added by administrators, found and changed by their own staff."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import slugify
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import CENTRE_KINDS, Centre, Country

SLUG_LENGTH = 60
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,11}")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCentreCommand:
    """What is said of a centre that is not there yet.

    An empty slug is made from the short name, an empty zone is that of the country's capital.
    """

    title: Texts
    short: Texts
    city: Texts
    country_code: str
    prefix: str  # of certificate numbers
    kind: str = "training"
    zone: str = ""
    email: str = ""
    slug: str = ""
    parent: str = ""  # slug of the centre it is part of


def create_centre(command: NewCentreCommand) -> Centre:
    """Add a centre. Raises Invalid under the command's fields: what is missing, unknown, or taken."""
    parent = db.session.scalar(queries.centre(command.parent)) if command.parent else None
    centre = Centre(
        slug=command.slug.strip().lower() or _free_slug(command),
        kind=command.kind,
        title=command.title,
        short=command.short,
        city=command.city,
        country_code=command.country_code,
        zone=command.zone or _capitals_zone(command.country_code),
        prefix=command.prefix.strip().upper(),
        email=command.email.strip().lower(),
        parent_id=parent.id if parent else None,
    )
    wrong = _wrong(centre, parent_wanted=command.parent)
    if wrong:
        raise Invalid(wrong)
    db.session.add(centre)
    db.session.flush()
    return centre


def _capitals_zone(country_code: str) -> str:
    country = db.session.get(Country, country_code)
    return country.zone if country else ""


def _wrong(centre: Centre, *, parent_wanted: str) -> dict[str, str]:
    """Return what a new centre cannot have, under the fields of its command."""
    if not _capitals_zone(centre.country_code):
        return {"country_code": _("Choose one of the list.")}
    wrong = _missing(centre.title, centre.short, centre.zone) | _wrong_slug(centre.slug) | _wrong_prefix(centre.prefix)
    if centre.kind not in CENTRE_KINDS:
        wrong["kind"] = _("Choose one of the list.")
    if parent_wanted and centre.parent_id is None:
        wrong["parent"] = _("There is no such centre any more. Choose another.")
    return wrong


def _free_slug(command: NewCentreCommand) -> str:
    taken = {slug for slug, _prefix in db.session.execute(queries.centre_names())}
    free = slug = slugify(str(command.short or command.title), SLUG_LENGTH - 3)
    number = 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _wrong_slug(slug: str) -> dict[str, str]:
    if slug != slugify(slug, SLUG_LENGTH + 1):
        return {"slug": _("An address has small letters a to z, digits and hyphens between them.")}
    if slug in {taken for taken, _prefix in db.session.execute(queries.centre_names())}:
        return {"slug": _("Another centre has this address. Choose another.")}
    return {}


def _wrong_prefix(prefix: str) -> dict[str, str]:
    if not _PREFIX.fullmatch(prefix):
        return {"prefix": _("Two to twelve letters A to Z and digits, a letter first.")}
    if prefix in {taken for _slug, taken in db.session.execute(queries.centre_names())}:
        return {"prefix": _("Another centre has this prefix. Choose another.")}
    return {}


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


def _missing(title: Texts, short: Texts, zone: str) -> dict[str, str]:
    """Return what every centre needs and this one lacks."""
    wrong: dict[str, str] = {}
    if not title:
        wrong["title"] = _("A centre needs a name in one language at least.")
    if not short:
        wrong["short"] = _("A centre needs a short name in one language at least.")
    if zone not in clock.zones():
        wrong["zone"] = _("There is no such time zone. Choose one of the list.")
    return wrong


def _check(command: CentreCommand) -> None:
    wrong = _missing(command.title, command.short, command.zone)
    if any(each.roles and not each.name.strip() for each in command.signatories):
        wrong["signatories"] = _("A role stands without the name of the person who signs.")
    if wrong:
        raise Invalid(wrong)
