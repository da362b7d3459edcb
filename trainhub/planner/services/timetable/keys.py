"""What the engine's keys mean, in the reader's language: why something does not fit, and what it costs.

A key is words parted by colons; what the judge says of a resource or an event stands before its key: `busy:room:3`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from ....kernel import i18n
from ....kernel.db import db
from ....kernel.i18n import country_name, language_name, ngettext
from ....kernel.i18n import gettext as _
from ....kernel.i18n import lazy_gettext as _l
from ....kernel.types import Texts, from_json, to_json
from ... import queries
from ...models import Plan

PARTS: dict[str, str] = {
    "drop": _l("events left out"),
    "when": _l("days that are not the best"),
    "who": _l("rooms and people that are not the best"),
    "repeat": _l("the same activity again soon"),
    "reach": _l("urgent needs that are not reached"),
    "load": _l("trainers with much to do"),
    "keep": _l("changes against the present plan"),
}


class Names:
    """The names of what keys speak of; what was asked for is remembered, so that it can be kept with a key."""

    def __init__(self, known: Mapping[str, Texts | str]) -> None:
        self.known, self.asked = known, dict[str, Texts | str]()

    @classmethod
    def of(cls, plan: Plan) -> "Names":
        """Read all names of a plan."""
        known: dict[str, Texts | str] = {
            f"line:{row.id}": row.title for row in db.session.execute(queries.titles(plan.id))
        }
        known |= {f"room:{row.id}": row.title for row in db.session.scalars(queries.rooms(plan.centre_id))}
        known |= {f"person:{row.id}": row.display for row in db.session.execute(queries.teaching())}
        budgets = db.session.scalars(queries.budget_lines([plan.centre_id])).unique()
        return cls(known | {f"fund:{row.id}": row.title for row in budgets})

    @classmethod
    def kept(cls, stored: Mapping[str, Any]) -> "Names":
        """Return the names that were kept with some keys."""
        return cls({key: name if isinstance(name, str) else from_json(name) for key, name in stored.items()})

    def keep(self, keys: Iterable[str]) -> dict[str, Any]:
        """Return the names of which some keys speak, to be stored beside them."""
        self.asked.clear()
        for key in keys:
            sentence(key, self)
        return {key: name if isinstance(name, str) else to_json(name) for key, name in sorted(self.asked.items())}

    def _name(self, key: str, number: str) -> str:
        found = self.known.get(key)
        if found is None:
            return number
        self.asked[key] = found
        return found if isinstance(found, str) else found.text(i18n.language())

    def line(self, number: str) -> str:
        return self._name(f"line:{number}", number)

    def room(self, number: str) -> str:
        return self._name(f"room:{number}", number)

    def person(self, number: str) -> str:
        return self._name(f"person:{number}", number)

    def fund(self, number: str) -> str:
        return self._name(f"fund:{number}", number)


def sentence(key: str, names: Names) -> str:
    """Return what a hard rule says, as a reason why something does not fit."""
    kind, *rest = key.split(":")
    if kind in {"busy", "role"}:  # the judge's own: of which kind of resource, or of which role
        which = rest[0] if kind == "busy" else rest[-1] if rest[-1] in ROLES else "fund"
        kind, rest = f"{kind}:{which}", rest[1:]
    elif kind in {"must", "start", "stock"}:
        rest = rest[1:]
    found = SENTENCES.get(kind)
    return found(rest, names) if found else key


def repair(key: str, amount: int | None, names: Names) -> str:
    """Return what a repair asks for: so much more of something, or a rule that is let go."""
    kind, *rest = key.split(":")
    said = MORE.get(f"{kind}:{rest[0]}" if kind in {"busy", "stock"} and rest else kind)
    if said is not None and amount:
        return said(rest[1:] if kind in {"busy", "stock"} else rest, names, amount)
    return _("This is let go: %(rule)s", rule=sentence(key, names))


def part(key: str) -> str:
    """Return which wish a cost belongs to."""
    kind = key.split(":")[0]
    return str(PARTS.get(kind, kind))


ROLES = {"room", "trainer", "interpreter", "country"}
Words = Callable[[list[str], Names], str]


def _day(text: str) -> str:
    return i18n.day(date.fromisoformat(text))


def _month(text: str) -> str:
    return i18n.day(date.fromisoformat(f"{text}-01"), "month")


SENTENCES: dict[str, Words] = {
    "must": lambda key, names: _(
        "“%(title)s” has to take place: it is fixed, or a session already.", title=names.line(key[0])
    ),
    "role:room": lambda key, names: _("“%(title)s” needs a room.", title=names.line(key[0])),
    "role:trainer": lambda key, names: _(
        "“%(title)s” needs as many trainers who know its topic as it asks for.", title=names.line(key[0])
    ),
    "role:interpreter": lambda key, names: _("“%(title)s” needs interpreters.", title=names.line(key[0])),
    "role:country": lambda key, names: _(
        "“%(title)s” needs people of all invited countries.", title=names.line(key[0])
    ),
    "role:fund": lambda key, names: _("“%(title)s” needs money.", title=names.line(key[0])),
    "busy:room": lambda key, names: _("%(name)s holds one event at a time.", name=names.room(key[0])),
    "busy:person": lambda key, names: _("%(name)s teaches one event at a time.", name=names.person(key[0])),
    "busy:country": lambda key, names: _(
        "%(country)s can send people to only so many events at a time.", country=country_name(key[0])
    ),
    "busy:interpreter": lambda key, names: _(
        "There are only so many interpreters at a time: %(language)s.", language=language_name(key[0])
    ),
    "stock": lambda key, names: _("“%(name)s” does not hold more money.", name=names.fund(key[0])),
    "window": lambda key, names: _("“%(title)s” is wished between certain days.", title=names.line(key[0])),
    "lead": lambda key, names: _("“%(title)s” needs its days of preparation.", title=names.line(key[0])),
    "hours": lambda key, names: _(
        "“%(title)s” would be too early or too late by the clocks of a country: %(country)s.",
        title=names.line(key[0]),
        country=country_name(key[1]),
    ),
    "seats": lambda key, names: _("“%(title)s” needs a room with enough seats.", title=names.line(key[0])),
    "room-taken": lambda key, names: _("%(name)s is taken by sessions on some days.", name=names.room(key[0])),
    "teaches": lambda key, names: _("%(name)s teaches in sessions on some days.", name=names.person(key[0])),
    "away": lambda key, names: _("%(name)s is away from %(day)s on.", name=names.person(key[0]), day=_day(key[1])),
    "month": lambda key, names: _(
        "%(name)s teaches only so many half-days a month: %(month)s.", name=names.person(key[0]), month=_month(key[1])
    ),
    "load": lambda key, names: _("The centre holds only so many half-days a month: %(month)s.", month=_month(key[0])),
    "fund-time": lambda key, names: _("“%(name)s” can be spent in its time only.", name=names.fund(key[0])),
    "meant": lambda key, names: _(
        "“%(title)s” needs money that may be spent on its countries and modules.", title=names.line(key[0])
    ),
    "project": lambda key, names: _("The project of “%(name)s” is over by then.", name=names.fund(key[0])),
    "order": lambda key, names: _(
        "“%(first)s” comes before “%(second)s”.", first=names.line(key[0]), second=names.line(key[1])
    ),
    "language": lambda key, names: _(
        "“%(title)s” needs a trainer or an interpreter for this language: %(language)s.",
        title=names.line(key[0]),
        language=language_name(key[1]),
    ),
}


MORE: dict[str, Callable[[list[str], Names, int], str]] = {
    "stock:fund": lambda key, names, amount: _(
        "“%(name)s” gets %(amount)s more.", name=names.fund(key[0]), amount=i18n.number(amount)
    ),
    "busy:room": lambda key, names, amount: ngettext(
        "Another room like %(name)s is found for %(num)s half-day.",
        "Another room like %(name)s is found for %(num)s half-days.",
        amount,
        name=names.room(key[0]),
    ),
    "busy:country": lambda key, names, amount: ngettext(
        "%(country)s sends people to %(num)s more event at a time.",
        "%(country)s sends people to %(num)s more events at a time.",
        amount,
        country=country_name(key[0]),
    ),
    "busy:interpreter": lambda key, names, amount: ngettext(
        "%(num)s more interpreter is found: %(language)s.",
        "%(num)s more interpreters are found: %(language)s.",
        amount,
        language=language_name(key[0]),
    ),
    "month": lambda key, names, amount: ngettext(
        "%(name)s teaches %(num)s more half-day in a month: %(month)s.",
        "%(name)s teaches %(num)s more half-days in a month: %(month)s.",
        amount,
        name=names.person(key[0]),
        month=_month(key[1]),
    ),
    "load": lambda key, names, amount: ngettext(
        "The centre holds %(num)s more half-day in a month: %(month)s.",
        "The centre holds %(num)s more half-days in a month: %(month)s.",
        amount,
        month=_month(key[0]),
    ),
}
