"""Who a session is for when several activities are merged into it: the union, and what to know of it (R-073)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...curriculum.models import ActivityText
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language as language
from ...people import queries as people
from ...people.reference import GOVERNMENT, MEDIA
from .. import queries
from ..models import TrainingSession
from .plans import AudiencePlan, SessionPlan
from .versions import version_for


def texts(plan: SessionPlan, session: TrainingSession | None = None) -> list[ActivityText]:
    """Return what the session's version of the curriculum says of the plan's activities."""
    if not plan.activities:
        return []
    return list(db.session.scalars(queries.activity_audiences(version_for(session).id, plan.activities)).unique())


def activity_texts(session: TrainingSession) -> list[ActivityText]:
    """Return what the session's version says of its activities, in the session's order."""
    order = [row.activity_id for row in session.activities]
    found = db.session.scalars(queries.activity_texts(session.version_id, order)) if order else ()
    return sorted(found, key=lambda text: order.index(text.activity_id))


def union(activities: Iterable[ActivityText]) -> tuple[AudiencePlan, ...]:
    """Return the audience of merged activities: whoever one of them invites is invited."""
    rows = {
        AudiencePlan(row.category_code, row.rule, row.group_code): None
        for activity in activities
        for row in activity.audience
    }
    invited = {row.category for row in rows if row.rule != "out"}
    first = {(row.category, row.group) for row in rows if row.rule == "priority"}
    return tuple(
        row
        for row in rows
        if not (row.rule == "out" and row.category in invited)
        and not (row.rule == "in" and (row.category, row.group) in first)
    )


def warnings(plan: SessionPlan, chosen: Sequence[ActivityText]) -> Iterator[str]:
    """Say what does not fit together in a plan's audience (US-03, US-04)."""
    codes = government_codes() if chosen else set()
    official = [text for text in chosen if government_only(text, codes)]
    if official and not plan.closed:
        yield _("%(activity)s is for government only, and this session is open to others.", activity=_keys(official))
    if official and len(official) < len(chosen):
        yield _(
            "%(closed)s is for government only, %(open)s is not. Merged, one of them loses its audience.",
            closed=_keys(official),
            open=_keys([text for text in chosen if text not in official]),
        )
    yield from _media(plan, chosen)
    if plan.closed and "practitioners" in plan.levels:
        yield _("Government-only sessions are usually for policy makers; this one is for practitioners.")


def _media(plan: SessionPlan, chosen: Sequence[ActivityText]) -> Iterator[str]:
    without = [
        text for text in chosen if any(row.category_code == MEDIA and row.rule == "out" for row in text.audience)
    ]
    invited = any(row.category == MEDIA and row.rule != "out" for row in plan.audience)
    if without and invited:
        yield _("%(activity)s leaves media out, and this session invites them.", activity=_keys(without))


def government_codes(parents: Mapping[str, str | None] | None = None) -> set[str]:
    """Return government and every category under it; `parents` says what each is under, where that was read."""
    if parents is None:
        parents = {row.code: row.parent_code for row in db.session.execute(people.category_parents())}
    found, size = {GOVERNMENT}, 0
    while len(found) > size:
        size = len(found)
        found |= {code for code, parent in parents.items() if parent in found}
    return found


def government_only(text: ActivityText, codes: set[str]) -> bool:
    """Say whether an activity invites nobody but government bodies (`codes`: government_codes())."""
    invited = {row.category_code for row in text.audience if row.rule != "out"}
    return bool(invited) and invited <= codes


def _keys(chosen: Sequence[ActivityText]) -> str:
    return ", ".join(text.key for text in chosen)
