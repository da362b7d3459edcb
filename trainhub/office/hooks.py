"""What the office pages contribute."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, url_for

from ..hooks.host import host
from ..hooks.markers import hookimpl
from ..hooks.types import Area, FormKey, FormPart, MenuItem, Permission
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..sessions.models import TrainingSession
from ..web.access import Viewer
from . import models as models
from . import policies, routes, services
from .forms import session_form


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    return [routes.blueprint]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.PLUGINS, _l("See plugins and background work"), ("administrator",)),
        Permission(policies.SETTINGS, _l("Decide the settings of plugins"), ("administrator",)),
    ]


@hookimpl
def extend_menu(area: Area, user: Viewer) -> Iterable[MenuItem]:
    if area != Area.OFFICE:
        return []
    broken = len(host().unloaded)
    items = [
        (policies.PLUGINS, MenuItem(_("Plugins"), url_for("office.plugins"), "plugin", order=90, count=broken)),
        (policies.SETTINGS, MenuItem(_("Settings"), url_for("office.settings"), "settings", order=95)),
    ]
    return [item for permission, item in items if user.may(permission)]


@hookimpl
def extend_form(form: FormKey, subject: Any, user: Viewer) -> Iterable[FormPart]:
    """Add to the session's editor which plugins take part, and what they do differently there."""
    if form != FormKey.SESSION:
        return []
    switches = {name: services.title(name) for name in services.per_session()}
    settings = services.declared_for_sessions()
    if not switches and not settings:
        return []
    return [FormPart(_("Plugins"), session_form(subject, switches, settings), _save, order=900)]


def _save(session: TrainingSession, form: Any) -> None:
    if not form.sent:
        return
    for name in form.plugins:
        services.set_enabled(name, session, on=form.enabled(name))
    for name in sorted({plugin for plugin, _key in form.settings}):
        services.save(name, form.given(name), session)
