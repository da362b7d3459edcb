"""The code square: drawn as one path, with its quiet zone."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import segno
from segno import consts

QUIET_ZONE = 4  # modules of white around a QR code, ISO/IEC 18004
QR_MASK = 4  # a fixed mask scans as well as the best one and saves trying all eight


def draw(text: str, alt: str) -> dict[str, Any]:
    """Return the QR code as SVG with its quiet zone; `quiet` is that zone's share of the width."""
    code = segno.make_qr(_segments(text), error="m", boost_error=False, mask=QR_MASK)
    side = len(code.matrix) + 2 * QUIET_ZONE
    path = "".join(_runs(code.matrix))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    return {"svg": svg, "quiet": QUIET_ZONE / side, "alt": alt}


def _segments(text: str) -> Any:
    """Return a text as the segments that need the fewest modules: digits behind an address's # as a number."""
    address, mark, number = text.partition("#")
    if number.isascii() and number.isdigit():
        return [(address + mark, consts.MODE_BYTE, "utf-8"), (number, consts.MODE_NUMERIC)]
    return text


def _runs(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield each run of black modules as a closed rectangle of an SVG path, a module being 1."""
    for y, row in enumerate(matrix, QUIET_ZONE):
        x = QUIET_ZONE
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
