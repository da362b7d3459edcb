"""Documents as PDF: typst source of ours, facts as JSON, the fonts that the build copied. Pure: no Flask, no database.

Facts reach typst as JSON only, never as source, so nothing a person has entered can be executed. The same facts
give the same bytes on every machine. What the layouts share is in `letters.typ`.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from .. import paths
from .errors import ConfigError

_NO_GLYPH = re.compile(r'the text `?"(.+?)"`? could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")  # as typst quotes a character that shows nothing by itself
FONTS = paths.PACKAGE / "kernel" / "fonts"


class Press:
    """One typst compiler for one layout, kept for its parsed fonts, used by one thread at a time.

    A plugin's layout, which lies elsewhere, is handed over as its source; it finds "/kernel/letters.typ", too.
    """

    def __init__(self, layout: Path | bytes) -> None:
        if not any(FONTS.glob("*.ttf")):
            raise ConfigError(f"{FONTS} has no fonts: build the project (make) to copy them")
        self._lock = Lock()
        source: Any = layout  # the stubs want one of both for good
        self._anew: Any = layout if isinstance(layout, bytes) else None  # typst keeps a file, but loses a source
        self._compiler = typst.Compiler(
            source,
            root=paths.PACKAGE,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]),
        )

    def print(self, page: Mapping[str, Any], at: datetime) -> bytes:
        """Return the document as PDF; `at` becomes its date. Raises typst.TypstError."""
        standards = ["a-3b", "ua-1"]  # to be kept for years, and to be read aloud
        return self._compiled(page, at, format="pdf", pdf_standards=standards)

    def picture(self, page: Mapping[str, Any], at: datetime, ppi: float = 96) -> bytes:
        """Return the document's only page as PNG. A letter that no font has is a box: print it first."""
        return self._compiled(page, at, format="png", ppi=ppi)

    def _compiled(self, page: Mapping[str, Any], at: datetime, **how: Any) -> bytes:
        inputs, seconds = {"data": json.dumps(page, ensure_ascii=False)}, int(at.timestamp())
        with self._lock:
            made = self._compiler.compile(self._anew, sys_inputs=inputs, timestamp=seconds, **how)
        assert isinstance(made, bytes)
        return made


def unprintable(error: typst.TypstError) -> str:
    """Return the text for which no font has a letter, "" where the error is another."""
    found = _NO_GLYPH.search(str(error))
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
