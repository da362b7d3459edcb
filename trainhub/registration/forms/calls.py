"""The form of a call, with rows for quotas and documents, and what is said at go or no-go."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

import wtforms
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.types import Texts
from ...people.services import KINDS
from ...questionnaires.models import QuestionnaireVersion
from ...web.forms import REQUIRED, Form, Messages, SelectChoice, TextsField, required
from ..models import RULES, Call
from ..services import CallPlan, QuotaPlan

MOST = 5000  # seats of a row
LAST_MINUTE = time(23, 59)  # of a deadline that names a day only
_WHOLE = {"min": 0}


class Row(wtforms.Form):
    """A row of a list inside a form."""

    class Meta:
        def get_translations(self, form: Any) -> Messages:
            return Messages()


def _needed(_form: Any, field: wtforms.Field) -> None:
    """Ask for a number, typed in or moved here by a button."""
    if field.data is None and not field.errors:
        raise StopValidation(str(REQUIRED))


class QuotaRow(Row):
    """How many places for whom; `whom` is "dimension:value"."""

    whom = HiddenField()
    seats = IntegerField(_l("Seats"), [_needed, NumberRange(0, MOST)], render_kw=_WHOLE)
    reserve = IntegerField(_l("Reserve"), [Optional(), NumberRange(0, MOST)], default=0, render_kw=_WHOLE)


class DocumentRow(Row):
    """A document that is asked for."""

    key = HiddenField()
    title = TextsField(_l("Document"))


class CallForm(Form):
    """All that staff say of a call. Quotas are added and dropped by buttons of the form itself."""

    nominate = BooleanField(_l("Focal points nominate"))
    apply = BooleanField(_l("People apply themselves"))
    endorse = BooleanField(_l("The institution approves first, where people apply themselves"))
    select = BooleanField(_l("The centre selects"))
    confirm = BooleanField(_l("Whoever is selected confirms"))
    deadline_day = DateField(_l("Deadline"), [Optional()])
    deadline_time = TimeField(_l("Time of day"), [Optional()])
    confirm_hours = IntegerField(
        _l("Hours to answer an offer"), [InputRequired(message=REQUIRED), NumberRange(1, 2000)], render_kw={"min": 1}
    )
    cancel_days = IntegerField(
        _l("Days before the start to withdraw"),
        [InputRequired(message=REQUIRED), NumberRange(0, 365)],
        render_kw=_WHOLE,
    )
    rule = RadioField(_l("Who on the waiting list comes next"), choices=[SelectChoice(*each) for each in RULES.items()])
    decide_on = DateField(_l("Day of go or no-go"), [Optional()])
    women = IntegerField(
        _l("Target share of women, in per cent"), [Optional(), NumberRange(0, 100)], render_kw={"min": 0, "max": 100}
    )
    note = TextsField(_l("What people should know before they apply or nominate"), area=True)
    questions = SelectField(_l("Questions"), validate_choice=False, choices=[], default="")
    documents = FieldList(FormField(DocumentRow), label=_l("Documents"), max_entries=8)
    needs = SelectMultipleField(
        _l("What is asked once somebody has a place"),
        choices=[SelectChoice(key, kind.label) for key, kind in KINDS.items()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    quotas = FieldList(FormField(QuotaRow), label=_l("Quotas"), max_entries=100)
    new_whom = SelectField(_l("For"), validate_choice=False, choices=[], default="")
    new_seats = IntegerField(_l("Seats"), [Optional(), NumberRange(0, MOST)], render_kw=_WHOLE)
    new_reserve = IntegerField(_l("Reserve"), [Optional(), NumberRange(0, MOST)], render_kw=_WHOLE)

    def offer(
        self, whom: Mapping[str, Sequence[tuple[str, str]]], versions: Mapping[str, QuestionnaireVersion]
    ) -> None:
        """Fill the lists: whom a quota may be for, in groups, and what may be asked."""
        there = {row["whom"] for row in self.quotas.data}
        groups = {
            name: [SelectChoice(key, label) for key, label in rows if key not in there] for name, rows in whom.items()
        }
        self.new_whom.choices = cast("Any", {"": [SelectChoice("", "—")]} | groups)
        self.known = {key for rows in whom.values() for key, _label in rows}
        self.versions = versions
        named = [(key, str(version.questionnaire)) for key, version in versions.items()]
        self.questions.choices = [SelectChoice(*each) for each in [("", _("None")), *named]]

    def turn(self, act: str) -> bool:
        """Add or drop a row as a button says; say whether it was such a button."""
        verb, _dash, what = act.partition("-")
        if act == "add-quotas":
            self._add_quota()
        elif act == "add-documents":
            self.documents.append_entry({"key": "", "title": Texts()})
        elif verb == "drop":
            name = what.rpartition("-")[0]
            if name not in {"quotas", "documents"}:
                return False
            self[name].entries[:] = [entry for entry in self[name].entries if entry.id != what]
        else:
            return False
        return True

    def _add_quota(self) -> None:
        """Move what stands in the last row into the list; say what is missing."""
        if self.new_whom.data and self.new_seats.data is not None:
            if self.new_whom.data not in {row["whom"] for row in self.quotas.data}:
                row = {"whom": self.new_whom.data, "seats": self.new_seats.data, "reserve": self.new_reserve.data or 0}
                self.quotas.append_entry(row)
            self.new_whom.data, self.new_seats.data, self.new_reserve.data = "", None, None
            for field in (self.new_seats, self.new_reserve):
                field.raw_data = None
        elif not self.new_whom.data:
            self.complain("new_whom", _("Choose whom the places are for."))
        else:
            self.complain("new_seats", REQUIRED)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.new_whom.data and self.new_seats.data is not None:
            self._add_quota()  # nobody should have to press two buttons
        good = bool(super().validate(extra_validators))
        if self.new_whom.data:
            self.complain("new_seats", REQUIRED)
        return good and not self.new_whom.data

    def plan(self, zone: str) -> CallPlan:
        """Return what was entered; times are of the session's zone."""
        day = self.deadline_day.data
        moment = self.deadline_time.data or LAST_MINUTE
        return CallPlan(
            nominate=self.nominate.data,
            apply=self.apply.data,
            endorse=self.endorse.data,
            select=self.select.data,
            confirm=self.confirm.data,
            deadline=datetime.combine(day, moment, ZoneInfo(zone)).astimezone(ZoneInfo("UTC")) if day else None,
            confirm_hours=self.confirm_hours.data or 1,
            cancel_days=self.cancel_days.data or 0,
            rule=self.rule.data or "order",
            decide_on=self.decide_on.data,
            women_target=None if self.women.data is None else self.women.data / 100,
            note=self.note.data or None,
            documents=tuple((row["key"] or "", row["title"] or Texts()) for row in self.documents.data),
            needs=tuple(self.needs.data or ()),
            version=self.versions.get(self.questions.data or ""),
            quotas=tuple(self._quotas()),
        )

    def _quotas(self) -> list[QuotaPlan]:
        rows = []
        for row in self.quotas.data:
            dimension, _colon, value = (row["whom"] or "").partition(":")
            if row["whom"] in self.known:
                rows.append(QuotaPlan(dimension, value, row["seats"] or 0, row["reserve"] or 0))
        return rows


