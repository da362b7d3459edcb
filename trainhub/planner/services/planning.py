"""Making and changing plans and their lines: picked activities, merged ones, free topics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ...curriculum.models import ActivityText
from ...holidays import services as holidays
from ...kernel import clock, i18n, work
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from ...people.models import Centre
from ...sessions import services as sessions
from .. import queries
from ..models import LineActivity, LineFund, LinePart, LineTrainer, Plan, PlanLine
from ..policies import Sight
from . import following, needs, topics
from .ranking import DEFAULTS, usual_length

MOST_LINES = 600  # of one plan: six centres of the size this is made for, and the board compares each with each
SEPARATOR = " · "
YEARS = range(1990, 2100)  # in which plans begin; the calendars of holidays know them
PLAIN = (
    "title",
    "format_id",
    "mode",
    "scope",
    "half_days",
    "seats",
    "trainers_wanted",
    "closed",
    "window_from",
    "window_to",
    "condition",
    "condition_met",
    "times_a_year",
    "umbrella",
    "fast_reason",
    "fast_by",
    "in_kind",
    "support",
    "note",
    "public",
    "room_id",
    "up_id",
)


@dataclass(frozen=True, slots=True)
class PlanCommand:
    """What staff say of a plan."""

    title: Texts
    starts_on: date
    ends_on: date
    kind: str = "annual"
    parent_id: int | None = None
    month_load: int = 24
    currency: str = "EUR"
    weights: dict[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A topic under an umbrella."""

    title: str
    recommendation: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class LineCommand:
    """What staff say of a line; ids are row numbers. `funds` are (budget line, share)."""

    title: Texts
    activities: tuple[int, ...] = ()
    format_id: int | None = None
    mode: str = "room"
    scope: str = "regional"
    half_days: int = 2
    seats: int = 20
    trainers_wanted: int = 1
    languages: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    audience: tuple[tuple[str, str, str | None], ...] | None = None
    quotas: tuple[tuple[str, int], ...] = ()  # category, places
    closed: bool = False
    window_from: date | None = None
    window_to: date | None = None
    condition: str = ""
    condition_met: bool = False
    times_a_year: int = 1
    umbrella: bool = False
    parts: tuple[Part, ...] = ()
    trainers: tuple[int, ...] = ()
    room_id: int | None = None
    funds: tuple[tuple[int, float], ...] = ()
    up_id: int | None = None
    fast_reason: str = ""
    fast_by: str = ""
    in_kind: str = ""
    support: str = ""
    note: str = ""
    public: bool = False


# --- plans --------------------------------------------------------------------------------------


def find_plan(public_id: str, sees: Sight) -> Plan:
    """Return a plan a viewer knows of; raises NotFound."""
    found = db.session.scalars(queries.plan(public_id)).unique().one_or_none()
    if found is None or not sees.plan(found):
        raise NotFound
    return found


def find_line(plan: Plan, public_id: str, sees: Sight) -> PlanLine:
    """Return a line of a plan that a viewer knows of; raises NotFound."""
    found = db.session.scalar(queries.line(public_id))
    if found is None or found.plan_id != plan.id or not sees.line(plan, found.countries):
        raise NotFound
    return found


def save_plan(*, command: PlanCommand, centre: Centre, plan: Plan | None = None) -> Plan:
    """Add a plan or change one. Raises Invalid under the command's fields, Refused for one that is closed."""
    if plan is not None:
        _still_open(plan)
    wrong = _plan_wrong(command)
    if wrong:
        raise Invalid(wrong)
    if plan is None:
        plan = Plan(centre_id=centre.id)
        db.session.add(plan)
    for name in ("title", "starts_on", "ends_on", "kind", "parent_id", "month_load", "currency", "note"):
        setattr(plan, name, getattr(command, name))
    plan.weights = DEFAULTS | dict(command.weights)
    holidays.fill(range(plan.starts_on.year, plan.ends_on.year + 2))  # what begins in December may go on
    db.session.flush()
    return plan


def _plan_wrong(command: PlanCommand) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not command.title:
        wrong["title"] = _("The plan needs a title in one language at least.")
    if command.ends_on < command.starts_on:
        wrong["ends_on"] = _("The plan ends before it begins. Change one of its days.")
    elif (command.ends_on - command.starts_on).days > 366 * 6:
        wrong["ends_on"] = _("A plan spans six years at the most.")
    if command.starts_on.year not in YEARS:
        wrong["starts_on"] = _("Write a year between %(first)s and %(last)s.", first=YEARS[0], last=YEARS[-1])
    return wrong


# --- lines --------------------------------------------------------------------------------------


