"""Donor reports: one project and period, the figures as disclosure control lets partners see them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from trainhub.plugin_api import Invalid, NotFound, Refused, Texts, Viewer, actor, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.disclosure import (
    Audience,
    ReadTable,
    ReleaseCommand,
    Status,
    TableCommand,
    check,
    discard,
    may_change,
    publish,
    read_tables,
    withdraw,
)
from trainhub.plugin_api.disclosure import draft as draft_release
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.reports import Period, breakdowns, breakdowns_of, indicators, periods
from trainhub.plugin_api.sessions import Donor, Project

from .. import policies, queries
from ..models import DonorReport, Result, Sheet, Tracked
from ..vocabulary import INSTITUTIONS, KNOWN, PERCENT, SUM
from . import figures, framework, readings
from .figures import Figure, Leg
from .framework import NEVER_SPLIT
from .readings import View

KIND = "impact.report"
THRESHOLD = 3  # what partners may know: fewer people, or fewer institutions, are not told
SHOWN, SMALL, HIDDEN, MISSING = "shown", "small", "hidden", "missing"


STATES: dict[str, str] = {
    "draft": _l("Draft"),
    "computing": _l("Being checked"),
    "ready": _l("Ready to publish"),
    "published": _l("Published"),
    "withdrawn": _l("Taken back"),
}


@dataclass(frozen=True, slots=True)
class ReportCommand:
    """What a report is to be about."""

    project: Project
    period: Period
    title: Texts
    summary: Texts = field(default_factory=Texts)
    split: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in a report as its readers see it. A value that is hidden is not in here."""

    tracked: Tracked
    sheet: Sheet
    mark: str
    value: float | None = None
    target: float | None = None
    why: str = ""
    table: ReadTable | None = None

    @property
    def text(self) -> str:
        """Return the value or the mark in its place."""
        if self.mark == SMALL:
            return f"<{THRESHOLD}"
        return _("hidden") if self.mark == HIDDEN else self.sheet.text(self.value)

    @property
    def target_text(self) -> str:
        return self.sheet.text(self.target)

    @property
    def standing(self) -> str:
        return framework.standing(self.sheet, self.value, self.target)


# --- finding -----------------------------------------------------------------------------------------


def donors(project: Project) -> list[Donor]:
    """Return who pays for a project."""
    return list(db.session.scalars(queries.donors(project.id)))


def find(public_id: str, who: Viewer) -> DonorReport:
    """Return a report the viewer may read: donors what is published, staff all of their centre. Raises NotFound."""
    report = db.session.scalar(queries.report(public_id))
    if report is None:
        raise NotFound
    countries = _donor_countries({report.project_id})[report.project_id]
    if not (policies.sees(who, report.project.centre_id) or _is_for(who, report, countries)):
        raise NotFound
    return report


def find_to_keep(public_id: str, who: Viewer) -> DonorReport:
    """Return a report the viewer prepares; raises NotFound."""
    report = find(public_id, who)
    if not policies.keeps(who, report.project.centre_id):
        raise NotFound
    return report


def of_centres(who: Viewer) -> list[DonorReport]:
    """Return the reports of the centres whose framework the viewer sees, the newest first."""
    return list(db.session.scalars(queries.reports(who.centres(policies.VIEW))))


def readable(who: Viewer) -> list[DonorReport]:
    """Return the published reports that a donor's observer may read, the newest first."""
    found = list(db.session.scalars(queries.published_reports()))
    countries = _donor_countries({each.project_id for each in found})
    return [each for each in found if _is_for(who, each, countries[each.project_id])]


def projects(centre_id: int) -> list[Project]:
    """Return the projects of a centre."""
    return list(db.session.scalars(queries.projects(centre_id)))


def find_project(public_id: str, centre_id: int) -> Project | None:
    """Return a project of a centre by its id in addresses."""
    return next((each for each in projects(centre_id) if each.public_id == public_id), None)


def _is_for(who: Viewer, report: DonorReport, countries: set[str]) -> bool:
    return report.state == "published" and policies.reads_report(who, report.project.centre_id, countries)


def _donor_countries(project_ids: set[int]) -> dict[int, set[str]]:
    """Return from which countries the donors of each project are."""
    found: dict[int, set[str]] = {number: set() for number in project_ids}
    for number, country in db.session.execute(queries.donor_countries(project_ids)):
        found[number].add(country)
    return found


# --- preparing ------------------------------------------------------------------------------------------


def draft(command: ReportCommand) -> DonorReport:
    """Begin a report: its figures are chosen by the framework of the project's centre. Raises Invalid, Refused."""
    if not command.title:
        raise Invalid({"title": _("Give it a title.")})
    report = DonorReport(
        project=command.project,
        first=command.period.first,
        until=command.period.until,
        title=command.title,
        summary=command.summary,
        split=command.split,
    )
    db.session.add(report)
    renew(report)
    return report


