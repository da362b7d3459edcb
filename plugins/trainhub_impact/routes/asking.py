"""What an address asks: a centre, a period, and what narrows the figures. Whatever is not there is left out."""

from dataclasses import dataclass
from typing import Any

from flask import request

from trainhub.plugin_api import NotFound, clock, viewer
from trainhub.plugin_api.people import Centre
from trainhub.plugin_api.reports import Period, breakdown
from trainhub.plugin_api.sessions import Project
from trainhub.plugin_api.texts import language

from .. import spans
from ..services import donor, framework, story
from ..services.readings import View


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Asked:
    """The view an address asks for, and what else could be asked."""

    view: View
    centres: list[Centre]
    periods: list[Period]
    countries: list[Choice]
    modules: list[Choice]
    projects: list[Choice]

    @property
    def chosen(self) -> dict[str, Choice]:
        """Return the filters in force."""
        view = self.view
        wanted = {
            "country": (self.countries, view.country),
            "module": (self.modules, str(view.module) if view.module else None),
            "project": (self.projects, view.project.public_id if view.project else None),
        }
        return {
            key: next(each for each in choices if each.value == value)
            for key, (choices, value) in wanted.items()
            if value
        }

    @property
    def keep(self) -> dict[str, Any]:
        """Return what links on the page carry on."""
        view = self.view
        found = {"period": view.period.key, **{key: each.value for key, each in self.chosen.items()}}
        return found | ({"centre": view.centre.slug} if len(self.centres) > 1 else {})


def read() -> Asked | None:
    """Read the address of this request; None where the viewer sees no centre at all."""
    centres = framework.centres_of(viewer())
    if not centres:
        return None
    slug = request.args.get("centre", "")
    centre = next((each for each in centres if each.slug == slug), None)
    if slug and centre is None:
        raise NotFound
    return read_for(centre or centres[0], centres)


def read_for(centre: Centre, centres: list[Centre] | None = None) -> Asked:
    """Read period and filters of the address for one centre."""
    countries = [Choice(code, label) for code, label in _countries()]
    modules = [Choice(str(number), title) for number, title in story.modules().items()]
    projects = donor.projects(centre.id)
    view = View(
        centre,
        period_of(centre),
        country=_one(countries, "country"),
        module=int(_one(modules, "module") or 0) or None,
        project=_project(projects),
    )
    offered = [Choice(each.public_id, each.title.text(language())) for each in projects]
    today = clock.today(centre.zone)
    return Asked(view, centres or [centre], spans.around(today), countries, modules, offered)


def period_of(centre: Centre) -> Period:
    """Return the year or quarter of the address, else the last quarter that is over."""
    asked = spans.reportable(request.args.get("period", ""))
    return asked or next(each for each in spans.over(clock.today(centre.zone)) if not each.years)


def centre_of() -> Centre:
    """Return the centre the address names, or the viewer's first; raises NotFound."""
    return framework.centre_of(viewer(), request.args.get("centre", ""))


def _countries() -> list[tuple[str, str]]:
    known = breakdown("country")
    codes = list(known.codes()) if known.codes else []
    labels = known.labels(codes)
    return sorted(((code, str(labels[code])) for code in codes), key=lambda each: each[1])


def _one(choices: list[Choice], name: str) -> str | None:
    wanted = request.args.get(name, "")
    return next((each.value for each in choices if each.value == wanted), None)


def _project(projects: list[Project]) -> Project | None:
    wanted = request.args.get("project", "")
    return next((each for each in projects if each.public_id == wanted), None)
