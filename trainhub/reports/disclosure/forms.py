"""The forms of published figures: a release, one of its tables, and taking it back."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, SelectField, StringField

from ...kernel import clock, i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.models import Centre
from ...web.forms import Form, SelectChoice, TextsField, optional, required
from ...web.templating import words
from .. import periods, services
from .conversion import HELD_BACK
from .ledger import ReleaseCommand, TableCommand
from .models import AUDIENCES
from .policy import Audience

OTHER = "other"
SPLITS = 3


class ReleaseForm(Form):
    """What figures are about, and for whom."""

    title = TextsField(_l("Title"))
    audience = SelectField(_l("For whom"), default="public")
    period = SelectField(_l("Period"))
    first = DateField(_l("First day"), optional())
    last = DateField(_l("Last day"), optional())
    centre = SelectField(_l("Figures of"), default="")

    def __init__(self, *arguments: Any, centres: list[Centre], all_centres: bool, **values: Any) -> None:
        super().__init__(*arguments, **values)
        presets = periods.presets(clock.today(i18n.viewer_zone()))
        self.period.choices = [SelectChoice(each.key, each.label) for each in presets]
        self.period.choices.append(SelectChoice(OTHER, _("Other days")))
        self.audience.choices = [SelectChoice(key, str(label)) for key, label in AUDIENCES.items()]
        self.centre.choices = [SelectChoice("", _("All centres"))] if all_centres else []
        self.centre.choices += [SelectChoice(each.slug, words(each.title)) for each in centres]
        self.centres = {each.slug: each for each in centres}

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.period.data == OTHER and not (self.first.data and self.last.data):
            self.complain("first", _("Give the first and the last day."))
            return False
        return valid

    def command(self) -> ReleaseCommand:
        chosen = periods.parse(self.period.data or "")
        first, until = (chosen.first, chosen.until) if chosen else self._days()
        return ReleaseCommand(
            title=self.title.data or Texts(),
            audience=Audience(self.audience.data),
            first=first,
            until=until,
            centre=self.centres.get(self.centre.data or ""),
        )

    def _days(self) -> tuple[date, date]:
        return self.first.data or date.max, (self.last.data or date.min) + timedelta(days=1)


class TableForm(Form):
    """One table: what is counted, and how it is split."""

    indicator = SelectField(_l("Counted"), validators=required())
    by1 = SelectField(_l("Split by"), default="")
    by2 = SelectField(_l("and by"), default="")
    by3 = SelectField(_l("and by"), default="")
    table_title = TextsField(_l("Title of the table"))

    def __init__(self, *arguments: Any, **values: Any) -> None:
        super().__init__(*arguments, **values)
        self.indicator.choices = [SelectChoice("", _("Choose one"))]
        self.indicator.choices += [SelectChoice(key, str(each.title)) for key, each in services.indicators().items()]
        splits = [(key, str(each.title)) for key, each in services.breakdowns().items() if key not in HELD_BACK]
        for field in (self.by1, self.by2, self.by3):
            field.choices = [SelectChoice("", "–"), *(SelectChoice(key, title) for key, title in splits)]

    def command(self) -> TableCommand:
        chosen = [field.data for field in (self.by1, self.by2, self.by3) if field.data]
        return TableCommand(self.indicator.data, tuple(dict.fromkeys(chosen)), title=self.table_title.data or Texts())


class WithdrawForm(Form):
    """Why a release is taken back."""

    reason = StringField(_l("Reason"), validators=required(500))
