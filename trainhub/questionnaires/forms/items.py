"""A question: its words, and what its type needs."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, FloatField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import slugify
from ...kernel.types import Texts
from ...web.forms import SelectChoice, SideBySide, at_most
from ..content import TYPES, UNSURE, Content, Item, Option, Row, Scale
from .conditions import ConditionForm, condition_data, earlier_than
from .marks import Form, mark_of, text_or

SPARE = ("new1", "new2")  # empty lines for what is to be added
CHOOSING = ("single", "multiple")
STEP = NumberRange(-100, 100, message=_l("Write a whole number between −100 and 100."))
DO_NOT_KNOW = {"en": "I do not know", "az": "Bilmirəm", "ru": "Не знаю", "tk": "Bilemok"}
COLUMNS = {"scale": _l("The steps of a scale"), "options": _l("Answers in words")}
types = [SelectChoice(value=key, label=label) for key, label in TYPES.items()]


class NumberField(FloatField):
    """A number with a point or a comma; empty means none."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        entered = [value.strip().replace(",", ".") for value in valuelist]
        if entered and not entered[0]:
            self.data = None
        else:
            super().process_formdata(entered)


class NewItemForm(Form):
    """The words and the type of a question to add."""

    question = StringField(_l("New question"), validators=[at_most(1000)])
    type = SelectField(_l("Type"), choices=types)


class ItemForm(ConditionForm):
    """What every question has; `item_form` adds what its type needs."""

    text = SideBySide(_l("Question"), area=True)
    hint = SideBySide(_l("Hint under the question"))
    type = SelectField(_l("Type"), choices=types)
    required = BooleanField(_l("Must be answered"))
    seen = HiddenField()

    def item(self, before: Item, used: Collection[str] = ()) -> Item:
        """Return the question as it was entered; `used` are codes that answers of other versions have."""
        item = replace(
            before,
            text=self.text.data,
            hint=self.hint.data,
        )
        if "if_item" in self._fields:
            item = replace(item, required=bool(self.required.data), only_if=self.condition())
        if "minimum" in self._fields:
            item = replace(item, scale=self._scale(), options=())
        if "option-new1" in self._fields:
            item = self._with_options(item, used)
        if "row-new1" in self._fields:
            item = replace(item, rows=self._rows(before, used))
        return self._retyped(self._with_solution(item))

    @property
    def options(self) -> list[str]:
        """Return the codes of the answers, those to be added last."""
        return self._codes("option-")

    @property
    def rows(self) -> list[str]:
        return self._codes("row-")

    def _codes(self, prefix: str) -> list[str]:
        return [name.removeprefix(prefix) for name in self._fields if name.startswith(prefix)]

    def _scale(self) -> Scale:
        return Scale(
            self["minimum"].data if self["minimum"].data is not None else 1,
            self["maximum"].data if self["maximum"].data is not None else 5,
            self["low"].data,
            self["high"].data,
            bool(self["unsure"].data),
        )

    def _with_options(self, item: Item, used: Collection[str]) -> Item:
        taken = {*used, *self.options}
        found: list[Option] = []
        for code in self.options:
            text: Texts = self[f"option-{code}"].data
            if text:
                own = _fresh(text, taken) if code in SPARE else code
                taken.add(own)
                found.append(Option(own, text, self[f"score-{code}"].data))
        unsure = "unsure" in self._fields and bool(self["unsure"].data)
        last = [each for each in found if each.code == UNSURE] if unsure else []
        if unsure and not last:
            last = [Option(UNSURE, Texts.of(DO_NOT_KNOW, item.text.source))]
        kept = tuple(each for each in found if each.code != UNSURE)
        return replace(item, options=(*kept, *last), scale=None)

    def _rows(self, before: Item, used: Collection[str]) -> tuple[Row, ...]:
        taken, found = {*used, *self.rows}, []
        for code in self.rows:
            text: Texts = self[f"row-{code}"].data
            if text:
                own = _fresh(text, taken) if code in SPARE else code
                taken.add(own)
                found.append(Row(own, text))
        return tuple(found)

    def _with_solution(self, item: Item) -> Item:
        if "points" not in self._fields:
            return item
        points = self["points"].data
        item = replace(item, points=1.0 if points is None else points)
        if item.type == "number":
            number = self["right"].data
            return replace(item, correct=() if number is None else (f"{number:g}",))
        right = [code for code in self.options if f"right-{code}" in self._fields and self[f"right-{code}"].data]
        known = {*item.codes}
        return replace(item, correct=tuple(code for code in right if code in known))

    def _retyped(self, item: Item) -> Item:
        """Give a question another type, or a matrix other columns, with what that begins with."""
        if self.type.data != item.type:
            item = begun(replace(item, type=self.type.data, correct=()))
        elif "columns" in self._fields and self["columns"].data == "options" and not item.options:
            item = replace(item, scale=None, options=tuple(Option(code) for code in ("a1", "a2")))
        elif "columns" in self._fields and self["columns"].data == "scale" and item.options:
            item = replace(item, options=(), scale=Scale())
        return item


