"""Forms of the roster: entry, days, requests, proposals, calls and applications."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any, cast
from zoneinfo import ZoneInfo

import wtforms
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from ..kernel import clock, i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.text import alphabetical
from ..kernel.types import Texts
from ..people import services as people
from ..sessions.models import (
    ASSIGNMENT_ROLES,
    EXPERT_KINDS,
    EXPERTISE_LEVELS,
    REGIONS,
    SKILLS,
    SPOKEN_LEVELS,
    Expert,
)
from ..web.forms import REQUIRED, Form, Messages, SelectChoice, TextsField, optional
from .models import CALL_STATES, DOCUMENTS, ExpertApplication, ExpertCall
from .services import CV, ApplicationPlan, CallPlan, Consent, ExpertPlan, Request, Upload

SPOKEN = ("en", "az", "ru", "tk", "uz", "kk", "ky", "tg", "fa", "tr", "uk", "ka", "ro", "be", "ar", "de", "fr", "sq")
ACCEPT = ",".join(f".{ending}" for ending in CV.endings)


def offers(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return (value, label) pairs as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def ticks(label: str, choices: Any = ()) -> SelectMultipleField:
    """Return a list of which several may be ticked."""
    return SelectMultipleField(
        label,
        choices=choices if callable(choices) else offers(choices),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def spoken_choices() -> list[Any]:
    """Return the languages experts teach in, by name."""
    by_name = alphabetical(i18n.language())
    return offers(sorted(((code, i18n.language_name(code)) for code in SPOKEN), key=lambda pair: by_name(pair[1])))


def module_choices(numbers: Iterable[int]) -> list[Any]:
    return offers((str(number), _("Module %(number)s", number=number)) for number in numbers)


def numbers_of(values: Iterable[str] | None) -> tuple[int, ...]:
    return tuple(int(value) for value in values or () if value.isdigit())


class Row(wtforms.Form):
    """A row of a list; blank ones are left out."""

    class Meta:
        def get_translations(self, form: Any) -> Messages:
            return Messages()


class ExpertiseRow(Row):
    """One module an expert can teach."""

    module = SelectField(_l("Module"), validate_choice=False, choices=[], default="")
    level = SelectField(_l("Level"), choices=offers(EXPERTISE_LEVELS.items()))
    evidence = StringField(_l("How we know"), optional(300))


class SpokenRow(Row):
    """One language an expert teaches in."""

    language = SelectField(_l("Language"), validate_choice=False, choices=[], default="")
    level = SelectField(_l("Level"), choices=offers([("", _l("Not stated")), *SPOKEN_LEVELS.items()]), default="")


ROWS = ("expertise", "spoken")


class EntryForm(Form):
    """What the roster says of an expert, as experts enter it themselves."""

    kind = SelectField(
        _l("Kind"),
        choices=offers(EXPERT_KINDS.items()),
        description=_l("A migrant association is named only by those who wish it; nobody is asked about their status."),
    )
    active = BooleanField(_l("Available"), default=True)
    expertise = FieldList(FormField(ExpertiseRow), max_entries=40)
    spoken = FieldList(FormField(SpokenRow), max_entries=len(SPOKEN))
    roles = ticks(_l("Roles"), ASSIGNMENT_ROLES.items())
    formats = ticks(_l("Formats"))
    skills = ticks(_l("Skills"), SKILLS.items())
    regions = ticks(_l("Has worked in"), REGIONS.items())
    education = StringField(_l("Education"), optional(300))
    travel = TextAreaField(
        _l("Travel and visa"),
        optional(1000),
        description=_l("For example which visas are there, or how long one takes."),
    )
    public_name = StringField(
        _l("Name on public pages"),
        optional(200),
        description=_l("Stands there in place of the name in the address book. Empty: that name."),
    )
    share_contact = BooleanField(_l("The e-mail may be passed on to partners with the roster"))

    def offer(self, numbers: list[int], formats: Iterable[tuple[str, str]]) -> None:
        """Fill the lists, of the form and of its rows."""
        self.formats.choices = offers(formats)
        modules = [SelectChoice("", _("None")), *module_choices(numbers)]
        languages = [SelectChoice("", _("None")), *spoken_choices()]
        for entry in self.expertise:
            entry.form.module.choices = modules
        for each in self.spoken:
            each.form.language.choices = languages

    def turn(self, act: str) -> bool:
        """Add or drop a row as a button says; say whether it was such a button."""
        verb, _dash, what = act.partition("-")
        if verb == "add" and what in ROWS:
            self[what].append_entry()
        elif verb == "drop" and (name := what.rpartition("-")[0]) in ROWS:
            self[name].entries[:] = [entry for entry in self[name].entries if entry.id != what]
        else:
            return False
        return True

    def plan(self) -> ExpertPlan:
        rows = [entry.form for entry in self.expertise if str(entry.form.module.data).isdigit()]
        spoken = {
            row.form.language.data: row.form.level.data for row in self.spoken if row.form.language.data in SPOKEN
        }
        return ExpertPlan(
            kind=self.kind.data,
            spoken=tuple(spoken.items()),
            active=self.active.data,
            expertise=tuple((int(row.module.data), row.level.data, row.evidence.data or "") for row in rows),
            roles=tuple(self.roles.data or ()),
            formats=tuple(self.formats.data or ()),
            regions=tuple(self.regions.data or ()),
            skills=tuple(self.skills.data or ()),
            education=self.education.data or "",
            travel=self.travel.data or "",
            public_name=self.public_name.data or "",
            share_contact=self.share_contact.data,
        )


class ExpertForm(EntryForm):
    """The same as staff enter it: also who it is, and from which country."""

    email = StringField(_l("E-mail of the person"), optional(254), description=_l("Somebody of the address book."))
    country = SelectField(_l("Country"), choices=[], default="", validate_choice=False)

    def offer(self, numbers: list[int], formats: Iterable[tuple[str, str]]) -> None:
        super().offer(numbers, formats)
        self.country.choices = offers([("", _("Not stated")), *people.world_choices()])


def data_of_expert(expert: Expert) -> dict[str, object]:
    """Return an entry as the form shows it."""
    plain = ("kind", "active", "roles", "formats", "skills", "regions", "education", "travel", "public_name")
    return {name: getattr(expert, name) for name in plain} | {
        "share_contact": expert.share_contact,
        "country": expert.person.country_code or "",
        "spoken": [{"language": code, "level": expert.language_levels.get(code, "")} for code in expert.languages],
        "expertise": [
            {"module": str(row.module.number), "level": row.level, "evidence": row.evidence} for row in expert.expertise
        ],
    }


def upload_of(field: FileField) -> Upload | None:
    given = field.data
    return Upload(given.stream, given.filename) if given and getattr(given, "filename", "") else None


class FileForm(Form):
    """A file."""

    file = FileField(_l("CV"), render_kw={"accept": ACCEPT})


class AbsenceForm(Form):
    """Days on which one cannot teach."""

    since = DateField(_l("First day"), [InputRequired(message=REQUIRED)])
    until = DateField(_l("Last day"), [InputRequired(message=REQUIRED)])
    note = StringField(_l("Note"), optional(200), description=_l("Staff read it."))


class AskForm(Form):
    """Whom to ask for a session."""

    person = SelectField(_l("Whom"), choices=[], validate_choice=False)
    role = SelectField(_l("Role"), choices=offers(ASSIGNMENT_ROLES.items()))
    note = TextAreaField(_l("A word to this person"), optional(1000))

    def request(self) -> Request:
        return Request(self.person.data or "", self.role.data, self.note.data or "")


class AnswerForm(Form):
    """Yes or no to a request: the button says which."""

    conduct = BooleanField(_l("I agree to the code of conduct"))
    reason = StringField(_l("Why not"), optional(500))


class ReasonForm(Form):
    """A reason."""

    reason = StringField(_l("Reason"), optional(500))


class ConsentForm(Form):
    """That one wants to be on the roster."""

    kind = SelectField(_l("Where you come from as an expert"), choices=offers(EXPERT_KINDS.items()))
    languages = ticks(_l("Languages you can teach in"), spoken_choices)

    def given(self) -> Consent:
        return Consent(self.kind.data, tuple(self.languages.data or ()))


class CallForm(Form):
    """A call for experts."""

    title = TextsField(_l("Title"))
    text = TextsField(_l("Text"), area=True)
    modules = ticks(_l("Modules"))
    languages = ticks(_l("Languages"), spoken_choices)
    documents = ticks(_l("Documents to bring"), DOCUMENTS.items())
    day = DateField(_l("Deadline, day"), [InputRequired(message=REQUIRED)])
    hour = TimeField(_l("Deadline, hour"), [InputRequired(message=REQUIRED)], default=time(18))
    zone = SelectField(_l("By the clocks of"), choices=[])
    state = SelectField(_l("State"), choices=offers(CALL_STATES.items()))

    def offer(self, numbers: Iterable[int]) -> None:
        self.modules.choices = module_choices(numbers)
        self.zone.choices = offers((zone, zone.replace("_", " ")) for zone in sorted(clock.zones()))

    def plan(self) -> CallPlan:
        return CallPlan(
            title=self.title.data if isinstance(self.title.data, Texts) else Texts(),
            text=self.text.data if isinstance(self.text.data, Texts) else Texts(),
            zone=self.zone.data,
            day=cast("date", self.day.data),
            hour=cast("time", self.hour.data),
            modules=numbers_of(self.modules.data),
            languages=tuple(self.languages.data or ()),
            documents=tuple(self.documents.data or ()),
            state=self.state.data,
        )


def data_of_call(call: ExpertCall) -> dict[str, object]:
    local = call.deadline.astimezone(ZoneInfo(call.zone))
    names = ("title", "text", "languages", "documents", "zone", "state")
    return {name: getattr(call, name) for name in names} | {
        "modules": [str(number) for number in call.modules],
        "day": local.date(),
        "hour": local.time(),
    }


class ApplicationForm(Form):
    """What somebody sends in answer to a call."""

    kind = SelectField(_l("Where you come from as an expert"), choices=offers(EXPERT_KINDS.items()))
    modules = ticks(_l("Modules you can teach"))
    languages = ticks(_l("Languages you can teach in"), spoken_choices)
    note = TextAreaField(_l("In your own words"), optional(5000))

    def plan(self) -> ApplicationPlan:
        return ApplicationPlan(
            kind=self.kind.data,
            modules=numbers_of(self.modules.data),
            languages=tuple(self.languages.data or ()),
            note=self.note.data or "",
        )

    def uploads(self) -> dict[str, Upload]:
        """Return the documents that were chosen, by kind."""
        found = {kind: upload_of(self[f"document_{kind}"]) for kind in DOCUMENTS if f"document_{kind}" in self}
        return {kind: upload for kind, upload in found.items() if upload is not None}


def application_form(call: ExpertCall, row: ExpertApplication | None, numbers: Iterable[int]) -> ApplicationForm:
    """Return the form of a call: a file for each document that it asks for."""
    fields = {
        f"document_{kind}": FileField(str(DOCUMENTS[kind]), render_kw={"accept": ACCEPT}) for kind in call.documents
    }
    shape: type[ApplicationForm] = type("CallApplicationForm", (ApplicationForm,), fields)
    data: dict[str, Any] = {"modules": [str(number) for number in call.modules]}
    if row is not None:
        data = {"kind": row.kind, "languages": row.languages, "note": row.note}
        data["modules"] = [str(number) for number in row.modules]
    form = shape(data=data)
    form.modules.choices = module_choices(call.modules or numbers)
    return form
