"""Forms of what cannot be undone: merging two records, erasing a person, deciding about a request for it."""

from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired

from ...kernel import i18n
from ...kernel.i18n import lazy_gettext as _l
from ...web.forms import Form, optional, required
from ..models import Person
from ..services import Decision, MergeCommand


class EraseForm(Form):
    """Why somebody is erased; the log keeps it, without names."""

    reason = StringField(_l("Reason"), required(300), description=_l("For the log. Write no names."))
    sure = BooleanField(_l("I know that this cannot be undone"), [DataRequired(message=_l("Tick the box to go on."))])


class AskErasureForm(Form):
    """What a person says who asks to be erased."""

    note = TextAreaField(_l("Anything the centre should know"), optional(2000))
    sure = BooleanField(
        _l("I know that my account goes, and that this cannot be undone"),
        [DataRequired(message=_l("Tick the box to go on."))],
    )


class DecideForm(Form):
    """What staff decide about a request."""

    verdict = RadioField(_l("Decision"), required())
    reason = TextAreaField(
        _l("Reason"), optional(2000), description=_l("Needed when you refuse: the person gets it by mail.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.verdict.choices = [
            ("erase", str(_l("Erase this person, in one hour"))),
            ("refuse", str(_l("Refuse for now"))),
        ]

    def command(self) -> Decision:
        return Decision(self.verdict.data == "erase", self.reason.data or "")


class MergeForm(Form):
    """Which of two records each field is taken from."""

    reason = StringField(_l("Reason"), optional(300), description=_l("For the log, for example: same passport."))
    sure = BooleanField(
        _l("I have looked: these are one person. I know that this cannot be undone"),
        [DataRequired(message=_l("Tick the box to go on."))],
    )

    def __init__(self, stays: Person, goes: Person, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pairs = [Pair(name, str(label), shown(stays, name), shown(goes, name)) for name, label in MERGED.items()]

    def command(self) -> MergeCommand:
        taken = {pair.name for pair in self.pairs if pair.differs and request.form.get(f"take-{pair.name}") == OTHER}
        return MergeCommand(taken=frozenset(taken), reason=self.reason.data or "")


OTHER = "other"
MERGED: dict[str, str] = {
    "display": _l("Name shown"),
    "native": _l("Name in own script"),
    "latin": _l("Name as in the passport"),
    "email": _l("E-mail"),
    "language": _l("Language"),
    "country_code": _l("Country"),
    "nationality_code": _l("Nationality"),
    "zone": _l("Time zone"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of two records, as a reader sees it."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def differs(self) -> bool:
        return bool(self.mine and self.theirs) and self.mine != self.theirs


def shown(person: Person, name: str) -> str:
    value = getattr(person, name) or ""
    words = {"language": i18n.language_name, "country_code": i18n.country_name, "nationality_code": i18n.country_name}
    return words[name](value) if value and name in words else value
