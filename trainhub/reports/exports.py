"""Tables of core that staff take away whole: one line a session, one line a head-count. None has a line a person."""

from collections.abc import Iterator, Sequence
from typing import Any

from ..hooks.types import Export, Scope
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.templating import words
from . import policies, queries
from .models import HEAD_GENDERS, HEADS


def core() -> list[Export]:
    """Return core's exports."""
    return [
        Export(
            "core.sessions",
            _l("Sessions with their figures"),
            _l("One line a session: how many registered, were selected, attended, completed and hold a certificate."),
            policies.VIEW,
            _session_columns,
            _session_rows,
        ),
        Export(
            "core.headcounts",
            _l("Head-counts"),
            _l("One line a head-count at an information session or the like, with who reported it."),
            policies.VIEW,
            _head_columns,
            _head_rows,
        ),
    ]


def _session_columns() -> Sequence[str]:
    return (
        _("Session"),
        _("Address"),
        _("First day"),
        _("Format"),
        _("Counts as training"),
        _("Modules"),
        _("Centre"),
        _("Planned hours"),
        _("Registrations"),
        _("Selected"),
        _("Attended"),
        _("Completed"),
        _("Certificates"),
        _("Hours attended"),
    )


def _session_rows(scope: Scope) -> Iterator[Sequence[Any]]:
    for row in db.session.execute(queries.figures.of_sessions(scope)):
        yield (
            words(row.title),
            row.slug,
            row.first_day,
            words(row.format),
            _("Yes") if row.counts else _("No"),
            row.module or "",
            words(row.centre),
            row.hours,
            row.registrations,
            row.selected,
            row.attended,
            row.completed,
            row.certified,
            round((row.minutes or 0) / 60, 2),
        )


def _head_columns() -> Sequence[str]:
    return (
        _("Session"),
        _("First day"),
        _("Who they were"),
        _("Gender"),
        _("Number"),
        _("Reported by"),
        _("Reported on"),
        _("Note"),
    )


def _head_rows(scope: Scope) -> Iterator[Sequence[Any]]:
    for row in db.session.scalars(queries.figures.headcounts(scope)):
        yield (
            words(row.session.title),
            row.session.first_day,
            str(HEADS.get(row.heads, _("Not stated"))),
            str(HEAD_GENDERS[row.gender]),
            row.number,
            row.reported_by,
            row.reported_on,
            row.note,
        )
