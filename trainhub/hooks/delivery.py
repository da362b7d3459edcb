"""Brings events to plugins: at least once, in order per object, each plugin on its own.

An event is a row written with its fact. A job fans it out to one delivery row a listening plugin
and calls each in its own transaction. A failure is tried again later, and holds up only later
events of the same object for the same plugin. Who listens is remembered in a table, so that the
events of a plugin that is off, broken or away for a while wait for it until it is forgotten.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock, jobs
from ..kernel.db import Model, db
from ..kernel.types import UTCDateTime
from ..kernel.work import EventRow
from .events import EVENTS
from .failures import told
from .host import PluginHost, host

log = logging.getLogger(__name__)
TRIES = 8


class Delivery(Model):
    """One event on its way to one plugin: waiting, done, or given up (dead)."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("event_id", "plugin"), Index(None, "state", "next_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    plugin: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    error: Mapped[str | None] = mapped_column(Text)
    event: Mapped[EventRow] = relationship(lazy="joined")


class Listener(Model):
    """A plugin that listens to a kind of event, whether it runs at present or not."""

    __tablename__ = "plugin_listener"
    plugin: Mapped[str] = mapped_column(String(60), primary_key=True)
    hook: Mapped[str] = mapped_column(String(60), primary_key=True)


def remember_listeners() -> None:
    """Note what the plugins that run listen to, and what they no longer do; leave what is known of the others."""
    plugins = host()
    known = {(row.plugin, row.hook): row for row in db.session.scalars(select(Listener))}
    here = {(impl.plugin_name, hook) for hook in EVENTS for impl in plugins.implementations(hook)}
    for plugin, hook in sorted(here - known.keys()):
        db.session.add(Listener(plugin=plugin, hook=hook))
    for plugin, hook in known.keys() - here:
        if plugins.pm.has_plugin(plugin):
            db.session.delete(known[plugin, hook])
    db.session.flush()


def forget_listener(plugin: str) -> None:
    """Let no more events wait for a plugin that is gone for good, and drop those that do."""
    for model in (Listener, Delivery):
        db.session.query(model).filter(model.plugin == plugin).delete()


def deliver(running: jobs.Running) -> None:
    """Deliver every event whose time has come; queue the next round if some failed."""
    plugins = host()
    remember_listeners()
    _fan_out()
    running.checkpoint()
    blocked: set[tuple[str, str]] = set()
    for number in db.session.scalars(_waiting(plugins)).all():
        delivery = db.session.get_one(Delivery, number)
        lane = (delivery.plugin, delivery.event.subject)
        if lane in blocked or delivery.next_at > clock.now() or not _deliver(plugins, delivery):
            blocked.add(lane)
        running.checkpoint()
    if blocked:
        jobs.enqueue("events.deliver", run_at=clock.now() + timedelta(minutes=1), key="events.deliver:later")


def _fan_out() -> None:
    """Write a row for each plugin that is known to listen, whether it runs or not."""
    listeners: dict[str, list[str]] = {}
    for row in db.session.scalars(select(Listener).order_by(Listener.plugin)):
        listeners.setdefault(row.hook, []).append(row.plugin)
    for event in db.session.scalars(select(EventRow).where(EventRow.fanned_out.is_(False)).order_by(EventRow.id)):
        for plugin in listeners.get(event.name, ()):
            db.session.add(Delivery(event_id=event.id, plugin=plugin))
        event.fanned_out = True


def _waiting(plugins: PluginHost) -> Select[int]:
    """Select what waits for plugins that run, in the order of the events."""
    running = sorted(name for name, _plugin in plugins.pm.list_name_plugin())
    return (
        select(Delivery.id)
        .where(Delivery.state == "waiting", Delivery.plugin.in_(running))
        .order_by(Delivery.event_id, Delivery.id)
    )


def _deliver(plugins: PluginHost, delivery: Delivery) -> bool:
    """Call one plugin with one event; say whether it is done with it."""
    listening = {impl.plugin_name: impl for impl in plugins.implementations(delivery.event.name)}
    impl = listening.get(delivery.plugin)
    if impl is None:  # it runs, and no longer listens to this
        delivery.state = "done"
        return True
    event = EVENTS[delivery.event.name](**delivery.event.payload)
    try:
        with db.session.begin_nested():
            impl.function(*[event][: len(impl.argnames)])
    except Exception as error:
        _postpone(plugins, delivery, error)
        return False
    delivery.state, delivery.error = "done", None
    return True


def _postpone(plugins: PluginHost, delivery: Delivery, error: Exception) -> None:
    plugins.report(delivery.plugin, delivery.event.name, error)
    delivery.tries += 1
    delivery.error = told(error)
    delivery.next_at = clock.now() + timedelta(minutes=2**delivery.tries)
    if delivery.tries >= TRIES:
        delivery.state = "dead"


# an event queues the job by itself; every hour it also looks after plugins that were switched on again
CORE_JOBS = (jobs.Job("events.deliver", deliver, every=timedelta(hours=1)),)
