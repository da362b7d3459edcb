"""Published tables as files: CSV and XLSX to read, HXL-tagged CSV and SDMX-CSV for other systems.

All are made of published cells. A hidden number is told as hidden, by a status; it is never 0, and never nothing.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...kernel.i18n import gettext as _
from ...kernel.i18n import number
from ...kernel.text import disarm
from ...web import sheets
from .. import periods
from .policy import Status
from .problem import TOTAL, Codes
from .reading import ReadCell, ReadTable

Lines = Iterator[Sequence[Any]]
AGENCY = "TRAINHUB"
SUPPRESSED = "suppressed"  # what stands in a file for a number that is hidden with the eye

# what SDMX calls them, in its lists of observation and confidentiality status
OBS_STATUS = {Status.SHOWN: "A", Status.PRIMARY: "Q", Status.SECONDARY: "Q", Status.NOT_APPLICABLE: "M"}
CONF_STATUS = {Status.SHOWN: "F", Status.PRIMARY: "A", Status.SECONDARY: "D", Status.NOT_APPLICABLE: "F"}
STATUS_WORDS = {
    ("CL_OBS_STATUS", "A"): "Normal value",
    ("CL_OBS_STATUS", "Q"): "Missing value; suppressed",
    ("CL_OBS_STATUS", "M"): "Missing value; data cannot exist",
    ("CL_CONF_STATUS", "F"): "Free (free for publication)",
    ("CL_CONF_STATUS", "A"): "Primary confidentiality due to small counts",
    ("CL_CONF_STATUS", "D"): "Secondary confidentiality set by the sender, not for publication",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """What an axis is called elsewhere: the SDMX concept with its code list, and the HXL hashtag."""

    id: str
    tag: str
    codes: Mapping[str, str] = field(default_factory=dict)  # ours -> theirs; others are the same
    names: Mapping[str, str] = field(default_factory=dict)  # of their codes, where several of ours are one

    def code(self, ours: str) -> str:
        return self.codes.get(ours, ours)

    @property
    def list(self) -> str:
        return f"CL_{self.id}"


SEX = Concept(
    "SEX",
    "#group+gender",
    {"f": "F", "m": "M", "other": "_O", "undisclosed": "_U"},
    {"F": "Female", "M": "Male", "_O": "Other", "_U": "Not stated", TOTAL: "Total"},
)
CONCEPTS = {
    "gender": SEX,
    "country": Concept("REF_AREA", "#country+code"),
    "organisation_type": Concept("ORG_TYPE", "#org+type"),
    "category": Concept("ORG_CATEGORY", "#org+category"),
    "level": Concept("LEVEL", "#group+level"),
    "age_band": Concept("AGE", "#group+age"),
    "module": Concept("MODULE", "#activity+module"),
    "format": Concept("FORMAT", "#activity+format"),
    "project": Concept("PROJECT", "#activity+project"),
    "centre": Concept("CENTRE", "#loc+centre"),
}


def concept(key: str, concepts: Mapping[str, Concept] = CONCEPTS) -> Concept:
    """Return what an axis is called elsewhere; those nobody has named go by their key."""
    return concepts.get(key) or Concept(key.upper(), f"#meta+{key.replace('_', '')}")


# --- to read ------------------------------------------------------------------------------------------


def plain(table: ReadTable) -> Lines:
    """Yield a table as lines: what a cell is about in words, its value, of how many, and its status."""
    of = [_("Of how many people")] if table.tells_n else []
    yield [*(axis.title for axis in table.axes), table.indicator_title, *of, "obs_status"]
    for codes, cell in table.rows():
        labels = [axis.label(code) for axis, code in zip(table.axes, codes, strict=True)]
        n = [cell.n if cell.n is not None else SUPPRESSED] if table.tells_n else []
        yield [*labels, _value(table, cell), *n, OBS_STATUS[cell.status]]


def about(tables: Sequence[ReadTable]) -> Lines:
    """Yield what a file says of its tables and their marks."""
    yield [_("What"), _("Value")]
    for table in tables:
        yield [_("Table"), table.title]
        yield [_("Definition"), table.definition]
        yield [_("Unit"), table.unit]
    if tables:
        yield [_("Period"), tables[0].period]
    for status, words in marks(tables).items():
        yield [status, words]


def marks(tables: Sequence[ReadTable]) -> dict[str, str]:
    """Return what the marks in some tables mean, in the reader's language."""
    found = {status for table in tables for status in table.marks}
    limit = max((table.threshold for table in tables), default=0)
    words = {}
    if Status.PRIMARY in found:
        words[f"<{limit}"] = _("Fewer than %(limit)s people, but not none.", limit=number(limit))
    if Status.SECONDARY in found:
        words[SUPPRESSED] = _("Hidden, so that no small number can be worked out from it.")
    if any(table.veiled for table in tables):
        words[f"{SUPPRESSED} 0"] = _("In tables that divide earlier ones further, a hidden number may also be 0.")
    return words


def workbook(tables: Sequence[ReadTable]) -> bytes:
    """Return tables as a workbook, one sheet each, and a last one that says what they are."""
    named = [(f"{place} {_sheet(table.title)}"[:31], plain(table)) for place, table in enumerate(tables, 1)]
    return sheets.xlsx([*named, (_("About")[:31], about(tables))])