def usual(texts: Sequence[ActivityText]) -> LineCommand:
    """Return what a line of some activities usually is; merged, it credits all of them, and may be made shorter."""
    kinds = {each.key: each for each in db.session.scalars(queries.formats())}
    kind = next((kinds[text.format] for text in texts if text.format in kinds), None)
    dates = [text.not_before for text in texts if text.not_before]
    ends = [text.best_before for text in texts if text.best_before]
    conditions = [text.condition.text("en") for text in texts if text.condition]
    codes = sessions.government_codes() if texts else set()
    return LineCommand(
        title=joined([text.title for text in texts]),
        activities=tuple(text.activity_id for text in texts),
        format_id=kind.id if kind else None,
        half_days=sum(usual_length(text, kind) for text in texts),
        levels=tuple(dict.fromkeys(level for text in texts for level in text.levels)),
        audience=tuple((each.category, each.rule, each.group) for each in sessions.union(texts)),
        closed=bool(texts) and all(sessions.government_only(text, codes) for text in texts),
        window_from=max(dates, default=None),
        window_to=min(ends, default=None),
        condition="; ".join(conditions)[:300],
        languages=("en",),
    )


def joined(titles: Sequence[Texts]) -> Texts:
    """Return several titles as one, in every language that all of them have."""
    codes = [code for code in (titles[0].values if titles else ()) if all(code in each.values for each in titles)]
    return Texts.of({code: SEPARATOR.join(each.values[code] for each in titles) for code in codes})


def pick(*, plan: Plan, keys: Iterable[str], merge: bool = False) -> list[PlanLine]:
    """Put activities into the plan: each as a line of its own, or all of them merged into one."""
    wanted = list(dict.fromkeys(keys))
    texts = [text for text in db.session.scalars(queries.activity_texts()).unique() if text.key in wanted]
    if not texts:
        raise Refused(_("Tick at least one activity."))
    groups = [texts] if merge else [[text] for text in texts]
    return add_lines(plan=plan, commands=[usual(group) for group in groups])


def add_line(*, plan: Plan, command: LineCommand) -> PlanLine:
    """Add a line. After approval only outside the plan, with reason and approver (R-084). Raises Invalid."""
    return add_lines(plan=plan, commands=[command])[0]


def add_lines(*, plan: Plan, commands: Iterable[LineCommand]) -> list[PlanLine]:
    """Add several lines at once, as `add_line` does."""
    _still_open(plan)
    made: list[PlanLine] = []
    there = db.session.scalar(queries.line_count(plan.id)) or 0
    for command in commands:
        if there + len(made) >= MOST_LINES:
            raise Refused(_("A plan has %(most)s lines at the most. Make another plan for the rest.", most=MOST_LINES))
        if not plan.open and not (command.fast_reason.strip() and command.fast_by.strip()):
            raise Invalid({"fast_reason": _("The plan is approved. Say why this cannot wait, and who approved it.")})
        made.append(PlanLine(plan_id=plan.id))
        _apply(made[-1], command)
    refresh_need(made)
    db.session.flush()
    return made


def edit_line(*, line: PlanLine, command: LineCommand) -> PlanLine:
    """Change a line; its placement stays, and what its session says. Raises Invalid under the command's fields."""
    _still_open(line.plan)
    _apply(line, replace(command, **following.said(line)))
    refresh_need([line])
    db.session.flush()
    return line


def remove_line(*, line: PlanLine) -> None:
    """Take a line out of its plan. Raises Refused where a session was made of it."""
    _still_open(line.plan)
    if line.session_id is not None:
        raise Refused(_("A session was made of this line. Cancel the session instead."))
    if any(row.booked for row in line.funds):
        raise Refused(_("Money is committed or spent for this line. Set these amounts to nought first."))
    db.session.delete(line)
    db.session.flush()


def _still_open(plan: Plan) -> None:
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))


def _apply(line: PlanLine, command: LineCommand) -> None:
    wrong = _wrong(command)
    kept = [part.recommendation for part in line.parts]
    if said := needs.wrong_codes((part.recommendation for part in command.parts), kept):
        wrong["parts"] = said
    if wrong:
        raise Invalid(wrong)
    for name in PLAIN:
        setattr(line, name, getattr(command, name))
    line.languages, line.levels = list(command.languages), list(command.levels)
    line.countries = sorted(set(command.countries))
    line.quotas = [list(each) for each in command.quotas]
    if command.audience is not None:
        line.audience = [list(each) for each in command.audience]
    db.session.add(line)
    db.session.flush()
    _rows(line, command)
    db.session.flush()


def _wrong(command: LineCommand) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not command.title:
        wrong["title"] = _("The line needs a title in one language at least.")
    if not 1 <= command.half_days <= 60:
        wrong["half_days"] = _("Between 1 and 60 half-days.")
    if command.seats < 1:
        wrong["seats"] = _("An event needs one place at least.")
    if sentence := _wrong_quotas(command):
        wrong["quotas"] = sentence
    if command.window_from and command.window_to and command.window_to < command.window_from:
        wrong["window_to"] = _("This is before the first day of the wish.")
    if bool(command.fast_reason.strip()) != bool(command.fast_by.strip()):
        wrong["fast_by"] = _("What cannot wait for the plan needs a reason and somebody who approved it.")
    if said := _wrong_shares([share for _budget, share in command.funds]):
        wrong["funds"] = said
    return wrong