def renew(report: DonorReport) -> None:
    """Choose the figures of a draft anew, after the framework changed. Raises Refused."""
    old = report.release
    if old is not None and not may_change(old):
        raise Refused(_("It is out, or being checked: begin another report."))
    tables = _tables(report)
    if not tables:
        raise Refused(_("No indicator is computed from records: there is nothing to check."))
    centre = framework_centre(report)
    report.release = draft_release(
        ReleaseCommand(report.title, Audience.PARTNER, report.first, report.until, tables, KIND, centre)
    )
    if old is not None:
        discard(old)
    db.session.flush()


def start_check(report: DonorReport, account_id: int | None) -> None:
    """Queue the job that decides which figures donors may see. Raises Refused."""
    if report.release is None:
        renew(report)
    assert report.release is not None
    check(report.release, account_id=account_id)


def let_out(report: DonorReport) -> None:
    """Publish a checked report; what it says stands from now on. Raises Refused."""
    if report.release is None:
        raise Refused(_("It has not been checked. Check it first."))
    publish(report.release, actor())
    report.lines = [_kept(each) for each in lines(report)]
    db.session.flush()


def take_back(report: DonorReport, reason: str) -> None:
    """Withdraw a published report. Raises Refused, Invalid."""
    if report.release is None:
        raise Refused(_("It is not published."))
    withdraw(report.release, reason, actor())


def throw_away(report: DonorReport) -> None:
    """Throw a draft away: nobody outside has seen it. Raises Refused."""
    if report.release is not None:
        discard(report.release)
    db.session.delete(report)
    db.session.flush()


def framework_centre(report: DonorReport) -> Centre:
    """Return the centre whose framework a report is of."""
    return db.session.scalars(queries.centres({report.project.centre_id})).one()


# --- reading -----------------------------------------------------------------------------------------------


def lines(report: DonorReport) -> list[Line]:
    """Return what the report tells of each indicator: frozen once it is out, of today while it is prepared."""
    tracked = {each.public_id: each for each in _framework(report, archived=bool(report.lines))}
    tables = {each.key: each for each in read_tables(report.release)} if report.release else {}
    if report.lines:
        return [_of_kept(each, tracked[each["id"]], tables, report) for each in report.lines if each["id"] in tracked]
    return list(_fresh(report, list(tracked.values()), tables))


def by_result(report: DonorReport, found: Iterable[Line]) -> list[tuple[Result, list[Line]]]:
    """Return lines under the results they belong to, in the order of the tree; only those with a line."""
    grouped: dict[int, list[Line]] = {}
    for each in found:
        grouped.setdefault(each.tracked.result_id, []).append(each)
    return [(each, grouped[each.id]) for each in framework.results(framework_centre(report)) if each.id in grouped]


# --- inside ------------------------------------------------------------------------------------------------


def _framework(report: DonorReport, *, archived: bool = False) -> list[Tracked]:
    return list(db.session.scalars(queries.tracked(report.project.centre_id, archived=archived)))


def _tables(report: DonorReport) -> tuple[TableCommand, ...]:
    """Return the tables of a report: every figure that its indicators are made of, each once."""
    scope = (("project", report.project.public_id),)
    found: dict[str, TableCommand] = {}
    for tracked in _framework(report):
        for leg, by in _asked(tracked.sheet, split=report.split):
            key = _key(leg, by)
            found.setdefault(key, TableCommand(leg.key, by, scope, key=key))
    return tuple(found.values())


def _asked(sheet: Sheet, *, split: bool) -> Iterator[tuple[Leg, tuple[str, ...]]]:
    """Yield the figures of a sheet that are there at present, with how each is split."""
    if not figures.is_computed(sheet):
        return
    for place, leg in enumerate(figures.legs(sheet)):
        if leg is not None and leg.key in indicators() and set(leg.filters) <= set(breakdowns()):
            more = _first_split(sheet, leg) if split and place == 0 else ()
            yield leg, (*leg.filters, *more)


def _first_split(sheet: Sheet, leg: Leg) -> tuple[str, ...]:
    possible = {each.key for each in breakdowns_of(indicators()[leg.key])} - NEVER_SPLIT - set(leg.filters)
    return tuple(key for key in sheet.by if key in possible)[:1]


def _key(leg: Leg, by: tuple[str, ...]) -> str:
    return "-".join((leg.key, *by)).replace(".", "-")[:60]


def _fresh(report: DonorReport, tracked: list[Tracked], tables: dict[str, ReadTable]) -> Iterator[Line]:
    targets = {
        each.indicator_id: each.value
        for each in framework.targets(tracked)
        if each.project_id == report.project_id and each.period == report.period
    }
    view = View(framework_centre(report), report.period)
    entered = [each for each in tracked if not figures.is_computed(each.sheet)]
    known = {each.tracked.id: each for each in readings.dashboard(view, entered)}
    elsewhere = _hidden_elsewhere(report) | _hidden_in_a_quarter(report, entered)
    for each in tracked:
        target = targets.get(each.id)
        if figures.is_computed(each.sheet):
            yield _computed(each, each.sheet, target, tables, split=report.split)
        else:
            reading = known[each.id]
            goal = reading.target if target is None else target
            line = _entered(each, reading.sheet, reading.figure, goal)
            hide = line.mark == SHOWN and each.public_id in elsewhere
            yield Line(each, line.sheet, HIDDEN, target=goal) if hide else line


