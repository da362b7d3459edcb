"""What the hook catalogue promises is what the code does: documented, called, and heard."""

import dataclasses
import inspect
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from trainhub.app import REGISTERED
from trainhub.hooks import events, specs, types
from trainhub.hooks.events import EVENTS
from trainhub.hooks.host import PluginHost

ROOT = Path(__file__).parents[2]
HOOKS = sorted(name for name, thing in vars(specs).items() if hasattr(thing, "trainhub_spec"))
SOURCE = "\n".join(path.read_text() for path in (ROOT / "trainhub").rglob("*.py"))
CALLED = set(re.findall(r'\.(?:register|extend|extend_each|gather|check)\(\s*"(\w+)"', SOURCE)) | set(REGISTERED)
PREFIXES = ("register_", "extend_", "check_", "on_")


def test_the_catalogue_is_not_empty() -> None:
    assert len(HOOKS) >= 12


@pytest.mark.parametrize("hook", HOOKS)
def test_the_prefix_says_how_it_is_called(hook: str) -> None:
    assert hook.startswith(PREFIXES)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_documented_with_its_arguments(hook: str) -> None:
    spec = getattr(PluginHost().pm.hook, hook).spec
    assert f"### {hook}({', '.join(spec.argnames)})" in (ROOT / "plugins" / "HOOKS.md").read_text()


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_a_caller(hook: str) -> None:
    assert hook in (EVENTS if hook.startswith("on_") else CALLED)


def test_every_call_names_a_hook_of_the_catalogue() -> None:
    assert set(HOOKS) >= CALLED


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.__name__)
def test_every_event_is_emitted(event: type) -> None:
    assert re.search(rf"emit\(\s*(?:events\.)?{event.__name__}\(", SOURCE)


def test_the_documentation_names_no_hook_that_is_not_there() -> None:
    documented = set(re.findall(r"^### (\w+)\(", (ROOT / "plugins" / "HOOKS.md").read_text(), re.M))
    assert documented == set(HOOKS)


TOLD = (ROOT / "plugins" / "HOOKS.md").read_text()
NAMED = [
    (name, [field.partition("=")[0].strip() for field in inside.split(",")])
    for name, inside in re.findall(r"`([A-Z]\w+)\(([\w=, ]+)\)`", TOLD)
]
SHAPES: dict[str, Any] = vars(types) | vars(events)


@pytest.mark.parametrize(("name", "told"), NAMED, ids=lambda value: value if isinstance(value, str) else "")
def test_the_documentation_names_the_fields_there_are(name: str, told: list[str]) -> None:
    """`plugin` is filled in by the host."""
    fields = [field.name for field in dataclasses.fields(SHAPES[name])]
    assert [field for field in fields if field != "plugin"] == told


def test_the_documentation_tells_the_shape_of_what_each_hook_takes_or_gives() -> None:
    given = {get_args(getattr(specs, hook).__annotations__["return"]) for hook in HOOKS}
    wanted = {kind.__name__ for kinds in given for kind in kinds if dataclasses.is_dataclass(kind)}
    assert wanted | {event.__name__ for event in EVENTS.values()} <= {name for name, _told in NAMED}


@pytest.mark.parametrize("kind", [types.Slot, types.FormKey])
def test_the_documentation_names_the_places_there_are(kind: Any) -> None:
    table = TOLD.partition(f"| `{kind.__name__}` |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == [member.name for member in kind]


def test_every_place_is_on_a_page() -> None:
    pages = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert [place.name for place in types.Slot if not re.search(rf"Slot\.{place.name}\b", pages + SOURCE)] == []


def test_every_hook_says_what_it_is_for() -> None:
    assert [hook for hook in HOOKS if not inspect.getdoc(getattr(specs, hook))] == []
