"""Finding a session for somebody, and telling them whether they may come."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from ...kernel.db import db
from ...kernel.errors import NotFound, TrainhubError
from ...kernel.i18n import gettext as _
from ...people import services as people
from ...people.services import Standing
from ...web.access import Viewer
from .. import policies, queries
from ..models import TrainingSession
from ..policies import Fit


class Moved(TrainhubError):
    """The session has another address now; whoever asks by the old one is sent on."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may come, and a sentence that says why or why not."""

    ok: bool
    reason: str
    priority: bool = False


def find(slug: str, who: Viewer, *options: Any) -> TrainingSession:
    """Return the session at an address; `options` say what to load with it (queries.for_page).

    Raises Moved when it has another address now, NotFound when there is none this viewer may know of.
    """
    session = db.session.scalars(queries.by_slug(slug, *options)).unique().one_or_none()
    former = None if session is not None else db.session.scalar(queries.by_old_slug(slug))
    found = session or former
    if found is None or not policies.may_see(who, found, standing_of(who, found)):
        raise NotFound
    if former is not None:
        raise Moved(former.slug)
    return found


def find_to_edit(slug: str, who: Viewer, *options: Any) -> TrainingSession:
    """Return a session of the viewer's own centre; raises like `find`."""
    session = find(slug, who, *options)
    if not policies.may_edit(who, session):
        raise NotFound
    return session


def find_in_office(slug: str, who: Viewer, *options: Any) -> TrainingSession:
    """Return a session whose office pages the viewer may see; raises like `find`."""
    session = find(slug, who, *options)
    if not who.may(policies.VIEW, centre_id=session.centre_id):
        raise NotFound
    return session


def standing_of(who: Viewer, session: TrainingSession) -> Standing:
    """Return where a viewer stands, asked only where the audience decides what they see."""
    return people.standing(who.person_id) if session.closed and not who.may(policies.VIEW) else Standing(who.person_id)


def visible_to(who: Viewer) -> Select[TrainingSession]:
    """Select the sessions that exist for a viewer; where they stand is asked unless they see all of them anyway."""
    sees_all = who.centres(policies.VIEW) is None
    return queries.visible(who, people.standing(None if sees_all else who.person_id))


def eligible(session: TrainingSession, standing: Standing) -> Eligibility:
    """Say whether the audience of a session takes somebody in."""
    found = policies.fit(session, standing)
    return Eligibility(found in {Fit.IN, Fit.PRIORITY}, _reason(found), found is Fit.PRIORITY)


def _reason(found: Fit) -> str:
    return {
        Fit.IN: lambda: _("You may come: this training is for people from organisations like yours."),
        Fit.PRIORITY: lambda: _("You may come, and organisations like yours come first."),
        Fit.OUT: lambda: _("This training is not for organisations like yours."),
        Fit.CLOSED: lambda: _("This training is for government bodies only."),
        Fit.BODY: lambda: _("This training is for certain organisations only, and yours is not among them."),
        Fit.CATEGORY: lambda: _("This training is for other kinds of organisations than yours."),
        Fit.UNKNOWN: lambda: _(
            "Your organisation is not confirmed yet. Ask the centre or your focal point to confirm it."
        ),
    }[found]()