def _computed(
    tracked: Tracked, sheet: Sheet, target: float | None, tables: dict[str, ReadTable], *, split: bool
) -> Line:
    """Return a line from published cells alone: what is hidden there is hidden here."""
    asked = list(_asked(sheet, split=split))
    wanted = [leg for leg in figures.legs(sheet) if leg is not None]
    parts = [(tables.get(_key(leg, by)), leg, by) for leg, by in asked]
    if len(asked) < len(wanted) or any(table is None for table, _leg, _by in parts):
        return Line(tracked, sheet, MISSING, target=target, why=_("It cannot be computed at present."))
    cells = [table.cell(*leg.filters.values()) for table, leg, _by in parts if table]
    table = _worth_showing(parts[0][0]) if not parts[0][1].filters else None
    if any(cell.hidden for cell in cells):
        small = len(cells) == 1 and cells[0].status == Status.PRIMARY
        return Line(tracked, sheet, SMALL if small else HIDDEN, target=target, table=table)
    values = [cell.value for cell in cells]
    if values[0] is None or (len(values) > 1 and not values[1]):
        return Line(tracked, sheet, MISSING, target=target, why=_("There is nothing in this period to measure it by."))
    value = values[0] / (values[1] or 1) if len(values) > 1 else values[0]
    return Line(tracked, sheet, SHOWN, value, target, table=table)


def _worth_showing(table: ReadTable | None) -> ReadTable | None:
    """Return a table that is split and holds anything but noughts."""
    if table is None or not table.axes or not any(cell.value or cell.hidden for _codes, cell in table.rows()):
        return None
    return table


def _entered(tracked: Tracked, sheet: Sheet, figure: Figure, target: float | None) -> Line:
    """Return a line of what was entered: few people, and what few institutions say, are not told."""
    if figure.state != KNOWN or figure.value is None:
        return Line(tracked, sheet, MISSING, target=target, why=figure.why or _("It is not known."))
    if sheet.people and sheet.shape != PERCENT and 0 < figure.value < THRESHOLD:
        return Line(tracked, sheet, SMALL, target=target)
    few = sheet.source == INSTITUTIONS and (figure.n or 0) < THRESHOLD
    if few or (sheet.people and _share_of_few(figure)):
        return Line(tracked, sheet, HIDDEN, target=target)
    return Line(tracked, sheet, SHOWN, figure.value, target)


def _share_of_few(figure: Figure) -> bool:
    """Say whether a share is of few people, or only few people have what it is about."""
    parts = (figure.numerator, figure.denominator)
    return figure.denominator is not None and any(0 < (part or 0) < THRESHOLD for part in parts)


def _hidden_elsewhere(report: DonorReport) -> set[str]:
    """Return the indicators that another report hides, of a period that overlaps with this one."""
    return {
        each["id"]
        for other in db.session.scalars(queries.reports({report.project.centre_id}))
        if other.id != report.id and other.period != report.period
        if other.first < report.until and report.first < other.until
        for each in other.lines or ()
        if each["mark"] in {SMALL, HIDDEN}
    }


def _hidden_in_a_quarter(report: DonorReport, entered: list[Tracked]) -> set[str]:
    """Return the sums of a year of which a quarter may not be told: the year less the others would tell it."""
    if not report.period.years:
        return set()
    centre, found = framework_centre(report), set()
    sums = [each for each in entered if each.sheet.gather == SUM and each.sheet.shape != PERCENT]
    for number in range(1, 5):
        view = View(centre, periods.quarter(report.first.year, number))
        for each in readings.dashboard(view, sums):
            if _entered(each.tracked, each.sheet, each.figure, None).mark in {SMALL, HIDDEN}:
                found.add(each.tracked.public_id)
    return found


def _kept(line: Line) -> dict[str, Any]:
    return {
        "id": line.tracked.public_id,
        "sheet": line.sheet.no,
        "mark": line.mark,
        "value": line.value,
        "target": line.target,
    }


def _of_kept(kept: dict[str, Any], tracked: Tracked, tables: dict[str, ReadTable], report: DonorReport) -> Line:
    sheet = next((each for each in tracked.sheets if each.no == kept["sheet"]), tracked.sheet)
    table = None
    if figures.is_computed(sheet):
        table = _computed(tracked, sheet, kept["target"], tables, split=report.split).table
    why = _("It is not known.") if kept["mark"] == MISSING else ""
    return Line(tracked, sheet, kept["mark"], kept["value"], kept["target"], why, table)
