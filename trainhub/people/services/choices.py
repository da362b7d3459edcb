"""What forms and filters offer: pairs of value and label, in the order of the reader's alphabet."""

from collections.abc import Iterable

from babel.dates import get_timezone_location
from sqlalchemy import Select

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.text import alphabetical
from .. import queries, reference
from ..models import Category, Organisation

Choices = list[tuple[str, str]]
OPEN = ("", "—")  # nothing chosen
INDENT = "\u2003"


def alphabetically(choices: Iterable[tuple[str, str]]) -> Choices:
    """Return choices in the order of the reader's alphabet."""
    key = alphabetical(i18n.language())
    return sorted(choices, key=lambda choice: key(choice[1]))


def country_choices() -> Choices:
    """Return all countries, equal among equals: by name in the reader's language."""
    return alphabetically((code, i18n.country_name(code)) for code in db.session.scalars(queries.country_codes()))


def category_choices() -> Choices:
    """Return the stakeholder categories as a tree, indented, without the one that means everybody."""
    depth = {reference.EVERYBODY: -1}
    choices: Choices = []
    for category in db.session.scalars(queries.categories()):
        if category.code != reference.EVERYBODY:
            depth[category.code] = depth.get(category.parent_code or "", -1) + 1
            choices.append((category.code, INDENT * depth[category.code] + category_title(category)))
    return choices


def category_title(category: Category) -> str:
    return category.title.text(i18n.language())


def organisation_choices(*, checked: bool = True) -> Choices:
    """Return the organisations in use; with `checked`, what people may choose of without staff."""
    return _organisations(queries.open_organisations(checked=checked))


def parent_choices(organisation: Organisation | None) -> Choices:
    """Return the bodies that an organisation may be part of: not itself, nor what is part of it."""
    query = queries.open_organisations(checked=False)
    below = set(db.session.scalars(queries.with_departments({organisation.id}))) if organisation else set()
    return _organisations(query.where(Organisation.id.not_in(below)))


def _organisations(query: Select[Organisation]) -> Choices:
    code = i18n.language()
    found = {each.id: each for each in db.session.scalars(query)}
    return alphabetically((each.slug, _path(each, found, code)) for each in found.values())


def _path(organisation: Organisation, known: dict[int, Organisation], code: str) -> str:
    name, body = organisation.title.text(code), known.get(organisation.parent_id or 0)
    return _("%(name)s (part of %(body)s)", name=name, body=body.title.text(code)) if body else name


def centre_choices() -> Choices:
    """Return the centres by name."""
    code = i18n.language()
    return alphabetically((each.slug, each.title.text(code)) for each in db.session.scalars(queries.centres()))


def zone_choices() -> Choices:
    """Return the time zones of the countries' capitals, by city."""
    zones = sorted({*(reference.MEMBERS | reference.OTHERS).values()})
    code = i18n.language()
    return alphabetically((zone, get_timezone_location(zone, locale=code, return_city=True)) for zone in zones)


def language_choices() -> Choices:
    """Return the languages of the interface, each by its own name."""
    return [(code, i18n.NATIVE.get(code, code)) for code in i18n.languages()]


def name_language_choices() -> Choices:
    """Return the languages that names are written in."""
    return alphabetically((code, i18n.language_name(code)) for code in reference.NAME_LANGUAGES)


def level_choices() -> Choices:
    return [(code, str(label)) for code, label in reference.LEVELS.items()]
