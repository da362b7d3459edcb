"""Assessments and their rounds: begun, carried over, opened, closed, re-opened for one country."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from ...curriculum import queries as curriculum
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people import queries as people
from ...people.models import Centre
from .. import queries
from ..models import Assessment, Round, RoundCountry, Topic
from ..policies import Sight
from .matrices import is_firm


@dataclass(frozen=True, slots=True)
class RoundCommand:
    """What a round says of itself."""

    title: Texts
    first_day: date
    last_day: date
    countries: tuple[str, ...]
    method: str = ""
    rule: str = "median"
    lowest: int = 1
    highest: int = 4
    high_is_urgent: bool = True
    revalidate_by: date | None = None


@dataclass(frozen=True, slots=True)
class CountryCommand:
    """How a country takes part in a round."""

    participation: str
    reopened_until: date | None = None
    reason: str = ""
    revalidate_by: date | None = None
    revalidated_on: date | None = None


@dataclass(frozen=True, slots=True)
class TopicCommand:
    """A free topic, or a sub-need of another one."""

    title: Texts
    parent: str = ""  # public id of the topic it is part of
    commentary: Texts = field(default_factory=Texts)


def begin(*, centre: Centre, title: Texts, command: RoundCommand, invented: bool = False) -> Round:
    """Begin an assessment with its first round, which asks about every module there is."""
    _check(command)
    assessment = Assessment(centre_id=centre.id, title=title, invented=invented)
    found = _round(assessment, command, no=1)
    modules = db.session.scalars(curriculum.module_identities()).all()
    db.session.add_all([assessment, found])
    db.session.flush()
    db.session.add_all(Topic(round_id=found.id, module_id=module.id) for module in modules)
    db.session.flush()
    return found


def next_round(*, before: Round, command: RoundCommand) -> Round:
    """Begin the next round of an assessment; topics are carried over, answers are not (R-058)."""
    _check(command)
    assessment = before.assessment
    found = _round(assessment, command, no=max(each.no for each in assessment.rounds) + 1)
    db.session.add(found)
    db.session.flush()
    copies: dict[int, Topic] = {}
    for topic in db.session.scalars(queries.topics(before.id)).all():
        copies[topic.id] = Topic(
            round_id=found.id, module_id=topic.module_id, place=topic.place, title=topic.title, commentary=None
        )
    db.session.add_all(copies.values())
    db.session.flush()
    for topic in db.session.scalars(queries.topics(before.id)).all():
        if topic.parent_id is not None:
            copies[topic.id].parent_id = copies[topic.parent_id].id
    db.session.flush()
    return found


def change(*, found: Round, command: RoundCommand) -> None:
    """Change a round; a scale stays what it is once somebody used it."""
    _check(command)
    scale = (command.lowest, command.highest, command.high_is_urgent)
    if scale != (found.lowest, found.highest, found.high_is_urgent) and _used(found):
        raise Refused(_("There are answers on this scale already. It stays as it is."))
    for name in ("title", "first_day", "last_day", "method", "rule", "revalidate_by"):
        setattr(found, name, getattr(command, name))
    found.lowest, found.highest, found.high_is_urgent = scale
    _set_columns(found, command.countries)
    db.session.flush()


def _used(found: Round) -> bool:
    return any(row[2] is not None for row in db.session.execute(queries.said(found.id)))


def _check(command: RoundCommand) -> None:
    wrong: dict[str, str] = {}
    if not str(command.title).strip():
        wrong["title"] = _("This is needed. Fill it in.")
    if command.last_day < command.first_day:
        wrong["last_day"] = _("The last day is before the first.")
    if not command.countries:
        wrong["countries"] = _("Choose at least one country.")
    if not 1 <= command.lowest < command.highest <= 9:
        wrong["highest"] = _("The highest value must be above the lowest, and 9 at the most.")
    if wrong:
        raise Invalid(wrong)


def _round(assessment: Assessment, command: RoundCommand, *, no: int) -> Round:
    return Round(
        assessment=assessment,
        no=no,
        title=command.title,
        first_day=command.first_day,
        last_day=command.last_day,
        method=command.method,
        rule=command.rule,
        lowest=command.lowest,
        highest=command.highest,
        high_is_urgent=command.high_is_urgent,
        revalidate_by=command.revalidate_by,
        countries=[RoundCountry(country_code=code) for code in command.countries],
    )


def _set_columns(found: Round, wanted: Collection[str]) -> None:
    """Add and take away countries; one that answered stays."""
    answered = {row[1] for row in db.session.execute(queries.said(found.id))}
    kept = [each for each in found.countries if each.country_code in wanted or each.country_code in answered]
    known = {each.country_code for each in kept}
    found.countries = [*kept, *(RoundCountry(country_code=code) for code in wanted if code not in known)]


def open_round(found: Round) -> None:
    """Let a round begin."""
    if found.state != "draft":
        raise Refused(_("This round has begun already."))
    found.state = "running"


def close(found: Round) -> None:
    """Close a round; single countries can be opened again."""
    if found.state != "running":
        raise Refused(_("This round is not running."))
    found.state = "closed"


def set_country(*, found: Round, code: str, command: CountryCommand) -> RoundCountry:
    """Say how a country takes part: perhaps open again until a day, with the reason; or re-validated (R-057, R-058)."""
    column = column_of(found, code)
    if command.reopened_until is not None and not command.reason.strip():
        raise Invalid({"reason": _("Say why it is opened again.")})
    column.participation = command.participation
    column.reopened_until, column.reason = command.reopened_until, command.reason.strip()
    column.revalidate_by, column.revalidated_on = command.revalidate_by, command.revalidated_on
    db.session.flush()
    return column


def confirm_values(*, found: Round, code: str) -> None:
    """Say that a country's values were looked at again and stand."""
    column_of(found, code).revalidated_on = clock.today()
    db.session.flush()


