"""The lists of persons and organisations: their columns and filters."""

from sqlalchemy import Select

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...web.tables import Column, Filter, Table
from .. import queries
from ..models import Affiliation, Organisation, Person
from ..policies import Reach
from ..services import choices

YES = "yes"


def persons_table(reach: Reach) -> Table:
    """Return the persons a viewer may know of."""
    countries, categories, language = choices.country_choices(), choices.category_choices(), i18n.language()
    columns = (
        Column("name", _("Name"), lambda person: person.display, queries.by_name(language)),
        Column("latin", _("Name as in the passport"), lambda person: person.latin, Person.latin, within="name"),
        Column("organisation", _("Organisation"), _organisation),
        Column("category", _("Category"), _category),
        Column("country", _("Country"), _country, queries.by_country(Person.country_code, countries)),
        Column("confirmed", _("Confirmed"), _confirmed),
        Column(
            "language", _("Language"), lambda person: i18n.language_name(person.language), Person.language, shown=False
        ),
    )
    filters = (
        Filter("q", _("Name or e-mail"), lambda query, words: query.where(queries.person_matches(words))),
        Filter(
            "country", _("Country"), lambda query, code: query.where(Person.country_code == code), lambda: countries
        ),
        Filter(
            "category",
            _("Category"),
            lambda query, code: query.where(queries.person_in_category(code)),
            lambda: categories,
        ),
        Filter("unconfirmed", _("Waits for confirmation"), _unconfirmed, lambda: [(YES, _("Yes"))]),
    )
    return Table(queries.persons(reach), columns, filters, order="name", name="people")


def organisations_table(reach: Reach) -> Table:
    """Return the organisations a viewer may know of, archived ones too."""
    countries, categories, language = choices.country_choices(), choices.category_choices(), i18n.language()
    columns = (
        Column("name", _("Name"), lambda each: each.title, queries.by_title(language)),
        Column("short", _("Short name"), lambda each: each.short, Organisation.short),
        Column("parent", _("Part of"), lambda each: each.parent.title if each.parent else ""),
        Column("category", _("Category"), lambda each: each.category.title),
        Column("country", _("Country"), _country, queries.by_country(Organisation.country_code, countries)),
        Column("state", _("State"), organisation_state),
    )
    filters = (
        Filter("q", _("Name"), lambda query, words: query.where(queries.organisation_matches(words))),
        Filter(
            "country",
            _("Country"),
            lambda query, code: query.where(Organisation.country_code == code),
            lambda: countries,
        ),
        Filter(
            "category",
            _("Category"),
            lambda query, code: query.where(queries.organisation_in_category(code)),
            lambda: categories,
        ),
        Filter(
            "state",
            _("State"),
            lambda query, state: query.where(queries.organisation_is(state)),
            lambda: [("unchecked", _("To be checked")), ("archived", _("Archived"))],
        ),
    )
    return Table(queries.organisations(reach), columns, filters, order="name", name="organisations")


def organisation_state(organisation: Organisation) -> str:
    """Return in words whether an organisation is in use."""
    if organisation.archived_at is not None:
        return _("Archived")
    return _("To be checked") if organisation.verified_at is None else _("Checked")


def _places(person: Person) -> list[Affiliation]:
    return [each for each in person.affiliations if each.current]


def _organisation(person: Person) -> str:
    return "; ".join(each.organisation.title.text(i18n.language()) for each in _places(person))


def _category(person: Person) -> str:
    titles = (choices.category_title(each.organisation.category) for each in _places(person))
    return "; ".join(dict.fromkeys(titles))


def _country(row: Person | Organisation) -> str:
    return i18n.country_name(row.country_code) if row.country_code else ""


def _confirmed(person: Person) -> str:
    places = _places(person)
    if not places:
        return ""
    return _("Yes") if all(each.confirmed_at for each in places) else _("Not yet")


def _unconfirmed(query: Select[Person], value: str) -> Select[Person]:
    return query.where(queries.unconfirmed()) if value == YES else query
