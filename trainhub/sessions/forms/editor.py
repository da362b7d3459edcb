"""The editor: one page, three questions. It turns into a SessionPlan, or into sentences beside its fields."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from ...curriculum.models import LEVELS
from ...kernel import clock, i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...web.forms import REQUIRED, Form, TextsField, optional
from ..models import MODES, TrainingSession
from ..services import AudiencePlan, PartPlan, SessionPlan, SlotPlan
from ..services.choices import Choices
from .rows import ONLINE, AudienceRow, OrganiserRow, PartRow, PersonRow, Row, SlotRow, offers, texts, ticks

ROWS = {"slots": SlotRow, "parts": PartRow, "people": PersonRow, "audience": AudienceRow, "organisers": OrganiserRow}
SPOKEN = ("en", "az", "ru", "tk", "uz", "kk", "ky", "tg", "fa", "tr", "uk", "ka", "ro", "be")
APPROVAL = {"": None, "yes": True, "no": False}


def rows(kind: type[Row]) -> Any:
    return FieldList(FormField(kind), min_entries=0, max_entries=60)


class SessionForm(Form):
    """Everything about a session. `act` says which button was used; rows are added and dropped without a script."""

    title = TextsField(_l("Title"))
    short_title = TextsField(_l("Short title"), validators=optional())
    description = TextsField(_l("Description"), area=True, validators=optional())
    format = SelectField(_l("Format"), choices=[])
    activities = FieldList(StringField(), max_entries=20)
    add_activity = StringField(_l("Add an activity"), optional(200))
    parts = rows(PartRow)
    levels = ticks(_l("Levels"), LEVELS.items())
    zone = SelectField(_l("Time zone"), choices=[])
    mode = SelectField(_l("Held"), choices=offers(MODES.items()))
    slots = rows(SlotRow)
    join_url = StringField(_l("Link to join"), optional(500))
    people = rows(PersonRow)
    languages = ticks(_l("Languages"))
    interpretation = ticks(_l("Interpretation"))
    seats = IntegerField(_l("Places"), [InputRequired(message=REQUIRED), NumberRange(1, 5000)])
    min_seats = IntegerField(_l("Minimum"), [*optional(), NumberRange(0, 5000)])
    register_until = DateField(_l("Registration until"), optional())
    approval = SelectField(
        _l("Registrations"),
        choices=offers(
            [
                ("", _l("As the centre does it")),
                ("yes", _l("Staff approve each")),
                ("no", _l("A free place is given at once")),
            ]
        ),
    )
    audience = rows(AudienceRow)
    closed = BooleanField(_l("Government only: nobody else knows of it"))
    organisers = rows(OrganiserRow)
    projects = ticks(_l("Projects that pay"))
    contact = StringField(_l("Contact"), optional(254))
    note = TextAreaField(_l("Note for staff"), optional(5000))

    def offer(self, choices: Choices) -> None:
        """Fill the lists, of the form and of its rows."""
        self.format.choices = offers((choice.value, choice.label) for choice in choices.of("format"))
        self.projects.choices = offers((choice.value, choice.label) for choice in choices.of("project"))
        self.zone.choices = offers((zone, zone.replace("_", " ")) for zone in _zones(self.zone.data))
        spoken = offers((code, i18n.language_name(code)) for code in SPOKEN)
        self.languages.choices = self.interpretation.choices = spoken
        for name in ROWS:
            for entry in self[name]:
                entry.form.offer(choices)
        for entry in self.slots:
            entry.form.part.choices = offers([("", _("None")), *self._agenda()])

    def _agenda(self) -> list[tuple[str, str]]:
        """Return what slots may hold: the parts, numbered as they stand there."""
        named = [(entry.form.no.data, entry.form.title.data.text(i18n.language())) for entry in self.parts]
        return [
            (no, f"{number}. {title}" if title else _("Part %(number)s", number=number))
            for number, (no, title) in enumerate(named, 1)
            if no
        ]

    def turn(self, act: str, choices: Choices) -> bool:
        """Add, drop or move a row as a button says; say whether it was such a button."""
        verb, _dash, what = act.partition("-")
        if verb == "add" and what == "parts":
            self.parts.append_entry({"no": self._next_part()})
        elif verb == "add" and what in ROWS:
            self[what].append_entry()
        elif verb == "add" and what == "activities":
            self._add_activity(choices)
        elif verb == "drop":
            name, _dash, index = what.rpartition("-")
            if name in {*ROWS, "activities"}:
                self[name].entries[:] = [entry for entry in self[name].entries if entry.id != f"{name}-{index}"]
        elif verb in {"up", "down"}:
            self._move_part(what, -1 if verb == "up" else 1)
        else:
            return False
        self.offer(choices)
        return True

    def _move_part(self, entry_id: str, by: int) -> None:
        """Let a part change places with the one before or after it."""
        ids = [entry.id for entry in self.parts]
        place = ids.index(entry_id) if entry_id in ids else -1
        if place < 0 or not 0 <= place + by < len(ids):
            return
        agenda = [entry.data for entry in self.parts]
        agenda[place], agenda[place + by] = agenda[place + by], agenda[place]
        self.parts.entries[:], self.parts.last_index = [], -1  # what is sent next is read in the order of its names
        for row in agenda:
            self.parts.append_entry(row)

    def _next_part(self) -> str:
        """Return a number that no part has, here or in what is kept: slots know a new part by it."""
        taken = [entry.form.no.data for entry in self.parts] + [part["no"] for part in self.parts.object_data]
        return str(1 + max((int(no) for no in taken if no and no.isdecimal()), default=0))

    def _add_activity(self, choices: Choices) -> None:
        key = (self.add_activity.data or "").partition(" ")[0].strip().lower()
        if choices.number("activity", key) is None:
            self.complain("add_activity", _("There is no activity with this number. Type one such as m04-a02."))
        elif key not in self.activities.data:
            self.activities.append_entry(key)
            self.add_activity.data = ""

    def set_audience(self, plans: tuple[AudiencePlan, ...]) -> None:
        """Put another audience into the rows."""
        self.audience.entries[:] = []
        for plan in plans:
            self.audience.append_entry({"category": plan.category, "rule": plan.rule, "group": plan.group or ""})

    def validate(self, extra_validators: Any = None) -> bool:
        wanted = {entry.form.part.data for entry in self.slots}
        for entry in self.parts:
            entry.form.chosen = bool(entry.form.no.data) and entry.form.no.data in wanted
        good = bool(super().validate(extra_validators))
        if not self.title.data:
            self.complain("title", _("The session needs a title in one language at least."))
        return good and bool(self.title.data)

    def plan(self, centre_id: int, choices: Choices, session: TrainingSession | None = None) -> SessionPlan:
        """Return what was entered as a plan; blank and unfinished rows are not in it."""
        return SessionPlan(
            centre_id=centre_id,
            format_id=choices.number("format", self.format.data) or 0,
            title=texts(self.title),
            short_title=texts(self.short_title) or None,
            description=texts(self.description) or None,
            zone=self.zone.data,
            mode=self.mode.data,
            seats=self.seats.data or 0,
            min_seats=self.min_seats.data or 0,
            activities=_numbers(choices, "activity", self.activities.data),
            parts=self._parts(choices, session),
            slots=self._slots(choices, session),
            languages=tuple(self.languages.data or ()),
            interpretation=tuple(self.interpretation.data or ()),
            levels=tuple(self.levels.data or ()),
            audience=self._audience(choices),
            people=self._pairs("people", "person", choices),
            organisers=self._pairs("organisers", "organisation", choices),
            projects=_numbers(choices, "project", self.projects.data or ()),
            join_url=(self.join_url.data or "").strip(),
            register_until=self.register_until.data,
            approval=APPROVAL.get(self.approval.data),
            closed=self.closed.data,
            contact=(self.contact.data or "").strip(),
            note=self.note.data or "",
        )

    def _filled(self, name: str) -> list[Any]:
        return [entry.form for entry in self[name] if not entry.form.blank]

    def _slots(self, choices: Choices, session: TrainingSession | None) -> tuple[SlotPlan, ...]:
        topics = {slot.public_id: slot.topic for slot in session.slots} if session else {}
        numbers = {row.no.data: number for row, number in self._numbered(session) if row.no.data}
        return tuple(
            SlotPlan(
                row.day.data,
                row.start.data,
                row.end.data,
                choices.number("room", row.room.data),
                row.room.data == ONLINE or self.mode.data == "online",
                _put(topics.get(row.id.data), row.topic.data),
                row.id.data or "",
                numbers.get(row.part.data or ""),
            )
            for row in self._filled("slots")
            if row.start.data is not None and row.end.data is not None
        )

    def _parts(self, choices: Choices, session: TrainingSession | None) -> tuple[PartPlan, ...]:
        titles = {part.no: part.title for part in session.parts} if session else {}
        return tuple(
            PartPlan(
                row.title.onto(titles.get(number, Texts())),
                choices.number("activity", row.activity.data),
                (row.recommendation.data or "").strip(),
                (row.lead.data or "").strip(),
                number,
            )
            for row, number in self._numbered(session)
        )

    def _numbered(self, session: TrainingSession | None) -> list[tuple[Any, int]]:
        """Return the filled rows of parts with their numbers: a part that is there keeps its own, a new one is next."""
        known = {str(part.no) for part in session.parts} if session else set()
        fresh = count(1 + max(map(int, known), default=0))
        return [(row, int(row.no.data) if row.no.data in known else next(fresh)) for row in self._filled("parts")]

    def _audience(self, choices: Choices) -> tuple[AudiencePlan, ...]:
        return tuple(
            AudiencePlan(
                row.category.data,
                row.rule.data,
                row.group.data or None,
                choices.number("organisation", row.organisation.data),
            )
            for row in self._filled("audience")
            if row.category.data in choices.kinds.get("category", {})
        )

    def _pairs(self, name: str, key: str, choices: Choices) -> tuple[tuple[int, str], ...]:
        found = ((choices.number(key, row[key].data), row.role.data) for row in self._filled(name))
        return tuple(dict.fromkeys((number, role) for number, role in found if number is not None))


def data_of(plan: SessionPlan, choices: Choices) -> Mapping[str, Any]:
    """Return what the form shows of a plan."""
    spoken = i18n.language()
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "description": plan.description,
        "zone": plan.zone,
        "mode": plan.mode,
        "seats": plan.seats,
        "min_seats": plan.min_seats,
        "join_url": plan.join_url,
        "register_until": plan.register_until,
        "closed": plan.closed,
        "contact": plan.contact,
        "note": plan.note,
        "approval": {value: key for key, value in APPROVAL.items()}[plan.approval],
        "format": choices.value("format", plan.format_id),
        "languages": list(plan.languages),
        "interpretation": list(plan.interpretation),
        "levels": list(plan.levels),
        "activities": [choices.value("activity", number) for number in plan.activities],
        "projects": [choices.value("project", number) for number in plan.projects],
        "people": [{"person": choices.value("person", number), "role": role} for number, role in plan.people],
        "organisers": [
            {"organisation": choices.value("organisation", number), "role": role} for number, role in plan.organisers
        ],
        "audience": [
            {
                "category": row.category,
                "rule": row.rule,
                "group": row.group or "",
                "organisation": choices.value("organisation", row.organisation_id),
            }
            for row in plan.audience
        ],
        "parts": [
            {
                "no": str(part.no),
                "title": part.title,
                "lead": part.lead,
                "recommendation": part.recommendation,
                "activity": choices.value("activity", part.activity_id),
            }
            for part in plan.parts
        ],
        "slots": [
            {
                "id": slot.public_id,
                "part": str(slot.part_no or ""),
                "day": slot.day,
                "start": slot.start,
                "end": slot.end,
                "topic": slot.topic.text(spoken) if slot.topic else "",
                "room": ONLINE if slot.online and slot.room_id is None else choices.value("room", slot.room_id),
            }
            for slot in plan.slots
        ],
    }


def _put(texts: Texts | None, text: str | None) -> Texts | None:
    """Write a text in the page's language into what there is; an unchanged fallback stays what it was."""
    known, typed = texts or Texts(source=i18n.language()), (text or "").strip()
    if typed == known.text(i18n.language()):
        return texts or None
    return known.put(i18n.language(), typed) or None


def _numbers(choices: Choices, kind: str, values: Any) -> tuple[int, ...]:
    found = (choices.number(kind, value) for value in values)
    return tuple(dict.fromkeys(number for number in found if number is not None))


def _zones(chosen: str | None) -> list[str]:
    """Return the zones to choose from: cities of the wider region first in the list of the world."""
    areas = ("Asia/", "Europe/", "Africa/", "America/")
    known = sorted(zone for zone in clock.zones() if zone.startswith(areas) and zone.count("/") == 1)
    return known if not chosen or chosen in known else [chosen, *known]
