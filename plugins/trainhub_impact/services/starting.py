"""The framework to start from: results and indicators drawn from the regional assessment and from public practice."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from trainhub.plugin_api import Refused, Texts
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Centre

from ..models import Result, Tracked
from . import framework
from .framework import IndicatorCommand, ResultCommand, SheetCommand

FILE = Path(__file__).resolve().parents[1] / "starting" / "framework.toml"
GOAL_KEY = "G"
TEXTS = ("title", "definition", "unit", "verification")
LISTS = ("by", "links", "sdg", "gcm", "modules")
WORDS = ("source", "numerator", "denominator", "gather", "shape", "people", "direction", "drawn_from")


def start(centre: Centre) -> list[Tracked]:
    """Give a centre the framework to start from; raises Refused where there is one already."""
    if framework.results(centre) or framework.tracked(centre):
        raise Refused(_("There is a framework already. The starting set is for an empty one."))
    places: dict[str, Result] = {}
    for entry in shipped()["result"]:
        parent = places.get(entry["key"].rpartition(".")[0] or GOAL_KEY)  # none yet for the goal itself
        command = ResultCommand(entry["key"], _texts(entry["title"]), _texts(entry.get("about", {})))
        places[entry["key"]] = framework.add_result(centre, command, parent)
    return [
        framework.add(places[entry["result"]], IndicatorCommand(entry["key"], entry["family"], sheet_of(entry)))
        for entry in shipped()["indicator"]
    ]


@cache
def shipped() -> Mapping[str, Any]:
    """Return the file of the starting set."""
    return tomllib.loads(FILE.read_text("utf-8"))


def sheet_of(entry: Mapping[str, Any]) -> SheetCommand:
    """Return the definition that an entry of the starting set says."""
    values: dict[str, Any] = {name: _texts(entry.get(name, {})) for name in TEXTS}
    values |= {name: tuple(entry[name]) for name in LISTS if name in entry}
    values |= {name: entry[name] for name in WORDS if name in entry}
    values |= {
        f"{name}_filters": entry[f"{name}_only"] for name in ("numerator", "denominator") if f"{name}_only" in entry
    }
    return SheetCommand(**values)


def _texts(given: Mapping[str, str]) -> Texts:
    return Texts.of(given)
