"""A served demonstration centre and a headless Chromium that fails on any fault of a page."""

import json
import os
import re
import shutil
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .. import programs

DAY = "2027-03-02"
CLOCK = f"{DAY}T08:00"  # noon in Baku, between the two slots of the demo trainer's session
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
)
HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
THUMBS = RULES | {"rules": {"target-size": {"enabled": True}}}  # a rule that axe asks only where it is told to
# What a page is to the rules of axe: its elements with what they depend on, like ones beside each other once, no words.
SHAPE = """
(() => {
    const said = new Set(["class", "role", "type", "dir", "tabindex", "aria-hidden", "aria-expanded", "aria-current"]);
    const shape = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "words" : "";
        if (node.nodeType !== Node.ELEMENT_NODE) return "";
        const mark = ({name, value}) => (said.has(name) ? `${name}=${value}` : name);
        const inside = new Set([...node.childNodes].map(shape));
        return `<${node.localName} ${[...node.attributes].map(mark).sort().join(" ")}>${[...inside].join("")}</>`;
    };
    const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    return [innerWidth, dark, ids.length - new Set(ids).size, shape(document.documentElement)].join();
})()
"""
FOUND_SOUND: set[str] = set()  # shapes in which axe found no fault
WIDTHS = {1280: 900, 360: 740}
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def chromium() -> str | None:
    """Return the browser's program; the one without windows is a third quicker."""
    programs = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next(filter(None, map(shutil.which, programs)), None)


@dataclass
class Centre:
    """A running installation with demonstration data."""

    base: str
    accounts: "Accounts"
    data: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Accounts = dict[str, dict[str, str]]


def load(folder: Path) -> Accounts:
    """Load the demonstration around DAY into an empty folder; return one account a role."""
    environ = _environ(folder)
    strictly = environ | {"TRAINHUB_STRICT": "1"}  # a plugin that fails is not passed over
    made = programs.trainhub("init", environ=environ)
    assert made.returncode == 0, made.stderr
    done = programs.trainhub("demo", "load", "--json", environ=strictly)
    assert done.returncode == 0, done.stderr
    accounts: Accounts = json.loads(done.stdout)["accounts"]
    return accounts


@contextmanager
def served(folder: Path, accounts: Accounts | None = None, **settings: str) -> Iterator[Centre]:
    """Serve the demonstration, the clock stopped, until the block ends; `accounts` means it is loaded already."""
    accounts = accounts or load(folder)
    port = free_port()
    environ = _environ(folder) | {"TRAINHUB_BASE_URL": f"http://127.0.0.1:{port}", **settings}
    server = programs.start("serve", "--port", str(port), environ=environ)
    try:
        _wait(f"http://127.0.0.1:{port}/health", server)
        yield Centre(f"http://127.0.0.1:{port}", accounts, folder)
    finally:
        server.terminate()
        server.join(30)
        assert server.exitcode is not None, "the server does not end"


def told(centre: Centre, program: str, *words: str) -> Any:
    """Run a program in Python on the centre's data; return what it prints as JSON."""
    done = programs.script(program, *words, environ=_environ(centre.data))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _environ(folder: Path) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TRAINHUB_")}
    return environ | {
        "TRAINHUB_DATA": str(folder),
        "TRAINHUB_DEMO_DATE": DAY,
        "TRAINHUB_CLOCK": CLOCK,
        "TRAINHUB_LOG_LEVEL": "WARNING",
        "TRAINHUB_SIGN_IN_TRIES": "50",
    }


def _wait(address: str, server: BaseProcess, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            if time.monotonic() > until or server.exitcode is not None:
                raise
            time.sleep(0.1)


@dataclass
class Visit:
    """One person's browser: every page it opens is looked at by axe, every fault is kept."""

    centre: Centre
    context: BrowserContext
    asked: dict[str, Any] = field(default_factory=lambda: RULES)
    rules: bool = True  # False where the same pages are looked at in another width: the rules know of none
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._fault(message.type == "error", message.text))
        self.page.on("pageerror", lambda error: self._fault(True, str(error)))
        self.page.on(
            "requestfailed",
            lambda request: self._fault(
                "ERR_ABORTED" not in (request.failure or ""), f"{request.url} {request.failure}"
            ),
        )

    def _fault(self, counts: bool, words: str) -> None:
        if counts and "422" not in words:  # the browser reports a form with remarks as a failed load
            self.faults.append(f"{self.page.url}: {words}")

    def open(self, path: str) -> Page:
        """Go to a path and look at it."""
        self.pass_by(path)
        self.look()
        return self.page

    def pass_by(self, path: str) -> Page:
        """Go to a path, and ask only whether it fits."""
        answer = self.page.goto(self.centre.base + path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        self.fit()
        return self.page

    def look(self) -> None:
        """Ask axe about the page as it is, and whether it scrolls sideways."""
        if self.rules:
            self._ask_axe()
        self.fit()

    def _ask_axe(self) -> None:
        with self._whole():
            shape = json.dumps(self.asked) + self.page.evaluate(SHAPE)
            if shape in FOUND_SOUND:
                return
            found = Axe().run(self.page, options=self.asked)
        if not found.response["violations"]:
            FOUND_SOUND.add(shape)
        for violation in found.response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            self.faults.append(f"{self.page.url}: axe {violation['id']}: {nodes}")

    def fit(self) -> None:
        """Ask whether the page scrolls sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 1:
            self.faults.append(f"{self.page.url}: scrolls sideways by {wide} px at {self.page.viewport_size}")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Make the window as tall as its page: what lies under a fixed bar can be scrolled free, axe does not know."""
        self.page.wait_for_load_state()
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        tall = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(tall, size["height"])})
        try:
            yield
        finally:
            self.page.set_viewport_size(size)

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto(f"{self.centre.base}/sign-in")
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))

    def close(self) -> None:
        self.context.close()
        assert self.faults == [], "\n".join(self.faults)


@contextmanager
def launched() -> Iterator[Browser]:
    """Start one Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS.split(), HOSTS])
        yield browser
        browser.close()


def visit(
    browser: Browser, centre: Centre, width: int = 1280, language: str = "en", *, rules: bool = True, **options: Any
) -> Visit:
    """Open a browser of one person's own; `rules` False asks axe nothing."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale=language,
        timezone_id="Asia/Baku",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(30_000)
    return Visit(centre, context, rules=rules)
