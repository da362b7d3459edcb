"""What is usual: the conditions and days of activities (R-016, R-017), the levels and hours of a format (R-079)."""

from collections.abc import Iterator, Sequence

from ...curriculum.models import LEVELS, ActivityText
from ...kernel.db import db
from ...kernel.i18n import day, language, number
from ...kernel.i18n import gettext as _
from ..models import Format
from .plans import SessionPlan

ALL_LEVELS = "all"


def of_activities(plan: SessionPlan, chosen: Sequence[ActivityText]) -> Iterator[str]:
    """Say which activities wait for something, and which come too early or too late."""
    days = [slot.day for slot in plan.slots]
    for text in chosen:
        if text.state == "on-hold":
            yield _held(text)
        if days and text.not_before and min(days) < text.not_before:
            yield _("%(activity)s should not take place before %(day)s.", activity=text.key, day=day(text.not_before))
        if days and text.best_before and max(days) > text.best_before:
            yield _(
                "%(activity)s should take place by %(day)s; after that it is out of date.",
                activity=text.key,
                day=day(text.best_before),
            )


def of_format(plan: SessionPlan, hours: float) -> Iterator[str]:
    """Say where a plan is unlike other sessions of its format."""
    kind = db.session.get(Format, plan.format_id)
    if kind is None:
        return
    expected, chosen = set(kind.default_levels), set(plan.levels)
    if expected and chosen and not (expected | {ALL_LEVELS}) & chosen and ALL_LEVELS not in expected:
        yield _(
            "%(format)s is usually for: %(levels)s.",
            format=kind.title.text(language()),
            levels=", ".join(str(LEVELS[level]) for level in kind.default_levels),
        )
    if kind.default_hours and hours and not kind.default_hours / 2 <= hours <= kind.default_hours * 2:
        yield _(
            "%(format)s usually takes %(usual)s hours; this plan has %(hours)s.",
            format=kind.title.text(language()),
            usual=number(kind.default_hours),
            hours=number(hours),
        )


def levels(format_id: int) -> tuple[str, ...]:
    """Return the levels that a new session of a format has if nobody chooses others."""
    kind = db.session.get(Format, format_id)
    return tuple(kind.default_levels) if kind else ()


def _held(text: ActivityText) -> str:
    if text.condition:
        return _("%(activity)s is on hold: %(condition)s", activity=text.key, condition=text.condition.text(language()))
    return _("%(activity)s is on hold.", activity=text.key)
