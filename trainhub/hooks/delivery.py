"""Brings events to plugins: at least once, in order per object, each plugin on its own.

An event is a row written with its fact. A job fans it out to one delivery row a listening plugin
and calls each in its own transaction. A failure is tried again later, and holds up only later
events of the same object for the same plugin.
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


def deliver(running: jobs.Running) -> None:
    """Deliver every event whose time has come; queue the next round if some failed."""
    plugins = host()
    _fan_out(plugins)
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


def _fan_out(plugins: PluginHost) -> None:
    """Write a row for each plugin that listens, and for each that is off or broken and listened before."""
    fresh = db.session.scalars(select(EventRow).where(EventRow.fanned_out.is_(False)).order_by(EventRow.id)).all()
    absent = _absent_listeners(plugins) if fresh else set()
    for event in fresh:
        names = {impl.plugin_name: None for impl in plugins.implementations(event.name)}
        names |= {plugin: None for name, plugin in sorted(absent) if name == event.name}
        for plugin in names:
            db.session.add(Delivery(event_id=event.id, plugin=plugin))
        event.fanned_out = True


def _absent_listeners(plugins: PluginHost) -> set[tuple[str, str]]:
    """Return event and plugin for what plugins that do not run have heard so far."""
    names = sorted({*plugins.off, *plugins.unloaded} - {*plugins.infos})
    heard = select(EventRow.name, Delivery.plugin).join(Delivery.event).where(Delivery.plugin.in_(names)).distinct()
    return {(name, plugin) for name, plugin in db.session.execute(heard)} if names else set()


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
    if impl is None:
        return False  # it no longer listens to this
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
