"""What a feature has to say before a record is merged, erased or given another e-mail: who may do it to whom.

What somebody may do here hangs on the account of a person, of which this feature knows nothing.
"""

from collections.abc import Callable

from ...kernel.errors import Refused
from ...web.access import Viewer
from ..models import Person

Guard = Callable[[Person, Viewer], None]
Follow = Callable[[Person, str | None, Viewer | None], None]
_guards: list[Guard] = []
_followers: list[Follow] = []


def guard(check: Guard) -> None:
    """Let a feature raise Refused where a viewer must neither merge nor erase a person."""
    if check not in _guards:
        _guards.append(check)


def follow_email(act: Follow) -> None:
    """Let a feature follow a person who gets another e-mail, before it is written; it may raise Invalid for `email`.

    It gets the person, the e-mail (or None), and who does it; None is the program itself, or the person.
    """
    if act not in _followers:
        _followers.append(act)


def check_guards(person: Person, by: Viewer) -> None:
    """Raise Refused where this viewer must not merge or erase a person."""
    for check in _guards:
        check(person, by)


def in_reach(by: Viewer, *persons: Person) -> bool:
    """Say whether a viewer may merge or erase some persons: what a page asks before it shows the button."""
    try:
        for person in persons:
            check_guards(person, by)
    except Refused:
        return False
    return all(person.id != by.person_id for person in persons)


def tell_email(person: Person, email: str | None, by: Viewer | None) -> None:
    """Tell the features that follow which e-mail a person gets."""
    for act in _followers:
        act(person, email, by)
