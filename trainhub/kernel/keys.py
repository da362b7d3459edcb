"""Secrets that live beside the database, never in it: made when missing, readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


def secret_key(data: Path) -> str:
    """Return the key that signs cookies and links."""
    return _kept(data / "secret.key", lambda: secrets.token_hex(32))


def fernet(data: Path, name: str = "confidential") -> Fernet:
    """Return the cipher of one kind of secret: confidential attributes, or what `name` says."""
    return Fernet(_kept(data / f"{name}.key", lambda: Fernet.generate_key().decode()))


def keep(place: Path, secret: bytes) -> None:
    """Write a secret into a new file that only its owner may read, in a folder that only its owner may open."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def _kept(place: Path, make: Callable[[], str]) -> str:
    """Return the secret in a file; several processes may start at once, and the first to write wins."""
    if not place.exists():
        made = place.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(make())
        try:
            os.link(made, place)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return place.read_text().strip()
