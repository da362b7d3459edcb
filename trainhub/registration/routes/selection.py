"""The columns and filters by which staff choose, all of them left out for those who only teach."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...people import reference
from ...people.services import choices
from ...web.tables import Column, Filter
from ..models import ENDORSEMENTS, ORIGINS, Registration, RegistrationFact
from ..services import Known


def columns(known: Known) -> list[Column]:
    """Return what may be shown of everybody beside name, organisation and country."""
    held, call = known.held, known.held.call
    asked = len(call.documents) if call else 0
    return [
        Column("origin", _("Came in"), partial(_origin, known), Registration.origin, shown=call is not None),
        Column("theirs", _("Their rank"), lambda row: row.nominee_rank, Registration.nominee_rank, True, shown=False),
        Column("rank", _("Rank"), lambda row: row.rank, Registration.rank, True, shown=held.ranked),
        Column("level", _("Level"), _level, RegistrationFact.level, shown=False),
        Column("first", _("First training"), _first, RegistrationFact.first_timer, shown=False),
        Column("earlier", _("Attended before"), partial(_earlier, known), numeric=True, shown=call is not None),
        Column(
            "need",
            _("Need of the country"),
            lambda row: known.needs.get(row.country_code or "", ""),
            shown=False,
        ),
        Column("fit", _("Fits"), lambda row: known.check(row.person_id, row).words, shown=call is not None),
        Column("endorsement", _("Institution"), _endorsement, Registration.endorsement, shown=held.endorse),
        Column("documents", _("Documents"), lambda row: f"{known.documents.get(row.id, 0)}/{asked}", shown=bool(asked)),
        Column(
            "answers",
            _("Questions"),
            lambda row: _("answered") if row.person_id in known.answered else "",
            shown=call is not None and call.wave_id is not None,
        ),
    ]


def filters(known: Known) -> list[Filter]:
    """Return what the list may be narrowed by when staff choose."""
    found = [
        Filter("origin", _("Came in"), partial(_has, "origin"), lambda: _labels(ORIGINS)),
        Filter(
            "first",
            _("First training"),
            lambda query, value: query.where(RegistrationFact.first_timer.is_(value == "yes")),
            lambda: [("yes", _("Yes")), ("no", _("No"))],
        ),
    ]
    if known.held.endorse:
        found.append(
            Filter("endorsement", _("Institution"), partial(_has, "endorsement"), lambda: _labels(ENDORSEMENTS)[1:])
        )
    if known.held.nominate:
        found.append(
            Filter(
                "by",
                _("Nominated by"),
                _nominated_by,
                lambda: choices.alphabetically((str(number), name) for number, name in known.nominators.items()),
            )
        )
    return found


def _labels(words: dict[str, str]) -> Sequence[tuple[str, str]]:
    return [(key, str(label)) for key, label in words.items()]


def _has(column: str, query: Select[Registration], value: str) -> Select[Registration]:
    return query.where(getattr(Registration, column) == value)


def _nominated_by(query: Select[Registration], value: str) -> Select[Registration]:
    return query.where(Registration.nominated_by == (whole(value, -1)))


def _origin(known: Known, row: Any) -> str:
    who = known.nominators.get(row.nominated_by or 0)
    if row.origin == "nomination" and who:
        return _("Nominated by %(name)s", name=who)
    return str(ORIGINS[row.origin])


def _level(row: Any) -> str:
    return str(reference.LEVELS.get(row.level, ""))


def _first(row: Any) -> str:
    return _("Yes") if row.first_timer else _("No")


def _earlier(known: Known, row: Any) -> str:
    return i18n.number(known.earlier.get(row.person_id or 0, 0))


def _endorsement(row: Any) -> str:
    return str(ENDORSEMENTS[row.endorsement]) if row.endorsement else ""
