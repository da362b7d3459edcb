"""What needs assessments hold about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import country_name
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries
from .services.voices import PURPOSE


def own(person: Person) -> list[PersonData]:
    """Return the remarks that a person made on countries' needs, and the institutions for which they spoke."""
    rows = [
        {"country": country_name(row.country_code), "text": row.text, "day": i18n.moment(row.at)}
        for row in db.session.scalars(queries.remarks_of(person.id))
    ]
    columns = {"country": _("Country"), "text": _("Remark"), "day": _("Date")}
    return [
        PersonData(
            "need_remarks", _("Your remarks on the needs of countries"), columns, rows, ("need_remark",), order=37
        ),
        _spoke(person),
    ]


def _spoke(person: Person) -> PersonData:
    columns = {
        "institution": _("Institution"),
        "name": _("Name"),
        "position": _("Position"),
        "round": _("Round"),
        "purpose": _("Purpose"),
        "until": _("Kept until"),
    }
    rows: list[dict[str, object]] = [
        {
            "institution": row.response.name,
            "name": row.name,
            "position": row.position,
            "round": row.response.round.title,
            "purpose": str(PURPOSE),
            "until": row.until,
        }
        for row in db.session.scalars(queries.contributions_of(person.id))
    ]
    title, keeps = _("Where you spoke for an institution"), _("Two years after the round, or less.")
    return PersonData("need_contributors", title, columns, rows, ("need_contributor",), keeps, order=38)