def begun(item: Item) -> Item:
    """Return a question with what its type needs at the least, and nothing that belongs to another type."""
    choosing, lined = item.type in CHOOSING, item.type == "matrix"
    scale = (item.scale or Scale()) if item.type == "scale" or (lined and not item.options) else None
    return replace(
        item,
        scale=scale,
        options=item.options if choosing or (lined and scale is None) else (),
        rows=item.rows if lined else (),
        correct=item.correct if choosing or item.type in {"scale", "number"} else (),
    )


def item_form(content: Content, item: Item, *, test: bool, fixed: bool = False, bank: bool = False) -> ItemForm:
    """Make the form of one question. `fixed`: its type stays; `test`: it may have a right answer."""

    class Fitted(ItemForm):
        pass

    source = content.language
    data: dict[str, Any] = {
        "text": text_or(item.text, source),
        "hint": text_or(item.hint, source),
        "type": item.type,
        "required": item.required,
        "seen": mark_of(item),
        **condition_data(content, item.only_if),
    }
    if item.type in CHOOSING or item.options:
        data |= _add_options(Fitted, item, source, test=test)
    elif item.scale is not None or item.type in {"scale", "matrix"}:
        data |= _add_scale(Fitted, item.scale or Scale(), source)
    if item.type == "matrix":
        data |= _add_rows(Fitted, item, source)
    if test and item.type in {*CHOOSING, "number"}:
        data |= _add_solution(Fitted, item)
    form = Fitted(data=data)
    if fixed:
        form.type.data = item.type
    if bank:
        for name in ("if_item", "if_op", "if_choice", "if_number", "required"):
            del form[name]
    else:
        form.offer(content, earlier_than(content, item.key))
    return form


def _add_scale(form: type[ItemForm], scale: Scale, source: str) -> dict[str, Any]:
    form.minimum = IntegerField(_l("From"), validators=[Optional(), STEP])
    form.maximum = IntegerField(_l("To"), validators=[Optional(), STEP])
    form.low = SideBySide(_l("Word at the low end"))
    form.high = SideBySide(_l("Word at the high end"))
    form.unsure = BooleanField(_l("“I do not know” can be chosen"))
    low, high = text_or(scale.low, source), text_or(scale.high, source)
    return {
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "low": low,
        "high": high,
        "unsure": scale.unsure,
    }


def _add_options(form: type[ItemForm], item: Item, source: str, *, test: bool) -> dict[str, Any]:
    data: dict[str, Any] = {}
    known = {option.code: option for option in item.options}
    order = [*(code for code in known if code != UNSURE), *SPARE, *(code for code in known if code == UNSURE)]
    for number, code in enumerate(order, 1):
        option = known.get(code, Option(code))
        setattr(form, f"option-{code}", SideBySide(_l("Answer %(number)s", number=number)))
        setattr(form, f"score-{code}", NumberField(_l("Value"), validators=[Optional()]))
        data |= {f"option-{code}": text_or(option.text, source), f"score-{code}": option.score}
        if test and code in known and item.type in CHOOSING:
            setattr(form, f"right-{code}", BooleanField(_l("Right answer")))
            data[f"right-{code}"] = code in item.correct
    if item.type in CHOOSING:
        form.unsure = BooleanField(_l("“I do not know” can be chosen"))
        data["unsure"] = UNSURE in known
    return data


def _add_rows(form: type[ItemForm], item: Item, source: str) -> dict[str, Any]:
    columns = [SelectChoice(value=key, label=label) for key, label in COLUMNS.items()]
    form.columns = SelectField(_l("Columns"), choices=columns)
    data: dict[str, Any] = {"columns": "options" if item.options else "scale"}
    known = {row.code: row for row in item.rows}
    for number, code in enumerate([*known, *SPARE], 1):
        setattr(form, f"row-{code}", SideBySide(_l("Line %(number)s", number=number)))
        data[f"row-{code}"] = text_or(known.get(code, Row(code)).text, source)
    return data


def _add_solution(form: type[ItemForm], item: Item) -> dict[str, Any]:
    form.points = NumberField(
        _l("Points"), validators=[Optional(), NumberRange(0, 1000, message=_l("Write a number from 0 to 1000."))]
    )
    data: dict[str, Any] = {"points": item.points}
    if item.type == "number":
        form.right = NumberField(_l("Right answer"), validators=[Optional()])
        data["right"] = float(item.correct[0]) if item.correct else None
    return data


def _fresh(text: Texts, taken: Collection[str]) -> str:
    """Return a code made of an answer's words that no other has."""
    base = slugify(str(text), 30).replace("-", "_")
    code, number = base, 2
    while code in taken or code == UNSURE:
        code, number = f"{base}_{number}", number + 1
    return code
