"""Codes of one session: four characters beside each name on a sign-in sheet, and the number on a badge. Pure.

Nothing is stored: both follow from the secret key, the session and the registration, and say nothing outside that
session. A row code is three characters with a fourth that finds every wrong character and every two that changed
places; at least one of the three is a digit, so that no word comes out. A badge holds digits alone: a scanner types
them rightly whatever keyboard the machine believes it has.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read wrongly: no 0 O, 1 I L, U
LENGTH = 4
BADGE = 16  # digits, the last one of them a check digit
_WEIGHTS = (2, 3, 4, 1)
_PRIME = 31  # above the number of characters; the code whose check would be the 31st is not given
_DIGITS = frozenset("23456789")
_LOOKALIKE = str.maketrans("АВЕКМНРСТХУЗЁ", "ABEKMHPCTXY3E")  # what a Cyrillic keyboard gives for the same drawing
_WORDS = re.compile(r"[^\W_]+")

Row = tuple[int, str]  # number and public id of a registration


def row_codes(key: bytes, session_id: str, rows: Iterable[Row]) -> dict[str, int]:
    """Return code -> registration for all rows of a session, in the order they were made: who comes later changes
    nobody's code."""
    found: dict[str, int] = {}
    for number, public_id in rows:
        code = next(each for each in _attempts(key, f"row:{session_id}:{public_id}") if each not in found)
        found[code] = number
    return found


def badge(key: bytes, session_id: str, public_id: str) -> str:
    """Return the number on somebody's badge for a session."""
    made = hmac.new(key, f"badge:{session_id}:{public_id}".encode(), hashlib.sha256).digest()
    digits = f"{int.from_bytes(made[:8]) % 10 ** (BADGE - 1):0{BADGE - 1}d}"
    return digits + _luhn(digits)


def is_badge(text: str) -> bool:
    """Say whether a text can be the number of a badge, as far as its check digit tells."""
    return len(text) == BADGE and text.isascii() and text.isdigit() and _luhn(text[:-1]) == text[-1]


def is_code(text: str) -> bool:
    """Say whether four characters fit together; whose they are is another question."""
    if len(text) != LENGTH or not set(text) <= set(ALPHABET):
        return False
    return sum(weight * ALPHABET.index(each) for weight, each in zip(_WEIGHTS, text, strict=True)) % _PRIME == 0


def typed(text: str) -> list[str]:
    """Return the codes somebody typed, in capitals and in our letters; anything may stand between them."""
    return [each.upper().translate(_LOOKALIKE) for each in _WORDS.findall(text)]


def near(text: str, codes: Mapping[str, int]) -> list[str]:
    """Return the codes of a session that differ from what was typed by one character, or by two that changed places."""
    return [code for code in codes if len(text) == LENGTH and _one_slip(text, code)]


def _one_slip(one: str, other: str) -> bool:
    differing = [place for place in range(LENGTH) if one[place] != other[place]]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and (one[first], one[second]) == (other[second], other[first])
    return len(differing) == 1


def _attempts(key: bytes, name: str) -> Iterator[str]:
    number = 0
    while True:
        made = hmac.new(key, f"{name}:{number}".encode(), hashlib.sha256).digest()
        first = [ALPHABET[byte % len(ALPHABET)] for byte in made[: LENGTH - 1]]
        check = -sum(weight * ALPHABET.index(each) for weight, each in zip(_WEIGHTS, first, strict=False)) % _PRIME
        if check < len(ALPHABET) and _DIGITS & set(first):
            yield "".join([*first, ALPHABET[check]])
        number += 1


def _luhn(digits: str) -> str:
    """Return the check digit of Luhn."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits), 1))
    return str(-sum(each - 9 if each > 9 else each for each in doubled) % 10)
