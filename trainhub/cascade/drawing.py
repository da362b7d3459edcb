"""The tree drawn by the server: where boxes and lines lie. `templates/cascade/drawing.html` writes it as SVG.

Generations stand in columns, what follows from what is joined by a line. Right-to-left pages get it mirrored. The
drawing is never the only way to what it says: the table below it has every box as a row, in the same order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..kernel import i18n
from ..kernel.i18n import gettext as _
from ..kernel.i18n import ngettext
from .services import Line, Node, Tree, said

WIDTH, HEIGHT = 264, 64  # of a box
ACROSS, DOWN = 52, 12  # between two boxes
TOP = 26  # room for the heads of the columns
INSIDE = 12
LETTERS = 31  # of 13 px that fit into a box; the table has all of them
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """One training: its corner, up to three lines of words, and the line that leads to it."""

    x: float
    y: float
    texts: tuple[str, ...]
    whole: str  # all of it, for whoever points at it
    kind: str = ""  # root, or trainers: whose people teach on
    path: str = ""
    bold: int = 1  # of its lines


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole tree; `words` says it to readers who do not see it."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    heads: tuple[tuple[float, str], ...]
    words: str
    anchor: str = "start"
    inset: float = INSIDE
    box: tuple[int, int] = (WIDTH - 1, HEIGHT - 1)


def draw(tree: Tree) -> Drawing:
    """Lay a tree out: each box in the middle of those that follow from it."""
    pen = _Pen(tree)
    boxes = tuple(pen.boxes())
    columns = max((node.level for node in tree.all()), default=0) + 1
    width = columns * WIDTH + (columns - 1) * ACROSS
    rtl = i18n.direction() == "rtl"
    return Drawing(
        width=width,
        height=max(pen.next, TOP + HEIGHT + DOWN),
        boxes=tuple(_mirrored(box, width) for box in boxes) if rtl else boxes,
        heads=tuple((_at(_column(level) + INSIDE, width, rtl), _head(level)) for level in range(columns)),
        words=summary(tree),
        anchor="end" if rtl else "start",
        inset=WIDTH - INSIDE if rtl else INSIDE,
    )


def summary(tree: Tree) -> str:
    """Return the tree in one sentence."""
    nodes = list(tree.all())
    held = ngettext("%(num)s training held", "%(num)s trainings held", len(nodes))
    lands = ngettext("%(num)s country", "%(num)s countries", len(tree.countries))
    ages = ngettext("%(num)s generation", "%(num)s generations", max((node.level for node in nodes), default=0))
    return _("%(title)s: %(held)s, %(lands)s, %(ages)s.", title=_title(tree), held=held, lands=lands, ages=ages)


def people(line: Line) -> str:
    """Return how many people there were, and in what way that is known."""
    if line.veiled:
        return _("%(number)s people", number=said(None))
    if line.rollout.counted == "persons":
        return ngettext("%(num)s person by name", "%(num)s persons by name", line.named or 0)
    return ngettext("%(num)s person reported", "%(num)s people reported", line.reported or 0)


class _Pen:
    """Where the next leaf stands, while the tree is walked over."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.next = float(TOP)

    def boxes(self) -> Iterator[Box]:
        below = [self._place(node) for node in self.tree.nodes]
        y = _middle([boxes[0].y for boxes in below]) if below else self._leaf()
        title = _broken(_title(self.tree))
        texts = (*title, *filter(None, [self._graduates()]))
        yield Box(0, y, texts, _title(self.tree), "root", bold=len(title))
        for boxes in below:
            yield _joined(boxes[0], 0, y)
            yield from boxes[1:]

    def _graduates(self) -> str:
        if self.tree.graduates is None:
            return ""
        return ngettext("%(num)s graduate", "%(num)s graduates", len(self.tree.graduates))

    def _place(self, node: Node) -> list[Box]:
        """Return the boxes of a node and all below it, its own first."""
        below = [self._place(each) for each in node.below]
        y = _middle([boxes[0].y for boxes in below]) if below else self._leaf()
        x, line = _column(node.level), node.line
        texts = _texts(line)
        kind = "trainers" if line.rollout.trains_trainers else ""
        own = Box(x, y, tuple(map(_short, texts)), " · ".join((*texts, line.rollout.title)), kind)
        return [own, *(box for boxes in below for box in (_joined(boxes[0], x, y), *boxes[1:]))]

    def _leaf(self) -> float:
        y = self.next
        self.next += HEIGHT + DOWN
        return y


def _texts(line: Line) -> tuple[str, str, str]:
    rollout = line.rollout
    who = rollout.person.display if line.known else _("A trainer of another country")
    where = " · ".join(filter(None, (i18n.country_name(rollout.country_code), i18n.day(rollout.first_day, "MMM y"))))
    return who, where, people(line)


def _title(tree: Tree) -> str:
    short = tree.session.short_title.text(i18n.language()) if tree.session.short_title else ""
    return short or tree.session.title.text(i18n.language())


def _head(level: int) -> str:
    return _("Generation %(number)s", number=level) if level else _("Training of trainers")


def _broken(title: str) -> tuple[str, ...]:
    """Return a title in up to two lines, broken between words."""
    first, rest = "", title.split()
    while rest and len(first) + len(rest[0]) < LETTERS:
        first = f"{first} {rest.pop(0)}".strip()
    return tuple(filter(None, (first, _short(" ".join(rest))))) if first else (_short(title),)


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + ELLIPSIS


def _column(level: int) -> float:
    return level * (WIDTH + ACROSS)


def _middle(ys: list[float]) -> float:
    return (min(ys) + max(ys)) / 2


def _at(x: float, width: float, rtl: bool) -> float:
    return width - x if rtl else x


def _joined(box: Box, x: float, y: float) -> Box:
    """Return a box with the line that leads to it from the one at x, y."""
    start, end, half = x + WIDTH, box.x, box.x - ACROSS / 2
    path = f"M{start} {y + HEIGHT / 2}C{half} {y + HEIGHT / 2} {half} {box.y + HEIGHT / 2} {end} {box.y + HEIGHT / 2}"
    return replace(box, path=path)


def _mirrored(box: Box, width: float) -> Box:
    """Return a box as it lies on a page that is read from the right; the page turns its line."""
    return replace(box, x=width - box.x - WIDTH)
