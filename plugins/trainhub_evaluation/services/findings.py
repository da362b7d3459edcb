"""Findings: what was found, what was decided, by whom and until when; and what the next run shows."""

from dataclasses import dataclass
from datetime import date

from trainhub.plugin_api import Invalid, NotFound, Viewer, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Person
from trainhub.plugin_api.questionnaires import Distribution, Wave, content_of, distribution
from trainhub.plugin_api.sessions import TrainingSession

from .. import policies
from ..models import Finding, SessionWave
from ..queries import reading as queries
from ..words import FINDING_STATES
from .themes import find_theme

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCommand:
    """What is said of a finding. `watch` is "<wave>/<item>": the question in which the next run shows the effect."""

    title: str
    detail: str = ""
    theme: str = ""
    watch: str = ""
    decision: str = ""
    owner_id: int | None = None
    due: date | None = None
    state: str = "open"
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """How the watched question was answered before, and in one later run."""

    session: TrainingSession
    before: Distribution
    after: Distribution

    @property
    def change(self) -> float | None:
        if self.before.mean is None or self.after.mean is None:
            return None
        return self.after.mean - self.before.mean


def find_finding(public_id: str, who: Viewer) -> Finding:
    """Return a finding that the viewer may see: staff of its centre, and its owner. Raises NotFound."""
    found = db.session.scalar(queries.finding(public_id))
    if found is None:
        raise NotFound
    own = found.owner_id is not None and found.owner_id == who.person_id
    if not (own or policies.may_see(who, found.session)):
        raise NotFound
    return found


def findings_of(session: TrainingSession) -> list[Finding]:
    return list(db.session.scalars(queries.findings_of(session.id)))


def save_finding(*, session: TrainingSession, command: FindingCommand, finding: Finding | None = None) -> Finding:
    """Add a finding to a session, or change one. Raises Invalid under the fields."""
    _check(command)
    row = finding or Finding(session=session)
    row.title, row.detail, row.decision = command.title.strip(), command.detail.strip(), command.decision.strip()
    row.owner = db.session.get(Person, command.owner_id) if command.owner_id else None
    row.due, row.state, row.effect = command.due, command.state, command.effect.strip()
    row.theme = find_theme(command.theme) if command.theme else None
    row.wave, row.item = _watched(session, command.watch)
    db.session.add(row)
    db.session.flush()
    return row


def effects(finding: Finding) -> list[Effect]:
    """Return how the watched question was answered in later sessions with an activity in common."""
    if finding.wave is None or not finding.item:
        return []
    before = distribution([finding.wave], finding.item)
    if before is None or before.hidden:
        return []
    found = [
        Effect(row.session, before, after)
        for row in db.session.scalars(queries.next_runs(finding)).unique()
        if row.wave is not None and (after := distribution([row.wave], finding.item)) is not None and not after.hidden
    ]
    return [each for each in found if each.after.n]


def watchable(session: TrainingSession) -> list[tuple[str, str]]:
    """Return the questions of a session's closed waves that a next run can be compared by: value, words."""
    rows = db.session.scalars(queries.closed_in(session.id)).unique()
    return [pair for row in rows if row.wave is not None for pair in _questions(row, row.wave)]


def _questions(row: SessionWave, wave: Wave) -> list[tuple[str, str]]:
    content = content_of(wave)
    asked = [item for item in content.items if item.scores and item.type in {"scale", "single"}]
    return [(f"{wave.public_id}/{item.key}", f"{row.instrument}: {item.text}") for item in asked]


def _watched(session: TrainingSession, watch: str) -> tuple[Wave | None, str]:
    number, _slash, item = watch.partition("/")
    for row in db.session.scalars(queries.closed_in(session.id)).unique() if watch else ():
        if row.wave is not None and row.wave.public_id == number and content_of(row.wave).item(item) is not None:
            return row.wave, item
    return None, ""


def _check(command: FindingCommand) -> None:
    wrong: dict[str, str] = {}
    if not command.title.strip():
        wrong["title"] = _("Say in one sentence what was found.")
    if len(command.title) > LONGEST:
        wrong["title"] = _("This is too long: %(max)s characters at the most.", max=LONGEST)
    if command.state not in FINDING_STATES:
        wrong["state"] = _("Choose one of the list.")
    if command.state in {"decided", "done"} and not command.decision.strip():
        wrong["decision"] = _("Say what was decided.")
    if command.state == "decided" and (command.owner_id is None or command.due is None):
        wrong["owner"] = _("A decision needs somebody who sees to it, and a day.")
    if wrong:
        raise Invalid(wrong)
