"""House rules that the eye forgets: sizes, where select and commit may stand, imports, who opens a view."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(
    path for folder in ("trainhub", "plugins") for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts
)
FEATURES = (
    "people",
    "imports",
    "accounts",
    "messages",
    "curriculum",
    "sessions",
    "materials",
    "registration",
    "attendance",
    "certificates",
    "cascade",
    "holidays",
    "planner",
    "reports",
    "office",
)
MOST_LINES = 400
# select() outside queries.py: furniture that builds queries for others, or asks only for its own rows
MAY_SELECT = re.compile(r"(^|/)(queries(/\w+)?\.py$|kernel/|hooks/delivery\.py$|web/(tables|history)\.py$|testing/)")
MAY_COMMIT = {"trainhub/kernel/work.py", "trainhub/kernel/jobs.py"}
MAY_COMMIT |= {"trainhub/testing/ground.py"}  # savepoints
LOCAL_IMPORT_REASONS = ("slow import", "optional")
TOP_LEVEL = {
    "wsgi.py",
    "trainhub",
    "plugins",
    "curricula",
    "templates",
    "migrations",
    "tests",
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "package.json",
    "package-lock.json",
    "hatch_build.py",
    "Makefile",
    "CHANGELOG.md",
    "LICENSE",
    "docs",
    "benchmarks",
    "deploy",
}
MADE = {"node_modules", "var", "dist", "build", "__pycache__"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and line of every call in a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_there_is_code_to_look_at() -> None:
    assert len(CODE) > 60


def test_top_level_holds_only_what_the_house_names() -> None:
    found = {
        path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert found - MADE <= TOP_LEVEL


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_module_has_outgrown_the_house(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", [path for path in CODE if not MAY_SELECT.search(name(path))], ids=name)
def test_only_queries_select(path: Path) -> None:
    """A partial index in models.py spells its condition with text(); nothing else outside queries.py may."""
    from_sqlalchemy = {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    allowed = {"text"} if path.name in {"models.py"} or path.parent.name == "models" else set()
    assert (from_sqlalchemy & {"select", "text"}) - allowed == set()


@pytest.mark.parametrize("path", [path for path in CODE if name(path) not in MAY_COMMIT], ids=name)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    assert [line for call, line in calls(path) if call.endswith("session.commit")] == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    lines = path.read_text().splitlines()
    inside = {
        node.lineno
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert [
        line for line in inside if not any(f"# {reason}" in lines[line - 1] for reason in LOCAL_IMPORT_REASONS)
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in CODE
        if path.name in {"services.py", "queries.py", "policies.py", "models.py"}
        or path.parent.name in {"services", "queries", "models"}
    ],
    ids=name,
)
def test_services_and_below_know_no_request(path: Path) -> None:
    known = {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    assert known & {"request", "flash", "redirect", "render_template", "session", "g"} == set()


@pytest.mark.parametrize("path", [path for path in CODE if name(path).startswith("plugins/")], ids=name)
def test_a_plugin_sees_only_the_published_api(path: Path) -> None:
    own = path.relative_to(ROOT / "plugins").parts[0]
    seen = {node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.level == 0}
    assert {
        each for each in seen if each.startswith("trainhub") and not each.startswith(("trainhub.plugin_api", own))
    } == set()


def test_a_feature_uses_no_routes_or_forms_of_another() -> None:
    wrong = []
    for path in CODE:
        parts = path.relative_to(ROOT).parts
        if len(parts) > 2 and parts[1] in FEATURES:
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                    other, _, part = node.module.partition(".")
                    names = {part.partition(".")[0]} | {alias.name for alias in node.names if not part}
                    if other in FEATURES and other != parts[1] and names & {"routes", "forms"}:
                        wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert [name(path) for path in CODE if path.stem in {"utils", "util", "helpers", "misc", "common"}] == []


def test_code_and_templates_read_nothing_outside_the_repository() -> None:
    outside = "../" + "shared"
    places = [*CODE, *(ROOT / "templates").rglob("*.html"), *(ROOT / "docs").rglob("*.md"), ROOT / "Makefile"]
    assert [name(path) for path in places if outside in path.read_text()] == []
