"""A centre's own words on its certificates: which there are, what may stand in braces, and how they are filled.

Nothing that staff write is ever a template: a placeholder is replaced, and that is all.
"""

import re
from collections.abc import Mapping

from . import WORDINGS, sentences

SLOTS = ("title", "opening", "linking", "facts", "notice", "centre")
KEPT = ("title", "opening", "linking", "notice")  # frozen at issue in any case: the shipped words may be mended later
PLACES = (
    "title", "centre", "place", "dates", "hours", "format", "level", "modules", "organisers", "number", "issued",
    "expires",
)  # fmt: skip
_PLACE = re.compile(r"\{([a-z]+)\}")
_BRACES = re.compile(r"\{([^{}\n]*)\}")


def shipped(language: str, kind: str, titles: Mapping[str, str]) -> dict[str, str]:
    """Return the shipped words of a kind by slot, placeholders in braces."""
    wording, said = WORDINGS[language], sentences(language, kind, titles)
    return {
        "title": said.title,
        "opening": said.opening,
        "linking": said.linking,
        "facts": f"{wording.comma} ".join([*wording.held("{place}", "{dates}"), "{hours}"]),
        "notice": said.notice or wording.notice,
        "centre": "{centre}",
    }


def unknown(text: str) -> list[str]:
    """Return what stands in braces and is no placeholder."""
    return [name for name in _BRACES.findall(text) if name not in PLACES]


def fill(text: str, said: Mapping[str, str]) -> str:
    """Return a text with its placeholders replaced."""
    return " ".join(_PLACE.sub(lambda found: said.get(found[1], found[0]), text).split())


def fill_pieces(text: str, said: Mapping[str, str], comma: str) -> tuple[str, ...]:
    """Return the pieces between commas; one whose placeholders all stand for nothing is left out."""
    kept = []
    for piece in re.split(rf"{re.escape(comma)}\s+", text.strip()):
        names = [name for name in _PLACE.findall(piece) if name in said]
        if piece and (not names or any(said[name] for name in names)):
            kept.append(fill(piece, said))
    return tuple(kept)
