"""What an address asks of the explorer: an indicator, how to split it, when, and what narrows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import request

from ...hooks.types import Breakdown, Gather, Indicator, Scope
from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import alphabetical
from ...web.access import Viewer
from ...web.templating import with_args, words
from .. import indicators as core
from .. import periods, policies, queries, services
from ..periods import Period
from ..services.memo import State

MOST = 3  # breakdowns at a time
FIRST_SPLIT = "country"
FILTERS: dict[str, str] = {
    "country": _l("Country"),
    "module": _l("Module"),
    "kind": _l("Format"),
    "project": _l("Project"),
    "centre": _l("Centre"),
    "session": _l("Session"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    id: int | None = None


Choices = Mapping[str, list[Choice]]


@dataclass(frozen=True)
class Asked:
    """What is asked, checked against what there is; whatever the address has that is not, is left out."""

    indicator: Indicator
    breakdowns: tuple[Breakdown, ...]
    period: Period
    scope: Scope
    chosen: Mapping[str, Choice]  # filter -> its value
    choices: Choices
    as_shares: bool
    state: State

    @cached_property
    def free(self) -> list[Breakdown]:
        """Return what the indicator could be split by as well."""
        if len(self.breakdowns) >= MOST:
            return []
        return [each for each in services.breakdowns_of(self.indicator) if each not in self.breakdowns]

    @property
    def may_be_shares(self) -> bool:
        """Say whether figures can be told as parts of a total."""
        return bool(self.breakdowns) and self.indicator.gather in {Gather.SUM, Gather.PERSONS}

    @property
    def name(self) -> str:
        """Return the name of a file with what is asked."""
        return "-".join(
            [self.indicator.key.replace(".", "-"), *(each.key for each in self.breakdowns), self.period.key]
        )

    # --- addresses: all of them name the indicator, so that an empty page is never the first one ----------

    def url(self, **changes: Any) -> str:
        return with_args(**{"indicator": self.indicator.key, **changes})

    def url_without(self, breakdown: Breakdown) -> str:
        return self.url(by=[each.key for each in self.breakdowns if each is not breakdown])

    def url_with(self, breakdown: Breakdown) -> str:
        return self.url(by=[*(each.key for each in self.breakdowns), breakdown.key])

    @property
    def release(self) -> dict[str, Any] | None:
        """Return what a release of the same table begins with; None of one session: that stays with the staff."""
        if "session" in self.chosen:
            return None
        only = {"format" if key == "kind" else key: choice.value for key, choice in self.chosen.items()}
        by = [each.key for each in self.breakdowns if each.key not in {"session", *only}]
        return {"indicator": self.indicator.key, "by": by, "period": self.period.key, **only}

    def url_of(self, indicator: Indicator) -> str:
        """Return the address for another indicator: the breakdowns that it has not are left out by themselves."""
        return with_args(indicator=indicator.key, by=[each.key for each in self.breakdowns])


def read(who: Viewer) -> Asked:
    """Read the address of this request."""
    fresh = not set(request.args) - {"lang"}
    found = services.indicators()
    indicator = found.get(request.args.get("indicator", "")) or found[core.PARTICIPATIONS]
    possible = {each.key: each for each in services.breakdowns_of(indicator)}
    wanted = [FIRST_SPLIT] if fresh else request.args.getlist("by")
    breakdowns = [possible[key] for key in dict.fromkeys(wanted) if key in possible][:MOST]
    centres = centres_of(who)
    choices = _choices(centres)
    chosen = _chosen(choices, centres)
    period = periods.parse(request.args.get("period", "")) or periods.default(clock.today(i18n.viewer_zone()))
    asked = Asked(
        indicator,
        tuple(breakdowns),
        period,
        scope_of(period, chosen, centres),
        chosen,
        choices,
        request.args.get("show") == "shares",
        services.memo.state(),
    )
    return asked if asked.may_be_shares else replace(asked, as_shares=False)


def scope_of(period: Period, chosen: Mapping[str, Choice], centres: tuple[int, ...] | None) -> Scope:
    """Return the scope of a period, narrowed by filters."""

    def number(key: str) -> int | None:
        return chosen[key].id if key in chosen else None

    return Scope(
        period.first,
        period.until,
        centre_id=number("centre"),
        country=chosen["country"].value if "country" in chosen else None,
        module=int(chosen["module"].value) if "module" in chosen else None,
        project_id=number("project"),
        session_id=number("session"),
        format_key=chosen["kind"].value if "kind" in chosen else None,
        centres=centres,
    )


def centres_of(who: Viewer) -> tuple[int, ...] | None:
    """Return the centres whose figures the viewer sees; None means all."""
    theirs = who.centres(policies.VIEW)
    return None if theirs is None else tuple(sorted(theirs))


def _choices(centres: tuple[int, ...] | None) -> dict[str, list[Choice]]:
    """Return what every filter offers, in the reader's order."""
    found: dict[str, list[Choice]] = {key: [] for key in FILTERS}
    for row in db.session.execute(queries.splitting.choices(centres)):
        found[row.kind].append(Choice(row.value, _label(row), row.id))
    by_alphabet = alphabetical(i18n.language())
    for key in ("country", "project"):
        found[key].sort(key=lambda each: by_alphabet(each.label))
    if len(found["centre"]) < 2:
        found["centre"] = []
    return found


def _label(row: Any) -> str:
    if row.kind == "country":
        return i18n.country_name(row.value)
    return f"{row.value}. {words(row.title)}" if row.kind == "module" else words(row.title)


def _chosen(choices: Choices, centres: tuple[int, ...] | None) -> dict[str, Choice]:
    chosen: dict[str, Choice] = {}
    for key in FILTERS:
        value = request.args.get(key, "")
        found = next((each for each in choices[key] if each.value == value), None)
        if key == "session" and value:
            row = db.session.execute(queries.splitting.session_by_slug(value, centres)).first()
            found = Choice(value, words(row.title), row.id) if row else None
        if found is not None:
            chosen[key] = found
    return chosen
