"""What this plugin holds about a person: indicators they own, values they entered."""

from trainhub.plugin_api import PersonData, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.texts import language

from .. import queries


def data_of(person: Person) -> list[PersonData]:
    """Return it as parts of the person's own data."""
    return [_owned(person), _entered(person)]


def _owned(person: Person) -> PersonData:
    rows = [
        {"key": each.key, "title": each.sheet.title.text(language())}
        for each in db.session.scalars(queries.owned(person.id))
    ]
    columns = {"key": _("Number"), "title": _("Indicator")}
    return PersonData("impact_owned", _("Indicators you own"), columns, rows, tables=("impact_indicator",))


def _entered(person: Person) -> PersonData:
    rows = [
        {
            "at": each.at,
            "title": each.tracked.sheet.title.text(language()),
            "period": each.period.label,
            "organisation": each.organisation.title.text(language()) if each.organisation else "",
            "value": each.tracked.sheet.text(each.value),
            "note": each.note,
        }
        for each in db.session.scalars(queries.entered_by(person.id))
    ]
    columns = {
        "at": _("When"),
        "title": _("Indicator"),
        "period": _("Period"),
        "organisation": _("Organisation"),
        "value": _("Value"),
        "note": _("Note"),
    }
    return PersonData("impact_entry", _("Values you entered"), columns, rows, tables=("impact_entry",))
