"""The form of a line: what it is about, for whom, when, with whom, and who pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from ...curriculum.models import LEVELS
from ...kernel.i18n import lazy_gettext as _l
from ...sessions.models import MODES
from ...sessions.services.choices import Choices
from ...web.forms import REQUIRED, Guarded, TextsField, optional
from ..models import SCOPES, PlanLine
from ..services import LineCommand, Part
from .shared import NONE, offers, several, texts, ticks

FUNDS = 3  # budget lines that one event may have
QUOTAS = 4  # categories for which one event may set places aside
OF_SESSION = ("mode", "half_days", "seats", "room", "trainers")
Named = Sequence[tuple[str, str, int]]  # public id, title, row number


@dataclass(frozen=True, slots=True)
class Offered:
    """What the lists of the form offer."""

    known: Choices
    countries: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    funds: Named = ()
    above: Named = ()

    def numbers(self, kind: str, values: Sequence[str] | None) -> tuple[int, ...]:
        found = (self.known.number(kind, value) for value in values or ())
        return tuple(number for number in found if number is not None)

    @staticmethod
    def id_of(named: Named, value: str | None) -> int | None:
        return next((number for key, _title, number in named if key == value), None)


class LineForm(Guarded):
    """A line of a plan."""

    title = TextsField(_l("Title"))
    activities = several(
        _l("Activities"), description=_l("Several are held as one event, and all their modules are credited.")
    )
    format = SelectField(_l("Format"), optional(), choices=[], default="")
    mode = SelectField(_l("Way of meeting"), choices=offers(MODES.items()))
    scope = SelectField(_l("Reach"), choices=offers(SCOPES.items()))
    half_days = IntegerField(_l("Half-days"), [InputRequired(message=REQUIRED), NumberRange(1, 60)], default=2)
    seats = IntegerField(_l("Seats"), [InputRequired(message=REQUIRED), NumberRange(1, 5000)], default=20)
    times_a_year = IntegerField(_l("Times a year"), [InputRequired(message=REQUIRED), NumberRange(1, 24)], default=1)
    window_from = DateField(_l("Not before"), optional())
    window_to = DateField(_l("Not after"), optional())
    condition = StringField(_l("Only if"), optional(300))
    condition_met = BooleanField(_l("The condition is met"))
    countries = ticks(_l("Invited countries"))
    audience = ticks(_l("Audience"))
    quota_1 = SelectField(_l("Places for a category"), optional(), choices=[], default="")
    quota_seats_1 = IntegerField(_l("Seats"), [*optional(), NumberRange(1, 5000)])
    quota_2 = SelectField(_l("Second category"), optional(), choices=[], default="")
    quota_seats_2 = IntegerField(_l("Seats"), [*optional(), NumberRange(1, 5000)])
    quota_3 = SelectField(_l("Third category"), optional(), choices=[], default="")
    quota_seats_3 = IntegerField(_l("Seats"), [*optional(), NumberRange(1, 5000)])
    quota_4 = SelectField(_l("Fourth category"), optional(), choices=[], default="")
    quota_seats_4 = IntegerField(_l("Seats"), [*optional(), NumberRange(1, 5000)])
    closed = BooleanField(_l("Government only"))
    levels = ticks(_l("Levels"))
    languages = ticks(_l("Languages"))
    room = SelectField(_l("Room"), optional(), choices=[], default="")
    trainers = several(_l("Trainers"))
    trainers_wanted = IntegerField(
        _l("Trainers needed"), [InputRequired(message=REQUIRED), NumberRange(0, 50)], default=1
    )
    fund_1 = SelectField(_l("Budget line"), optional(), choices=[], default="")
    share_1 = IntegerField(_l("Share in percent"), [*optional(), NumberRange(1, 100)])
    fund_2 = SelectField(_l("Second budget line"), optional(), choices=[], default="")
    share_2 = IntegerField(_l("Share in percent"), [*optional(), NumberRange(1, 100)])
    fund_3 = SelectField(_l("Third budget line"), optional(), choices=[], default="")
    share_3 = IntegerField(_l("Share in percent"), [*optional(), NumberRange(1, 100)])
    in_kind = StringField(_l("Given in kind"), optional(300))
    support = StringField(_l("Support for civil society"), optional(300))
    umbrella = BooleanField(_l("Umbrella for several topics"))
    parts = TextAreaField(
        _l("Topics under the umbrella"), optional(4000), description=_l("One a line: title; recommendation; lead.")
    )
    up = SelectField(_l("Follows from the line"), optional(), choices=[], default="")
    fast_reason = StringField(_l("Why outside the plan"), optional(500))
    fast_by = StringField(_l("Approved by"), optional(200))
    public = BooleanField(_l("In the public programme"))
    note = TextAreaField(_l("Note"), optional(1000))

    def offer(self, offered: Offered) -> "LineForm":
        """Fill the lists."""
        self.offered, known = offered, offered.known
        self.activities.choices = offers([(each.value, f"{each.value} {each.label}") for each in known.of("activity")])
        self.trainers.choices = offers([(each.value, each.label) for each in known.of("person")])
        self.audience.choices = offers([(each.value, each.label) for each in known.of("category")])
        self.countries.choices, self.languages.choices = offers(offered.countries), offers(offered.languages)
        self.levels.choices = offers([(key, label) for key, label in LEVELS.items()])
        for name in ("format", "room"):
            self[name].choices = offers([NONE, *((each.value, each.label) for each in known.of(name))])
        self.up.choices = offers([NONE, *((key, title) for key, title, _number in offered.above)])
        for number in range(1, QUOTAS + 1):
            self[f"quota_{number}"].choices = [*offers([NONE]), *self.audience.choices]
        for number in range(1, FUNDS + 1):
            self[f"fund_{number}"].choices = offers([NONE, *((key, title) for key, title, _number in offered.funds)])
        return self

    def of_session(self) -> "LineForm":
        """Leave out what a line has from its session."""
        for name in OF_SESSION:
            del self[name]
        return self

    def _said(self, name: str) -> Any:
        return self[name].data if name in self else None

    def command(self, line: PlanLine | None) -> LineCommand:
        offered = self.offered
        return LineCommand(
            title=texts(self.title),
            activities=offered.numbers("activity", self.activities.data),
            format_id=offered.known.number("format", self.format.data or ""),
            mode=self._said("mode") or "room",
            scope=self.scope.data or "regional",
            half_days=self._said("half_days") or 0,
            seats=self._said("seats") or 0,
            trainers_wanted=self.trainers_wanted.data or 0,
            languages=tuple(self.languages.data or ()),
            levels=tuple(self.levels.data or ()),
            countries=tuple(self.countries.data or ()),
            audience=self._audience(line),
            quotas=tuple(self._quotas()),
            closed=bool(self.closed.data),
            window_from=self.window_from.data,
            window_to=self.window_to.data,
            condition=(self.condition.data or "").strip(),
            condition_met=bool(self.condition_met.data),
            times_a_year=self.times_a_year.data or 1,
            umbrella=bool(self.umbrella.data),
            parts=tuple(parts_of(self.parts.data or "")),
            trainers=offered.numbers("person", self._said("trainers")),
            room_id=offered.known.number("room", self._said("room") or ""),
            funds=tuple(self._funds()),
            up_id=offered.id_of(offered.above, self.up.data),
            fast_reason=(self.fast_reason.data or "").strip(),
            fast_by=(self.fast_by.data or "").strip(),
            in_kind=(self.in_kind.data or "").strip(),
            support=(self.support.data or "").strip(),
            note=(self.note.data or "").strip(),
            public=bool(self.public.data),
        )

    def _audience(self, line: PlanLine | None) -> tuple[tuple[str, str, str | None], ...]:
        """Return the categories ticked; those that were there keep their rule and group, who is left out stays out."""
        ticked = list(self.audience.data or ())
        kept = [
            (code, rule, group)
            for code, rule, group in (line.audience if line else ())
            if code in ticked or rule == "out"
        ]
        have = {code for code, rule, _group in kept if rule != "out"}
        left = [each for each in kept if not (each[1] == "out" and each[0] in ticked)]
        return (*left, *((code, "in", None) for code in ticked if code not in have))

    def _quotas(self) -> Iterator[tuple[str, int]]:
        for number in range(1, QUOTAS + 1):
            code, seats = self[f"quota_{number}"].data, self[f"quota_seats_{number}"].data
            if code or seats:
                yield code or "", seats or 0

    def _funds(self) -> Iterator[tuple[int, float]]:
        chosen = [
            (key, self[f"share_{number}"].data)
            for number in range(1, FUNDS + 1)
            if (key := self.offered.id_of(self.offered.funds, self[f"fund_{number}"].data))
        ]
        said = sum(share for _key, share in chosen if share)
        empty = sum(share is None for _key, share in chosen) or 1
        rest = max(100 - said, 0) / empty
        seen: set[int] = set()
        for key, share in chosen:
            if key not in seen:
                seen.add(key)
                yield key, (share or rest) / 100


def parts_of(text: str) -> Iterator[Part]:
    """Read the topics under an umbrella, one a line."""
    for line in text.splitlines():
        title, recommendation, lead = (*(piece.strip() for piece in line.split(";", 2)), "", "")[:3]
        if title:
            yield Part(title[:200], recommendation[:20].upper(), lead[:200])


def data_of_line(line: PlanLine, offered: Offered) -> dict[str, Any]:
    names = (
        "title", "mode", "scope", "half_days", "seats", "times_a_year", "window_from", "window_to", "condition",
        "condition_met", "countries", "closed", "levels", "languages", "trainers_wanted", "in_kind", "support",
        "umbrella", "fast_reason", "fast_by", "public", "note",
    )  # fmt: skip
    funds: dict[str, Any] = {}
    for number, row in enumerate(line.funds[:FUNDS], 1):
        funds |= {f"fund_{number}": row.budget_line.public_id, f"share_{number}": round(row.share * 100)}
    quotas: dict[str, Any] = {}
    for number, (code, seats) in enumerate(line.quotas[:QUOTAS], 1):
        quotas |= {f"quota_{number}": code, f"quota_seats_{number}": seats}
    return (
        {name: getattr(line, name) for name in names}
        | funds
        | quotas
        | {
            "activities": [offered.known.value("activity", row.activity_id) for row in line.activities],
            "format": offered.known.value("format", line.format_id),
            "room": offered.known.value("room", line.room_id),
            "up": line.up.public_id if line.up else "",
            "trainers": [row.person.public_id for row in line.trainers],
            "audience": [code for code, rule, _group in line.audience if rule != "out"],
            "parts": "\n".join("; ".join((row.title, row.recommendation, row.lead)).rstrip("; ") for row in line.parts),
        }
    )
