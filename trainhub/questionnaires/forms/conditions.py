"""When something is asked: a question before it, how its answer compares, and with what."""

import math
from typing import Any

from wtforms import SelectField, StringField

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import Form, SelectChoice, at_most
from ..content import OPERATORS, UNSURE, Condition, Content, Item, numbers, short

NONE = ""


class ConditionForm(Form):
    """The part of a form that says when something is asked."""

    if_item = SelectField(_l("Asked only if"), default=NONE)
    if_op = SelectField(_l("Comparison"), choices=[SelectChoice(value=k, label=v) for k, v in OPERATORS.items()])
    if_choice = SelectField(_l("Answer"), default=NONE)
    if_number = StringField(_l("or a number"), validators=[at_most(20)])

    def offer(self, content: Content, earlier: list[Item]) -> None:
        """Fill in the earlier questions and their answers."""
        self._asked = {item.key: item for item in earlier}
        places = numbers(content)
        titles = {item.key: f"{places[item.key]}. {short(item.text.text(i18n.language()))}" for item in earlier}
        gone = [self.if_item.data] if self.if_item.data and self.if_item.data not in titles else []
        self.if_item.choices = [
            SelectChoice(value=NONE, label=_("Always asked")),
            *(SelectChoice(value=key, label=title) for key, title in titles.items()),
            *(SelectChoice(value=key, label=_("A question that cannot be asked about here")) for key in gone),
        ]
        self.if_choice.choices = {
            "": [SelectChoice(value=NONE, label="—")],
            **{titles[item.key]: answers(item) for item in earlier if item.codes},
        }

    def condition(self) -> Condition | None:
        """Return the condition that was entered; what does not fit is said beside its field."""
        key = self.if_item.data or NONE
        if key == NONE:
            return None
        item, op = self._asked.get(key), self.if_op.data
        if op == "answered":
            return Condition(key, op)
        return Condition(key, op, self._value(item, op) if item else self._as_stored())

    def _value(self, item: Item, op: str) -> str:
        home, _mark, code = (self.if_choice.data or "").partition("=")
        if home and home != item.key:
            self.complain("if_choice", _("This answer belongs to another question. Choose one of the question above."))
        elif code and op == "at_least":
            score = item.scores.get(code)
            if score is not None:
                return f"{score:g}"
            self.complain("if_choice", _("This answer has no value to compare. Choose a step, or write a number."))
        elif code:
            return code
        elif item.type == "number" or op == "at_least":
            return self._number()
        else:
            self.complain("if_choice", _("Choose the answer that decides."))
        return ""

    def _number(self) -> str:
        try:
            number = float((self.if_number.data or "").strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return f"{number:g}"
        self.complain("if_number", _("Write the number to compare with, such as 12 or 3.5."))
        return ""

    def _as_stored(self) -> str:
        """Return the value of a condition on a question that is gone, as it was."""
        return (self.if_choice.data or "").partition("=")[2] or (self.if_number.data or "")


def answers(item: Item) -> list[Any]:
    """Return what can be chosen in a question, as choices that name their question."""
    words = {option.code: option.text.text(i18n.language()) for option in item.options} or {UNSURE: _("I do not know")}
    return [SelectChoice(value=f"{item.key}={code}", label=short(words.get(code, code), 50)) for code in item.codes]


def condition_data(content: Content, condition: Condition | None) -> dict[str, str]:
    """Return what the fields of a condition show."""
    if condition is None:
        return {"if_item": NONE, "if_op": "is", "if_choice": NONE, "if_number": ""}
    item = content.item(condition.item)
    code = _code(item, condition) if item else ""
    number = "" if code else condition.value
    choice = f"{condition.item}={code}" if code else NONE
    return {"if_item": condition.item, "if_op": condition.op, "if_choice": choice, "if_number": number}


def _code(item: Item, condition: Condition) -> str:
    """Return the choice that a condition compares with, if it is one."""
    if condition.op != "at_least":
        return condition.value if condition.value in item.codes else ""
    return next((code for code, score in item.scores.items() if f"{score:g}" == condition.value), "")


def earlier_than(content: Content, key: str) -> list[Item]:
    """Return the questions that the condition of a section or question may ask about."""
    section = content.section(key) or content.section_of(key)
    found: list[Item] = []
    for each in content.sections:
        for item in each.items:
            if item.key == key or each.key == key:
                return found
            if item.type != "matrix" and (not each.repeat or each == section):
                found.append(item)
        if each.key == key:
            return found
    return found
