"""Findings and recommendations: looked up, added, changed, and what answers them."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...curriculum.models import ActivityText
from ...kernel import audit
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...sessions import services as sessions
from ...sessions.models import TrainingSession
from ...web.access import Viewer
from .. import queries
from ..models import Finding, Pillar, Recommendation
from ..policies import Sight
from ..vocabulary import RECOMMENDATION_STATES
from . import linking
from .loading import searched

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,19}")
MANY = 50  # trainings that are named at the most


@dataclass(frozen=True, slots=True)
class FindingCommand:
    """What a finding says."""

    text: Texts
    kind: str
    section: str
    severity: str
    confidence: str
    pillar: int | None = None
    countries: tuple[str, ...] = ()
    modules: tuple[int, ...] = ()
    source: str = ""
    revalidate_by: date | None = None
    body: str = ""  # whose practice it is
    reusable: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class RecommendationCommand:
    """What a recommendation says, and what it belongs to: numbers of modules, keys of activities that answer it."""

    code: str
    text: Texts
    section: str
    pillar: int | None = None
    types: tuple[str, ...] = ()
    gender: bool = False
    outside_region: bool = False
    explicit: bool = True
    modules: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A recommendation with the activities in force that answer it."""

    recommendation: Recommendation
    activities: Sequence[ActivityText]

    @property
    def activity_ids(self) -> list[int]:
        return sorted({each.activity_id for each in self.activities})


def answering() -> Mapping[str, list[ActivityText]]:
    """Return the activities of the versions in force by the code of the recommendation they answer."""
    found: dict[str, list[ActivityText]] = defaultdict(list)
    links = linking.read()
    for text in activities():
        for code in links.codes(text):
            found[code].append(text)
    return found


def activities() -> list[ActivityText]:
    """Return the activities of the versions in force."""
    return list(db.session.scalars(queries.activities_in_force()))


def answered(recommendation: Recommendation) -> Answered:
    """Return a recommendation with what answers it."""
    code, more = recommendation.code, recommendation.answered_by
    texts = activities()
    return Answered(recommendation, [text for text in texts if code in text.recommendations or text.key in more])


def sessions_answering(found: Answered, who: Viewer) -> list[TrainingSession]:
    """Return the trainings that answer a recommendation and exist for a viewer, the latest first."""
    query = queries.sessions_answering(found.recommendation.code, found.activity_ids, sessions.visible_to(who))
    return list(db.session.scalars(query.limit(MANY)).unique())


def find_recommendation(code: str) -> Recommendation:
    """Return a recommendation by its code, or raise NotFound."""
    found = db.session.scalar(queries.recommendation(code))
    if found is None:
        raise NotFound
    return found


def known(codes: Collection[str]) -> dict[str, Texts]:
    """Return the texts of recommendations by their codes."""
    if not codes:
        return {}
    return {each.code: each.text for each in db.session.scalars(queries.recommendations_in(codes))}


def told_of(text: ActivityText) -> dict[str, Texts]:
    """Return the texts of the recommendations that an activity answers, by their codes."""
    found = db.session.scalars(queries.recommendations_for(text.recommendations, text.key))
    return {each.code: each.text for each in found}


def keep_recommendation(
    *, command: RecommendationCommand, recommendation: Recommendation | None = None
) -> Recommendation:
    """Add a recommendation, or change one; its code stays, because activities, lines and parts name it."""
    wrong = _wrong(command, recommendation)
    if wrong:
        raise Invalid(wrong)
    row = recommendation or Recommendation(code=command.code.upper(), answered_by=[], closest=[], modules=[])
    for name in ("text", "section", "gender", "outside_region", "explicit"):
        setattr(row, name, getattr(command, name))
    row.types, row.answered_by = list(command.types), sorted(set(command.activities))
    row.pillar = next((each for each in pillars() if each.no == command.pillar), None)
    if not (row.source and "file" in row.source):  # where a passage stands that was shipped is not written over
        row.source = {"said": command.source.strip()} if command.source.strip() else None
    row.search = searched(command.text, row.code)
    db.session.add(row)
    db.session.flush()
    _put_modules(row, command.modules)
    return row


def _wrong(command: RecommendationCommand, row: Recommendation | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not str(command.text).strip():
        wrong["text"] = _("This is needed. Fill it in.")
    if row is None and not CODE.fullmatch(command.code.upper()):
        wrong["code"] = _("Two to twenty letters, digits, full stops and hyphens, such as REC-2027-01.")
    elif row is None and known([command.code.upper()]):
        wrong["code"] = _("There is a recommendation with this code already.")
    return wrong


def _put_modules(row: Recommendation, numbers: Collection[int]) -> None:
    """Say to which modules a recommendation belongs; the history tells it, for no column of its own holds it."""
    before = [each.number for each in row.modules]
    if set(before) == set(numbers):
        return
    row.modules = [each for each in db.session.scalars(queries.modules()) if each.number in numbers]
    db.session.flush()
    now = ", ".join(str(each.number) for each in row.modules) or "–"
    audit.record("changed", row, reason=_("Modules: %(numbers)s", numbers=now))


def settle(*, recommendation: Recommendation, state: str, remark: str) -> None:
    """Say how far a recommendation is."""
    if state not in RECOMMENDATION_STATES:
        raise Invalid({"state": _("Choose one of the list.")})
    recommendation.state, recommendation.remark = state, remark.strip()
    db.session.flush()


def pillars() -> list[Pillar]:
    return list(db.session.scalars(queries.pillars()))


def find_finding(public_id: str, sight: Sight) -> Finding:
    """Return a finding that a viewer sees, or raise NotFound."""
    found = db.session.scalar(queries.seen_findings(sight).where(Finding.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def keep_finding(*, command: FindingCommand, finding: Finding | None = None, centre_id: int | None = None) -> Finding:
    """Add a finding, kept by the staff of a centre, or change one."""
    if not str(command.text).strip():
        raise Invalid({"text": _("This is needed. Fill it in.")})
    row = finding or Finding(countries=[], centre_id=centre_id)
    row.text, row.kind, row.section = command.text, command.kind, command.section
    row.severity, row.confidence, row.source = command.severity, command.confidence, command.source
    row.revalidate_by, row.body = command.revalidate_by, command.body
    row.reusable, row.shared = command.reusable, command.shared
    row.countries = sorted(command.countries)
    row.pillar = next((each for each in pillars() if each.no == command.pillar), None)
    row.modules = [each for each in db.session.scalars(queries.modules()) if each.number in command.modules]
    row.search = searched(command.text)
    db.session.add(row)
    db.session.flush()
    return row
