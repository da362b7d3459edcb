"""QR codes as drawings for paper and pages. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import segno
from segno import consts

QUIET_ZONE = 4  # modules of white around the code
MASK = 4  # a fixed mask scans as well as the best one and saves trying all eight


@dataclass(frozen=True, slots=True)
class Drawing:
    """A QR code as SVG with its quiet zone; `quiet` is that zone's share of the width."""

    svg: str
    quiet: float


def draw(text: str) -> Drawing:
    """Return a QR code, error correction M; digits alone, or behind an address's #, take the least room."""
    code = segno.make_qr(_segments(text), error="m", boost_error=False, mask=MASK)
    side = len(code.matrix) + 2 * QUIET_ZONE
    path = "".join(_runs(code.matrix))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    return Drawing(svg, QUIET_ZONE / side)


def _runs(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield each run of black modules as a closed rectangle of an SVG path, a module being 1."""
    for y, row in enumerate(matrix, QUIET_ZONE):
        x = QUIET_ZONE
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length


def _segments(text: str) -> Any:
    """Return a text as the segments that need the fewest modules: digits behind an address's # as a number."""
    address, mark, number = text.partition("#")
    if mark and number.isascii() and number.isdigit():
        return [(address + mark, consts.MODE_BYTE, "utf-8"), (number, consts.MODE_NUMERIC)]
    return text
