"""The report of a country as a PDF: words for `layout/country.typ`, in the language being spoken. Knows no request."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ..kernel import clock, i18n
from ..kernel.errors import Refused
from ..kernel.i18n import gettext as _
from ..kernel.i18n import ngettext
from ..kernel.press import Press, unprintable
from ..kernel.types import Texts
from . import vocabulary
from .matrix import CellValue
from .services.countries import Priority, Profile, Report
from .vocabulary import WORDS, State

LAYOUT = Path(__file__).resolve().parent / "layout" / "country.typ"
Cells = list[dict[str, Any]]


def print_report(report: Report, known: Profile, centre: str) -> bytes:
    """Return the report as A4 pages, PDF/A-3b and PDF/UA-1 in one file. Raises Refused for a letter in no font."""
    try:
        return _press().print(page(report, known, centre), clock.now())
    except typst.TypstError as error:
        if not (text := unprintable(error)):
            raise
        raise Refused(
            _("“%(text)s” has a sign that no font of ours has. Write it in other letters.", text=text)
        ) from error


@cache
def _press() -> Press:
    return Press(LAYOUT)


def page(report: Report, known: Profile, centre: str) -> dict[str, Any]:
    """Return what the layout reads."""
    found, name = report.round, i18n.country_name(report.code)
    about = _text(found.title) if found else _("No round of an assessment yet")
    if found:
        about = f"{about} · {i18n.dates(found.first_day, found.last_day)}"
    return {
        "lang": i18n.language(),
        "rtl": i18n.direction() == "rtl",
        "centre": centre,
        "kind": _("Needs of a country"),
        "made": i18n.day(clock.today()),
        "title": name,
        "about": about,
        "foot": f"{centre} · {name} · {i18n.day(clock.today())}",
        "warnings": list(warnings(report)),
        "leading": list(_leading(report)),
        "sections": [each for each in _sections(report, known) if each["parts"] or each["remarks"]],
    }


def warnings(report: Report) -> Iterator[str]:
    """Yield what must not be overlooked: values made up, answers that outweigh others, values not yet firm."""
    if report.invented:
        made_up = _("No value here was given by a country. They only show how needs are told.")
        yield f"{_('Invented for the demonstration')}. {made_up}"
    if report.round and report.column is None:
        yield _("This country was not asked in this round.")
    if report.asked and report.asked.own.asked:
        yield rate_words(report)
    if report.revalidate_by:
        yield _("These values are indicative: to be re-validated until %(day)s.", day=i18n.day(report.revalidate_by))


def rate_words(report: Report) -> str:
    """Return how many answered, and that few answers do not speak for a country."""
    assert report.asked is not None
    own = report.asked.own
    words = ngettext(
        "%(answered)s of %(num)s institution answered.",
        "%(answered)s of %(num)s institutions answered.",
        own.asked,
        answered=own.answered,
    )
    if own.answered <= 1:
        words += " " + _("One voice does not speak for a country.")
    return words


def _leading(report: Report) -> Iterator[dict[str, str]]:
    if report.asked is None:
        return
    own = report.asked.own
    share = i18n.percent(own.share) if own.share is not None else "–"
    yield {"figure": share, "title": _("of the institutions asked answered")}
    yield _figure(sum(each.pressing for each in report.priorities), _("topics press"))
    yield _figure(len(report.blind), _("of them nobody was trained in"))
    yield _figure(sum(each.given.sessions for each in report.trained if each.given), _("trainings with its people"))


def _figure(number: int, title: str) -> dict[str, str]:
    return {"figure": i18n.number(number), "title": title}


def _sections(report: Report, known: Profile) -> Iterator[dict[str, Any]]:
    if report.asked is not None:
        yield _section(_("Who was asked and who answered"), [_categories(report), _institutions(report)])
        yield _section(_("Priorities by module"), [_priorities(report)], [_states(report)])
    yield _section(_("Findings"), [_findings(report, own=True), _findings(report, own=False)])
    yield _section(_("Recommendations that touch it"), [_advice(report)])
    since = _("Since %(day)s.", day=i18n.day(report.since))
    yield _section(_("What was trained"), [_trained(report), _others(report)], [since])
    yield _section(_("Gaps"), [_blind(report), _unanswered(report)])
    yield _section(_("What else is known"), [_known(known), _documents(known), _leads(known)])


def _section(title: str, parts: Sequence[dict[str, Any] | None], remarks: Sequence[str] = ()) -> dict[str, Any]:
    return {"title": title, "parts": [each for each in parts if each], "remarks": list(remarks)}


def _part(
    title: str, heads: Sequence[tuple[str, int, bool]], rows: list[Cells], nothing: str = ""
) -> dict[str, Any] | None:
    """Return a table: heads as name, width in mm (0: the rest) and whether it is a number; None: leave it out."""
    if not rows and not nothing:
        return None
    names, widths, numeric = zip(*heads, strict=True)
    return {"title": title, "heads": names, "widths": widths, "numeric": numeric, "rows": rows, "nothing": nothing}


def _cell(text: object, more: str = "", *, strong: bool = False) -> dict[str, Any]:
    return {"text": str(text), "more": more, "strong": strong}


def _text(texts: Texts | None) -> str:
    return texts.text(i18n.language()) if texts else ""


def _categories(report: Report) -> dict[str, Any] | None:
    assert report.asked is not None
    rows = [
        [
            _cell(_text(category.title) if category else _("Not stated")),
            _cell(rate.asked),
            _cell(rate.answered),
            _cell(i18n.percent(rate.share) if rate.share is not None else "–"),
        ]
        for category, rate in report.asked.categories
    ]
    heads = (
        (_("Category"), 0, False),
        (_("Institutions asked"), 34, True),
        (_("Answered"), 26, True),
        (_("Share"), 20, True),
    )
    return _part(_("By category"), (*heads, (_("Share"), 20, True)), rows, _("Nobody of this country was asked yet."))


def _institutions(report: Report) -> dict[str, Any] | None:
    assert report.asked is not None
    rows = [
        [
            _cell(
                each.name or _("Unnamed institution"),
                _("answered on its behalf by %(name)s", name=each.behalf) if each.behalf else "",
            ),
            _cell(vocabulary.INSTRUMENT_KINDS[each.source]),
            _cell(vocabulary.RESPONSE_STATES[each.state], i18n.day(each.day, "medium") if each.day else ""),
        ]
        for each in report.asked.institutions
    ]
    return _part(
        _("Institutions"), ((_("Institution"), 0, False), (_("Source"), 34, False), (_("State"), 34, False)), rows
    )


def cell_words(cell: CellValue) -> str:
    """Return a cell in words: the priority, or the word for why there is none."""
    return i18n.number(cell.value) if cell.value is not None else str(WORDS[cell.state])


def cell_remark(cell: CellValue) -> str:
    """Return what stands behind a cell, or what makes it doubtful."""
    found = []
    if cell.lifted:
        found.append(_("set by editors: %(reason)s", reason=cell.reason))
    if cell.spread >= 2:
        found.append(_("answers differ"))
    if cell.mixed:
        found.append(_("words and numbers beneath"))
    if cell.note:
        found.append(cell.note)
    return "; ".join(found)


def _states(report: Report) -> str:
    """Return how many topics have which state, so that none hides behind another."""
    counts = report.counts
    told = [f"{WORDS[state]}: {i18n.number(counts[state])}" for state in State if counts.get(state)]
    scale = report.scale
    values = (scale.lowest, scale.highest, scale.urgent)
    low, high, urgent = map(i18n.number, values)
    words = _("Priorities from %(low)s to %(high)s; %(urgent)s is most urgent.", low=low, high=high, urgent=urgent)
    return " ".join([words, "; ".join(told)])


def _name(each: Priority) -> str:
    begin = f"{each.number} " if each.number else "– " if each.depth else ""
    return f"{begin}{_text(each.title)}"


def _priorities(report: Report) -> dict[str, Any] | None:
    rows = [
        [
            _cell(_name(each), cell_remark(each.cell)),
            _cell(cell_words(each.cell), strong=each.pressing),
            _cell(each.cell.answers or "–"),
            _cell(i18n.percent(each.cell.confidence)),
        ]
        for each in report.priorities
    ]
    heads = (
        (_("Module or topic"), 0, False),
        (_("Priority"), 36, False),
        (_("Answers"), 22, True),
        (_("Confidence"), 24, True),
    )
    return _part("", heads, rows)


def _findings(report: Report, *, own: bool) -> dict[str, Any] | None:
    found = report.own_findings if own else report.regional_findings
    rows = [
        [
            _cell(_text(each.text), str(vocabulary.CONFIDENCES[each.confidence])),
            _cell(vocabulary.FINDING_KINDS[each.kind]),
            _cell(vocabulary.SEVERITIES[each.severity] if each.kind != "practice" else "–"),
        ]
        for each in found
    ]
    heads = ((_("Finding"), 0, False), (_("Kind"), 40, False), (_("Severity"), 24, False))
    nothing = _("No finding is about this country alone.") if own else ""
    return _part(_("About this country") if own else _("About the whole region"), heads, rows, nothing)


def _advice(report: Report) -> dict[str, Any] | None:
    rows = [
        [
            _cell(each.recommendation.code),
            _cell(_text(each.recommendation.text)),
            _cell(", ".join(map(str, each.modules))),
            _cell(
                vocabulary.RECOMMENDATION_STATES[each.recommendation.state],
                ", ".join(text.key for text in each.activities),
            ),
        ]
        for each in report.advice
    ]
    heads = ((_("Id"), 26, False), (_("Recommendation"), 0, False), (_("Modules"), 20, False), (_("State"), 30, False))
    return _part("", heads, rows, _("No recommendation belongs to a module that presses here."))


def _trained(report: Report) -> dict[str, Any] | None:
    rows = [
        [
            _cell(_name(each)),
            _cell(each.given.sessions),
            _cell(each.given.people),
            _cell(i18n.day(each.given.last, "medium")),
        ]
        for each in report.trained
        if each.given
    ]
    heads = ((_("Module"), 0, False), (_("Trainings"), 24, True), (_("People"), 22, True), (_("Last"), 30, True))
    return _part(_("By the centre"), heads, rows, _("Nobody of this country took part."))


def _others(report: Report) -> dict[str, Any] | None:
    made_up = _("Invented for the demonstration")
    rows = [
        [
            _cell(each.topic, made_up if each.invented else ""),
            _cell(each.provider),
            _cell(each.year),
            _cell(_("not known") if each.people is None else each.people),
        ]
        for each in report.others
    ]
    heads = ((_("Topic"), 0, False), (_("Provider"), 50, False), (_("Year"), 16, True), (_("People"), 26, True))
    return _part(_("By others"), heads, rows, _("No training of others is known"))


def _blind(report: Report) -> dict[str, Any] | None:
    rows = [[_cell(_name(each)), _cell(cell_words(each.cell), strong=True)] for each in report.blind]
    heads = ((_("Module"), 0, False), (_("Priority"), 36, False))
    return _part(_("Pressing, and nobody trained"), heads, rows, _("None."))


def _unanswered(report: Report) -> dict[str, Any] | None:
    rows = [[_cell(_name(each)), _cell(cell_words(each.cell), strong=True)] for each in report.unanswered]
    heads = ((_("Module or topic"), 0, False), (_("Priority"), 36, False))
    return _part(_("Pressing, without an activity"), heads, rows, _("None."))


def _known(known: Profile) -> dict[str, Any] | None:
    made_up = _("Invented for the demonstration")
    rows = [
        [
            _cell(_text(each.item.register.title)),
            _cell(_text(each.item.title), " · ".join(filter(None, (each.note, made_up if each.invented else "")))),
            _cell(
                vocabulary.ITEM_WORDS[each.item.kind].get(each.state, each.state),
                i18n.day(each.day, "medium") if each.day else "",
            ),
        ]
        for each in known.entries
    ]
    heads = ((_("Register of the countries"), 46, False), (_("Item"), 0, False), (_("State"), 34, False))
    return _part(_("Registers of countries"), heads, rows)


def _documents(known: Profile) -> dict[str, Any] | None:
    rows = [
        [
            _cell(_text(each.title), each.note),
            _cell(vocabulary.DOCUMENT_STATES[each.state]),
            _cell(f"{each.first_year or '…'}–{each.last_year or '…'}" if each.first_year or each.last_year else ""),
            _cell(", ".join(each.goals)),
        ]
        for each in known.documents
    ]
    heads = ((_("Document"), 0, False), (_("State"), 40, False), (_("Years"), 26, False))
    return _part(_("Policy documents"), (*heads, (_("Development goals"), 30, False)), rows)


def _leads(known: Profile) -> dict[str, Any] | None:
    rows = [
        [
            _cell(_text(each.title), each.note),
            _cell(i18n.day(each.since, "medium") if each.since else ""),
            _cell(i18n.day(each.until, "medium") if each.until else ""),
        ]
        for each in known.leads
    ]
    heads = ((_("Body"), 0, False), (_("Since"), 30, False), (_("Until"), 30, False))
    return _part(_("Leading bodies"), heads, rows)
