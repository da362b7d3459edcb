"""Forms of the timetable: a search, and the numbers of its rules."""

from dataclasses import asdict
from typing import ClassVar

from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange

from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import REQUIRED, Form, Guarded, SelectChoice, optional
from ..services.timetable.wishes import Wishes

MOST = 100_000


class SearchForm(Form):
    """What a search is asked."""

    kind = RadioField(
        _l("What is wanted"),
        [InputRequired(message=REQUIRED)],
        choices=[
            SelectChoice("solve", _l("The best timetable, whatever stands now; what is fixed stays")),
            SelectChoice("again", _l("As few changes as can be, since something happened")),
        ],
    )
    effort = RadioField(
        _l("How thorough"),
        [InputRequired(message=REQUIRED)],
        choices=[
            SelectChoice("quick", _l("A first look")),
            SelectChoice("usual", _l("Thorough")),
            SelectChoice("long", _l("For the night")),
        ],
    )
    occasion = StringField(
        _l("Occasion"), optional(300), description=_l("What happened, for those who read it later. May be left empty.")
    )


class WishesForm(Guarded):
    """A number for each bound and each weight."""

    names: ClassVar[tuple[str, ...]] = ()

    def numbers(self) -> dict[str, int]:
        return {name: int(self[name].data) for name in self.names}


def wishes_form(kept: Wishes) -> WishesForm:
    """Return the form of the rules with the numbers that hold."""
    words = {**Wishes.BOUNDS, **Wishes.WEIGHTS}
    rules = [InputRequired(message=REQUIRED), NumberRange(min=0, max=MOST, message=_l("Enter a number from 0 on."))]
    fields = {name: IntegerField(text, rules) for name, text in words.items()}
    kind = type("RulesForm", (WishesForm,), {**fields, "names": tuple(words)})
    form: WishesForm = kind(data=asdict(kept))
    form.hold(kept)
    return form
