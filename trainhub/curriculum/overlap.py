"""Are two titles about the same thing? (R-008)"""

import re
from functools import lru_cache

from ..kernel.text import fold

NEAR = 0.6  # share of words in common above which two titles are hinted as near-duplicates
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
    )
) | {"the", "their", "this", "to", "what", "with"}


@lru_cache(maxsize=1024)
def title_words(title: str) -> frozenset[str]:
    """Return the words that count; each title of a version is held against every other."""
    return frozenset(re.findall(r"\w+", fold(title))) - _SMALL


def overlap(one: str, other: str) -> bool:
    """Say whether two titles share so many words that somebody should look at both."""
    first, second = title_words(one), title_words(other)
    return len(first & second) >= NEAR * len(first | second) > 0
