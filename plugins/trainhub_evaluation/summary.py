"""The summary of a session for a donor: two pages, in the page's language, of what the closed waves say."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.press import Press
from trainhub.plugin_api.questionnaires import Gain
from trainhub.plugin_api.sessions import TrainingSession

from .models import SessionWave
from .pictures import Figure, parts, short
from .services import coded, counts, findings_of, results
from .words import FINDING_STATES

LAYOUT = Path(__file__).resolve().parent / "layout" / "summary.typ"
MOST_ITEMS, MOST_FINDINGS, MOST_THEMES = 14, 6, 6


@cache
def _press() -> Press:
    return Press(LAYOUT.read_bytes())


def print_summary(session: TrainingSession, at: datetime) -> bytes:
    """Return the PDF; speak its language when calling."""
    return _press().print(page(session, at), at)


def page(session: TrainingSession, at: datetime) -> dict[str, Any]:
    """Return everything the layout shows, in words."""
    language, lines = i18n.language(), results.lines(session)
    shown = {line.row.instrument.purpose: line for line in lines if line.shown}
    reaction = shown.get("reaction")
    first, last = session.first_day, session.last_day
    days = i18n.day(first) + (f" – {i18n.day(last)}" if last and last != first else "") if first else ""
    centre = session.centre.title.text(language)
    return {
        "lang": language,
        "rtl": i18n.direction() == "rtl",
        "kicker": _("Evaluation of a training"),
        "title": session.title.text(language),
        "meta": [text for text in (days, session.format.title.text(language), centre) if text],
        "cards": list(_cards(results.summary(lines), lines)),
        "items_title": _("What participants said"),
        "items_note": _("Mean and number of answers. The bar goes from the lowest step of the scale to the highest."),
        "items": _items(reaction.row) if reaction else [],
        "change_title": _("Practice at work, before and after"),
        "change": _changes(shown["follow_up"].row) if "follow_up" in shown else [],
        "before": _("before"),
        "after": _("after"),
        "themes_title": _("What free texts are about"),
        "themes": _themes([line.row for line in lines if line.shown]),
        "findings_title": _("What follows"),
        "findings": list(_findings(session)),
        "method_title": _("How this was measured"),
        "method": _method(),
        "foot": _("%(centre)s, printed %(day)s", centre=centre, day=i18n.day(at.date())),
        "nothing": _("There are no results yet."),
    }


def _cards(found: results.Summary, lines: Sequence[results.Line]) -> Iterator[dict[str, str]]:
    if found.satisfaction is not None:
        note = _("of the way up the scales, %(n)s answers", n=found.satisfaction_n)
        yield {"label": _("Satisfaction"), "figure": i18n.percent(found.satisfaction), "note": note}
    rate = next((line.rate for line in lines if line.row.instrument.purpose == "reaction" and line.shown), None)
    if rate is not None and rate.share is not None:
        note = _("%(answers)s of %(asked)s answered", answers=rate.answers, asked=rate.asked)
        yield {"label": _("Response rate"), "figure": i18n.percent(rate.share), "note": note}
    if found.learning is not None and found.learning.gain is not None:
        yield _gain(_("Learning gain"), found.learning, _("points of 100"))
    if found.practice is not None and found.practice.gain is not None:
        yield _gain(_("Change in practice"), found.practice, _("steps of the scale"))


def _gain(label: str, gain: Gain, unit: str) -> dict[str, str]:
    assert gain.gain is not None
    note = _("%(unit)s, %(n)s pairs", unit=unit, n=gain.n)
    if gain.low is not None and gain.high is not None:
        low, high = (i18n.number(round(each, 1)) for each in (gain.low, gain.high))
        note = _("%(unit)s, %(n)s pairs, 95 %% interval %(low)s to %(high)s", unit=unit, n=gain.n, low=low, high=high)
    return {"label": label, "figure": f"{'+' if gain.gain > 0 else ''}{i18n.number(round(gain.gain, 1))}", "note": note}


def _items(row: SessionWave) -> list[dict[str, Any]]:
    compared = results.compared(row)
    scales = {each.item.key: each for each in compared.result.distributions if each.item.type == "scale"}
    labels = {each.item.text.text(i18n.language()): each.item.scale for each in scales.values()}
    found: list[dict[str, Any]] = []
    for part in parts(compared):
        for figure in part.figures:
            scale = labels.get(figure.label)
            if scale is not None and figure.mean is not None and not figure.hidden:
                reach = (figure.mean - scale.minimum) / (scale.maximum - scale.minimum)
                found.append(_item(figure, part.name, reach, scale.maximum))
    return found[:MOST_ITEMS]


def _item(figure: Figure, name: str, reach: float, most: int) -> dict[str, Any]:
    assert figure.mean is not None
    label = f"{name}: {figure.label}" if name else figure.label
    mean = _("%(mean)s of %(most)s", mean=i18n.number(round(figure.mean, 1)), most=most)
    return {"label": short(label, 90), "mean": mean, "n": f"n {figure.n}", "reach": round(reach, 3)}


def _changes(row: SessionWave) -> list[dict[str, Any]]:
    return [
        {
            "label": short(each.item.text.text(i18n.language()), 90),
            "before": i18n.number(round(each.before.mean or 0, 1)),
            "after": i18n.number(round(each.after.mean or 0, 1)),
            "from": round((each.before.mean or 0) / max(each.item.scores.values()), 3),
            "to": round((each.after.mean or 0) / max(each.item.scores.values()), 3),
        }
        for each in results.dumbbells(row, "baseline")
    ]


def _themes(rows: Sequence[SessionWave]) -> list[dict[str, str]]:
    found = counts(coded([row.wave for row in rows if row.wave is not None]))
    return [{"label": theme.title.text(i18n.language()), "n": str(number)} for theme, number in found[:MOST_THEMES]]


def _findings(session: TrainingSession) -> Iterator[dict[str, str]]:
    for each in [row for row in findings_of(session) if row.state != "dropped"][:MOST_FINDINGS]:
        yield {
            "title": each.title,
            "decision": each.decision,
            "due": i18n.day(each.due) if each.due else "",
            "state": str(FINDING_STATES[each.state]),
        }


def _method() -> list[str]:
    return [
        _("Answers are anonymous or under a pseudonym that nobody can resolve. What too few answered is left out."),
        _("Gains compare the same people before and after; the interval is of the mean difference, by Student’s t."),
        _("People who answer may wish to please, and those who do not may think otherwise: read it with both in mind."),
    ]
