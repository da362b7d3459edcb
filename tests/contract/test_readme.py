"""What the documents show is what runs: the README's plugin, its paths, every setting, every address of the map."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from trainhub.app import create_app
from trainhub.kernel.db import db
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted(
    path
    for folder in (".", "docs", "plugins", "curricula", "templates", "migrations", "tests")
    for path in (ROOT / folder).glob("*.md")
)


def block(title: str) -> str:
    found = re.search(rf"```\w+ title={re.escape(title)}\n(.*?)```", README, re.S)
    assert found, f"the README shows no {title}"
    return found[1]


@pytest.fixture
def hello(tmp_path: Path) -> Flask:
    """Give an app that has the README's plugin in a folder."""
    folder = tmp_path / "plugins" / "trainhub_hello"
    (folder / "templates" / "hello").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "plugin.py").write_text(block("plugin.py"))
    (folder / "templates" / "hello" / "panel.html").write_text(block("templates/hello/panel.html"))
    return create_app({"DATA": tmp_path, "STRICT": True, "PLUGIN_FOLDERS": (str(folder.parent),), "LOG_LEVEL": "ERROR"})


def test_the_readmes_plugin_adds_its_panel_to_a_session(hello: Flask) -> None:
    prepare(hello)
    with hello.app_context():
        session = Make().session(seats=17)
        db.session.commit()
        page = hello.test_client().get(f"/sessions/{session.slug}/").text
        db.session.remove()
        db.engine.dispose()
    assert "17 seats, says the plugin." in page


def test_it_is_about_twenty_lines() -> None:
    lines = [line for line in block("plugin.py").splitlines() if line.strip()]
    assert len(lines) <= 20


def running_it(folder: Path) -> str:
    """Return the block "Running it" as a script; its data lie in a folder of the test."""
    found = re.search(r"## Running it\n\n((?:    .*\n)+)", README)
    assert found
    lines = [line.strip() for line in found[1].splitlines()]
    assert (lines[0], lines[-1]) == ("pip install trainhub", "trainhub serve")
    return "\n".join(["set -e", *lines[1:-1], "exec trainhub serve"]).replace("/srv/trainhub", str(folder))


def fetched(address: str, server: subprocess.Popen[str]) -> str:
    """Return a page, as soon as the server answers."""
    until = time.monotonic() + 90
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    server.kill()
    pytest.fail(f"no answer: {server.communicate()[1]}")


def test_running_it_runs(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TRAINHUB_")}
    environ |= {"PATH": f"{Path(sys.executable).parent}:{environ['PATH']}", "PYTHONPATH": str(ROOT), "PORT": str(port)}
    environ |= {"TRAINHUB_PASSWORD": "correct horse battery staple"}
    script = ["sh", "-c", running_it(tmp_path / "data")]
    server = subprocess.Popen(script, env=environ, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        page = fetched(f"http://127.0.0.1:{port}/curriculum/", server)
    finally:
        server.terminate()
        server.communicate(timeout=20)
    assert 'href="/curriculum/modules/4/' in page


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_a_document_links_to_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text())
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    listed = re.search(r"^dependencies = \[(.*?)^\]", project, re.S | re.M)
    assert listed
    names = re.findall(r'^\s+"([\w-]+)', listed[1], re.M)
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in names if name not in reasons] == []


def test_every_feature_of_the_map_is_there(app: Any) -> None:
    features = re.findall(r"\b(\w+)/", re.search(r"people/ .*?office/", README)[0])  # type: ignore[index]
    assert [name for name in features if not (ROOT / "trainhub" / name / "hooks.py").exists()] == []
