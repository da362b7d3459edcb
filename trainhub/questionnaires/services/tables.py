"""Answers as a table for a spreadsheet or a statistics program, with the codebook that explains its columns."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from .. import queries
from ..content import TYPES, Field
from ..models import AnswerSet, Wave
from .results import OPEN, may_show, texts_of
from .waves import blocks_of, content_of

Cell = str | float | None
Sheet = dict[str, dict[str, Cell]]  # field name -> choice -> what stands there


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """One column of the table: what it asks, of what type it is, and one code of it with its words and score."""

    column: str
    question: str
    type: str
    code: str = ""
    label: str = ""
    score: float | None = None


def answers_table(wave: Wave) -> tuple[list[str], list[list[Cell]]]:
    """Return header and one row an answer, in an order that is nobody's; persons only in a named wave.

    A question where several may be chosen gives a column (0 or 1) for each. In a sealed wave free texts stand
    apart (`texts_table`), because a recognised text would give away the other answers of its row, and a question
    that too few answered is left empty. Raises Refused where nothing may be shown.
    """
    _check(wave)
    fields, sheets = _columns(wave), _sheets(wave)
    filled = Counter(name for sheet in sheets.values() for name in sheet)
    shown = {each.name for each in fields if not wave.sealed or filled[each.name] >= wave.minimum}
    header = ["no", *_who_header(wave), *(column for each in fields for column, _code in _named(each))]
    rows: list[list[Cell]] = []
    for number, answer_set in enumerate(db.session.scalars(queries.answer_sets(wave.id)), start=1):
        sheet = sheets[answer_set.id]
        cells = [cell for each in fields for cell in _cells(each, sheet if each.name in shown else {})]
        rows.append([number, *_who(wave, answer_set), *cells])
    return header, rows


def texts_table(wave: Wave) -> tuple[list[str], list[list[Cell]]]:
    """Return the free texts of a wave: question and text, by question, then by alphabet. Raises Refused."""
    _check(wave)
    free = {item.key for item in content_of(wave).items if item.type == "text"}
    found = {(each.item, each.block, each.text, each.set_id) for each in texts_of([wave]) if each.item in free}
    return ["column", "text"], [
        [f"{item}@{block}" if block else item, text] for item, block, text, _id in sorted(found)
    ]


def codebook(wave: Wave, language: str) -> list[CodebookRow]:
    """Return what the columns of the tables mean, in a language: a row each code, else one each column."""
    rows: list[CodebookRow] = []
    for each in content_of(wave).fields(blocks_of(wave)):
        rows += _explained(wave, each, language)
    return rows


def _check(wave: Wave) -> None:
    if not may_show(wave):
        raise Refused(_("Answers are shown once this wave is closed and at least %(few)s came.", few=wave.minimum))


def _columns(wave: Wave) -> list[Field]:
    apart = OPEN[:1] if wave.sealed else ()
    return [each for each in content_of(wave).fields(blocks_of(wave)) if each.item.type not in apart]


def _named(field: Field) -> list[tuple[str, str]]:
    """Return the columns of a field with the code each is for."""
    if field.item.type != "multiple":
        return [(field.name, "")]
    return [(f"{field.name}:{code}", code) for code in field.item.codes]


def _cells(field: Field, sheet: Sheet) -> list[Cell]:
    entered = sheet.get(field.name)
    if field.item.type == "multiple":
        return [None if entered is None else int(code in entered) for code in field.item.codes]
    return [next(iter(entered.values()))] if entered else [None]


def _sheets(wave: Wave) -> dict[str, Sheet]:
    """Return answer set id -> what stands in it."""
    content = content_of(wave)
    found: dict[str, Sheet] = defaultdict(dict)
    for row in db.session.execute(queries.entries([wave.id], [item.key for item in content.items])):
        name = f"{row.item}{f'.{row.row}' if row.row else ''}{f'@{row.block}' if row.block else ''}"
        cell = row.text if row.text is not None else row.choice or row.number
        item = content.item(row.item)
        if item is not None and item.scale is not None and not item.options and row.number is not None:
            cell = row.number
        cell = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        found[row.set_id].setdefault(name, {})[row.choice] = cell
    return found


def _who_header(wave: Wave) -> list[str]:
    return {"named": ["person", "name"], "pseudonymous": ["pseudonym"]}.get(wave.identity, [])


def _who(wave: Wave, row: AnswerSet) -> list[Cell]:
    if wave.identity == "named":
        return [row.person.public_id, row.person.display] if row.person else [None, None]
    return [row.pseudonym] if wave.identity == "pseudonymous" else []


def _explained(wave: Wave, field: Field, language: str) -> list[CodebookRow]:
    item = field.item
    line = next((row.text.text(language) for row in item.rows if row.code == field.row), "")
    block = dict(blocks_of(wave).get(field.section.repeat, ())).get(field.block, "")
    question = " · ".join(part for part in (item.text.text(language), line, block) if part)
    kind = str(TYPES[item.type])
    if item.type == "multiple":
        words = {option.code: option.text.text(language) for option in item.options}
        return [CodebookRow(column, question, kind, "1", words[code]) for column, code in _named(field)]
    labels = code_labels(field, language)
    if not labels:
        return [CodebookRow(field.name, question, kind)]
    scores = item.scores
    return [CodebookRow(field.name, question, kind, code, label, scores.get(code)) for code, label in labels.items()]


def code_labels(field: Field, language: str) -> dict[str, str]:
    """Return code -> words of what may be chosen in a field; empty for numbers, days and texts."""
    item = field.item
    if item.options:
        return {option.code: option.text.text(language) for option in item.options}
    if item.scale is None:
        return {}
    words = {code: code for code in item.codes}
    words |= {str(item.scale.minimum): item.scale.low.text(language) or str(item.scale.minimum)}
    words |= {str(item.scale.maximum): item.scale.high.text(language) or str(item.scale.maximum)}
    return words | ({"unsure": _("Do not know")} if item.scale.unsure else {})
