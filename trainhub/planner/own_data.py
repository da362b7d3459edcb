"""What plans hold about a person."""

from ..hooks.types import PersonData
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..people.models import Person
from . import queries


def own(person: Person) -> list[PersonData]:
    """Return the lines of plans that count on a person as a trainer."""
    rows = [
        {"title": line.title.text(i18n.language()), "first": line.starts_on}
        for line in db.session.scalars(queries.counting_on(person.id))
    ]
    columns = {"title": _("Title"), "first": _("First day")}
    return [
        PersonData(
            "plan_lines", _("Plans that count on you as a trainer"), columns, rows, ("plan_line_trainer",), order=36
        )
    ]
