"""What lists said about a person: this feature's part of the person's own data."""

from typing import Any

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from . import queries


def own(person: Any) -> PersonData:
    """Return the lists of the last month that a person stood in."""
    columns = {"at": _("When"), "line": _("Line"), "said": _("Name in the list"), "remark": _("Remark")}
    rows = [
        {"at": run.created_at, "line": row.place, "said": row.label, "remark": row.message}
        for row, run in db.session.execute(queries.rows_of_person(person.id))
    ]
    kept = _("Lists are erased 30 days after they came.")
    return PersonData("imports", _("Lists you stood in"), columns, rows, ("import_row",), kept, order=60)
