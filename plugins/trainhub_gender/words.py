"""What people may say of their gender, and the breakdown made of it. Nothing is guessed from a name or a title."""

from collections.abc import Collection, Mapping

from sqlalchemy import FromClause

from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.reports import NOT_STATED, Breakdown, Sorting, Split, fact

KEY = "gender"
WOMEN, MEN, OTHER, UNDISCLOSED = "f", "m", "other", "undisclosed"
LABELS: dict[str, str] = {
    WOMEN: _l("Women"),
    MEN: _l("Men"),
    OTHER: _l("Another gender"),
    UNDISCLOSED: _l("Preferred not to say"),
}
UNKNOWN = _l("Not stated")
CODES = (*LABELS, NOT_STATED)  # in the order of every table


def breakdown() -> Breakdown:
    """Return the breakdown by gender: as it was said at registration, and then frozen."""
    return Breakdown(
        KEY,
        _l("Gender"),
        "registration",
        _column,
        _labels,
        codes=lambda: list(LABELS),
        sorting=Sorting.GIVEN,
        unknown=UNKNOWN,
    )


def _column(measured: FromClause) -> Split:
    return fact(measured, "gender")


def _labels(codes: Collection[str]) -> Mapping[str, str]:
    return {code: str(LABELS.get(code, code)) for code in codes}
