"""What a plan reaches: needs beside events, what presses and is not reached, what was held, trainers' load."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.reference import MEMBERS
from ...web.access import require, viewer
from ...web.tables import Column, Few, Filter
from ...web.templating import words
from .. import policies, queries, services
from ..models import Plan
from ..services import coverage, needs, reaching
from ..services.reaching import Cell
from .blueprint import blueprint, found_plan, remark

PARTS: dict[str, str] = {
    "need": _l("Need and plan"),
    "missed": _l("Urgent, not reached"),
    "held": _l("What was held"),
    "load": _l("What trainers have to do"),
}
MANY = 500  # rows of a page: all pairs of country and module


@blueprint.get("/<public_id>/coverage/")
@require(policies.VIEW)
def plan_coverage(public_id: str) -> ResponseReturnValue:
    """Show one of PARTS, each with its file."""
    plan, asked = found_plan(public_id), request.args.get("part", "")
    part = asked if asked in PARTS else "need"
    table, more = _load(plan) if part == "load" else _needs(plan, part)
    return table.export() or render_template(
        "planner/coverage.html",
        **more,
        plan=plan,
        part=part,
        parts_of=PARTS,
        table=table,
        staff=policies.may_edit(viewer(), plan),
    )


def _load(plan: Plan) -> tuple[Few, dict[str, Any]]:
    sees = policies.sight(viewer())
    lines = db.session.scalars(queries.lines(plan.id))
    loads = coverage.loads(line for line in lines if sees.line(plan, line.countries))
    columns = [
        Column("name", _("Trainer"), lambda row: row.name),
        Column("half_days", _("Half-days"), lambda row: row.half_days, numeric=True),
        Column("events", _("Events"), lambda row: row.events, numeric=True),
        Column("share", _("Times the mean"), lambda row: round(row.share, 1), numeric=True),
    ]
    most = max((each.half_days for each in loads), default=0)
    return Few(loads, columns, name="plan-load", per_page=MANY), {"most": most, "invented": False, "said": None}


def _needs(plan: Plan, part: str) -> tuple[Few, dict[str, Any]]:
    known, members = services.topics.read(), list(MEMBERS)
    reach = coverage.reach(db.session.scalars(queries.lines_reaching([plan.id])).unique(), known, members)
    said = needs.read()
    done = reaching.held_for(plan) if part == "held" else None
    shown = needs.shown_to(viewer(), {*members, *said.table.countries})
    found = reaching.table(said, known, shown, [reach], done)
    more = {"found": found, "said": said, "reach": reach, "invented": said.invented}
    if part == "missed":
        return _missed(found), more
    if part == "held":
        titles = reaching.trainings(found) if policies.may_edit(viewer(), plan) else {}
        return _held(found, titles), more | {"titles": titles}
    others = needs.given_by_others()
    codes = reaching.by_alphabet({*members, *shown})
    return _whole(found, codes, reach, others), more | {"others": others, "codes": codes}


# --- the tables ---------------------------------------------------------------------------------


def _whole(found: reaching.Table, codes: Sequence[str], reach: coverage.Reach, others: Mapping[int, int]) -> Few:
    """Return modules down, countries across: how many events reach each, and beside it how urgent the need is."""
    columns = [
        Column("module", _("Module"), lambda row: f"{row[0]:02} {words(row[1])}"),
        Column("all", _("Events"), lambda row: reach.modules.get(row[0], 0), numeric=True),
        Column("others", _("Held by others of late"), lambda row: others.get(row[0], 0), numeric=True),
    ]
    for code in codes:
        columns.append(Column(code, code, _events(reach, code), numeric=True))
        if code in found.countries:
            label = _("%(country)s: need", country=code)
            columns.append(Column(f"{code}-need", label, _need(found, code), numeric=True, within=code))
    columns += remark(found.said.invented, "module")
    return Few(list(found.modules.items()), columns, name="plan-coverage", per_page=100)


def _events(reach: coverage.Reach, code: str) -> Callable[[tuple[int, Texts]], int]:
    return lambda row: reach.events.get((code, row[0]), 0)


def _need(found: reaching.Table, code: str) -> Callable[[tuple[int, Texts]], int | str]:
    return lambda row: needs.told(found.said.of(code, row[0]))


def _missed(found: reaching.Table) -> Few:
    columns = [
        *_about(),
        Column("answers", _("Institutions that answered"), lambda row: row.need.answers, numeric=True),
        *remark(found.said.invented, "need"),
    ]
    rows = found.missed()
    return Few(rows, columns, name="plan-not-reached", per_page=MANY, filters=[_of_country(found)])


def _held(found: reaching.Table, titles: Mapping[int, tuple[str, Texts]]) -> Few:
    """Return what was held for which need: the evidence when the year is over."""

    def named(row: Cell) -> str:
        return "; ".join(words(titles[number][1]) for number in row.sessions if number in titles)

    columns = [
        *_about(),
        Column("planned", _("Planned"), lambda row: row.events[0], numeric=True),
        Column("held", _("Trainings held"), lambda row: row.held, numeric=True),
        Column("people", _("Confirmed"), lambda row: row.people, numeric=True),
        Column("came", _("People trained"), lambda row: row.came, numeric=True),
        *([Column("trainings", _("Trainings"), named)] if titles else []),
        *remark(found.said.invented, "need"),
    ]
    return Few(found.answered(), columns, name="plan-held", per_page=50, filters=[_of_country(found)])


def _about() -> list[Column]:
    return [
        Column("module", _("Module"), lambda row: f"{row.module:02} {words(row.title)}"),
        Column("country", _("Country"), lambda row: i18n.country_name(row.country), named=True),
        Column("need", _("Priority"), lambda row: needs.told(row.need), numeric=True),
    ]


def _of_country(found: reaching.Table) -> Filter:
    def apply(rows: Sequence[Cell], code: str) -> list[Cell]:
        return [row for row in rows if row.country == code]

    return Filter("country", _("Country"), apply, lambda: [(code, i18n.country_name(code)) for code in found.countries])
