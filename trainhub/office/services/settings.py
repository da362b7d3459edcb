"""What administrators decide about plugins, and which sessions a plugin takes part in."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import current_app

from ...hooks.host import CORE, host
from ...hooks.types import Kind, Per, Setting
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...sessions.models import TrainingSession
from .. import queries
from ..models import PluginSetting
from .plugins import remember

ENABLED = "enabled"  # the key of the switch for one session; no plugin may declare it
TEXT_ROOM = 500
_MEMO = "office.switched_off"  # in the database session's own memory, so it lasts for one request or job


def declared(plugin: str) -> dict[str, Setting]:
    """Return the settings a plugin declares, by key, in its order."""
    return {setting.key: setting for name, setting in current_app.extensions["settings"] if name == plugin}


def declared_for_sessions() -> list[tuple[str, str, Setting]]:
    """Return what may be decided anew for single sessions: plugin, its title, the setting."""
    return [
        (name, title(name), setting)
        for name, setting in current_app.extensions["settings"]
        if setting.per is Per.SESSION
    ]


def titles() -> dict[str, str]:
    """Return name and title of those that let something be decided."""
    return {name: title(name) for name, _setting in current_app.extensions["settings"]}


def title(name: str) -> str:
    """Return what a plugin is called."""
    info = host().infos.get(name)
    return str((info.title if info else "") or name.removeprefix(CORE))


def get(plugin: str, key: str, session: TrainingSession | int | None = None) -> Any:
    """Return the value of a setting, for a session if one is named; the default where nobody decided.

    Raises KeyError for a setting that the plugin did not declare.
    """
    return values(plugin, session)[key]


def values(plugin: str, session: TrainingSession | int | None = None) -> dict[str, Any]:
    """Return the values of all settings of a plugin, as they hold for the installation or for one session."""
    number = _number(session)
    known = declared(plugin)
    found = {key: setting.default for key, setting in known.items()}
    rows = db.session.scalars(queries.settings(plugin, number)).all() if known else []
    for row in sorted(rows, key=lambda row: row.session_id is not None):  # what a session says comes last
        setting = known.get(row.key)
        if setting is None or (row.session_id is not None and setting.per is not Per.SESSION):
            continue
        if complaint(setting, row.value) == "":  # a plugin may have changed its mind about what fits
            found[row.key] = row.value
    return found


def save(plugin: str, given: Mapping[str, Any], session: TrainingSession | None = None) -> None:
    """Store the values that were entered. Raises Invalid with a sentence for each that does not fit.

    For a session, what equals the installation's value is not stored: it follows when that changes.
    """
    known = declared(plugin)
    wrong = {key: sentence for key, value in given.items() if (sentence := complaint(known[key], value))}
    if wrong:
        raise Invalid(wrong)
    common = values(plugin) if session is not None else {key: each.default for key, each in known.items()}
    for key, value in given.items():
        _put(plugin, key, None if value == common[key] else value, session, str(known[key].label))


def complaint(setting: Setting, value: Any) -> str:
    """Return what is wrong with a value, or nothing."""
    if setting.kind is Kind.BOOL:
        return "" if isinstance(value, bool) else _("Say yes or no.")
    if setting.kind is Kind.CHOICE:
        return "" if value in [choice for choice, _label in setting.choices] else _("Choose one of the list.")
    if setting.kind is Kind.TEXT:
        fits = isinstance(value, str) and len(value) <= TEXT_ROOM
        return "" if fits else _("This is too long: %(max)s characters at the most.", max=TEXT_ROOM)
    return _complaint_of_number(setting, value)


def _complaint_of_number(setting: Setting, value: Any) -> str:
    if setting.kind is Kind.SHARE:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
        return "" if fits else _("Write a share from 0 to 100 percent.")
    fits = isinstance(value, int) and not isinstance(value, bool) and setting.least <= value <= setting.most
    return "" if fits else _("Write a whole number from %(least)s to %(most)s.", least=setting.least, most=setting.most)


def _put(plugin: str, key: str, value: Any, session: TrainingSession | None, said: str) -> None:
    """Store one value, or take it away (None): then what is above it counts again."""
    number = None if session is None else session.id
    rows = db.session.scalars(queries.settings(plugin, number)).all()
    row = next((row for row in rows if (row.key, row.session_id) == (key, number)), None)
    if row is None and value is None:
        return
    if row is None:
        row = PluginSetting(plugin=remember(plugin), key=key, session_id=number)
        db.session.add(row)
    row.said = said
    if value is None:
        db.session.delete(row)
    else:
        row.value = value
    db.session.flush()


# --- single sessions ------------------------------------------------------------------------------


def per_session() -> list[str]:
    """Return the loaded plugins that staff may switch off for single sessions."""
    return [name for name, info in host().infos.items() if info.per_session]


def enabled_for(plugin: str, session: TrainingSession | int) -> bool:
    """Say whether a plugin takes part in a session: it is loaded, and nobody switched it off there."""
    return plugin in host().infos and plugin not in _out(session)


def set_enabled(plugin: str, session: TrainingSession, *, on: bool) -> None:
    """Let a plugin take part in a session, or not."""
    _put(plugin, ENABLED, None if on else False, session, _("takes part"))
    db.session.info.pop(_MEMO, None)


def carry_over(session: TrainingSession, copy: TrainingSession) -> None:
    """Give a copy of a session what was decided for it: which plugins take part, and what they do differently."""
    for row in db.session.scalars(queries.of_session(session.id)):
        same = PluginSetting(plugin=row.plugin, key=row.key, session_id=copy.id, value=row.value)
        same.said = _said(row.plugin.name, row.key)
        db.session.add(same)
    db.session.flush()
    db.session.info.pop(_MEMO, None)


def _said(plugin: str, key: str) -> str:
    setting = declared(plugin).get(key)
    return _("takes part") if key == ENABLED else str(setting.label) if setting else key


def left_out(arguments: Mapping[str, Any]) -> Collection[str]:
    """Return the plugins that have no part in what a hook is called for: the host asks before each call."""
    if not per_session():
        return ()
    for name in ("subject", "registration"):
        thing = arguments.get(name)
        session = thing if isinstance(thing, TrainingSession) else getattr(thing, "session", None)
        if isinstance(session, TrainingSession) and session.id is not None:
            return _out(session)
    return ()


def _out(session: TrainingSession | int) -> frozenset[str]:
    """Return the plugins that are switched off for a session; asked once in a request or job."""
    number = _number(session)
    memo: dict[int | None, frozenset[str]] = db.session.info.setdefault(_MEMO, {})
    if number not in memo:
        able = set(per_session())
        rows = db.session.execute(queries.switched_off(ENABLED, number)).all() if able and number else []
        memo[number] = frozenset(name for name, value in rows if value is False and name in able)
    return memo[number]


def _number(session: TrainingSession | int | None) -> int | None:
    return session.id if isinstance(session, TrainingSession) else session
