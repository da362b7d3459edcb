"""Forms of registers, of policy documents and of leading bodies."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import ValidationError

from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import language
from ...kernel.i18n import lazy_gettext as _l
from ...people.models import Organisation
from ...people.services import choices
from ...web.forms import Form, SelectChoice, TextsField, optional
from .. import vocabulary as words
from ..models import LeadBody, PolicyDocument, RegisterEntry, RegisterItem
from ..services.records import DocumentCommand, LeadCommand, goals_of
from ..services.registers import LONGEST, Said
from .rounds import picks


class RegisterForm(Form):
    """What a register is called and what it tells."""

    title = TextsField(_l("Title"))
    about = TextsField(_l("What it tells"), area=True)


class ItemForm(Form):
    """An item of a register."""

    title = TextsField(_l("Title"))
    kind = SelectField(_l("Answered by"), default="yesno")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = picks(words.ITEM_KINDS)


class CountryEntriesForm(Form):
    """What is known of a country; state<id>, day<id> and note<id> of each item come with `entries_form`."""

    def said(self, items: Sequence[RegisterItem]) -> dict[int, Said]:
        """Return what was entered, by the id of the item."""
        return {
            item.id: Said(
                self[f"state{item.id}"].data or "",
                self[f"day{item.id}"].data if item.kind == "law" else None,
                (self[f"note{item.id}"].data or "").strip(),
            )
            for item in items
        }


def entries_form(items: Sequence[RegisterItem], there: dict[int, RegisterEntry]) -> CountryEntriesForm:
    """Return the form of a country: a choice, a footnote and for conventions a day for each item."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for item in items:
        offered = [SelectChoice("", _("Nothing known"))]
        offered += [SelectChoice(key, str(label)) for key, label in words.ITEM_WORDS[item.kind].items()]
        title, entry = item.title.text(language()), there.get(item.id)
        fields[f"state{item.id}"] = SelectField(title, optional(), choices=offered)
        if item.kind == "law":
            fields[f"day{item.id}"] = DateField(_l("Since"), optional())
        fields[f"note{item.id}"] = StringField(_l("Footnote"), optional(LONGEST))
        if entry is not None:
            data |= {f"state{item.id}": entry.state, f"day{item.id}": entry.day, f"note{item.id}": entry.note}
    form: CountryEntriesForm = type("EntriesForm", (CountryEntriesForm,), fields)(data=data)
    return form


class DocumentForm(Form):
    """A policy document of a country."""

    country = SelectField(_l("Country"))
    title = TextsField(_l("Title"))
    state = SelectField(_l("State"), default="adopted")
    first_year = IntegerField(_l("From the year"), optional())
    last_year = IntegerField(_l("To the year"), optional())
    goals = StringField(_l("Development goals"), optional(200), description=_l("Numbers with commas: 8, 10, 10.7"))
    note = StringField(_l("Note"), optional(500))
    source = StringField(_l("Source"), optional(300))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = picks(words.DOCUMENT_STATES)

    def offer(self, countries: Sequence[tuple[str, str]]) -> "DocumentForm":
        self.country.choices = [SelectChoice(*each) for each in countries]
        return self

    def validate_goals(self, field: StringField) -> None:
        """Refuse what is no goal."""
        try:
            goals_of(field.data or "")
        except Invalid as error:
            raise ValidationError(next(iter(error.fields.values()))) from error

    def command(self) -> DocumentCommand:
        return DocumentCommand(
            self.country.data or "",
            self.title.data,
            self.state.data,
            self.first_year.data,
            self.last_year.data,
            goals_of(self.goals.data or ""),
            self.note.data or "",
            self.source.data or "",
        )


def data_of_document(row: PolicyDocument) -> dict[str, Any]:
    names = ("title", "state", "first_year", "last_year", "note", "source")
    known = {name: getattr(row, name) for name in names}
    return known | {"country": row.country_code, "goals": ", ".join(row.goals)}


class LeadForm(Form):
    """A body that leads in migration in a country."""

    country = SelectField(_l("Country"))
    title = TextsField(_l("Title"))
    organisation = SelectField(
        _l("Organisation"), optional(), description=_l("Its entry in the address book, if it has one.")
    )
    since = DateField(_l("Since"), optional())
    until = DateField(_l("Until"), optional(), description=_l("Empty: it leads today."))
    note = StringField(_l("Note"), optional(500))
    source = StringField(_l("Source"), optional(300))

    def offer(self, countries: Sequence[tuple[str, str]], bodies: Sequence[Organisation]) -> "LeadForm":
        self.country.choices = [SelectChoice(*each) for each in countries]
        named = [(body.slug, f"{body.title.text(language())} ({body.country_code or '–'})") for body in bodies]
        self.organisation.choices = [SelectChoice(*each) for each in (choices.OPEN, *named)]
        return self

    def command(self, bodies: Sequence[Organisation]) -> LeadCommand:
        chosen = next((each.id for each in bodies if each.slug == self.organisation.data), None)
        return LeadCommand(
            self.country.data or "",
            self.title.data,
            chosen,
            self.since.data,
            self.until.data,
            self.note.data or "",
            self.source.data or "",
        )


def data_of_lead(row: LeadBody) -> dict[str, Any]:
    known = {name: getattr(row, name) for name in ("title", "since", "until", "note", "source")}
    return known | {"country": row.country_code, "organisation": row.organisation.slug if row.organisation else ""}
