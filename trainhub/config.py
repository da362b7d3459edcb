"""Every setting once: its type, default and help. Values come from TRAINHUB_* only."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .kernel.errors import ConfigError

PREFIX = "TRAINHUB_"


def names(text: str) -> tuple[str, ...]:
    """Read a list of names separated by commas or blanks."""
    return tuple(text.replace(",", " ").split())


def switch(text: str) -> bool:
    """Read yes/no in the usual spellings."""
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return words[text.strip().lower()]


def positive(text: str) -> int:
    """Read a whole number above zero."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def minutes(text: str) -> timedelta:
    """Read a span of whole minutes, from none."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return timedelta(minutes=number)


def mailbox(text: str) -> str:
    """Read an e-mail address without a subaddress; empty means none."""
    local, at, domain = text.strip().partition("@")
    if text.strip() and (not local or not at or "." not in domain or "+" in local):
        raise ValueError(text)
    return text.strip()


def moment(text: str) -> datetime | None:
    """Read an ISO moment in UTC; empty means none."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing an installation may decide: TRAINHUB_<name>."""

    name: str
    read: Callable[[str], Any]
    default: str
    help: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name


SETTINGS: tuple[Setting, ...] = (
    Setting("DATA", Path, "var/data", "Folder for the embedded database, uploaded files and keys."),
    Setting("DATABASE_URL", str, "", "Where the records live; empty means SQLite in the data folder."),
    Setting("BASE_URL", str, "http://127.0.0.1:8000", "The address people type; links in mails begin with it."),
    Setting("PLUGINS", names, "", "Plugins to load, in order; empty means all that are found."),
    Setting("PLUGIN_FOLDERS", names, "", "More folders to look for plugins in."),
    Setting("STRICT", switch, "no", "Let a failing plugin stop the program, for development."),
    Setting("LANGUAGES", names, "en az ru tk", "Languages of the interface, in the order shown."),
    Setting(
        "CATALOGUES", names, "", "More folders with catalogues of the interface: <language>/LC_MESSAGES/messages.mo."
    ),
    Setting("ZONE", str, "Asia/Baku", "Time zone for people who have not chosen one."),
    Setting("MAIL_URL", str, "", "smtp://user:password@host:port; empty keeps mails in the outbox."),
    Setting("MAIL_FROM", str, "training@centre.example", "The sender of mails; answers come to it."),
    Setting(
        "REPLY_ADDRESS",
        mailbox,
        "",
        "A mailbox with subaddresses (replies@centre.example takes replies+…@centre.example) whose mails are piped to"
        " `trainhub messages receive`; then replies find their registration. Empty: they go to the centre.",
    ),
    Setting(
        "MAIL_HOLD", minutes, "10", "Minutes that a mail about a changed training waits for further changes to join it."
    ),
    Setting("SHOW_CLOSED", switch, "no", "Show date and 'closed' of government-only sessions to who may know no more."),
    Setting(
        "CONFLICTS",
        names,
        "room:block trainer:block participant:warn seats:warn",
        "What each kind of conflict does when a session is saved: block or warn.",
    ),
    Setting("APPROVAL", switch, "yes", "Staff approve registrations; no means a free seat is given at once."),
    Setting(
        "CERTIFICATE_SHARE", float, "0.8", "Share of the planned hours a certificate needs, if the format is silent."
    ),
    Setting("UPLOAD_MIB", positive, "25", "Largest file that may be uploaded, in MiB."),
    Setting(
        "SIGN_IN_TRIES",
        positive,
        "5",
        "Failed sign-ins for one address and e-mail within 15 minutes before a pause; four times as many for an e-mail"
        " from anywhere, twenty times as many from one address.",
    ),
    Setting("SIGN_UP_TRIES", positive, "60", "Sign-ups, and requests for links, from one address within 15 minutes."),
    Setting("VERIFY_TRIES", positive, "30", "Certificate checks from one address within 15 minutes before a pause."),
    Setting(
        "NEEDS_DAYS",
        positive,
        "30",
        "Days after the last day of a training that diet, access, travel, nights and passports told for it are kept.",
    ),
    Setting("SMALL_CELL", positive, "5", "Figures about fewer people than this are hidden."),
    Setting("DEMO_DATE", str, "", "Day the demonstration data is arranged around (YYYY-MM-DD); empty means today."),
    Setting("CLOCK", moment, "", "Stop the clock at this UTC moment (tests and pictures)."),
    Setting("WORKERS", positive, "2", "Processes that answer requests."),
    Setting("THREADS", positive, "4", "Threads in each process."),
    Setting("LOG_LEVEL", str, "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting(
        "PROXIES",
        int,
        "0",
        "Trusted reverse proxies in front: X-Forwarded-For is believed that many times. With 0 behind a proxy all"
        " visitors seem to come from one address.",
    ),
)


READ_BY_COMMANDS = {"TRAINHUB_PASSWORD"}  # of a new account; each command's help names what it reads


def read(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return all settings by name.

    Raises ConfigError naming the variable, the value and what would do.
    """
    return {setting.name: _value(setting, environ.get(setting.variable, setting.default)) for setting in SETTINGS}


def _value(setting: Setting, text: str) -> Any:
    try:
        return setting.read(text)
    except (ValueError, KeyError) as error:
        message = f"{setting.variable}={text!r} cannot be used. {setting.help} Default: {setting.default!r}."
        raise ConfigError(message) from error


def unknown(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return TRAINHUB_* variables that nothing reads: most often a slip of the pen."""
    known = {setting.variable for setting in SETTINGS} | READ_BY_COMMANDS
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