def data_of_call(call: Call | None, titles: Mapping[str, Texts], zone: str) -> dict[str, Any]:
    """Return what the form shows of a call, or of a new one."""
    if call is None:
        return {
            "nominate": True,
            "select": True,
            "confirm": True,
            "confirm_hours": 72,
            "cancel_days": 0,
            "rule": "order",
        }
    there = call.deadline.astimezone(ZoneInfo(zone)) if call.deadline else None
    plain = ("nominate", "apply", "endorse", "select", "confirm", "confirm_hours", "cancel_days", "rule", "decide_on")
    return {name: getattr(call, name) for name in plain} | {
        "deadline_day": there.date() if there else None,
        "deadline_time": there.time() if there else None,
        "women": None if call.women_target is None else round(call.women_target * 100),
        "note": call.note,
        "needs": call.needs,
        "questions": call.wave.version.public_id if call.wave else "",
        "documents": [{"key": key, "title": title} for key, title in titles.items()],
        "quotas": [
            {"whom": f"{quota.dimension}:{quota.value}", "seats": quota.seats, "reserve": quota.reserve}
            for quota in call.quotas
        ],
    }


class GoForm(Form):
    """Why a session takes place with fewer people than it needs."""

    reason = TextAreaField(_l("Why it takes place"), required(500))
