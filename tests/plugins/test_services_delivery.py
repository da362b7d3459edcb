"""Events reach plugins at least once, in order per object, each plugin in its own transaction."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from trainhub.hooks.delivery import TRIES, Delivery, forget_listener, remember_listeners
from trainhub.hooks.events import RegistrationChanged
from trainhub.hooks.host import PluginHost
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.plugin_api import hookimpl


class Listener:
    """Hears events, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: list[tuple[int, str]] = []
        self.failures = failures

    @hookimpl
    def on_registration_changed(self, event: RegistrationChanged) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("not today")
        self.heard.append((event.registration_id, event.after))


@pytest.fixture
def listen(app: Any, session: Any) -> Iterator[Any]:
    host: PluginHost = app.extensions["plugins"]
    host.strict, added = False, []

    def add(plugin: Listener, name: str) -> Listener:
        host.pm.register(plugin, name=name)
        added.append(plugin)
        return plugin

    yield add
    for plugin in filter(host.pm.is_registered, added):
        host.pm.unregister(plugin)
    host.strict = True
    host.failures.clear()


def change(registration: int, state: str) -> None:
    work.emit(RegistrationChanged(registration, 1, "", state))
    work.commit()


def later(minutes: int, clock: Any) -> None:
    clock.set(kernel_clock.now() + timedelta(minutes=minutes))
    jobs.drain()


def test_every_listener_hears_every_event_once(listen: Any) -> None:
    one, two = listen(Listener(), "one"), listen(Listener(), "two")
    change(7, "applied")
    change(7, "confirmed")
    jobs.drain()
    jobs.drain()
    assert one.heard == two.heard == [(7, "applied"), (7, "confirmed")]


def test_a_failure_is_tried_again_and_keeps_the_order_of_its_object(listen: Any, clock: Any) -> None:
    lame, fine = listen(Listener(failures=1), "lame"), listen(Listener(), "fine")
    change(7, "applied")
    change(7, "confirmed")
    change(8, "applied")
    jobs.drain()
    assert fine.heard == [(7, "applied"), (7, "confirmed"), (8, "applied")]
    assert lame.heard == [(8, "applied")]  # 7 waits, and only 7
    later(3, clock)
    assert lame.heard == [(8, "applied"), (7, "applied"), (7, "confirmed")]


def test_what_never_works_is_given_up_and_kept_with_its_reason(listen: Any, clock: Any) -> None:
    listen(Listener(failures=99), "broken")
    change(7, "applied")
    for tries in range(TRIES + 1):
        later(2 ** (tries + 1), clock)
    delivery = db.session.scalars(select(Delivery).where(Delivery.plugin == "broken")).one()
    assert (delivery.state, delivery.tries, delivery.error) == ("dead", TRIES, "RuntimeError: not today")


def test_what_was_rolled_back_is_never_told(listen: Any) -> None:
    one = listen(Listener(), "one")
    work.emit(RegistrationChanged(9, 1, "", "applied"))
    work.rollback()
    jobs.drain()
    assert one.heard == []


@pytest.fixture
def switch(app: Any) -> Any:
    """Give a function that takes a plugin out and, called again, puts it back, as restarts of the program do."""
    host: PluginHost = app.extensions["plugins"]

    def turn(plugin: Listener, name: str) -> None:
        if host.pm.has_plugin(name):
            host.pm.unregister(plugin)
        else:
            host.pm.register(plugin, name=name)

    return turn


def an_hour_on(clock: Any) -> None:
    clock.set(kernel_clock.now() + timedelta(hours=1))
    jobs.schedule()
    jobs.drain()


def test_events_wait_for_a_plugin_that_is_off(listen: Any, switch: Any, clock: Any) -> None:
    one = listen(Listener(), "one")
    change(7, "applied")
    jobs.drain()
    switch(one, "one")
    change(7, "confirmed")
    jobs.drain()
    assert one.heard == [(7, "applied")]
    switch(one, "one")
    an_hour_on(clock)
    assert one.heard == [(7, "applied"), (7, "confirmed")]


def test_they_wait_also_for_one_that_has_heard_of_nothing_yet(listen: Any, switch: Any, clock: Any) -> None:
    one = listen(Listener(), "one")
    remember_listeners()  # as the upgrade of the database does
    switch(one, "one")
    change(7, "applied")
    change(7, "confirmed")
    jobs.drain()
    assert one.heard == []
    switch(one, "one")
    an_hour_on(clock)
    assert one.heard == [(7, "applied"), (7, "confirmed")]


def test_while_a_plugin_is_off_nobody_looks_every_minute_for_what_waits(listen: Any, switch: Any, clock: Any) -> None:
    one, two = listen(Listener(), "one"), listen(Listener(), "two")
    remember_listeners()
    switch(one, "one")
    change(7, "applied")
    jobs.drain()
    assert two.heard == [(7, "applied")]
    clock.set(kernel_clock.now() + timedelta(minutes=5))
    assert jobs.drain() == 0


def test_a_plugin_that_is_forgotten_finds_nothing_waiting(listen: Any, switch: Any, clock: Any) -> None:
    one = listen(Listener(), "one")
    remember_listeners()
    switch(one, "one")
    change(7, "applied")
    jobs.drain()
    forget_listener("one")
    change(8, "applied")
    jobs.drain()
    switch(one, "one")
    an_hour_on(clock)
    assert one.heard == []


def test_what_a_plugin_no_longer_listens_to_does_not_wait_for_it(listen: Any, switch: Any, clock: Any) -> None:
    one = listen(Listener(), "one")
    remember_listeners()
    switch(one, "one")
    change(7, "applied")
    jobs.drain()
    listen(object(), "one")  # its next release has no such hook
    an_hour_on(clock)
    change(8, "applied")
    jobs.drain()
    mine = db.session.scalars(select(Delivery).where(Delivery.plugin == "one")).all()
    assert [each.state for each in mine] == ["done"]


def test_a_plugin_that_never_was_here_finds_nothing_waiting(app: Any, listen: Any) -> None:
    change(7, "applied")
    jobs.drain()
    assert db.session.scalars(select(Delivery).where(Delivery.plugin == "one")).all() == []
