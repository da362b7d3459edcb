"""Results drawn: for each section of a form the charts that fit its questions, whose titles say the finding."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.questionnaires import UNSURE, Distribution, Item, Scale, Section
from trainhub.plugin_api.reports import Chart, Row, charts

from .services.results import Change, Compared

NARROW = 5  # steps of a scale that a bar can be cut into
LENGTH = 70


@dataclass(frozen=True, slots=True)
class Figure:
    """One question in figures: how many, mean, spread, and the mean of the centre's other trainings."""

    label: str
    n: int
    mean: float | None
    sd: float | None
    others: float | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a form, or one trainer or module of it."""

    title: str
    name: str = ""  # of the trainer or module
    charts: tuple[Chart, ...] = ()
    figures: tuple[Figure, ...] = ()
    hidden: bool = False  # too few answered for anything to be shown


@dataclass(frozen=True, slots=True)
class _Place:
    item: Item
    found: Distribution
    label: str
    others: Distribution | None = None


@dataclass(slots=True)
class _Sorted:
    """The places of a section by how they are drawn."""

    scales: dict[tuple[int, int], list[_Place]] = field(default_factory=dict)
    single: list[_Place] = field(default_factory=list)


def parts(compared: Compared, *, only_trainer: str | None = None) -> list[Part]:
    """Return the sections of a form as they are shown; to a trainer, of the trainers only the one that is meant."""
    result = compared.result
    found = []
    for section in result.content.sections:
        for block, name in result.content.blocks_of(section, result.blocks):
            if section.repeat == "trainer" and only_trainer is not None and block != only_trainer:
                continue
            places = list(_places(section, block, compared))
            if places:
                found.append(_part(section, name, places))
    return found


def dumbbell(changes: Sequence[Change], before: str, after: str) -> Chart | None:
    """Return the chart of means before and after, one line a question."""
    if not changes:
        return None
    most = max(max(each.item.scores.values()) for each in changes)
    rows = [
        Row(short(each.item.text.text(i18n.language())), [each.before.mean, each.after.mean], note=str(each.after.n))
        for each in changes
    ]
    best = max(changes, key=_difference)
    title = _(
        "The largest change: %(question)s (%(before)s → %(after)s)",
        question=short(best.item.text.text(i18n.language())),
        before=i18n.number(best.before.mean or 0, 1),
        after=i18n.number(best.after.mean or 0, 1),
    )
    return charts.dots(title, rows, before=before, after=after, most=most, percent=False, first=_("Question"))


def short(text: str, most: int = LENGTH) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _difference(each: Change) -> float:
    return (each.after.mean or 0) - (each.before.mean or 0)


def _places(section: Section, block: str, compared: Compared) -> Iterator[_Place]:
    for item in section.items:
        for line in item.lines:
            found = compared.result.of(item.key, block, line)
            if found is None or item.type in {"text", "date"}:
                continue
            others = compared.others.of(item.key, block, line) if compared.others and not block else None
            yield _Place(item, found, _label(item, line), others)


def _label(item: Item, line: str) -> str:
    words = item.text.text(i18n.language())
    row = next((each for each in item.rows if each.code == line), None)
    return f"{words} {row.text.text(i18n.language())}" if row else words


def _part(section: Section, name: str, places: Sequence[_Place]) -> Part:
    shown = [each for each in places if not each.found.hidden and each.found.n]
    drawn = tuple(_drawn(shown))
    figures = tuple(_figure(each) for each in places if each.item.scores or each.item.type == "number")
    title = section.title.text(i18n.language())
    return Part(title, name, drawn, figures, hidden=bool(places) and all(each.found.hidden for each in places))


def _figure(each: _Place) -> Figure:
    others = each.others.mean if each.others is not None and not each.others.hidden else None
    return Figure(each.label, each.found.n, each.found.mean, each.found.sd, others, each.found.hidden)


def _drawn(places: Sequence[_Place]) -> Iterator[Chart]:
    sorted_ = _Sorted()
    for each in places:
        scale = each.item.scale
        if scale is not None and not each.item.options and len(scale.steps) <= NARROW:
            sorted_.scales.setdefault((scale.minimum, scale.maximum), []).append(each)
        elif each.item.type != "number":
            sorted_.single.append(each)
    for group in sorted_.scales.values():
        yield _scales(group)
    for each in sorted_.single:
        yield _choices(each)


def _scales(group: Sequence[_Place]) -> Chart:
    """Draw questions of one scale as bars cut into its steps, with the mean and the number behind."""
    scale = group[0].item.scale
    assert scale is not None
    codes = [str(step) for step in scale.steps]
    unsure = any(each.found.unsure for each in group)
    codes = [*codes, UNSURE] if unsure else codes
    kinds = charts.classes(len(codes), unknown=len(codes) - 1 if unsure else None)
    series = [(kind, _step(code, scale)) for kind, code in zip(kinds, codes, strict=True)]
    rows = [
        Row(each.label, [each.found.counts.get(code, 0) for code in codes], note=_note(each.found)) for each in group
    ]
    return charts.shares(_title(group, scale), series, rows, first=_("Question"), last=_("Mean"))


def _step(code: str, scale: Scale) -> str:
    if code == UNSURE:
        return _("Do not know")
    words = {str(scale.minimum): scale.low, str(scale.maximum): scale.high}.get(code)
    return f"{code} {words.text(i18n.language())}" if words else code


def _note(found: Distribution) -> str:
    return "–" if found.mean is None else i18n.number(found.mean, 1)


def _title(group: Sequence[_Place], scale: Scale) -> str:
    known = [each for each in group if each.found.mean is not None]
    if not known:
        return group[0].label
    best, worst = (pick(known, key=lambda each: each.found.mean or 0) for pick in (max, min))
    if best is worst:
        return _("%(question)s Mean %(mean)s of %(most)s", question=short(best.label), **_mean(best, scale))
    return _(
        "Highest: %(best)s (%(high)s); lowest: %(worst)s (%(low)s)",
        best=short(best.label),
        worst=short(worst.label),
        high=_mean(best, scale)["mean"],
        low=_mean(worst, scale)["mean"],
    )


def _mean(each: _Place, scale: Scale) -> dict[str, str]:
    return {"mean": i18n.number(each.found.mean or 0, 1), "most": str(scale.maximum)}


def _choices(each: _Place) -> Chart:
    """Draw one question as a bar for each answer, from 0 to 100 per cent of those who answered."""
    found, language = each.found, i18n.language()
    words = {option.code: option.text.text(language) for option in each.item.options}
    rows = [
        Row(words.get(code) or (_("Do not know") if code == UNSURE else code), [found.share(code)], note=str(number))
        for code, number in found.counts.items()
    ]
    title = _chosen_most(each, words)
    return charts.bars(title, rows, percent=True, first=_("Answer"), unit=_("Share"))


def _chosen_most(each: _Place, words: dict[str, str]) -> str:
    """Return the finding of one question: its mean, or the answer that most gave."""
    found = each.found
    if each.item.scale is not None and not each.item.options and found.mean is not None:
        return _("%(question)s Mean %(mean)s of %(most)s", question=short(each.label), **_mean(each, each.item.scale))
    most = max(found.counts, key=lambda code: found.counts[code])
    return _(
        "%(question)s “%(answer)s”: %(share)s",
        question=short(each.label),
        share=i18n.percent(found.share(most) or 0),
        answer=short(words.get(most, most), 40),
    )
