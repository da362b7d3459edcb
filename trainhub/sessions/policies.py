"""Who may see, edit and teach a session, and whom its audience takes in. Pure: rows in, answers out.

`queries.visible` says the same as `may_see` in SQL; tests/sessions compares the two.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ..kernel import clock
from ..people.models import CountryGroup
from ..people.reference import EVERYBODY, GOVERNMENT, MEDIA
from ..people.services import Standing
from ..web.access import Viewer
from .models import SessionAudience, TrainingSession

VIEW, EDIT, TEACH = "sessions.view", "sessions.edit", "sessions.teach"
TEACHING = ("trainer", "facilitator")  # roles of an assignment that stand in front of the group


class Fit(StrEnum):
    """How somebody stands to a session's audience."""

    IN = "in"
    PRIORITY = "priority"
    OUT = "out"  # a category of theirs is left out by name
    CLOSED = "closed"  # for government, and they are not
    BODY = "body"  # only certain bodies are invited, and theirs is not among them
    CATEGORY = "category"  # their categories are not in the audience
    UNKNOWN = "unknown"  # nothing about them is confirmed


def may_see(who: Viewer, session: TrainingSession, standing: Standing) -> bool:
    """Say whether a session exists for this viewer: page, feed, list, material and mail alike."""
    if who.may(VIEW, centre_id=session.centre_id):
        return True
    if session.state == "draft":
        return False
    return not session.closed or is_assigned(who, session) or fits(session, standing)


def may_edit(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer is staff of the session's centre."""
    return who.may(EDIT, centre_id=session.centre_id)


def may_edit_formats(who: Viewer) -> bool:
    """Say whether the viewer may change formats: all centres share them, so staff of one of them may not."""
    return who.may(EDIT) and who.centres(EDIT) is None


def may_move(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer may give the session other days: staff of its centre, as long as it is not over."""
    return session.state in {"draft", "published"} and may_edit(who, session)


def may_teach(who: Viewer, session: TrainingSession) -> bool:
    """Say whether the viewer teaches this session, or is staff of its centre."""
    return may_edit(who, session) or is_assigned(who, session, TEACHING)


def is_assigned(who: Viewer, session: TrainingSession, roles: Iterable[str] = ()) -> bool:
    """Say whether the viewer has a part in delivering the session (one of `roles`, if any are named)."""
    if who.person_id is None:
        return False
    wanted = set(roles)
    return any(each.person_id == who.person_id and (not wanted or each.role in wanted) for each in session.assignments)


def fits(session: TrainingSession, standing: Standing) -> bool:
    return fit(session, standing) in {Fit.IN, Fit.PRIORITY}


def fit(session: TrainingSession, standing: Standing) -> Fit:
    """Measure somebody against the audience. What is left out by name beats what is let in."""
    if session.closed and GOVERNMENT not in standing.categories:
        return Fit.CLOSED
    matched = [row for row in session.audience if _matches(row, standing, group_day(session))]
    if any(row.rule == "out" for row in matched):
        return Fit.OUT
    invited = [row for row in session.audience if row.rule != "out"]
    bodies = [row for row in invited if row.organisation_id is not None]
    let_in = [row for row in matched if not bodies or row.organisation_id is not None]
    if not invited or let_in:
        return Fit.PRIORITY if any(row.rule == "priority" for row in let_in) else Fit.IN
    if not standing.categories:
        return Fit.UNKNOWN
    return Fit.BODY if bodies else Fit.CATEGORY


def counted_categories(standing: Standing) -> frozenset[str]:
    """Return the categories that open an audience: media people are not meant by "all stakeholders"."""
    others = standing.categories - {MEDIA, EVERYBODY}
    return standing.categories - {EVERYBODY} if MEDIA in standing.categories and not others else standing.categories


def group_day(session: TrainingSession) -> date:
    """Return the day on which membership of a country group counts: the first of the session, else today."""
    return session.first_day or clock.today()


def _matches(row: SessionAudience, standing: Standing, day: date) -> bool:
    if row.group is not None and not _belongs(row.group, standing.country_code, day):
        return False
    if row.organisation_id is not None:
        return row.organisation_id in standing.organisation_ids
    return row.category_code in counted_categories(standing)


def _belongs(group: CountryGroup, country: str | None, day: date) -> bool:
    return any(
        member.country_code == country and member.since <= day and (member.until is None or day <= member.until)
        for member in group.members
    )
