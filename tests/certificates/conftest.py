"""What the tests of certificates share: a fake plugin on the host, and a lenient host."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from trainhub.hooks.host import PluginHost
from trainhub.hooks.markers import hookimpl

Check = Callable[[Any], None]


@pytest.fixture
def host(app: Flask) -> Iterator[PluginHost]:
    """Give the app's plugin host as it is in production: a failing plugin is noted, not raised."""
    found: PluginHost = app.extensions["plugins"]
    found.strict = False
    yield found
    found.strict = True
    found.failures.clear()


@pytest.fixture
def plugin(host: PluginHost) -> Iterator[Callable[[Check], None]]:
    """Give a function that puts a plugin with this check_certificate on the host."""

    def put(check: Check) -> None:
        def check_certificate(registration: Any) -> None:
            """Take only the registration, as plugins of before do."""
            check(registration)

        if host.pm.has_plugin("fake"):
            host.pm.unregister(name="fake")
        host.pm.register(SimpleNamespace(check_certificate=hookimpl(check_certificate)), name="fake")

    yield put
    if host.pm.has_plugin("fake"):
        host.pm.unregister(name="fake")
