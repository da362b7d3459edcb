"""What needs assessments hold about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import country_name
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries


def own(person: Person) -> list[PersonData]:
    """Return the remarks that a person made on countries' needs."""
    rows = [
        {"country": country_name(row.country_code), "text": row.text, "day": i18n.moment(row.at)}
        for row in db.session.scalars(queries.remarks_of(person.id))
    ]
    columns = {"country": _("Country"), "text": _("Remark"), "day": _("Date")}
    return [
        PersonData(
            "need_remarks", _("Your remarks on the needs of countries"), columns, rows, ("need_remark",), order=37
        )
    ]
