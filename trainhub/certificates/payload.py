"""What the code square of a certificate says without a server: at most 177 signed bytes. Pure: no Flask, no database.

Big-endian: version (4 bits) and kind (4) · key, first 2 bytes of the SHA-256 of the public key · place in the status
list (4) · edition (4) · hours in quarters (2) · first day since 2020-01-01 (2) · days to the last day (1) · issued (2)
· expires, 0 for never (2) · mark of the name (8) · mark of its second form, 0 for none (8) · length (1) and title,
UTF-8 · Ed25519 over DOMAIN and all of this (64). In the code it is a decimal number, a byte 1 before it.

Who has only the code learns no name: its mark is keyed by the check code, which is printed and in no code. A closed
session gives neither title nor days nor edition, of the issue only the year, of the expiry only the month.
"""

import hmac
import struct
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import pbkdf2_hmac, sha256

VERSION = 1
FILE = "certificate-code.txt"  # the file inside a PDF that holds the text of its code square
DOMAIN = b"trainhub-cert-1\0"
NAME_DOMAIN = b"trainhub-name-1\0"
ROUNDS = 10_000  # that make trying all check codes for one name too dear
EPOCH = date(2020, 1, 1)
TITLE, SIGNATURE, MARK = 76, 64, 8  # bytes, at most or exactly
MANY_DAYS = 255  # of a training that lasts so long or longer
DIGITS = len(str(1 << 8 * (37 + TITLE + SIGNATURE) + 1))
KINDS = ("", "participation", "completion", "trainer", "tot")  # by number; 0 is a kind of the centre's own
NOTHING = bytes(MARK)
_HEAD = struct.Struct(">B2sIIHHBHH8s8sB")
_NUMBER = 7  # bytes at the beginning that are no two certificates' of one key
_ALIKE = str.maketrans(
    {"ə": "e", "Ə": "e", "ı": "i", "İ": "i", "ß": "ss", "ς": "σ", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"}
    | {"Đ": "d", "ي": "ی", "ى": "ی", "ك": "ک"}
)


class Broken(ValueError):
    """This is not a whole code: it was cut off, mistyped, or is something else."""


class UnknownVersion(ValueError):
    """The code is of a later edition of trainhub."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is stated. Of a closed session `first_day`, `last_day`, `title` and `edition` are empty.

    Read from a code, `last_day` is None, too, where a training lasts for longer than can be said.
    """

    kind: str
    number: int  # place in the centre's status list
    edition: bytes  # 4 bytes by which certificates of one training are known to be so
    hours: float
    first_day: date | None
    last_day: date | None
    issued: date
    expires: date | None
    title: str

    @property
    def closed(self) -> bool:
        return self.first_day is None and not self.title


@dataclass(frozen=True)
class Payload:
    """A payload that has the right form; its signature is checked by whoever knows keys."""

    raw: bytes

    @property
    def key(self) -> bytes:
        """Return the first two bytes of the SHA-256 of the public key; other keys may begin alike."""
        return self.raw[1:3]

    @property
    def signed(self) -> bytes:
        return DOMAIN + self.raw[:-SIGNATURE]

    @property
    def signature(self) -> bytes:
        return self.raw[-SIGNATURE:]

    @cached_property
    def content(self) -> Content:
        """Return what is stated. Raises Broken where it cannot be meant."""
        head, _key, number, edition, hours, first, span, issued, expires, *_marks, _length = _HEAD.unpack_from(self.raw)
        try:
            title = self.raw[_HEAD.size : -SIGNATURE].decode()
        except UnicodeDecodeError as error:
            raise Broken from error
        begin = EPOCH + timedelta(first) if first else None
        return Content(
            kind=KINDS[head & 15] if head & 15 < len(KINDS) else "",
            number=number,
            edition=edition.to_bytes(4, "big"),
            hours=hours / 4,
            first_day=begin,
            last_day=begin + timedelta(span) if begin and span < MANY_DAYS else None,
            issued=EPOCH + timedelta(issued),
            expires=EPOCH + timedelta(expires) if expires else None,
            title=title,
        )

    def names(self, name: str, code: str) -> bool:
        """Say whether a name with the check code of the paper is the holder's, in its first or its second form."""
        asked = mark(name, name_key(code, self.raw[:_NUMBER]))
        marks = (self.raw[20:28], self.raw[28:36])
        found = [hmac.compare_digest(asked, each) for each in marks]
        return asked != NOTHING and any(found)


def sealed(content: Content, names: tuple[str, str], code: str, public: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the signed payload; `names` are the holder's name and its second form or "", `public` names the key."""
    key = bytes.fromhex(key_id(public))[:2]
    kind = KINDS.index(content.kind) if content.kind in KINDS else 0
    number = bytes([VERSION << 4 | kind]) + key + content.number.to_bytes(4, "big")
    title = b"" if content.closed else cut(content.title)
    secret = name_key(code, number)
    first, second = (mark(name, secret) if letters(name) else NOTHING for name in names)
    head = _HEAD.pack(
        number[0],
        key,
        content.number,
        0 if content.closed else int.from_bytes(content.edition, "big"),
        min(round(content.hours * 4), 0xFFFF),
        _days(content.first_day),
        _span(content),
        _days(content.issued.replace(month=1, day=1) if content.closed else content.issued),
        _days(_month_end(content.expires) if content.closed else content.expires),
        first,
        NOTHING if second == first else second,
        len(title),
    )
    return head + title + sign(DOMAIN + head + title)


def key_id(public: bytes) -> str:
    """Return the name of a key: the first 8 bytes of the SHA-256 of its public half. Codes carry the first two."""
    return sha256(public).hexdigest()[:16]


def text_of(raw: bytes) -> str:
    """Return a payload as the digits behind the address."""
    return str(int.from_bytes(b"\1" + raw, "big"))


def read(text: str) -> Payload:
    """Read the text of a code: its digits, alone or behind an address and #. Raises Broken or UnknownVersion.

    There is one way to write a payload; any other number, digit or byte is refused.
    """
    digits = text.strip().rpartition("#")[2]
    if not digits.isascii() or not digits.isdigit() or digits[0] == "0" or len(digits) > DIGITS:
        raise Broken
    number = int(digits)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if raw[0] != 1:
        raise Broken
    return of_bytes(raw[1:])


def of_bytes(raw: bytes) -> Payload:
    """Check the form of a payload. Raises Broken or UnknownVersion."""
    if len(raw) < _HEAD.size + SIGNATURE:
        raise Broken
    if raw[0] >> 4 != VERSION:
        raise UnknownVersion
    length = raw[_HEAD.size - 1]
    if length > TITLE or len(raw) != _HEAD.size + length + SIGNATURE:
        raise Broken
    return Payload(raw)


# --- names ----------------------------------------------------------------------------------------


def name_key(code: str, number: bytes) -> bytes:
    """Return the key of the marks of one certificate: its check code, and what no other certificate begins with."""
    return pbkdf2_hmac("sha256", clean(code).encode(), NAME_DOMAIN + number, ROUNDS)


def mark(name: str, secret: bytes) -> bytes:
    """Return the mark of a name."""
    return hmac.digest(secret, NAME_DOMAIN + letters(name).encode(), "sha256")[:MARK]


def letters(name: str) -> str:
    """Return the letters of a name, small, without marks, ə as e and ı as i; the page offline.js does just the same."""
    taken = unicodedata.normalize("NFKD", name.translate(_ALIKE))
    small = "".join(each.lower() for each in taken).translate(_ALIKE)
    parts = unicodedata.normalize("NFKD", small)
    return "".join(each for each in parts if unicodedata.category(each) in {"Ll", "Lo", "Lu", "Lt"})


def clean(code: str) -> str:
    """Return a check code as it is meant, however it was typed: in capitals, without blanks and dashes."""
    return "".join(each for each in code.upper() if each.isascii() and each.isalnum())


def cut(title: str, most: int = TITLE) -> bytes:
    """Return a title in UTF-8, cut at a character and ended by … where it is too long."""
    text = " ".join(unicodedata.normalize("NFC", title).split())
    whole = text.encode()
    if len(whole) <= most:
        return whole
    kept = whole[: most - len("…".encode())].decode(errors="ignore")
    while kept and unicodedata.combining(text[len(kept)]):  # what follows belongs to the last letter
        kept = kept[:-1]
    return (kept.rstrip(" ,.;:–-") + "…").encode()


def title_of(texts: Mapping[str, str]) -> str:
    """Return the title that the code carries: the English one, else the first."""
    return texts.get("en") or next(iter(texts.values()), "")


# --- days ---------------------------------------------------------------------------------------------


def _days(day: date | None) -> int:
    """Return a day as it is counted; 0 for none, and for what was before the count begins."""
    return 0 if day is None else min(max((day - EPOCH).days, 0), 0xFFFF)


def _span(content: Content) -> int:
    if content.first_day is None or content.last_day is None:
        return 0
    return min((content.last_day - content.first_day).days, MANY_DAYS)


def _month_end(day: date | None) -> date | None:
    return None if day is None else day.replace(day=monthrange(day.year, day.month)[1])
