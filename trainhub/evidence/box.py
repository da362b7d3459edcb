"""The ZIP of an evidence pack: files, a manifest with their hashes, and the centre's signature on it. Pure.

manifest.json names every file with size and SHA-256; manifest.sig is one line, "key id:signature", both hexadecimal:
Ed25519 over DOMAIN and the bytes of manifest.json. The same files give the same bytes but for the moment.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "trainhub-evidence-1"
DOMAIN = b"trainhub-evidence-1\0"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows; when the pack was made stands in the manifest
CHUNK = 1 << 20
LARGEST_MANIFEST = 16 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a pack: its name in the ZIP, what it is, and its bytes or the place where they lie."""

    name: str
    about: str
    content: bytes | Path


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the SHA-256 of the manifest, and how many files it names."""

    manifest: str
    files: int


class Broken(ValueError):
    """The pack is not what its manifest says; the message says where."""


def write(
    target: Path, about: Mapping[str, Any], items: Iterable[Item], key_id: str, sign: Callable[[bytes], bytes]
) -> Written:
    """Write a pack. `about` says of what and when, and is part of the manifest."""
    listed = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for item in items:
            sha256, size = _put(box, item)
            listed.append({"name": item.name, "sha256": sha256, "size": size, "about": item.about})
        manifest = {"format": FORMAT, **about, "key": key_id, "files": listed}
        body = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
        box.writestr(_entry(MANIFEST), body, zipfile.ZIP_DEFLATED)
        box.writestr(_entry(SIGNATURE), f"{key_id}:{sign(DOMAIN + body).hex()}\n")
    return Written(hashlib.sha256(body).hexdigest(), len(listed))


def check(place: Path, signed: Callable[[str, bytes, bytes], bool]) -> dict[str, Any]:
    """Return the manifest of a pack that is whole and whose signature holds; raises Broken.

    `signed(key id, signature, data)` says whether a published key of that id made the signature.
    """
    try:
        with zipfile.ZipFile(place) as box:
            manifest = _manifest(box, signed)
            _compare(box, manifest)
    except (zipfile.BadZipFile, OSError, KeyError, TypeError, EOFError, NotImplementedError) as error:
        raise Broken("this is no evidence pack, or not a whole one") from error
    return manifest


def _put(box: zipfile.ZipFile, item: Item) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    source = io.BytesIO(item.content) if isinstance(item.content, bytes) else item.content.open("rb")
    with source, box.open(_entry(item.name), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            sha256.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return sha256.hexdigest(), size


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(box: zipfile.ZipFile, signed: Callable[[str, bytes, bytes], bool]) -> dict[str, Any]:
    if box.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Broken("its manifest is too large to be ours")
    body = box.read(MANIFEST)
    key_id, _colon, signature = box.read(SIGNATURE).decode("ascii", "replace").strip().partition(":")
    try:
        holds = signed(key_id, bytes.fromhex(signature), DOMAIN + body)
        told: dict[str, Any] = json.loads(body)
    except ValueError as error:
        raise Broken("its manifest cannot be read") from error
    if not holds:
        raise Broken("no known key of a centre has signed it")
    if told.get("format") != FORMAT or told.get("key") != key_id:
        raise Broken("it is of another format")
    return told


def _compare(box: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    listed = {str(each["name"]): each for each in manifest["files"]}
    there = [name for name in box.namelist() if name not in {MANIFEST, SIGNATURE}]
    if sorted(there) != sorted(listed):
        raise Broken("there are other files in it than its manifest names")
    for name, each in listed.items():
        if box.getinfo(name).file_size != each["size"] or _hash(box, name) != each["sha256"]:
            raise Broken(f"{name} was changed")


def _hash(box: zipfile.ZipFile, name: str) -> str:
    sha256 = hashlib.sha256()
    with box.open(name) as source:
        while chunk := source.read(CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()
