"""The forms of materials: a new one, one more version, and its label."""

from typing import Any, cast

from flask_wtf.file import FileField
from wtforms import SelectField, URLField

from ..kernel.i18n import language, language_name
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.text import alphabetical
from ..kernel.types import Texts
from ..web.forms import Form, SelectChoice, TextsField, optional
from .models import LANGUAGES, VISIBILITY, Material
from .services import POLICY, URL_LIMIT, Content, Label, Upload

ACCEPT = ",".join(f".{ending}" for ending in POLICY.endings)


def language_choices() -> list[Any]:
    """Return the languages a version may be in, by name."""
    by_name = alphabetical(language())
    named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda pair: by_name(pair[1]))
    return [SelectChoice(code, name) for code, name in named]


class VersionForm(Form):
    """A file or a link, in one language."""

    language = SelectField(_l("Language of the material"), choices=language_choices)
    file = FileField(_l("File"), render_kw={"accept": ACCEPT})
    url = URLField(_l("Or a link"), validators=optional(URL_LIMIT))

    def content(self) -> Content:
        given = self.file.data
        upload = Upload(given.stream, given.filename) if given and given.filename else None
        return Content(self.language.data, upload, (self.url.data or "").strip())


class LabelForm(Form):
    """Title and who may have it."""

    title = TextsField(_l("Title"))
    visibility = SelectField(_l("Who may have it"), choices=[SelectChoice(*each) for each in VISIBILITY.items()])

    def wanted_label(self) -> Label:
        return Label(cast("Texts", self.title.data), self.visibility.data)


class MaterialForm(LabelForm, VersionForm):
    """A new material with its first version."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self.is_submitted():
            self.language.data = language() if language() in LANGUAGES else "en"


def label_form(material: Material, *, fresh: bool = False) -> LabelForm:
    """Return the form of a material that is there; a fresh one leaves what was just sent to another form."""
    data = {"title": material.title, "visibility": material.visibility}
    return LabelForm(formdata=None, **data) if fresh else LabelForm(**data)
