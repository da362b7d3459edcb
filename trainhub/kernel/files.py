"""One door for every file that comes in: hashed, measured, recognised by content, never executed."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import Response, current_app, send_file
from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Model, db
from .errors import Invalid
from .i18n import gettext as _
from .types import HasPublicId, UTCDateTime
from .work import actor

CHUNK = 1 << 16
_OFFICE = "application/vnd.openxmlformats-officedocument."
# ending -> (media type, first bytes that a file of this kind has)
KINDS: Mapping[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": (f"{_OFFICE}wordprocessingml.document", b"PK\x03\x04"),
    "pptx": (f"{_OFFICE}presentationml.presentation", b"PK\x03\x04"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", b"PK\x03\x04"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "csv": ("text/csv", b""),
    "zip": ("application/zip", b"PK\x03\x04"),
}
_OFFICE_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True, slots=True)
class FilePolicy:
    """What a feature lets in: its name, the endings it takes, how much. Who may read is the feature's business."""

    name: str
    endings: tuple[str, ...]
    largest: int = 0  # in KiB; 0: as the setting UPLOAD_MIB says


class File(HasPublicId, Model):
    """A file's facts; its bytes lie in DATA/files under their hash."""

    __tablename__ = "file"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    policy: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int | None]  # who brought it
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].lower()


def store(stream: BinaryIO, name: str, policy: FilePolicy) -> File:
    """Keep a file and return its row (added to the session, not committed).

    Raises Invalid when it is too large, empty, or not of a kind the policy takes; the content
    decides, not the name.
    """
    ending = _ending(name)
    if ending not in policy.endings:
        raise Invalid(_("Files of this kind are not taken. These are: %(kinds)s.", kinds=", ".join(policy.endings)))
    media_type, magic = KINDS[ending]
    folder = _folder()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        try:
            sha256, size = _copy(stream, copy, magic, policy.largest)
            _check_office(copy.name, ending)
            place = _place(sha256)
            place.parent.mkdir(exist_ok=True)
            Path(copy.name).replace(place)
        except BaseException:
            Path(copy.name).unlink(missing_ok=True)
            raise
    row = File(
        sha256=sha256,
        size=size,
        name=_clean(name),
        media_type=media_type,
        policy=policy.name,
        account_id=actor().account_id,
    )
    db.session.add(row)
    return row


def send(file: File, *, as_download: bool = True) -> Response:
    """Return a file as an answer that no browser will run."""
    answer = send_file(
        path(file),
        mimetype=file.media_type,
        as_attachment=as_download,
        download_name=file.name,
        etag=file.sha256,
        conditional=True,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def remove(file: File) -> None:
    """Forget a file, and its bytes unless another row has the same; nothing may point at the row any more."""
    place, twins = path(file), select(File.id).where(File.sha256 == file.sha256, File.id != file.id).limit(1)
    if db.session.scalar(twins) is None:
        place.unlink(missing_ok=True)
    db.session.delete(file)
    db.session.flush()


def path(file: File) -> Path:
    """Return where a file's bytes lie."""
    return _place(file.sha256)


def place_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie, or would lie."""
    return _place(sha256)


def _copy(
    stream: BinaryIO, target: "tempfile._TemporaryFileWrapper[bytes]", magic: bytes, largest: int
) -> tuple[str, int]:
    limit = largest << 10 or int(current_app.config["UPLOAD_MIB"]) << 20
    sha256, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        if size == 0 and not chunk.startswith(magic):
            raise _misnamed()
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        sha256.update(chunk)
        target.write(chunk)
    if size == 0:
        raise Invalid(_("This file is empty."))
    target.flush()
    os.fsync(target.fileno())
    return sha256.hexdigest(), size


def _check_office(place: str, ending: str) -> None:
    """Raise Invalid for an archive that only calls itself an Office document, or one that brings macros."""
    main = _OFFICE_PARTS.get(ending)
    if main is None:
        return
    try:
        with zipfile.ZipFile(place) as box:
            names = set(box.namelist())
    except zipfile.BadZipFile as error:
        raise _misnamed() from error
    if not {"[Content_Types].xml", main} <= names:
        raise _misnamed()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Invalid(_("This file contains macros. Save it without them and upload that."))


def _too_large(limit: int) -> Invalid:
    if limit < 1 << 20:
        return Invalid(_("This file is too large: %(limit)s KiB at the most.", limit=limit >> 10))
    return Invalid(_("This file is too large: %(limit)s MiB at the most.", limit=limit >> 20))


def _misnamed() -> Invalid:
    return Invalid(_("The content of this file does not fit its name. Save it again and upload that."))


def _folder() -> Path:
    folder = Path(current_app.config["DATA"]) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _place(sha256: str) -> Path:
    return (_folder() / sha256[:2] / sha256).resolve()


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return "jpg" if ending == "jpeg" else ending


def _clean(name: str) -> str:
    """Return a file name that is safe to offer for saving."""
    kept = "".join(c for c in Path(name.replace("\\", "/")).name if c.isprintable() and c not in '<>:"|?*')
    return kept[-200:] or "file"
