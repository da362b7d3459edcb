"""The application factory: read this file to see what trainhub is made of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from . import config as settings
from . import paths
from .accounts import hooks as accounts_hooks
from .accounts import login
from .attendance import hooks as attendance_hooks
from .cascade import hooks as cascade_hooks
from .certificates import hooks as certificates_hooks
from .certificates import services as certificates
from .curriculum import hooks as curriculum_hooks
from .evidence import hooks as evidence_hooks
from .holidays import hooks as holidays_hooks
from .hooks import delivery, failures, loading
from .hooks.host import PluginHost, mount
from .hooks.types import Permission
from .imports import hooks as imports_hooks
from .kernel import audit as audit
from .kernel import clock, i18n, jobs, keys, throttle
from .kernel import files as files
from .kernel.db import db
from .materials import hooks as materials_hooks
from .messages import hooks as messages_hooks
from .needs import hooks as needs_hooks
from .office import hooks as office_hooks
from .office.services import carry_over, left_out
from .people import hooks as people_hooks
from .planner import hooks as planner_hooks
from .questionnaires import hooks as questionnaires_hooks
from .registration import hooks as registration_hooks
from .reports import hooks as reports_hooks
from .reports.services import registry
from .roster import hooks as roster_hooks
from .sessions import hooks as sessions_hooks
from .web import assets, errors, kept, logs, security, templating
from .web.addresses import App

FEATURES = {  # in the order of the centre's loop; each contributes through the hooks that plugins use
    "accounts": accounts_hooks,
    "people": people_hooks,
    "imports": imports_hooks,
    "messages": messages_hooks,
    "questionnaires": questionnaires_hooks,
    "curriculum": curriculum_hooks,
    "holidays": holidays_hooks,
    "sessions": sessions_hooks,
    "roster": roster_hooks,
    "materials": materials_hooks,
    "registration": registration_hooks,
    "attendance": attendance_hooks,
    "certificates": certificates_hooks,
    "cascade": cascade_hooks,
    "evidence": evidence_hooks,
    "needs": needs_hooks,
    "planner": planner_hooks,
    "reports": reports_hooks,
    "office": office_hooks,
}
KERNEL_JOBS = (*jobs.CORE_JOBS, *throttle.CORE_JOBS, *delivery.CORE_JOBS, *failures.CORE_JOBS)
REGISTERED = (
    "register_jobs",
    "register_permissions",
    "register_settings",
    "register_blueprints",
    "register_commands",
    "register_demo",
    "register_conditions",
)


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the app from TRAINHUB_* and `overrides` (setting name -> value)."""
    app = App("trainhub", static_folder=str(paths.static()), template_folder=None)
    configure(app, settings.read() | dict(overrides or {}))
    plugins = load_plugins(app)
    more = (Path(folder).absolute() for folder in app.config["CATALOGUES"])
    folders = [*plugins.folders("translations"), paths.translations(), *more]  # the later one has the last word
    i18n.init_app(app, app.config["LANGUAGES"], folders)
    failures.init_app(app, plugins)
    for part in (db, Compress(), login):
        part.init_app(app)
    for furniture in (security, errors, assets, kept):
        furniture.init_app(app)
    logs.init_app(app, app.config["LOG_LEVEL"])
    templating.init_app(app, plugins)
    register(app, plugins)
    return app


def configure(app: Flask, values: Mapping[str, Any]) -> None:
    """Put our settings, and what the libraries make of them, into the app's configuration."""
    data = Path(values["DATA"]).absolute()
    data.mkdir(parents=True, exist_ok=True)
    app.config.from_mapping(values, DATA=data)
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI=database_url(values["DATABASE_URL"], data),
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True} | values.get("ENGINE_OPTIONS", {}),  # of people, in logs
        SECRET_KEY=keys.secret_key(data),
        MAX_CONTENT_LENGTH=(values["UPLOAD_MIB"] + 1) << 20,
        SESSION_COOKIE_SECURE=values["BASE_URL"].startswith("https://"),
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a long form must not be lost; the session ends it
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIMETYPES=["text/html", "text/calendar", "text/csv", "application/json"],
    )
    clock.stop(values["CLOCK"])
    if values["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=values["PROXIES"], x_proto=1, x_host=1)  # type: ignore[method-assign]


def database_url(url: str, data: Path) -> str:
    """Return the address of the database for SQLAlchemy: psycopg 3 for PostgreSQL, SQLite by default."""
    if not url:
        return f"sqlite:///{data / 'trainhub.sqlite'}"
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def load_plugins(app: Flask) -> PluginHost:
    """Register the features, then load the plugins that are found or wanted."""
    plugins = app.extensions["plugins"] = PluginHost(strict=app.config["STRICT"], left_out=left_out)
    # asked when a session is cloned: see sessions/services/states.py
    app.extensions["carried_over"] = [carry_over, certificates.carry_over]
    for feature, module in FEATURES.items():
        plugins.add_core(feature, module)
    folders = [*paths.plugin_folders(), *(Path(folder) for folder in app.config["PLUGIN_FOLDERS"])]
    plugins.load(loading.find(folders), app.config["PLUGINS"], loading.switched_off(app.config["DATA"]))
    return plugins


def register(app: Flask, plugins: PluginHost) -> None:
    """Collect what features and plugins declare once: pages, jobs, permissions, settings, commands."""
    declared = {hook: plugins.register(hook) for hook in REGISTERED}
    registry.collect(app, plugins)
    for contributor, blueprint in plugins.standing(declared["register_blueprints"]):
        mount(app, blueprint, contributor)
    declared = {hook: plugins.standing(things) for hook, things in declared.items()}
    work = app.extensions["jobs"] = jobs.Registry()
    for job in (*KERNEL_JOBS, *(job for _, job in declared["register_jobs"])):
        work.add(job)
    rights: dict[str, Permission] = {right.name: right for _, right in declared["register_permissions"]}
    app.extensions["permissions"] = rights
    app.extensions["settings"] = declared["register_settings"]
    app.extensions["demo"] = declared["register_demo"]
    app.extensions["conditions"] = declared["register_conditions"]
    app.extensions["commands"] = declared["register_commands"]
