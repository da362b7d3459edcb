"""The breakdowns of core: who they were, what it was about, and when. Gender is the gender plugin's."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from sqlalchemy import FromClause

from ..hooks.types import Breakdown, Sorting, Split
from ..kernel import i18n
from ..kernel.db import db
from ..kernel.i18n import lazy_gettext as _l
from ..people.reference import EVERYBODY, LEVELS
from ..people.services import AGE_BANDS
from ..web.templating import words
from . import periods
from .models import HEADS
from .queries import splitting

Labels = Callable[[Collection[str]], Mapping[str, str]]
NOT_STATED = _l("Not stated")


def core() -> list[Breakdown]:
    """Return core's breakdowns in the order of menus."""
    return [*_of_people(), *_of_content(), *_of_time()]


def _of_people() -> list[Breakdown]:
    return [
        Breakdown(
            "country",
            _l("Country"),
            "registration",
            _fact("country"),
            lambda codes: {code: i18n.country_name(code) for code in codes},
            codes=lambda: db.session.scalars(splitting.member_countries()).all(),
            unknown=NOT_STATED,
        ),
        Breakdown(
            "organisation_type",
            _l("Kind of organisation"),
            "registration",
            splitting.organisation_type,
            _categories,
            codes=_groups,
            sorting=Sorting.GIVEN,
            unknown=NOT_STATED,
        ),
        Breakdown(
            "category",
            _l("Category of organisation"),
            "registration",
            _fact("category"),
            _categories,
            codes=_every_category,
            sorting=Sorting.GIVEN,
            unknown=NOT_STATED,
        ),
        _closed("level", _l("Level"), LEVELS),
        _closed("age_band", _l("Age"), AGE_BANDS),
        Breakdown(
            "heads",
            _l("Who they were"),
            "heads",
            _own("heads"),
            _words(HEADS),
            codes=lambda: list(HEADS),
            sorting=Sorting.GIVEN,
            unknown=NOT_STATED,
        ),
    ]


def _of_content() -> list[Breakdown]:
    return [
        Breakdown(
            "module",
            _l("Module"),
            "session",
            splitting.module,
            _modules,
            sorting=Sorting.CODE,
            many=True,
            unknown=_l("No module"),
        ),
        Breakdown("format", _l("Format"), "session", splitting.format_, _titles(splitting.formats)),
        Breakdown("session", _l("Session"), "session", splitting.of_session, _sessions),
        Breakdown(
            "project",
            _l("Project"),
            "session",
            splitting.project,
            _titles(splitting.projects),
            many=True,
            unknown=_l("No project"),
        ),
        Breakdown("centre", _l("Centre"), "session", splitting.centre, _titles(splitting.centres)),
    ]


def _of_time() -> list[Breakdown]:
    kinds: list[tuple[str, str, Callable[[FromClause], Split]]] = [
        ("year", _l("Year"), splitting.year),
        ("quarter", _l("Quarter"), splitting.quarter),
        ("month", _l("Month"), splitting.month),
    ]
    return [
        Breakdown(
            key,
            title,
            "day",
            column,
            lambda codes: {code: periods.name_of(code) for code in codes},
            sorting=Sorting.CODE,
            period=True,
        )
        for key, title, column in kinds
    ]


def _fact(name: str) -> Callable[[FromClause], Split]:
    return partial(splitting.fact, name=name)


def _own(name: str) -> Callable[[FromClause], Split]:
    """Return the column of a breakdown that only some measures have."""
    return lambda measured: Split(measured.c[name])


def _closed(key: str, title: str, labels: Mapping[str, str]) -> Breakdown:
    return Breakdown(
        key,
        title,
        "registration",
        _fact(key),
        _words(labels),
        codes=lambda: list(labels),
        sorting=Sorting.GIVEN,
        unknown=NOT_STATED,
    )


def _words(labels: Mapping[str, str]) -> Labels:
    return lambda codes: {code: str(labels.get(code, code)) for code in codes}


def _titles(query: Callable[[], Any]) -> Labels:
    """Name codes by the titles that a query gives for all there are."""
    return lambda codes: {row[0]: words(row.title) for row in db.session.execute(query()) if row[0] in codes}


def _categories(codes: Collection[str]) -> Mapping[str, str]:
    return _titles(splitting.categories)(codes)


def _groups() -> Mapping[str, str]:
    """Return the groups that categories belong to with their names, in the order of lists."""
    rows = db.session.execute(splitting.categories())
    return {row.code: words(row.title) for row in rows if row.parent_code == EVERYBODY}


def _every_category() -> Mapping[str, str]:
    """Return the categories that no other belongs to with their names, in the order of lists."""
    rows = db.session.execute(splitting.categories()).all()
    parents = {row.parent_code for row in rows}
    return {row.code: words(row.title) for row in rows if row.code not in parents}


def _modules(codes: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(splitting.modules())
    return {str(row.number): f"{row.number}. {words(row.title)}" for row in rows if str(row.number) in codes}


def _sessions(codes: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(splitting.session_titles(sorted(codes)))
    return {row.slug: words(row.title) for row in rows}
