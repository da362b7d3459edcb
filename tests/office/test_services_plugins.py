"""What waits for a plugin: its jobs while it is off, its checks where it is left out."""

from typing import Any

import pytest
from flask import Flask

from trainhub.hooks.host import PluginHost
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Refused
from trainhub.kernel.jobs import JobRow
from trainhub.office import services
from trainhub.plugin_api import hookimpl


class Refuses:
    """Holds every certificate back."""

    @hookimpl
    def check_certificate(self, registration: Any) -> None:
        raise Refused("Fill in the evaluation first.")


def test_a_job_of_a_plugin_that_is_off_waits_for_it(app: Flask, session: Any) -> None:
    public_id = jobs.enqueue("asleep.count")
    work.commit()
    jobs.drain()
    assert db.session.query(JobRow.state).filter_by(public_id=public_id).scalar() == "queued"
    ran: list[int] = []
    jobs.registry().add(jobs.Job("asleep.count", lambda running: ran.append(1)))
    jobs.drain()
    jobs.registry().pop("asleep.count")
    assert ran == [1]


def test_a_check_is_left_out_where_the_plugin_is(app: Flask, plugin: str, make: Any) -> None:
    host: PluginHost = app.extensions["plugins"]
    host.pm.unregister(name=plugin)
    host.pm.register(Refuses(), name=plugin)
    one, other = make.registration(), make.registration()
    services.set_enabled(plugin, one.session, on=False)
    host.check("check_certificate", registration=one, kind=None)
    with pytest.raises(Refused, match="evaluation"):
        host.check("check_certificate", registration=other, kind=None)


def test_every_upgrade_notes_what_is_here(app: Flask, plugin: str) -> None:
    services.register_plugins({plugin: ["d2", "d1"]})
    row = services.record(plugin)
    assert (row.title, row.version, row.revisions) == ("Decided", "1.0", ["d1", "d2"])
    assert services.revisions_of(plugin, {"d1", "lost"}) == ["d1"]
    assert services.revisions_of("nobody", {"d1", "lost"}) == ["lost"]
