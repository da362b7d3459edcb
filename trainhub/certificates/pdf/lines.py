"""Breaking texts into lines by counting letters: exact enough to choose, and much cheaper than measuring."""

from functools import lru_cache

COLUMN = 331.6  # pt, one of two columns: 117 mm
COURSE_SIZE, COURSE_HEIGHT = 17.0, 50.0  # pt: largest size of the course's title, and its room, 17.6 mm
LINE_HEIGHT = 1.04  # em
_WIDE, _NARROW = frozenset("mwMWшщжюфыЖШЩЮФЫМДQ@%"), frozenset("iıjlftrI.,:;'()-’ ")


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


def width(text: str) -> float:
    """Return about how wide a text is, in em: good enough to choose between breaks."""
    return sum(0.8 if letter in _WIDE else 0.3 if letter in _NARROW else 0.54 for letter in text)


def _filled(words: list[str], limit: float) -> list[str]:
    """Return the words on lines filled one after the other, none wider than `limit` em save a word's."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def even_lines(words: list[str], count: int) -> list[str]:
    """Return the words on at most `count` lines, as even as they can be."""
    low, high = 0.0, width(" ".join(words))
    while high - low > 0.25:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(words, middle)) <= count else (middle, high)
    return _filled(words, high)


@lru_cache(maxsize=256)
def title_lines(title: str) -> tuple[list[str], list[str]]:
    """Return a title on one line, and on two even ones."""
    words = tied(title) or [""]
    return even_lines(words, 1), even_lines(words, 2)


@lru_cache(maxsize=256)
def sentence_lines(text: str, most: float) -> list[str]:
    """Return a sentence on as few even lines as keep each within `most` em."""
    words = tied(text) or [""]
    return even_lines(words, len(_filled(words, most)))


@lru_cache(maxsize=256)
def course_lines(title: str, room: float = COLUMN) -> list[str]:
    """Return a course's title on as many lines as let it be printed largest in a column of `room` pt."""

    def size(lines: list[str]) -> float:
        widest = max(map(width, lines))
        return min(COURSE_SIZE, room / widest, COURSE_HEIGHT / LINE_HEIGHT / len(lines))

    words = tied(title) or [""]
    return max((even_lines(words, count) for count in range(1, min(len(words), 6) + 1)), key=size)
