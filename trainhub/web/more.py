"""Fields that features and plugins add to a form of core: one that fails is left out, the form stands."""

from collections.abc import Iterator
from typing import Any

from flask import render_template
from markupsafe import Markup

from ..hooks.host import host
from ..hooks.types import FormKey, FormPart
from ..kernel.errors import Invalid, Refused
from .access import viewer

HOOK = "extend_form"


class MoreFields:
    """What was added to one form: drawn, checked and saved with it."""

    def __init__(self, form: FormKey, subject: Any) -> None:
        self._parts: list[FormPart] = host().extend("extend_form", form=form, subject=subject, user=viewer())

    def __iter__(self) -> Iterator[FormPart]:
        return iter(self._parts)

    def validate(self) -> bool:
        """Check every part, also after one was found wrong: nobody should mend a form twice."""
        checked = [self._valid(part) for part in list(self._parts)]
        return all(checked)

    def save(self, made: Any) -> None:
        """Save what was entered with the object that the form made. Raises Refused or Invalid as a part says."""
        for part in self._parts:
            with host().guarded(part.plugin, HOOK, Refused, Invalid):
                part.save(made, part.form)

    def draw(self, cls: str = "field") -> Markup:
        """Return the fields as HTML."""
        drawn: list[str] = []
        for part in self._parts:
            with host().guarded(part.plugin, HOOK):
                drawn.append(render_template("base/form_part.html", part=part, cls=cls))
        return Markup("").join(Markup(each) for each in drawn)  # noqa: S704 - a rendered template is escaped already

    def _valid(self, part: FormPart) -> bool:
        said: list[bool] = []
        with host().guarded(part.plugin, HOOK):
            said.append(bool(part.form.validate()))
        if not said:
            self._parts.remove(part)
        return all(said)
