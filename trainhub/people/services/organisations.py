"""Organisations: a tree of bodies and departments, each with one address and its former ones."""

from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language
from ...kernel.text import fold, slugify
from ...kernel.types import Texts
from ...web.access import Viewer
from .. import policies, queries
from ..models import Organisation, OrganisationSlug, Person
from .logos import LogoUpload, set_logo


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCommand:
    """What is said of an organisation. An empty slug is made from the title, and kept when the title changes."""

    title: Texts
    category_code: str
    country_code: str | None = None
    short: str = ""
    native: str = ""
    native_lang: str = "en"
    parent: str = ""  # slug of the body it is part of
    slug: str = ""
    logo: LogoUpload | None = None  # None leaves the logo that is there
    drop_logo: bool = False


def create_organisation(command: OrganisationCommand, *, verified: bool = False) -> Organisation:
    """Add an organisation; one that staff add is verified, one that somebody proposed is not yet.

    Raises Invalid: no title, an address that is taken, a parent that is not there, a logo that is no picture.
    """
    organisation = Organisation(verified_at=clock.now() if verified else None)
    _fill(organisation, command)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def edit_organisation(organisation: Organisation, command: OrganisationCommand) -> None:
    """Change an organisation; a new address leaves the old one as a signpost. Raises Invalid as above."""
    before = organisation.slug
    _fill(organisation, command)
    if organisation.slug != before:
        _leave_signpost(organisation, before)
    db.session.flush()


def find_organisation(slug: str, who: Viewer) -> Organisation:
    """Return the organisation of a present or former address (compare the slug), or raise NotFound."""
    found = db.session.scalar(
        queries.organisations(policies.reach(who)).where(
            Organisation.id.in_(queries.organisation(slug).with_only_columns(Organisation.id))
        )
    )
    if found is None:
        raise NotFound
    return found


def organisation_of(slug: str) -> Organisation | None:
    """Return the organisation of a present or former address, whoever asks."""
    return db.session.scalar(queries.organisation(slug))


def departments(organisation: Organisation) -> list[Organisation]:
    """Return what is directly part of an organisation, in the order of the reader's alphabet."""
    return list(db.session.scalars(queries.departments(organisation.id, language())))


def persons_at(organisation: Organisation, who: Viewer) -> list[Person]:
    """Return who works in an organisation or its departments, as far as the viewer may know of them."""
    return list(db.session.scalars(queries.persons_at(organisation.id, policies.reach(who), language())))


def verify_organisation(organisation: Organisation) -> None:
    """Say that the centre has checked an organisation: persons may be confirmed in it."""
    organisation.verified_at = organisation.verified_at or clock.now()
    db.session.flush()


def archive_organisation(organisation: Organisation) -> None:
    """Take an organisation out of the lists; raises Refused while departments are in them."""
    if db.session.scalars(queries.departments(organisation.id, language())).first() is not None:
        raise Refused(_("This organisation has departments. Archive them first, or move them to another body."))
    organisation.archived_at = organisation.archived_at or clock.now()
    db.session.flush()


def restore_organisation(organisation: Organisation) -> None:
    """Bring an archived organisation back into the lists."""
    organisation.archived_at = None
    db.session.flush()


def _fill(organisation: Organisation, command: OrganisationCommand) -> None:
    if not command.title:
        raise Invalid({"title": _("An organisation needs a name in one language at least.")})
    organisation.slug, organisation.parent = _slug(organisation, command), _parent(organisation, command.parent)
    if command.logo or command.drop_logo:
        set_logo(organisation, command.logo)
    organisation.title, organisation.short = command.title, command.short.strip()
    organisation.native, organisation.native_lang = command.native.strip(), command.native_lang
    organisation.category_code, organisation.country_code = command.category_code, command.country_code or None
    organisation.search = fold(" ".join([*command.title.values.values(), organisation.short, organisation.native]))


def _slug(organisation: Organisation, command: OrganisationCommand) -> str:
    wanted = command.slug.strip().lower()
    if not wanted:
        return organisation.slug or _free_slug(slugify(str(command.title)))
    if wanted == organisation.slug:
        return wanted
    if wanted != slugify(wanted, limit=81):
        raise Invalid({"slug": _("An address has small letters a to z, digits and hyphens between them.")})
    holder = organisation_of(wanted)
    if holder is not None and holder.id != organisation.id:
        raise Invalid({"slug": _("Another organisation has or had this address. Choose another.")})
    return wanted


def _free_slug(slug: str) -> str:
    taken = set(db.session.scalars(queries.slugs_like(slug)))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _parent(organisation: Organisation, slug: str) -> Organisation | None:
    if not slug:
        return None
    parent = organisation_of(slug)
    if parent is None:
        raise Invalid({"parent": _("There is no such organisation any more. Choose another.")})
    below = set(db.session.scalars(queries.with_departments({organisation.id}))) if organisation.id else set()
    if parent.id in below:
        raise Invalid({"parent": _("An organisation cannot be part of itself or of its own department.")})
    return parent


def _leave_signpost(organisation: Organisation, before: str) -> None:
    own = db.session.scalar(queries.former_slug(organisation.slug))
    if own is not None:
        db.session.delete(own)  # it is the present address again
    db.session.add(OrganisationSlug(slug=before, organisation_id=organisation.id))
