"""The keys of waves and what they lock: files beside the database, destroyed when the wave closes.

`DATA/waves/<public id>.key` opens the sealed answers of a wave and makes the tokens of its members;
`DATA/waves/series-<name>.key` makes the pseudonyms that pair waves. No backup may hold this folder: an old key
beside an old copy of the database would join persons and answers again.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from flask import current_app

from .content import TEXT_LIMIT, Blocks, Content, Value

NONCE = 12
_CLOSED_VALUE = 280  # bytes that one choice, number or day takes at the most, with its names
_HEAD = 200  # bytes of what is not a value


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sealed answer says."""

    values: tuple[Value, ...]
    pseudonym: str | None = None


class KeyLost(Exception):
    """The key of a wave is not there: what was sealed with it cannot be opened any more."""


def folder() -> Path:
    """Return where the keys of waves lie."""
    place = Path(current_app.config["DATA"]) / "waves"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def make_key(name: str) -> None:
    """Make a key unless it is there; of two processes the first wins."""
    place = _place(name)
    if place.exists():
        return
    made = place.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    try:
        made.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(made, place)
    finally:
        made.unlink()


def has_key(name: str) -> bool:
    return _place(name).exists()


def names() -> list[str]:
    """Return the names of the keys that are there."""
    return sorted(place.stem for place in folder().glob("*.key"))


def age(name: str) -> timedelta:
    """Return how long ago a key was made, by the clock of the disk."""
    return timedelta(seconds=max(0.0, time.time() - _place(name).stat().st_mtime))


def destroy_key(name: str) -> None:
    """Overwrite a key and remove it; a second time does nothing."""
    place = _place(name)
    try:
        with place.open("r+b") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        place.unlink()
    except FileNotFoundError:
        return
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def series_name(series: str) -> str:
    """Return the name of a series' key."""
    return f"series-{series}"


def token(wave_id: str, member_id: str) -> str:
    """Return the secret of a member's link: made from the wave's key, kept nowhere."""
    made = hmac.new(_secret(wave_id, b"token"), member_id.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:24]).decode()


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def pseudonym(series: str, person_id: str) -> str:
    """Return the pseudonym of a person (public id) in a series."""
    return hmac.new(_secret(series_name(series), b"pseudonym"), person_id.encode(), hashlib.sha256).hexdigest()[:32]


def seal(wave_id: str, opened: Opened, size: int) -> bytes:
    """Encrypt an answer; every one of a wave has the same length."""
    rows: list[list[Any]] = [list(astuple(value)) for value in opened.values]
    said = json.dumps([opened.pseudonym, rows], ensure_ascii=False, separators=(",", ":")).encode()
    if len(said) > size:
        raise ValueError("an answer is larger than its wave allows")
    plain = len(said).to_bytes(4) + said.ljust(size, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(_secret(wave_id, b"seal")).encrypt(nonce, plain, wave_id.encode())


def unseal(wave_id: str, blob: bytes) -> Opened:
    """Decrypt an answer; raises KeyLost where the key is gone or another."""
    try:
        cipher = ChaCha20Poly1305(_secret(wave_id, b"seal"))
        plain = cipher.decrypt(blob[:NONCE], blob[NONCE:], wave_id.encode())
    except InvalidTag as error:
        raise KeyLost(wave_id) from error
    who, rows = json.loads(plain[4 : 4 + int.from_bytes(plain[:4])])
    return Opened(tuple(Value(*row) for row in rows), who)


def size_of(content: Content, blocks: Blocks) -> int:
    """Return how many bytes the longest possible answer takes: the size of all of them."""
    total = _HEAD
    for field in content.fields(blocks):
        choices: Sequence[str] = field.item.codes if field.item.type == "multiple" else ("",)
        total += _CLOSED_VALUE * len(choices) + (4 * TEXT_LIMIT if field.item.type == "text" else 0)
    return total


def _place(name: str) -> Path:
    return folder() / f"{name}.key"


def _secret(name: str, purpose: bytes) -> bytes:
    """Return the key for one purpose; raises KeyLost."""
    try:
        whole = bytes.fromhex(_place(name).read_text())
    except FileNotFoundError as error:
        raise KeyLost(name) from error
    return hmac.new(whole, purpose, hashlib.sha256).digest()