def _wrong_quotas(command: LineCommand) -> str:
    codes = [code for code, _seats in command.quotas]
    if len(set(codes)) < len(codes):
        return _("A category stands there twice. Keep one row.")
    if "" in codes:
        return _("Say for which category the places are.")
    if any(seats < 1 for _code, seats in command.quotas):
        return _("Say how many places the category has.")
    if sum(seats for _code, seats in command.quotas) > command.seats:
        return _("The categories have more places together than the event.")
    return ""


def _wrong_shares(shares: Sequence[float]) -> str:
    if round(sum(shares), 4) > 1:
        return _("The shares are more than the whole together.")
    if any(share <= 0 for share in shares):
        return _("The shares leave nothing for one of the budget lines. Take it out, or give it a share.")
    return ""


def _rows(line: PlanLine, command: LineCommand) -> None:
    """Bring what belongs to a line in step with a command; what stays the same keeps its row."""
    have = {row.activity_id: row for row in line.activities}
    line.activities = [have.get(key) or LineActivity(activity_id=key) for key in dict.fromkeys(command.activities)]
    for number, row in enumerate(line.activities, 1):
        row.no = number
    people = {row.person_id: row for row in line.trainers}
    line.trainers = [people.get(key) or LineTrainer(person_id=key) for key in dict.fromkeys(command.trainers)]
    money = {row.budget_line_id: row for row in line.funds}
    if any(row.booked and key not in dict(command.funds) for key, row in money.items()):
        raise Invalid({"funds": _("Money is committed or spent there. Set these amounts to nought first.")})
    line.funds = [money.get(key) or LineFund(budget_line_id=key) for key, _share in command.funds]
    for fund, (_key, share) in zip(line.funds, command.funds, strict=True):
        fund.share = share
    spoken, here = {row.title: row.language for row in line.parts}, i18n.language()
    said = [(part.title, part.recommendation, part.lead) for part in command.parts]
    if [(row.title, row.recommendation, row.lead) for row in line.parts] != said:
        line.parts = [
            LinePart(no=number, title=title, language=spoken.get(title, here), recommendation=code, lead=lead)
            for number, (title, code, lead) in enumerate(said, 1)
        ]


def refresh_need(lines: Iterable[PlanLine]) -> None:
    """Note on lines how urgent their modules are, so that the board need not ask."""
    known, said = topics.read(), needs.read()
    for line in lines:
        line.need = said.of_line(line, known)


def take_needs(*, plan: Plan, keys: Iterable[str] | None = None) -> int:
    """Note on lines, by public id, or on all of a plan, what the needs say now; return how many are noted anew."""
    _still_open(plan)
    known, wanted = topics.read(), None if keys is None else set(keys)
    found = needs.changed(needs.read(), db.session.scalars(queries.listed(plan.id)), known)
    taken = [each for each in found if wanted is None or each.line.public_id in wanted]
    for each in taken:
        each.line.need = each.now
    db.session.flush()
    return len(taken)


def warnings(line: PlanLine, texts: Sequence[ActivityText], codes: set[str] | None = None) -> list[str]:
    """Say what does not fit together in a merged line (US-03): audiences, media, a length below the usual.

    `codes` are the categories of government, where they were read.
    """
    if codes is None:
        codes = sessions.government_codes() if texts else set()
    official = [text for text in texts if sessions.government_only(text, codes)]
    found = []
    if official and len(official) < len(texts):
        found.append(
            _(
                "%(keys)s is for government only, the others are not. Merged, one of them loses its audience.",
                keys=_keys(official),
            )
        )
    elif official and not line.closed:
        found.append(_("%(keys)s is for government only, and this line is open to others.", keys=_keys(official)))
    silent = [
        text for text in texts if any(row.category_code == "media" and row.rule == "out" for row in text.audience)
    ]
    invited = any(code == "media" and rule != "out" for code, rule, _group in line.audience)
    if silent and (invited or len(silent) < len(texts)):
        found.append(_("%(keys)s leaves media out.", keys=_keys(silent)))
    whole = sum(usual_length(text, line.format) for text in texts)
    if texts and line.half_days < whole:
        found.append(_("Shorter than usual: %(now)s half-days instead of %(usual)s.", now=line.half_days, usual=whole))
    return found


def _keys(texts: Iterable[ActivityText]) -> str:
    return ", ".join(text.key for text in texts)


def set_audience(*, line: PlanLine, state: str) -> None:
    """Say how far the audience is agreed (R-077); who says so, and when, is kept."""
    _still_open(line.plan)
    line.audience_state, line.audience_at, line.audience_by = state, clock.now(), work.actor().name
    db.session.flush()
