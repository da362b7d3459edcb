"""A plugin from outside: begun by `trainhub plugins new`, built as a wheel, installed, at work."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trainhub import paths, skeleton
from trainhub.hooks.types import API_VERSION
from trainhub.translations import collect

ROOT = Path(__file__).parents[2]
WORDS = {"No note yet.": "Hələ qeyd yoxdur.", "All notes": "Bütün qeydlər"}
INDICATOR = """

def measure(scope):  # type: ignore[no-untyped-def]
    from sqlalchemy import func, literal, null, select
    from .models import Note
    day = func.date(Note.at)
    return select(
        Note.person_id.label("person_id"), null().label("registration_id"), Note.session_id.label("session_id"),
        null().label("slot_id"), day.label("day"), literal(1).label("value"),
    ).where(day >= scope.first.isoformat(), day < scope.until.isoformat())


@hookimpl
def register_indicators():  # type: ignore[no-untyped-def]
    from trainhub.plugin_api.reports import Indicator
    splits = frozenset({"session"})
    return [Indicator("outside.notes", "Notes kept", "Every note.", "notes", measure, splits=splits, people=False)]
"""


def run(*command: str, folder: Path, **more: str) -> str:
    done = subprocess.run(command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a plugin's own project, with a translation, a style sheet and an indicator of its own."""
    package = skeleton.write("outside", tmp_path_factory.mktemp("outside"), project=True, revision="c013")
    with (package / "plugin.py").open("a") as file:
        file.write(INDICATOR)
    (package / "static").mkdir()
    (package / "static" / "notes.css").write_text(".note { font-style: italic }\n")
    page = package / "templates" / "outside" / "notes.html"
    link = """<link rel="stylesheet" href="{{ asset('outside/notes.css') }}">"""
    page.write_text(page.read_text().replace("{% block content %}", "{% block content %}" + link))
    place = collect.plugin(package)
    collect.translate(place, ["az"], whole=True)
    catalog = collect.load("az", place)
    for english, azerbaijani in WORDS.items():
        catalog[english].string = azerbaijani
    collect.save("az", catalog, place)
    collect.main(["--plugin", str(package), "az"])
    return package.parent


@pytest.fixture(scope="module")
def visited(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Build the wheel, install it into a folder of its own, start trainhub with it and visit it."""
    place = tmp_path_factory.mktemp("site")
    before = listing()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", folder=project)
    (wheel,) = (project / "dist").glob("*.whl")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(place), str(wheel)]
    run(sys.executable, *install, folder=place)
    data = tmp_path_factory.mktemp("data")
    more = {"PYTHONPATH": str(place), "TRAINHUB_DATA": str(data), "TRAINHUB_LOG_LEVEL": "ERROR"}
    said = run(sys.executable, str(ROOT / "tests/plugins/outside_visit.py"), folder=place, **more)
    listed = run(str(Path(sys.executable).parent / "trainhub"), "plugins", "list", folder=place, **more)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found | {"place": str(place), "listed": listed, "touched": listing() - before}


def listing() -> set[str]:
    """Return every file of the checkout that a plugin could have left something in."""
    folders = (paths.plugin_folders()[0], ROOT / "migrations", ROOT / "templates", ROOT / "trainhub")
    return {str(path) for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_it_is_found_where_it_was_installed(visited: dict[str, Any]) -> None:
    assert visited["file"].startswith(visited["place"])
    assert "outside\ton\t0.1.0" in visited["listed"]


def test_its_table_page_and_panel_work(visited: dict[str, Any]) -> None:
    assert visited["saved"] == 303
    assert visited["page"]
    assert visited["panel"]
    assert visited["plugins"]
    assert visited["own"]


def test_its_indicator_joins_the_registry(visited: dict[str, Any]) -> None:
    assert visited["explorer"] == [200, True]


def test_its_words_are_translated(visited: dict[str, Any]) -> None:
    assert visited["translated"]


def test_its_static_files_may_be_kept_for_ever(visited: dict[str, Any]) -> None:
    status, caching, style = visited["style"]
    assert (status, style) == (200, ".note { font-style: italic }")
    assert "immutable" in caching


def test_the_checkout_was_not_touched(visited: dict[str, Any]) -> None:
    assert {path for path in visited["touched"] if "outside" in path} == set()


# --- what `trainhub plugins new` writes --------------------------------------------------------------


NAMES = ("q", "room_signs_of_every_hall")  # the shortest and the longest: lines must fit with both


def test_a_new_plugin_passes_its_tests_and_types(tmp_path: Path) -> None:
    home = skeleton.write(NAMES[0], tmp_path, project=True, revision="c013").parent
    run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=home)
    run(sys.executable, "-m", "mypy", folder=home)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_plugin_is_in_style_its_own_and_the_houses(tmp_path: Path, name: str) -> None:
    home = skeleton.write(name, tmp_path, project=True, revision="c013").parent
    run(sys.executable, "-m", "ruff", "check", "--no-cache", ".", folder=home)
    run(sys.executable, "-m", "ruff", "check", "--no-cache", "--config", "pyproject.toml", str(home), folder=ROOT)


def test_a_new_plugin_asks_for_this_api(tmp_path: Path) -> None:
    package = skeleton.write("fresh", tmp_path, project=False, revision="c013")
    assert f"requires_api={API_VERSION}" in (package / "plugin.py").read_text()
