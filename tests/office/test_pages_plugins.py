"""The page of the plugins: how each is, what went wrong, on and off, and another try."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from trainhub.app import create_app
from trainhub.hooks import failures
from trainhub.hooks.delivery import Delivery
from trainhub.hooks.events import RegistrationChanged
from trainhub.hooks.host import PluginHost
from trainhub.hooks.loading import Found, switched_off
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.jobs import JobRow
from trainhub.plugin_api import hookimpl, public
from trainhub.testing import Clock
from trainhub.testing.make import Make

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def administrator(make: Make, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.account("administrator"))


@pytest.fixture
def host(app: Flask, plugin: str) -> Iterator[PluginHost]:
    """Give the host as in production, with the plugin of these tests among those that can be switched."""
    found: PluginHost = app.extensions["plugins"]
    found.strict, found.available[plugin] = False, Found(plugin, "trainhub_decided")
    yield found
    found.strict = True
    found.available.pop(plugin)
    found.unloaded.clear()
    found.failures.clear()
    found.waiting.clear()
    (app.config["DATA"] / "plugins.off").unlink(missing_ok=True)


def test_it_tells_how_each_plugin_is(host: PluginHost, administrator: FlaskClient) -> None:
    page = administrator.get("/plugins/").text
    for words in ("Decided", "It decides.", "Nothing is kept.", "1.0", "Panels", "/settings/#decided", "Switch off"):
        assert words in page


def test_one_that_did_not_start_is_named_with_its_reason(host: PluginHost, administrator: FlaskClient) -> None:
    host.unloaded["lame"] = "RuntimeError: needs plugin API 2; this trainhub has 1"
    page = administrator.get("/plugins/").text
    assert "lame did not start, so it is off. Nothing else is affected." in page
    assert "needs plugin API 2" in page


def test_switching_says_when_and_is_written_down(app: Flask, host: PluginHost, administrator: FlaskClient) -> None:
    answer = administrator.post("/plugins/decided/off", follow_redirects=True)
    assert "It is switched off from the next start of the program." in answer.text
    assert "off from the next start" in answer.text
    assert switched_off(app.config["DATA"]) == {"decided"}
    answer = administrator.post("/plugins/decided/on", follow_redirects=True)
    assert switched_off(app.config["DATA"]) == frozenset()
    assert "Switched on" in administrator.get("/plugins/decided/history").text


def test_failures_stand_there_with_time_hook_and_how_often(
    app: Flask, host: PluginHost, administrator: FlaskClient, clock: Clock
) -> None:
    for moment in ("2027-03-02 08:00", "2027-03-02 09:30"):
        clock.set(moment)
        for _each in range(2):
            host.report("decided", "extend_page", ZeroDivisionError("by the plugin\nsecret@person.example"))
        failures.keep(host)
    page = administrator.get("/plugins/").text
    assert "What Decided failed at" in page
    for words in ("extend_page", "ZeroDivisionError: by the plugin", "2 Mar 2027, 13:30", "first 2 Mar 2027, 12:00"):
        assert words in page
    assert ">4</td>" in page
    assert "secret@person.example" not in page  # only the first line is kept
    assert "The list is empty now." in administrator.post("/plugins/decided/seen", follow_redirects=True).text
    assert "What Decided failed at" not in administrator.get("/plugins/").text


def test_what_has_not_happened_for_three_months_is_forgotten(host: PluginHost, make: Make, clock: Clock) -> None:
    host.report("decided", "extend_page", ZeroDivisionError("once"))
    failures.keep(host)
    clock.set("2027-06-15 08:00")
    jobs.enqueue("plugins.purge")
    work.commit()
    jobs.drain()
    assert db.session.query(failures.PluginFailure).count() == 0


def test_a_page_of_a_plugin_that_fails_is_noted_too(app: Flask, database_url: str, tmp_path: Path) -> None:
    """The page stands in an app of its own: the one of all tests cannot lose an address again."""

    @public
    def view() -> str:
        raise ZeroDivisionError("on its page")

    pages = Blueprint("decided_pages", __name__)
    pages.add_url_rule("/x/decided/broken", view_func=view)
    own = create_app({"DATA": tmp_path, "DATABASE_URL": database_url, "STRICT": False, "LOG_LEVEL": "CRITICAL"})
    own.register_blueprint(pages)
    host: PluginHost = own.extensions["plugins"]
    host.pages["decided_pages"] = "decided"
    assert own.test_client().get("/x/decided/broken").status_code == 500
    assert [(failure.plugin, failure.hook) for failure in host.failures] == [("decided", "page")]
    with own.app_context():
        db.engine.dispose()


class Listener:
    """Takes events once it is mended."""

    def __init__(self) -> None:
        self.broken, self.heard = True, 0

    @hookimpl
    def on_registration_changed(self, event: Any) -> None:
        if self.broken:
            raise RuntimeError("not today")
        self.heard += 1


def test_events_that_wait_can_be_tried_again(host: PluginHost, administrator: FlaskClient) -> None:
    listener = Listener()
    host.pm.unregister(name="decided")
    host.pm.register(listener, name="decided")
    work.emit(RegistrationChanged(1, 1, "", "applied"))
    work.commit()
    jobs.drain()
    for delivery in db.session.query(Delivery).filter_by(plugin="decided"):
        delivery.state, delivery.tries = "dead", 8
    work.commit()
    page = administrator.get("/plugins/").text
    for words in ("Events that wait for Decided", "on_registration_changed", "given up", "RuntimeError: not today"):
        assert words in page
    listener.broken = False
    assert "on the way again" in administrator.post("/plugins/decided/retry", follow_redirects=True).text
    jobs.drain()
    assert listener.heard == 1
    assert "Events that wait" not in administrator.get("/plugins/").text


def test_work_that_was_given_up_can_be_tried_again(host: PluginHost, administrator: FlaskClient) -> None:
    public_id = jobs.enqueue("people.purge")
    row = db.session.query(JobRow).filter_by(public_id=public_id).one()
    row.state, row.error = "dead", "OperationalError: the disk is full"
    work.commit()
    assert "the disk is full" in administrator.get("/plugins/").text
    administrator.post(f"/jobs/{public_id}/retry")
    jobs.drain()
    assert "the disk is full" not in administrator.get("/plugins/").text


@pytest.mark.parametrize("path", ["off", "on", "retry", "seen"])
def test_only_administrators_may(host: PluginHost, make: Make, sign_in: SignIn, path: str) -> None:
    assert sign_in(make.staff()).post(f"/plugins/decided/{path}").status_code == 403


def test_nobody_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.post("/plugins/nobody/off").status_code == 404
    assert administrator.post("/plugins/core.people/off").status_code == 404
    assert administrator.get("/plugins/nobody/history").status_code == 404
