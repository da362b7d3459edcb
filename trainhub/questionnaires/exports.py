"""Answers of a wave as files: a workbook with answers, texts and codebook, or each of them as CSV."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from ..kernel import audit, i18n
from ..kernel.errors import NotFound
from ..kernel.i18n import gettext as _
from ..web import sheets
from . import services
from .models import Wave

PARTS = ("answers", "texts", "codebook")


def export(wave: Wave, kind: str, part: str = "answers") -> Response:
    """Return a file of one of sheets.KINDS and note that it was taken; the caller commits.

    Raises Refused where answers may not be shown, NotFound for another kind or part.
    """
    if kind not in sheets.KINDS or part not in PARTS:
        raise NotFound
    name = f"{wave.version.questionnaire.key}-{wave.public_id}"
    audit.record("exported", wave, kind=kind, part=part if kind == "csv" else "")
    if kind == "csv":
        return sheets.download("csv", f"{name}-{part}", _lines(wave, part))
    titles = {"answers": _("Answers given"), "texts": _("Free text"), "codebook": _("Codebook")}
    book = sheets.xlsx([(str(titles[each]), _lines(wave, each)) for each in PARTS])
    return Response(
        book,
        content_type=sheets.XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def _lines(wave: Wave, part: str) -> list[Sequence[Any]]:
    if part == "codebook":
        head = [_("Column"), _("Question"), _("Type"), _("Code"), _("Meaning"), _("Score")]
        rows = services.codebook(wave, i18n.language())
        return [head, *([row.column, row.question, row.type, row.code, row.label, row.score] for row in rows)]
    header, lines = services.answers_table(wave) if part == "answers" else services.texts_table(wave)
    return [header, *lines]
