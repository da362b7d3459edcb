"""Checks a code with nothing but published keys and, where there is one, a status list. Pure: no Flask, no database.

static/js/offline.js says the same of the same code; tests/browser hold both to it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import payload, statuslist
from .payload import Content, Payload
from .statuslist import StatusList

FORMAT = "trainhub-keys-1"
LEEWAY = timedelta(days=1)  # for clocks and time zones


class Says(StrEnum):
    """The answer."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown key"
    TRUNCATED = "truncated"
    UNKNOWN_VERSION = "unknown version"


class BadKeys(ValueError):
    """This is no file of keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A published key. `centre` tells centres apart, those of other installations too."""

    key_id: str
    use: str
    public: bytes
    centre: tuple[str, str]  # issuer and the centre's key there
    title: Mapping[str, str]
    since: datetime
    retired: datetime | None
    x509: str = ""

    def signed(self, signature: bytes, data: bytes) -> bool:
        """Say whether an Ed25519 key signed this."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def stood(self, day: date) -> bool:
        """Say whether the key had not been retired before that day."""
        return self.retired is None or day <= self.retired.date() + LEEWAY


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a code. `status` is the list that was asked, None where there is none of its centre."""

    says: Says
    payload: Payload | None = None
    key: Key | None = None
    status: StatusList | None = None

    @property
    def content(self) -> Content:
        assert self.payload is not None
        return self.payload.content


def keys(*texts: str) -> list[Key]:
    """Read files of keys. Raises BadKeys."""
    found = []
    for text in texts:
        try:
            told = json.loads(text)
            if told["format"] != FORMAT:
                raise BadKeys
            found += [_key(each, str(told["issuer"])) for each in told["keys"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadKeys from error
    return found


def lists(texts: Iterable[str], known: Iterable[Key]) -> dict[tuple[str, str], StatusList]:
    """Read status lists, the newest of each centre; those that no known key signed are left out.

    Raises BrokenList.
    """
    newest: dict[tuple[str, str], StatusList] = {}
    standing = list(known)
    for text in texts:
        read = statuslist.read(text)
        key = _signer_of(read, standing)
        if key is not None and (key.centre not in newest or newest[key.centre].at < read.at):
            newest[key.centre] = read
    return newest


def check(text: str, known: Iterable[Key], status: Mapping[tuple[str, str], StatusList], today: date) -> Answer:
    """Say what the text of a code is worth, as far as these keys and lists know."""
    try:
        found = payload.read(text)
    except payload.UnknownVersion:
        return Answer(Says.UNKNOWN_VERSION)
    except payload.Broken:
        return Answer(Says.TRUNCATED)
    candidates = [key for key in known if key.use == "code" and bytes.fromhex(key.key_id)[:2] == found.key]
    if not candidates:
        return Answer(Says.UNKNOWN_KEY)
    key = next((each for each in candidates if each.signed(found.signature, found.signed)), None)
    if key is None:
        return Answer(Says.FORGED)
    return _judged(Answer(Says.VALID, found, key, status.get(key.centre)), today)


def _judged(answer: Answer, today: date) -> Answer:
    """Look at what is stated, the signature being good."""
    key, content = answer.key, answer.content
    assert key is not None
    if not key.stood(content.issued):
        return Answer(Says.FORGED)
    if answer.status is not None and content.number in answer.status.revoked:
        return replace(answer, says=Says.REVOKED)
    if content.expires is not None and content.expires < today:
        return replace(answer, says=Says.EXPIRED)
    return answer


def _key(told: Mapping[str, Any], issuer: str) -> Key:
    retired = told["retired"]
    public = bytes.fromhex(told["public"])
    return Key(
        key_id=payload.key_id(public),
        use=str(told["use"]),
        public=public,
        centre=(issuer, str(told["centre"]["key"])),
        title={str(code): str(words) for code, words in told["centre"]["title"].items()},
        since=datetime.fromisoformat(told["since"]),
        retired=datetime.fromisoformat(retired) if retired else None,
        x509=str(told.get("x509", "")),
    )


def _signer_of(read: StatusList, known: list[Key]) -> Key | None:
    """Return the key that signed a list while it was in use."""
    for key in known:
        named = key.use == "code" and key.key_id == read.key_id
        if named and key.signed(read.signature, read.signed) and key.stood(read.at.date()):
            return key
    return None
