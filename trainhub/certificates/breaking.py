"""Where lines of a printed title may break, and where they should. No layout, no measuring.

Widths are estimates in em, good enough to choose between breaks; typst measures what was chosen.
"""

from math import ceil

_WIDE, _NARROW = set("mwWMшщжюфыЖШЩЮФЫМДQ@%"), set("iıjlftrI.,:;'()-’ ")
_LETTER, _WIDE_LETTER, _NARROW_LETTER = 0.54, 0.8, 0.32
SIZE, HEIGHT, WIDTH = 17.0, 49.6, 331.6  # pt: largest size, 17.5 mm, a column of 117 mm
LEADING = 1.04  # height of a line in em


def tied(text: str) -> list[str]:
    """Return the words of a title; a word of up to three letters stays with the one after it."""
    groups: list[str] = []
    open_group = ""
    for word in text.split():
        open_group = f"{open_group} {word}".lstrip()
        if len(word) > 3 or word[-1] in ",.:;)" or word[-1].isdigit():
            groups.append(open_group)
            open_group = ""
    return [*groups, open_group] if open_group else groups


def ended(text: str) -> tuple[str, str]:
    """Return a text as head and tail: no line may break inside the tail, its last two words."""
    words = tied(text)
    cut = -2 if len(words) > 2 and " " not in words[-1] and len(words[-2] + words[-1]) < 60 else -1
    return " ".join(words[:cut]), " ".join(words[cut:])
