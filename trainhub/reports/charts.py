"""Charts drawn by the server: where everything lies. `templates/macros/charts.html` writes it as SVG.

Rows of bars are drawn in per cent of whatever width the page gives them, so that letters keep their size on a
phone; a line has a drawing of fixed proportions. Axes begin at zero. Right-to-left pages get everything mirrored.
Colours are named by classes that also differ in grey: a dark, b middle, c dotted, d striped, e pale; n is hatched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

from ..kernel import i18n
from ..kernel.i18n import gettext as _

SERIES = "abcde"  # classes of what is known, in order
UNKNOWN = "n"  # the class of "not stated"
LABELLED = 0.13  # a part of a bar narrower than this has no room for its figure
REACH = 84.0  # per cent of the width that the longest bar takes; its figure stands beside it
NARROW = (40, 22, 300, 124)  # left, top, right, bottom of a line's plot in its drawing
WIDE = (48, 22, 660, 164)
ROUNDED = 100  # from here on a chart tells whole numbers; the table tells all
LETTER = 7  # the width of a letter under a line
EDGE = 36  # the room beside the first and the last point
FIGURE = 38  # with less room than this for each point only the last has its figure
Plot = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: from where, how wide (per cent), its figure and where that stands."""

    series: str
    x: float
    width: float
    text: str = ""
    at: float = 0.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its pieces, and what stands at its end."""

    label: str
    parts: tuple[Part, ...]
    note: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `kind` is shares, bars, line or dots; `words` says it to readers who do not see it.

    `head` and `body` are the same figures as a table.
    """

    kind: str
    title: str
    words: str
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()  # class, name
    half: str = ""  # what is said of a line at 50 per cent, where there is one
    line: "Line | None" = None
    wide: "Line | None" = None  # the same line for a wide place; the narrow one is shown on a phone then
    rtl: bool = False
    noted: str = "n"  # what stands over the figures at the ends of the rows


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line; `text` is its figure, empty where there is no room."""

    x: float
    y: float
    text: str
    above: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line in its drawing: its pieces (it is broken where a figure is missing), points, grid and names below."""

    width: int
    height: int
    paths: tuple[str, ...]
    points: tuple[Point, ...]
    grid: tuple[tuple[float, str], ...]
    names: tuple[tuple[float, str, str], ...]  # x, name, text-anchor


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of bars shows: values in the order of the series; None is not known and takes no room."""

    label: str
    values: Sequence[float | None]
    note: str = ""
    strong: bool = False
    texts: Sequence[str] = field(default=())  # what is said instead of a value, such as a sign for a hidden one
    unknown: bool = False  # what this row shows was not stated


def shares(
    title: str,
    series: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    *,
    half: bool = False,
    first: str = "",
    last: str = "",
) -> Chart:
    """Draw each row as a bar of full width, cut into the shares of the series (class, name).

    `last` names what the rows note, if it is not how many there are.
    """
    rtl = _rtl()
    names = [name for _class, name in series]
    bars = tuple(_share_bar(row, series, rtl) for row in rows)
    body = tuple((row.label, *map(_figure, row.values), row.note) for row in rows)
    words = _said(title, [f"{row.label}: {_spoken(bar)}" for row, bar in zip(rows, bars, strict=True)])
    head = (first, *names, last or _("All"))
    middle = i18n.percent(0.5) if half else ""
    return Chart("shares", title, words, head, body, bars, tuple(series), middle, rtl=rtl, noted=last or "n")


def bars(title: str, rows: Sequence[Row], *, percent: bool = False, first: str = "", unit: str = "") -> Chart:
    """Draw one bar a row from zero; with `percent` the values are shares and the axis ends at 100 per cent."""
    rtl = _rtl()
    most = 1.0 if percent else max((row.values[0] or 0 for row in rows), default=0)
    drawn = tuple(_single_bar(row, most, percent, rtl) for row in rows)
    body = tuple((row.label, bar.parts[0].text, row.note) for row, bar in zip(rows, drawn, strict=True))
    noted = any(row.note for row in rows)
    head = (first, unit or title, *(("n",) if noted else ()))
    words = _said(title, [f"{line[0]}: {line[1]}" for line in body])
    return Chart("bars", title, words, head, body if noted else tuple(line[:2] for line in body), drawn, rtl=rtl)


def line(
    title: str,
    points: Sequence[tuple[str, float | None]],
    *,
    percent: bool = False,
    notes: Sequence[str] = (),
    first: str = "",
    wide: bool = False,
) -> Chart:
    """Draw a value over periods, from zero; one without a value breaks the line. `wide` is for the middle of a page."""
    rtl = _rtl()
    texts = [_figure(value, percent=percent) for _name, value in points]
    body = tuple(
        (name, text, *notes[place : place + 1])
        for place, ((name, _value), text) in enumerate(zip(points, texts, strict=True))
    )
    head = (first or _("Period"), title, *(("n",) if notes else ()))
    words = _said(title, [f"{name}: {text}" for name, text, *_note in body])
    drawn = [_line(points, texts, percent, rtl, plot) for plot in ((NARROW, WIDE) if wide else (NARROW,))]
    return Chart("line", title, words, head, body, line=drawn[0], wide=drawn[1] if wide else None, rtl=rtl)


def dots(
    title: str,
    rows: Sequence[Row],
    *,
    before: str = "",
    after: str = "",
    most: float = 1.0,
    percent: bool = True,
    first: str = "",
) -> Chart:
    """Draw how far each row came: a hollow dot before, a full one after, on a scale from 0 to `most`."""
    rtl = _rtl()
    names = before or _("before"), after or _("after")
    drawn = tuple(_dots(row, most, percent, rtl) for row in rows)
    noted = any(row.note for row in rows)
    body = tuple(
        (row.label, *(_figure(value, percent=percent) for value in row.values), *((row.note,) if noted else ()))
        for row in rows
    )
    words = _said(title, [f"{line[0]}: {line[1]} → {line[2]}" for line in body])
    head = (first, *names, *(("n",) if noted else ()))
    return Chart("dots", title, words, head, body, drawn, (("o", names[0]), ("a", names[1])), rtl=rtl)


def classes(number: int, *, unknown: int | None = None) -> list[str]:
    """Return a class for each of so many series; the one at the place `unknown` is hatched."""
    known = iter(SERIES)
    return [UNKNOWN if place == unknown else next(known) for place in range(number)]


# --- inside ---------------------------------------------------------------------------------------


def _rtl() -> bool:
    return i18n.direction() == "rtl"


def _figure(value: float | None, *, percent: bool = False) -> str:
    if value is None:
        return "–"
    if percent:
        return i18n.percent(value)
    return i18n.number(round(value) if abs(value) >= ROUNDED else value)


def _said(title: str, lines: list[str]) -> str:
    return f"{title}. {'; '.join(lines)}"


def _spoken(bar: Bar) -> str:
    return ", ".join(part.words for part in bar.parts)


def _mirrored(x: float, width: float, rtl: bool) -> float:
    return round(100 - x - width if rtl else x, 2)


def _share_bar(row: Row, series: Sequence[tuple[str, str]], rtl: bool) -> Bar:
    whole = sum(value or 0 for value in row.values)
    parts, start = [], 0.0
    for place, ((kind, name), value) in enumerate(zip(series, row.values, strict=True)):
        if not value or not whole:
            continue
        width = 100 * value / whole
        share = i18n.percent(value / whole)
        end = place == len(series) - 1 or kind == "b"  # the second is read from its end: the eye finds it there
        at = start + width if end else start
        text = share if value / whole >= LABELLED else ""
        parts.append(
            Part(kind, _mirrored(start, width, rtl), round(width, 2), text, _mirrored(at, 0, rtl), f"{name} {share}")
        )
        start += width
    return Bar(row.label, tuple(parts), row.note, row.strong)


def _single_bar(row: Row, most: float, percent: bool, rtl: bool) -> Bar:
    value = row.values[0]
    width = REACH * (value or 0) / most if most else 0.0
    text = row.texts[0] if row.texts else _figure(value, percent=percent)
    part = Part(
        UNKNOWN if row.unknown else "a", _mirrored(0, width, rtl), round(width, 2), text, _mirrored(width, 0, rtl), text
    )
    return Bar(row.label, (part,), row.note, row.strong)


def _dots(row: Row, most: float, percent: bool, rtl: bool) -> Bar:
    known = [value for value in row.values if value is not None]
    places = [REACH * value / most for value in known]
    if len(places) < 2:
        return Bar(row.label, (), row.note)
    low, high = min(places), max(places)
    link = Part("ln", _mirrored(low, high - low, rtl), round(high - low, 2))
    before = Part("o", _mirrored(places[0], 0, rtl), 0)
    text = _figure(known[1], percent=percent)
    after = Part("a", _mirrored(places[1], 0, rtl), 0, text, _mirrored(high, 0, rtl), text)
    return Bar(row.label, (link, before, after), row.note, row.strong)


def _line(points: Sequence[tuple[str, float | None]], texts: list[str], percent: bool, rtl: bool, plot: Plot) -> Line:
    left, top, right, bottom = plot
    known = [value for _name, value in points if value is not None]
    step = _step(max(known, default=0), percent)
    most = step * 2 if percent else step * max(1, -(-max(known, default=0) // step))
    gap = (right - left - 24) / max(1, len(points) - 1)
    xs = [left + 12 + gap * place for place in range(len(points))]
    xs = [round(right + 12 - x if rtl else x, 1) for x in xs]
    ys = [None if value is None else round(bottom - (bottom - top) * value / most, 1) for _name, value in points]
    grid = [level * step for level in range(round(most / step) + 1)]
    last = max((place for place, y in enumerate(ys) if y is not None), default=-1)
    return Line(
        width=right + 12,
        height=bottom + 28,
        paths=tuple(_paths(xs, ys)),
        points=tuple(
            Point(x, y, text if gap >= FIGURE or place == last else "", _above(ys, place, plot))
            for place, (x, y, text) in enumerate(zip(xs, ys, texts, strict=True))
            if y is not None
        ),
        grid=tuple(
            (round(bottom - (bottom - top) * level / most, 1), _figure(level, percent=percent)) for level in grid
        ),
        names=tuple(_names(xs, [name for name, _value in points])),
    )


def _step(most: float, percent: bool) -> float:
    """Return the distance of two lines of the grid: a round number, two to four lines up to the highest value."""
    if percent:
        return 0.5
    if most <= 0:
        return 1.0
    size = 10 ** floor(log10(most))
    return float(next((each * size for each in (0.5, 1, 2, 5) if most / (each * size) <= 3), 5 * size))


def _paths(xs: Sequence[float], ys: Sequence[float | None]) -> list[str]:
    """Return the line in pieces: it is broken where nothing is known, and nothing is guessed in between."""
    pieces: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x} {y}")
    return ["M" + "L".join(piece) for piece in pieces if len(piece) > 1]


def _above(ys: Sequence[float | None], place: int, plot: Plot) -> bool:
    """Say whether a figure stands above its point: where the line does not run through it."""
    here: Any = ys[place]
    around = [y for y in (ys[place - 1] if place else None, ys[place + 1] if place + 1 < len(ys) else None) if y]
    return bool(here + 22 > plot[3] or (here - 20 > 0 and sum(y - here for y in around) >= 0))


def _names(xs: Sequence[float], names: Sequence[str]) -> list[tuple[float, str, str]]:
    """Return the names below a line: all of them where there is room, else the first, the middle and the last."""
    gap = abs(xs[1] - xs[0]) if len(xs) > 1 else 1000.0
    longest = max((len(name) for name in names), default=0) * LETTER
    places = list(range(len(names)) if longest <= gap else sorted({0, len(names) // 2, len(names) - 1}))
    anchors = ["middle"] * len(places)
    if len(places) > 1 and (longest > gap or longest / 2 > EDGE):  # those at the ends stay inside the drawing
        anchors[0], anchors[-1] = "start", "end"
    return [(xs[place], names[place], anchor) for place, anchor in zip(places, anchors, strict=True)]