def _sheet(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")


def _value(table: ReadTable, cell: ReadCell) -> Any:
    if cell.status == Status.PRIMARY:
        return f"<{table.threshold}"
    if cell.status == Status.SECONDARY:
        return SUPPRESSED
    return "" if cell.value is None else _number(cell.value)


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else round(value, 4)


# --- for other systems ----------------------------------------------------------------------------------


def hxl(table: ReadTable, concepts: Mapping[str, Concept] = CONCEPTS) -> Lines:
    """Yield the same with a second line of hashtags, and with codes beside the words (hxlstandard.org)."""
    names = [concept(axis.key, concepts) for axis in table.axes]
    heads, tags = [], []
    for axis, name in zip(table.axes, names, strict=True):
        base = name.tag.removesuffix("+code")
        heads += [axis.title, f"{axis.title} ({_('code')})"]
        tags += [f"{base}+name", f"{base}+code"]
    yield [*heads, table.indicator_title, "obs_status", "conf_status"]
    yield [*tags, "#indicator+value+num", "#status+obs+code", "#status+conf+code"]
    for codes, cell in table.rows():
        words = [
            text
            for axis, name, code in zip(table.axes, names, codes, strict=True)
            for text in (axis.label(code), name.code(code))
        ]
        yield [*words, _value(table, cell), OBS_STATUS[cell.status], CONF_STATUS[cell.status]]


def sdmx(table: ReadTable, concepts: Mapping[str, Concept] = CONCEPTS) -> Lines:
    """Yield a table as SDMX-CSV 2.0: dimensions, then OBS_VALUE, then attributes."""
    places = {place: concept(axis.key, concepts) for place, axis in enumerate(table.axes) if not axis.period}
    fixed = {concept(key, concepts).id: concept(key, concepts).code(code) for key, code in sorted(table.scope.items())}
    dimensions = ["FREQ", "INDICATOR", *(name.id for name in places.values()), *fixed, "TIME_PERIOD"]
    yield ["STRUCTURE", "STRUCTURE_ID", "ACTION", *dimensions, "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS"]
    key = table.indicator.upper().replace(".", "_")
    unit = "PT" if table.shares else "PS" if table.gather != "mean" else "_Z"
    for codes, cell in _merged(table, places):
        when, frequency = _when(table, codes)
        their = [name.code(codes[place]) for place, name in places.items()]
        values = [frequency, key, *their, *fixed.values(), when]
        value = "" if cell.value is None else _number(cell.value)
        status = [OBS_STATUS[cell.status], CONF_STATUS[cell.status]]
        yield ["dataflow", f"{AGENCY}:DF_{key}(1.0)", "I", *values, value, unit, *status]


def code_lists(table: ReadTable, concepts: Mapping[str, Concept] = CONCEPTS) -> Lines:
    """Yield every code that the SDMX-CSV of a table uses, with its name."""
    yield ["CODELIST", "CODE", "NAME"]
    seen: set[tuple[str, str]] = set()
    for axis in table.axes:
        name = concept(axis.key, concepts)
        for code in () if axis.period else axis.all:
            if (name.list, name.code(code)) not in seen:
                seen.add((name.list, name.code(code)))
                yield [name.list, name.code(code), name.names.get(name.code(code)) or axis.label(code)]
    yield ["CL_INDICATOR", table.indicator.upper().replace(".", "_"), table.indicator_title]
    for (codelist, code), words in STATUS_WORDS.items():
        yield [codelist, code, words]


def text(lines: Lines) -> bytes:
    """Return lines as CSV for programs: no mark of the encoding, no cell that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([disarm(cell) if cell else cell for cell in line] for line in lines)
    return out.getvalue().encode()


def _merged(table: ReadTable, places: Mapping[int, Concept]) -> Iterator[tuple[Codes, ReadCell]]:
    """Yield cells of which those that are one elsewhere are one: hidden if one of them is."""
    found: dict[Codes, tuple[Codes, list[ReadCell]]] = {}
    for codes, cell in table.rows():
        theirs = tuple(places[place].code(code) if place in places else code for place, code in enumerate(codes))
        found.setdefault(theirs, (codes, []))[1].append(cell)
    for codes, cells in found.values():
        yield codes, _sum(table, cells)


def _sum(table: ReadTable, cells: Sequence[ReadCell]) -> ReadCell:
    known = [cell for cell in cells if cell.status == Status.SHOWN]
    stated = [cell for cell in cells if cell.status != Status.NOT_APPLICABLE]
    if len(cells) == 1 or not stated:
        return cells[0]
    if len(known) < len(stated):
        unknown = [cell for cell in stated if cell.hidden]
        alone = len(unknown) == 1 and not any(cell.value for cell in known)  # the others add nothing to it
        return ReadCell(unknown[0].status if alone else Status.SECONDARY)
    values = [cell.value or 0 for cell in known]
    if table.tells_n:
        n = sum(cell.n or 0 for cell in known)
        whole = sum(value * (cell.n or 0) for value, cell in zip(values, known, strict=True))
        return ReadCell(Status.SHOWN, whole / n, n) if n else cells[0]
    return ReadCell(Status.SHOWN, sum(values), None)


def _when(table: ReadTable, codes: Codes) -> tuple[str, str]:
    """Return the SDMX time period of a cell and its frequency."""
    for axis, code in zip(table.axes, codes, strict=True):
        if axis.period and code != TOTAL:
            year, rest = code[:4], code[4:]
            if not rest:
                return year, "A"
            return (f"{year}-Q{rest}", "Q") if len(rest) == 1 else (f"{year}-{rest}", "M")
    return _span(table.first, table.until)


def _span(first: date, until: date) -> tuple[str, str]:
    for made, frequency, form in (
        (periods.year(first.year), "A", f"{first.year}"),
        (periods.quarter(first.year, (first.month + 2) // 3), "Q", f"{first.year}-Q{(first.month + 2) // 3}"),
        (periods.month(first.year, first.month), "M", f"{first.year}-{first.month:02d}"),
    ):
        if (made.first, made.until) == (first, until):
            return form, frequency
    return f"{first.isoformat()}/P{(until - first).days}D", "_O"
