"""What the pages about the installation ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, table, union_all, update
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import Update

from ..hooks.delivery import Delivery
from ..hooks.failures import PluginFailure
from ..kernel import clock
from ..kernel.jobs import JobRow
from ..kernel.work import EventRow
from .models import Plugin, PluginSetting

SHOWN = 100


def job(public_id: str) -> Select[JobRow]:
    return select(JobRow).where(JobRow.public_id == public_id)


def troubled_deliveries() -> Select[str, str, str | None, str, int, int, datetime]:
    """Select the events that plugins did not take yet, or never will: counted by plugin, kind, state and reason."""
    kinds = (Delivery.plugin, EventRow.name, Delivery.error, Delivery.state)
    return (
        select(*kinds, func.count(), func.max(Delivery.tries), func.min(Delivery.next_at))
        .join(EventRow, EventRow.id == Delivery.event_id)
        .where(or_(Delivery.state == "dead", Delivery.tries > 0), Delivery.state != "done")
        .group_by(*kinds)
        .order_by(Delivery.plugin, EventRow.name, Delivery.state)
        .limit(SHOWN)
    )


def try_again(plugin: str) -> Update:
    """Let every event that a plugin did not take come to it anew, now."""
    return (
        update(Delivery)
        .where(Delivery.plugin == plugin, Delivery.state != "done")
        .values(state="waiting", tries=0, next_at=clock.now())
    )


def dead_jobs() -> Select[JobRow]:
    return select(JobRow).where(JobRow.state == "dead").order_by(JobRow.id.desc()).limit(SHOWN)


def jobs_given_up(since: datetime) -> Select[int]:
    """Count the jobs made since a moment that failed too often."""
    return select(func.count(JobRow.id)).where(JobRow.state == "dead", JobRow.created_at > since)


def jobs_overdue(before: datetime) -> Select[int]:
    """Count the jobs that nobody took up though they were due, or whose worker was gone, before a moment."""
    waits = (JobRow.state == "queued") & (JobRow.run_at < before)
    lost = (JobRow.state == "running") & (JobRow.lease_until < before)
    return select(func.count(JobRow.id)).where(waits | lost)


def alive() -> Select[int]:
    """Select a one: the database answers."""
    return select(1)


def plugins() -> Select[Plugin]:
    return select(Plugin).order_by(Plugin.name)


def names() -> Select[str]:
    return select(Plugin.name)


def plugin(name: str) -> Select[Plugin]:
    return select(Plugin).where(Plugin.name == name)


def failures() -> Select[PluginFailure]:
    return select(PluginFailure).order_by(PluginFailure.last_at.desc(), PluginFailure.id.desc()).limit(SHOWN)


def rows(tables: Iterable[str]) -> Select[int]:
    """Select how many rows some tables hold together."""
    counts = [select(func.count().label("n")).select_from(table(name)) for name in tables]
    parts = union_all(*counts, select(literal(0).label("n"))).subquery()
    return select(func.coalesce(func.sum(parts.c.n), 0))


def settings(plugin: str, session_id: int | None) -> Select[PluginSetting]:
    """Select the stored values of a plugin: of the installation, and of one session if one is named."""
    mine: ColumnElement[bool] = PluginSetting.session_id.is_(None)
    if session_id is not None:
        mine = or_(mine, PluginSetting.session_id == session_id)
    return select(PluginSetting).join(PluginSetting.plugin).where(Plugin.name == plugin, mine)


def of_session(session_id: int) -> Select[PluginSetting]:
    """Select what was decided for one session, with the plugin it is about."""
    own = PluginSetting.session_id == session_id
    return select(PluginSetting).where(own).options(joinedload(PluginSetting.plugin)).order_by(PluginSetting.id)


def switched_off(key: str, session_id: int) -> Select[str, Any]:
    """Select plugins and what their switch for a session says."""
    own = PluginSetting.session_id == session_id, PluginSetting.key == key
    return select(Plugin.name, PluginSetting.value).join(PluginSetting.plugin).where(*own)
