"""Plugins that fail at every hook of the catalogue, in every way, leave core's pages and acts standing.

The hooks are read from `specs.py`: a new one is covered as soon as it is there, and a hook that no page
of the walk calls is named by the test.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from trainhub.app import create_app
from trainhub.certificates.models import Certificate, CertificateHold
from trainhub.certificates.services.issue import attempt
from trainhub.hooks import failures, specs
from trainhub.hooks.failures import PluginFailure
from trainhub.hooks.host import PluginHost
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.people.models import Category
from trainhub.plugin_api import Form, FormPart, MenuItem, Panel, PersonData, Waiting, hookimpl
from trainhub.registration.models import Registration

HOOKS = sorted(name for name, thing in vars(specs).items() if hasattr(thing, "trainhub_spec"))
AT_START = [hook for hook in HOOKS if hook.startswith("register_")]
LATER = [hook for hook in HOOKS if not hook.startswith(("register_", "check_"))]
GIVING = [hook for hook in LATER if hook.startswith("extend_")]


def raises() -> Any:
    raise ZeroDivisionError("broken on purpose")


def bad_sql() -> Any:
    db.session.execute(text("select * from nowhere"))


def bad_row() -> Any:
    db.session.add(Category(code=None, title=None))


def not_a_list() -> Any:
    return 42


def wrong_things() -> Any:
    return [object()]


def stops_midway() -> Any:
    yield from ()
    raise ZeroDivisionError("broken on purpose")


WAYS: dict[Callable[[], Any], list[str]] = {
    raises: LATER,
    bad_sql: LATER,
    bad_row: LATER,
    not_a_list: GIVING,
    wrong_things: GIVING,
    stops_midway: GIVING,
}


def broken(way: Callable[[], Any], hooks: list[str]) -> Any:
    """Return a plugin that fails in one way at each of some hooks."""
    host = PluginHost()
    functions: dict[str, Any] = {}
    for hook in hooks:
        arguments = ", ".join(["self", *getattr(host.pm.hook, hook).spec.argnames])
        space: dict[str, Any] = {"way": way}
        exec(f"def {hook}({arguments}):\n    return way()", space)
        functions[hook] = hookimpl(space[hook])
    return type("Crashing", (), functions)()


@pytest.fixture
def host(app: Any, session: Any) -> Iterator[PluginHost]:
    """Give the app's host as in production: a failure is written down, not raised."""
    found: PluginHost = app.extensions["plugins"]
    found.strict = False
    before = {name for name, _plugin in found.pm.list_name_plugin()}
    db.session.query(PluginFailure).delete()  # apps of other tests on this database wrote theirs
    yield found
    for name in {name for name, _plugin in found.pm.list_name_plugin()} - before:
        found.pm.unregister(name=name)
    found.strict = True
    found.failures.clear()
    found.waiting.clear()


class Day:
    """One day in the centre: the acts and pages that between them call every hook."""

    def __init__(self, app: Any, make: Any, clock: Any) -> None:
        self.app, self.clock = app, clock
        staff, official, administrator = make.staff(), make.account(category="ministry"), make.account("administrator")
        session = make.session(slots=1, trainer=staff.person)
        make.graduate()
        db.session.commit()
        people = {"staff": staff, "official": official, "administrator": administrator}
        self.keys = {name: f"{account.id}:{account.stamp}" for name, account in people.items()}
        self.official, self.session = official.person_id, session.id
        self.slug, self.slot = session.slug, session.slots[0].public_id
        self.twins = [make.person().public_id for _ in range(3)]

    def client(self, name: str) -> Any:
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = self.keys[name], True
        return client

    def read(self, name: str, *paths: str) -> None:
        for path in paths:
            answer = self.client(name).get(path)
            assert answer.status_code == 200, f"{path} answered {answer.status_code}: {answer.text[-2000:]}"

    def send(self, name: str, path: str, **fields: Any) -> None:
        answer = self.client(name).post(path, data=fields)
        assert answer.status_code == 303, f"{path} answered {answer.status_code}: {answer.text[-2000:]}"

    def run(self) -> None:
        home = f"/sessions/{self.slug}"
        self.read("official", "/", "/calendar/", f"{home}/", f"{home}/register", "/me/", "/me/profile", "/me/data")
        self.send("official", f"{home}/register", motivation="I draft the law.")
        picked = db.session.scalars(select(Registration.public_id).where(Registration.session_id == self.session))
        self.send("staff", f"{home}/participants/decide", verb="confirm", pick=picked.one())
        self.clock.set(kernel_clock.now() + timedelta(days=10))
        self.send("staff", f"{home}/attendance/{self.slot}/close")
        self.send("staff", f"{home}/complete")
        self.work()
        self.read("staff", "/", f"{home}/", f"{home}/edit", f"{home}/participants/", f"{home}/attendance/")
        self.read("staff", "/sessions/", "/sessions/new", "/certificates/", "/people/", "/reports/")
        self.read("administrator", "/plugins/", "/settings/")
        goes, stays, last = self.twins
        self.send("administrator", f"/people/{goes}/merge/{stays}", sure="y")
        self.send("administrator", f"/people/{last}/erase", sure="y", reason="asked for it")
        self.work()

    def work(self) -> None:
        jobs.drain()
        self.clock.set(kernel_clock.now() + timedelta(hours=2))
        jobs.drain()


@pytest.fixture
def day(app: Any, make: Any, clock: Any) -> Day:
    return Day(app, make, clock)


def outcome(day: Day) -> list[str]:
    """Return how the one registration stands at the end of the day."""
    return list(db.session.scalars(select(Registration.state).where(Registration.session_id == day.session)))