def column_of(found: Round, code: str) -> RoundCountry:
    """Return a country of a round, or raise NotFound: it was not asked."""
    column = next((each for each in found.countries if each.country_code == code), None)
    if column is None:
        raise NotFound
    return column


def is_open(found: Round, code: str) -> bool:
    """Say whether a country may answer today: the round runs, or was opened again for it."""
    column = next((each for each in found.countries if each.country_code == code), None)
    if column is None:
        return False
    again = column.reopened_until is not None and column.reopened_until >= clock.today()
    return found.state == "running" or (found.state == "closed" and again)


def to_revalidate(found: Round, code: str) -> date | None:
    """Return until when a country's values are to be looked at again; None: they stand."""
    column = next((each for each in found.countries if each.country_code == code), None)
    if column is None or is_firm(found, column):
        return None
    return column.revalidate_by or found.revalidate_by


def add_topic(*, found: Round, command: TopicCommand) -> Topic:
    """Add a free topic or a sub-need (R-045, R-066)."""
    if not str(command.title).strip():
        raise Invalid({"title": _("This is needed. Fill it in.")})
    parent = find_topic(command.parent, found) if command.parent else None
    topic = Topic(
        round_id=found.id,
        parent_id=parent.id if parent else None,
        title=command.title,
        commentary=command.commentary or None,
    )
    db.session.add(topic)
    db.session.flush()
    return topic


def change_topic(*, topic: Topic, command: TopicCommand) -> None:
    """Change what a topic is called, where it belongs, and what is said of it (R-043)."""
    if topic.module_id is None:
        if not str(command.title).strip():
            raise Invalid({"title": _("This is needed. Fill it in.")})
        topic.title = command.title
        parent = find_topic(command.parent, topic.round) if command.parent else None
        if parent is not None and (parent.id == topic.id or parent.parent_id is not None):
            raise Invalid({"parent": _("Choose a topic that is not part of another.")})
        topic.parent_id = parent.id if parent else None
    topic.commentary = command.commentary or None
    db.session.flush()


def find(public_id: str, sight: Sight) -> Round:
    """Return a round that a viewer sees, or raise NotFound."""
    found = db.session.scalar(queries.round_(public_id))
    if found is None or not sight.round(found):
        raise NotFound
    return found


def find_topic(public_id: str, found: Round) -> Topic:
    """Return a topic of a round, or raise NotFound."""
    topic = db.session.scalar(queries.topic(public_id))
    if topic is None or topic.round_id != found.id:
        raise NotFound
    return topic


def current(sight: Sight) -> Round | None:
    """Return the newest round that runs or is closed, as far as a viewer sees one."""
    found = db.session.scalars(queries.current_round()).unique().first()
    return found if found is not None and sight.round(found) else None


def centre_of(centre_id: int | None) -> Centre:
    """Return the centre that an assessment begins in; raises Refused where there is none."""
    centre = db.session.scalars(people.centres(None if centre_id is None else {centre_id})).first()
    if centre is None:
        raise Refused(_("There is no centre yet."))
    return centre
