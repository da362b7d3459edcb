"""The staff's page: every figure of people by gender; its whole state is the address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from trainhub.plugin_api import NotFound, clock, require, viewer
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import PUBLISH
from trainhub.plugin_api.explorer import FILTERS, Asked, read
from trainhub.plugin_api.reports import (
    PARTICIPATIONS,
    VIEW,
    Breakdown,
    Indicator,
    Tabulation,
    download,
    indicators,
    periods,
)
from trainhub.plugin_api.texts import percent, viewer_zone

from .. import annual, balance, figures, files
from ..words import KEY
from .blueprint import blueprint


@dataclass(frozen=True)
class Wanted:
    """What the address asks: a count of people, up to two splits beside gender, and what the explorer reads."""

    asked: Asked
    indicator: Indicator
    splits: tuple[Breakdown, ...]
    free: tuple[Breakdown, ...]

    def url(self, **changes: Any) -> str:
        """Return this page's address with something changed; it always says how it is split."""
        by = [each.key for each in self.splits] or [KEY]
        return self.asked.url(**{"indicator": self.indicator.key, "by": by, **changes})

    def url_of(self, indicator: Indicator) -> str:
        return self.url(indicator=indicator.key)

    def url_without(self, split: Breakdown) -> str:
        return self.url(by=[each.key for each in self.splits if each is not split] or [KEY])

    def url_with(self, split: Breakdown) -> str:
        return self.url(by=[*(each.key for each in self.splits), split.key])


@blueprint.get("/")
@require(VIEW)
def index() -> ResponseReturnValue:
    """Show what the address asks, or give one of its tables as a file."""
    wanted = _wanted()
    table = figures.table(wanted.asked, wanted.indicator, wanted.splits)
    kind = request.args.get("format")
    if kind:
        return _file(wanted, table, kind)
    return render_template("gender/index.html", wanted=wanted, asked=wanted.asked, **_page(wanted, table))


def _wanted() -> Wanted:
    asked, known = read(viewer()), indicators()
    possible = figures.counted()
    indicator = asked.indicator if asked.indicator in possible else known[PARTICIPATIONS]
    can = figures.splits_of(indicator)
    splits = tuple(each for each in asked.breakdowns if each in can)[: figures.SPLITS]
    free = [each for each in can if each not in splits and each.key != "session"]
    return Wanted(asked, indicator, splits, tuple(free) if len(splits) < figures.SPLITS else ())


def _page(wanted: Wanted, table: Tabulation | None) -> dict[str, Any]:
    asked, indicator = wanted.asked, wanted.indicator
    lines = list(figures.lines(table)) if table else []
    whole = balance.at(table) if table else None
    ways, chain = figures.steps(asked)
    trend, before = figures.trend(asked, indicator)
    return {
        "lines": lines,
        "whole": whole,
        "names": balance.names(),
        "used": _used(lines),
        "heading": _heading(wanted, whole),
        "before": before,
        "chart": _chart(wanted, lines),
        "ways": ways,
        "chain": chain,
        "drop": figures.drop(chain),
        "way_chart": balance.chart(_("From registration to certificate"), _as_lines([*ways, *chain]), _("State")),
        "rates": figures.rates(asked),
        "trainers": figures.trainers(asked),
        "trend": trend,
        "families": _families(),
        "filters": FILTERS,
        "presets": periods.presets(clock.today(viewer_zone())),
        "year": annual.open_year() if viewer().may(PUBLISH) else None,
    }


def _heading(wanted: Wanted, whole: balance.Balance | None) -> str:
    period, title = wanted.asked.period.label, str(wanted.indicator.title)
    if whole is None or whole.share is None:
        return _("%(what)s by gender, %(period)s", what=title, period=period)
    share = percent(whole.share.value)
    if wanted.indicator.key == PARTICIPATIONS:
        return _("Women were %(share)s of participants, %(period)s", share=share, period=period)
    return _("%(what)s, %(period)s: %(share)s women", what=title, period=period, share=share)


def _chart(wanted: Wanted, lines: Sequence[balance.Line]) -> Any:
    """Return the chart of the first split: its sums, all of them first."""
    kinds = ("part", "all") if len(wanted.splits) == figures.SPLITS else ("", "all")
    rows = [balance.Line(line.labels[:1], line.balance, line.kind) for line in lines if line.kind in kinds]
    title = str(wanted.splits[0].title) if wanted.splits else str(wanted.indicator.title)
    ordered = sorted(rows, key=lambda line: line.kind != "all")
    return balance.chart(title, ordered, title)


def _used(lines: Sequence[balance.Line]) -> list[int]:
    """Return the places of the answers that anybody gave, and of those that always stand in a table."""
    always = {0, 1, len(balance.names()) - 1}
    return [
        place
        for place in range(len(balance.names()))
        if place in always or any(line.balance.counts[place] for line in lines)
    ]


def _as_lines(steps: Sequence[figures.Step]) -> list[balance.Line]:
    return [balance.Line((step.title,), step.balance) for step in steps]


def _families() -> list[tuple[str, list[Indicator]]]:
    grouped: dict[str, list[Indicator]] = {}
    for each in figures.counted():
        grouped.setdefault(str(each.family) or _("Others"), []).append(each)
    return list(grouped.items())


# --- files ------------------------------------------------------------------------------------------


def _file(wanted: Wanted, table: Tabulation | None, kind: str) -> Response:
    which = request.args.get("table", "figures")
    if kind not in ("csv", "xlsx") or table is None:
        raise NotFound
    found = {
        "figures": lambda: files.balances([str(each.title) for each in wanted.splits], list(figures.lines(table))),
        "states": lambda: files.states(*figures.steps(wanted.asked)),
        "rates": lambda: files.rates(figures.rates(wanted.asked)),
        "trainers": lambda: files.balances([_("Figure")], figures.trainers(wanted.asked)),
    }.get(which)
    if found is None:
        raise NotFound
    name = "-".join(["gender", which, wanted.indicator.key.replace(".", "-"), wanted.asked.period.key])
    return download(kind, name, list(found()), about=list(_about(wanted)))


def _about(wanted: Wanted) -> Iterator[list[Any]]:
    yield [_("What"), _("Value")]
    yield [_("Indicator"), str(wanted.indicator.title)]
    yield [_("Definition"), str(wanted.indicator.definition)]
    yield [_("Period"), wanted.asked.period.label]
    yield from ([str(FILTERS[key]), choice.label] for key, choice in wanted.asked.chosen.items())
    yield [_("Gender"), _("As people said it at registration; nothing is guessed.")]
    yield [_("Intervals"), _("95 %: of shares by Wilson (1927), of differences by Newcombe (1998), method 10.")]