def test_plugins_that_fail_at_everything_leave_the_day_as_it_is(host: PluginHost, day: Day) -> None:
    """One plugin for each way and hook: one that cannot take an event hears no later one of the same object."""
    wanted = {f"{way.__name__}_{hook}" for way, hooks in WAYS.items() for hook in hooks}
    for way, hooks in WAYS.items():
        for hook in hooks:
            host.pm.register(broken(way, [hook]), name=f"{way.__name__}_{hook}")
    day.run()
    met = {failure.plugin for failure in host.waiting.values()}
    assert {"not called on this day, or not noted": sorted(wanted - met)} == {
        "not called on this day, or not noted": []
    }
    assert outcome(day) == ["confirmed"]
    assert db.session.query(Certificate).filter(Certificate.person_id == day.official).count() == 1
    failures.keep(host)
    kept = db.session.query(PluginFailure).all()
    assert {row.plugin for row in kept} == wanted
    assert any(row.times > 1 for row in kept)
    assert all(row.last_at >= row.first_at for row in kept)


@pytest.mark.parametrize("way", [raises, bad_sql, bad_row], ids=lambda way: way.__name__)
def test_a_broken_check_postpones_the_certificate_and_nothing_else(
    host: PluginHost, make: Any, way: Callable[[], Any]
) -> None:
    registration, plugin = make.graduate(), broken(way, ["check_certificate"])
    host.pm.register(plugin, name="crashing")
    hold = attempt(registration, work.Actor())
    assert isinstance(hold, CertificateHold)
    assert not hold.refused
    assert "crashing: " in hold.reason
    assert [(failure.plugin, failure.hook) for failure in host.failures] == [("crashing", "check_certificate")]
    host.pm.unregister(plugin)
    assert isinstance(attempt(registration, work.Actor()), Certificate)


def test_every_check_of_the_catalogue_is_covered_above() -> None:
    assert [hook for hook in HOOKS if hook.startswith("check_")] == ["check_certificate"]


# --- what breaks only when it is used --------------------------------------------------------------


class Bad:
    """Breaks when it is shown."""

    def __str__(self) -> str:
        raise ZeroDivisionError("broken on purpose")

    __html__ = __str__


class BadForm(Form):
    """Breaks when it is checked."""

    def validate(self, extra_validators: Any = None) -> bool:
        raise ZeroDivisionError("broken on purpose")


def breaks_on_save(made: Any, form: Any) -> None:
    db.session.execute(text("select * from nowhere"))


class BreaksLater:
    """Gives things that look right."""

    @hookimpl
    def extend_menu(self, area: Any) -> Any:
        return [MenuItem(Bad(), "/", "plug")]  # type: ignore[arg-type]

    @hookimpl
    def extend_page(self, slot: Any) -> Any:
        return [Panel("x", "crashing/nowhere.html"), Panel("x", "people/looks.html", {"accesses": [Bad()]})]

    @hookimpl
    def extend_waiting(self) -> Any:
        unknown, no_page = select(text("nothing FROM nowhere")), select(Category.code)
        return [Waiting(unknown, "x.html"), Waiting(no_page, "crashing/nowhere.html"), Waiting(42, "x.html")]  # type: ignore[arg-type]

    @hookimpl
    def extend_form(self, form: Any) -> Any:
        parts = [FormPart("x", BadForm(prefix="x-"), breaks_on_save)]
        return [*parts, FormPart("y", Form(prefix="y-"), breaks_on_save), FormPart(Bad(), Form(), breaks_on_save)]  # type: ignore[arg-type]

    @hookimpl
    def extend_person_data(self, person: Any) -> Any:
        return [PersonData("x", "x", {"x": Bad()}, [{"x": Bad()}]), PersonData("y", "y", {}, 42)]  # type: ignore[arg-type,dict-item]


def test_what_breaks_only_when_it_is_shown_checked_or_saved_is_left_out_too(host: PluginHost, day: Day) -> None:
    host.pm.register(BreaksLater(), name="crashing")
    day.run()
    assert {failure.hook for failure in host.waiting.values()} == set(GIVING)
    assert outcome(day) == ["confirmed"]
    assert "could not be read" in day.client("official").get("/me/data").text


# --- at the start ----------------------------------------------------------------------------------

PLUGIN = """
from trainhub.plugin_api import PluginInfo, hookimpl
PLUGIN = PluginInfo("{name}", "1.0", requires_api=1)

@hookimpl
def {hook}():
    {body}
"""


BODIES = {"raises": "raise ZeroDivisionError", "wrong": "return [object()]", "number": "return 42"}


def test_plugins_that_fail_at_the_start_are_out_whole(database_url: str, data: Path, tmp_path: Path) -> None:
    names = {f"{kind}_{hook}": (hook, body) for hook in AT_START for kind, body in BODIES.items()}
    for name, (hook, body) in names.items():
        folder = tmp_path / f"trainhub_{name}"
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "plugin.py").write_text(PLUGIN.format(name=name, hook=hook, body=body))
    app = create_app(
        {
            "DATA": data,
            "DATABASE_URL": database_url,
            "PLUGINS": tuple(names),
            "PLUGIN_FOLDERS": (str(tmp_path),),
            "STRICT": False,
            "LOG_LEVEL": "CRITICAL",
        }
    )
    found: PluginHost = app.extensions["plugins"]
    assert found.infos == {}
    assert set(found.unloaded) == set(names)
    client = app.test_client()
    assert [client.get(path).status_code for path in ("/health", "/sign-in", "/calendar/")] == [200, 200, 200]
    with app.app_context():
        db.engine.dispose()
