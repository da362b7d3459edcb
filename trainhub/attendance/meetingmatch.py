"""Who of a register somebody in a meeting's log is, how long they were seen, and the mark that follows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..kernel.text import fold
from ..people.names import name_keys
from .meetinglog import Guest, Stay

SURE = ("email", "name", "spelling")  # how a match was found, the surest first
UNSURE, NOBODY = "unsure", "nobody"
NEAR = 5  # people that are offered first
FEWEST = 3  # letters of a word that says something by itself
_CONSONANTS = ("=", "~")  # with which keys begin that leave the vowels out


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the register: a key, and all names and e-mails one may appear under."""

    key: str
    names: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Who a guest is: `key` for certain, or else who is `near` and may be meant."""

    why: str
    key: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """From which minutes on a mark says what: `grace` may be missed, below `least` per cent somebody was absent.

    `part` is the word for people who were in for a part, where a log does not say which.
    """

    grace: int = 15
    least: int = 25
    part: str = "left_early"


FIRST = Rules()


@dataclass(frozen=True, slots=True)
class Seen:
    """How long somebody was in during the half-day, and from when to when, if that is known."""

    minutes: int = 0
    first: datetime | None = None
    last: datetime | None = None


class Register:
    """The people of a register, looked up in the ways a log names them."""

    def __init__(self, people: Iterable[Known]) -> None:
        self.emails: dict[str, list[str]] = {}
        self.names: dict[str, list[str]] = {}
        self.spellings: dict[str, list[str]] = {}
        self.consonants: dict[str, list[str]] = {}
        self.words: dict[str, list[str]] = {}
        for one in people:
            _note(self.emails, {each.lower() for each in one.emails if each}, one.key)
            _note(self.names, set(map(_plain, one.names)), one.key)
            keys = name_keys(*one.names)
            _note(self.spellings, {key for key in keys if not key.startswith(_CONSONANTS)}, one.key)
            _note(self.consonants, {key[1:] for key in keys if key.startswith(_CONSONANTS)}, one.key)
            _note(self.words, {word for name in one.names for word in fold(name).split()}, one.key)

    def match(self, guest: Guest) -> Match:
        """Return who a guest is: by the e-mail, by the very name, by the name in another spelling or script."""
        names, keys = {_plain(each) for each in guest.names}, name_keys(*guest.names)
        ways = (
            _all(self.emails, [guest.email]),
            _all(self.names, names),
            _all(self.spellings, (key for key in keys if not key.startswith(_CONSONANTS))),
        )
        for why, found in zip(SURE, ways, strict=True):
            if len(found) == 1:
                return Match(why, found[0])
            if found:
                both = [each for each in found if all(each in more or not more for more in ways)]
                return Match(why, both[0]) if len(both) == 1 else Match(UNSURE, near=tuple(found[:NEAR]))
        near = _all(self.consonants, (key[1:] for key in keys if key.startswith(_CONSONANTS)))
        near += [each for each in self._by_words(guest) if each not in near]
        return Match(UNSURE, near=tuple(near[:NEAR])) if near else Match(NOBODY)

    def _by_words(self, guest: Guest) -> list[str]:
        """Return who has a word of this name in theirs; offered, never taken."""
        words = [word for word in _plain(guest.name).split() if len(word) >= FEWEST]
        found = [key for word in words for key in self.words.get(word, ())]
        return sorted(dict.fromkeys(found), key=lambda key: -found.count(key))


def _note(index: dict[str, list[str]], words: Iterable[str], key: str) -> None:
    for word in words:
        if word:
            index.setdefault(word, []).append(key)


def _all(index: dict[str, list[str]], words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(key for word in words for key in index.get(word, ())))


def _plain(name: str) -> str:
    """Return a name folded, its words in one order and without signs."""
    spaced = "".join(c if c.isalnum() else " " for c in fold(name))
    return " ".join(sorted(spaced.split()))


def seen_in(stays: Sequence[Stay], begins: datetime, ends: datetime) -> Seen:
    """Return how long somebody was in between two moments: what overlaps counts once, what lies outside not at all."""
    whole = (ends - begins).total_seconds() / 60
    spans = [(max(each.begin, begins), min(each.end, ends), each) for each in stays if each.begin and each.end]
    spans = sorted((each for each in spans if each[0] < each[1]), key=lambda each: each[:2])
    counted, until = 0.0, begins
    for start, end, stay in spans:
        length = max(0.0, (end - max(start, until)).total_seconds() / 60)
        counted += length if stay.minutes is None else min(length, stay.minutes)
        until = max(until, end)
    counted += sum(each.minutes or 0 for each in stays if each.begin is None)
    last = max((end for _start, end, _stay in spans), default=None)
    return Seen(round(min(counted, whole)), spans[0][0] if spans else None, last)


def mark_of(seen: Seen, begins: datetime, ends: datetime, rules: Rules) -> tuple[str, int]:
    """Return which mark follows, and the minutes missed."""
    whole = round((ends - begins).total_seconds() / 60)
    missed = whole - seen.minutes
    if seen.minutes <= 0 or seen.minutes * 100 < rules.least * whole:
        return "absent", 0
    if missed <= rules.grace:
        return "present", 0
    if seen.first is None or seen.last is None:
        return rules.part, missed
    return ("late" if seen.first - begins > ends - seen.last else "left_early"), missed
