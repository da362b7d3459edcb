"""The signed list of a centre's revoked certificates, small enough for a mail. Pure: no Flask, no database.

One line of text: FORMAT, then in base64url: version 1 (1 byte), key id (8), Unix seconds (8, big-endian), then for each
revoked place how many places lie between it and the one before (LEB128), then Ed25519 over DOMAIN and all of this (64).
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = "trainhub-status-1:"
DOMAIN = b"trainhub-status-1\0"
SIGNATURE, HEAD = 64, 17
MOST = 4 << 20  # characters of a list
PLACES = 1 << 32
LATEST = 253_402_300_799  # the last second of the year 9999


class BrokenList(ValueError):
    """This is no status list, or not a whole one."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """What one list says: the places of certificates that were revoked by that moment."""

    key_id: str  # 16 hexadecimal digits
    at: datetime
    revoked: frozenset[int]
    signed: bytes = b""
    signature: bytes = b""


def write(key_id: str, at: datetime, revoked: Iterable[int], sign: Callable[[bytes], bytes]) -> str:
    """Return a signed list as text."""
    gaps = bytearray()
    last = -1
    for place in sorted(set(revoked)):
        gaps += _small(place - last - 1)
        last = place
    body = b"\1" + bytes.fromhex(key_id) + int(at.timestamp()).to_bytes(8, "big") + bytes(gaps)
    return FORMAT + urlsafe_b64encode(body + sign(DOMAIN + body)).decode().rstrip("=") + "\n"


def read(text: str) -> StatusList:
    """Read a list; whoever knows keys checks its signature. Raises BrokenList."""
    line = text.strip()
    if not line.startswith(FORMAT) or len(line) > MOST:
        raise BrokenList
    raw = _bytes(line.removeprefix(FORMAT))
    seconds = int.from_bytes(raw[9:HEAD], "big")
    if len(raw) < HEAD + SIGNATURE or raw[0] != 1 or seconds > LATEST:
        raise BrokenList
    body = raw[:-SIGNATURE]
    return StatusList(
        key_id=raw[1:9].hex(),
        at=datetime.fromtimestamp(seconds, UTC),
        revoked=frozenset(_places(body[HEAD:])),
        signed=DOMAIN + body,
        signature=raw[-SIGNATURE:],
    )


def _bytes(text: str) -> bytes:
    """Return what base64url stands for, if it is the one way to write it."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise BrokenList from error
    if urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise BrokenList
    return raw


def _small(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _places(gaps: bytes) -> Iterator[int]:
    place, number, shift = -1, 0, 0
    for byte in gaps:
        number |= (byte & 127) << shift
        shift += 7
        if byte & 128:
            if shift > 28:
                raise BrokenList
            continue
        if byte == 0 and shift > 7:
            raise BrokenList  # a longer way to write the same
        place += number + 1
        if place >= PLACES:
            raise BrokenList
        yield place
        number = shift = 0
    if shift:
        raise BrokenList
