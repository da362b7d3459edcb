"""Forms of answers: an institution's sheet, a cell of the matrix, a remark."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...people.services import choices
from ...web.forms import Form, Guarded, SelectChoice, optional, required
from .. import vocabulary as words
from ..matrix import Scale
from ..models import Instrument, Response, Topic
from ..services.answering import ResponseCommand
from ..vocabulary import TOLD, WORDS, State
from .rounds import picks


class ResponseForm(Guarded):
    """An institution and what it says; a field t<id> for each topic comes with `response_form`."""

    name = StringField(_l("Institution"), required(300))
    country = SelectField(_l("Country"))
    category = SelectField(_l("Category"), optional())
    behalf = StringField(
        _l("Answered on its behalf by"),
        optional(200),
        description=_l("Only where another organisation filled it in."),
    )
    source = SelectField(_l("Source"))
    mode = SelectField(_l("Way of answering"), optional())
    day = DateField(_l("Day"), optional())
    state = SelectField(_l("State"))
    instrument = SelectField(_l("Instrument"), optional())
    notes = TextAreaField(_l("Interview notes"), optional(20_000))

    def answers(self) -> dict[int, str]:
        """Return topic id -> "", a number or a state."""
        return {int(name[1:]): self[name].data or "" for name in self._fields if _is_topic(name)}

    def command(self, instruments: Sequence[Instrument]) -> ResponseCommand:
        chosen = next((each.id for each in instruments if each.public_id == self.instrument.data), None)
        return ResponseCommand(
            name=self.name.data or "",
            country_code=self.country.data or "",
            category_code=self.category.data or None,
            behalf=self.behalf.data or "",
            source=self.source.data,
            mode=self.mode.data or "",
            day=self.day.data,
            state=self.state.data,
            notes=self.notes.data or "",
            instrument_id=chosen,
            answers=self.answers(),
        )


def _is_topic(name: str) -> bool:
    return name[:1] == "t" and name[1:].isdecimal()


def response_form(
    topics: Sequence[tuple[Topic, str]],
    scale: Scale,
    countries: Sequence[str],
    instruments: Sequence[Instrument],
    data: dict[str, Any] | None = None,
) -> ResponseForm:
    """Return the sheet of an institution: `topics` with their titles, `countries` that may be chosen."""
    offered = [SelectChoice("", str(WORDS[State.NO_ANSWER]))]
    offered += [SelectChoice(str(value), value_words(value, scale)) for value in scale.values()]
    offered += [SelectChoice(state.value, str(WORDS[state])) for state in TOLD if state is not State.VALUE]
    fields: dict[str, Any] = {
        f"t{topic.id}": SelectField(title, optional(), choices=list(offered)) for topic, title in topics
    }
    form: ResponseForm = type("SheetForm", (ResponseForm,), fields)(data=data)
    form.country.choices = [SelectChoice(code, i18n.country_name(code)) for code in countries]
    form.category.choices = [SelectChoice(*each) for each in (choices.OPEN, *choices.category_choices())]
    form.source.choices, form.mode.choices = picks(words.INSTRUMENT_KINDS), picks(words.MODES)
    form.state.choices = picks(words.RESPONSE_STATES)
    named = [(each.public_id, each.title.text(i18n.language())) for each in instruments]
    form.instrument.choices = [SelectChoice(*each) for each in (choices.OPEN, *named)]
    return form


def value_words(value: int, scale: Scale) -> str:
    """Return a value of the scale with what it means at both ends."""
    if value == scale.values()[0]:
        return _("%(value)s – most urgent", value=value)
    if value == scale.values()[-1]:
        return _("%(value)s – least urgent", value=value)
    return str(value)


def data_of_response(response: Response, instruments: Sequence[Instrument]) -> dict[str, Any]:
    """Return what the sheet shows of an institution."""
    names = ("name", "behalf", "source", "mode", "day", "state", "notes")
    chosen = next((each.public_id for each in instruments if each.id == response.instrument_id), "")
    said = {f"t{each.topic_id}": str(each.value) if each.value is not None else each.state for each in response.answers}
    return (
        {name: getattr(response, name) for name in names}
        | {"country": response.country_code, "category": response.category_code or "", "instrument": chosen}
        | said
    )


class CellForm(Form):
    """A priority over the answers, with its reason, and a note on the data."""

    value = SelectField(_l("Priority set by editors"), optional())
    reason = StringField(_l("Reason"), optional(500))
    note = StringField(_l("Note on the quality of the data"), optional(500))

    def offer(self, scale: Scale) -> "CellForm":
        values = [SelectChoice(str(value), value_words(value, scale)) for value in scale.values()]
        self.value.choices = [SelectChoice("", _("As the answers say")), *values]
        return self

    def chosen(self) -> int | None:
        return int(self.value.data) if self.value.data else None


class RemarkForm(Form):
    """A remark on a country's topic."""

    text = TextAreaField(_l("Remark"), required(4000))
