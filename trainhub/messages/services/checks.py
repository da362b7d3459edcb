"""Is it still true? Asked of every mail just before it goes."""

from collections.abc import Callable

from ...kernel.i18n import gettext as _
from ..models import Message

Check = Callable[[Message, str], str]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Make a check known: it gets the mail and the argument of `check="name:argument"`, and returns the sentence
    that says why the mail is no longer true, or ""."""
    _checks[name] = check


def known(message: Message) -> bool:
    """Say whether somebody can answer for a mail; a plugin that is off cannot."""
    return not message.check or message.check.partition(":")[0] in _checks


def why_dropped(message: Message) -> str:
    """Return why a mail is no longer true, or ""."""
    if message.person is None and message.person_id is not None:
        return _("The person is not there any more.")
    if not message.check:
        return ""
    name, _colon, argument = message.check.partition(":")
    return _checks[name](message, argument)
