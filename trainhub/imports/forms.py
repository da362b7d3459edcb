"""Forms of imports: the file, and which of its columns is which."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField

from ..kernel.i18n import gettext as _
from ..kernel.i18n import lazy_gettext as _l
from ..web.forms import REQUIRED, Form, SelectChoice, optional
from .importers import Importer
from .services import POLICY, Upload

ACCEPT = ",".join(f".{ending}" for ending in POLICY.endings)


class UploadForm(Form):
    """A file, and what is to be ticked before it is tried."""

    file = FileField(
        _l("File"),
        description=_l(
            "XLSX or CSV, %(limit)s MiB at the most. Its first row names the columns.", limit=POLICY.largest >> 10
        ),
        render_kw={"accept": ACCEPT},
    )

    def upload(self) -> Upload | None:
        """Return the file; without one, say so at its field."""
        given = self.file.data
        if given and given.filename:
            return Upload(given.stream, given.filename)
        self.complain("file", str(REQUIRED))
        return None

    def ticked(self) -> list[str]:
        return [name.removeprefix("option_") for name in self._fields if name.startswith("option_") and self[name].data]


def upload_form(importer: Importer) -> UploadForm:
    """Return the form of a kind of list, with its options."""
    options = {
        f"option_{each.key}": BooleanField(str(each.label), description=str(each.help)) for each in importer.options
    }
    form: UploadForm = type("UploadFormOf", (UploadForm,), options)()
    return form


def columns_form(importer: Importer, headers: Mapping[str, str], chosen: Mapping[str, str]) -> Form:
    """Return a form that asks for each column which header of the file is meant."""
    named = (SelectChoice(header, name) for header, name in headers.items())
    offered = [SelectChoice("", _("Not in this file")), *named]
    fields: dict[str, Any] = {
        each.key: SelectField(
            str(each.label), optional(), choices=offered, default=chosen.get(each.key, ""), description=str(each.help)
        )
        for each in importer.columns
    }
    form: Form = type("ColumnsForm", (Form,), fields)()
    return form


def mend_form(importer: Importer, columns: Collection[str], values: Mapping[str, str]) -> Form:
    """Return a form of the cells of one line, as far as the file has them."""
    fields: dict[str, Any] = {
        each.key: StringField(
            str(each.label), optional(each.longest), default=values.get(each.key, ""), description=str(each.help)
        )
        for each in importer.columns
        if each.key in columns
    }
    form: Form = type("MendForm", (Form,), fields)()
    return form
