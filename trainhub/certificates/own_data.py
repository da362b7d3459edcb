"""What certificates hold about a person."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import language
from ..people.models import Person
from . import queries
from .models import REASONS
from .services import kind_title


def own(person: Person) -> list[PersonData]:
    """Return the certificates of a person; the file has all that is printed on them."""
    rows = [
        {
            "kind": kind_title(each).text(language()),
            "number": each.number,
            "code": each.printed_code,
            "issued": each.issued_on,
            "until": each.expires_on,
            "revoked": each.revoked_at,
            "reason": str(REASONS.get(each.revoked_reason, each.revoked_reason)),
            "printed": each.facts,
        }
        for each in db.session.scalars(queries.of_person(person.id))
    ]
    columns = {
        "kind": _("Certificate"),
        "number": _("Number"),
        "code": _("Check code"),
        "issued": _("Issued"),
        "until": _("Valid until"),
        "revoked": _("Revoked"),
        "reason": _("Reason"),
    }
    parts = [PersonData("certificates", _("Your certificates"), columns, rows, tables=("certificate",), order=22)]
    waiting = [
        {"kind": kind.title.text(language()), "reason": hold.reason, "since": hold.at}
        for hold, kind in db.session.execute(queries.holds_of(person.id))
    ]
    if waiting:
        said = {"kind": _("Certificate"), "reason": _("Reason"), "since": _("Since")}
        parts.append(PersonData("certificates-held", _("Certificates that wait"), said, waiting, order=23))
    return parts
