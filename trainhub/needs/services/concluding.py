"""Findings and recommendations: looked up, changed, and the activities that answer them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ...curriculum.models import ActivityText
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries
from ..models import Finding, Pillar, Recommendation
from ..policies import Sight
from ..vocabulary import RECOMMENDATION_STATES
from .loading import searched


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


def answering() -> Mapping[str, list[ActivityText]]:
    """Return the activities of the versions in force by the code of the recommendation they answer."""
    found: dict[str, list[ActivityText]] = defaultdict(list)
    for text in db.session.scalars(queries.activities_in_force()):
        for code in text.recommendations:
            found[code].append(text)
    return found


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
