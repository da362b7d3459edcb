"""Further conditions of kinds of certificates: an evaluation answered, a test passed, one roll-out delivered.

A later feature adds one by `add_condition`, a plugin by the hook register_conditions. All are asked about many
registrations of one session at once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from flask import current_app

from ...hooks.host import host
from ...hooks.types import Condition
from ...kernel.i18n import gettext as _
from ...sessions.models import TrainingSession

HOOK = "register_conditions"
_ours: dict[str, Condition] = {}


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why a condition does not hold, in a sentence; `undecided` where it could not be looked at."""

    reason: str
    undecided: bool = False


def add_condition(name: str, label: str, check: Callable[[Collection[int]], Mapping[int, str]]) -> None:
    """Let a feature right of this one add a condition: `check` says for each registration that lacks it, why."""
    _ours[name] = Condition(name, label, check)


def known() -> dict[str, Condition]:
    """Return the conditions that can be chosen now, by name."""
    declared = host().standing(current_app.extensions["conditions"])
    found = {each.name: replace(each, plugin=plugin) for plugin, each in declared}
    return {**found, **_ours}


def unmet(names: Collection[str], session: TrainingSession, ids: Collection[int]) -> dict[int, Unmet]:
    """Return registration id -> the first condition that does not hold, of registrations of one session."""
    found: dict[int, Unmet] = {}
    for name in names:
        left = [number for number in ids if number not in found]
        if left:
            found |= _ask(name, session, left)
    return found


def _ask(name: str, session: TrainingSession, ids: Collection[int]) -> dict[int, Unmet]:
    condition = known().get(name)
    if condition is None or condition.plugin in host().left_out({"subject": session}):
        label = str(condition.label) if condition else name
        return dict.fromkeys(ids, Unmet(_("A condition cannot be checked here: %(name)s.", name=label)))
    answers: list[Mapping[int, str]] = []
    with host().guarded(condition.plugin, HOOK):
        answers.append(condition.check(ids))
    if not answers:
        failed = _("This condition could not be checked and will be looked at again: %(name)s.", name=condition.label)
        return dict.fromkeys(ids, Unmet(failed, undecided=True))
    return {number: Unmet(str(reason)) for number, reason in answers[0].items() if reason and number in ids}
