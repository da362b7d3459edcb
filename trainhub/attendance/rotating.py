"""Codes for checking oneself in: each is good for one slot and for a minute at the most. Pure.

A code follows from the secret key, the slot and the step of time; nothing is stored. The square on the wall holds the
long form, people without a camera type the short one.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

STEP = timedelta(seconds=30)
BEFORE = 1  # steps that are still taken: whoever scans as it changes
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read wrongly
LONG, SHORT = 20, 6  # characters: 98 bits, and 29 for a form that counts tries


def step_of(moment: datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def code(key: bytes, slot: str, step: int) -> str:
    """Return the long code of a slot (its public id) in a step of time; it begins with the short one."""
    made = hmac.new(key, f"self check-in:{slot}:{step}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(made)
    letters = []
    for _each in range(LONG):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def fits(key: bytes, slot: str, typed: str, moment: datetime) -> bool:
    """Say whether a long or short code is one of this slot's at that moment."""
    wanted = "".join(each for each in typed.upper() if each.isalnum())
    if len(wanted) not in (LONG, SHORT):
        return False
    now = step_of(moment)
    good = [code(key, slot, step)[: len(wanted)] for step in range(now - BEFORE, now + 1)]
    return any(hmac.compare_digest(each.encode(), wanted.encode()) for each in good)
