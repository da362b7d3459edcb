"""How large a picture is, read from its first bytes. Nothing is decoded here."""

import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_NO_FRAME = {0xC4, 0xC8, 0xCC}  # tables between the markers that begin a frame


@dataclass(frozen=True, slots=True)
class Sides:
    """Width and height in pixels, and the media type."""

    width: int
    height: int
    media_type: str


def measure(data: bytes) -> Sides:
    """Return the sides of a PNG or JPEG; raises ValueError for anything else and for one that is cut off."""
    try:
        if data.startswith(_PNG) and data[12:16] == b"IHDR":
            width, height = struct.unpack(">II", data[16:24])
            return _sides(width, height, "image/png")
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
    except (struct.error, IndexError):
        pass
    raise ValueError("neither PNG nor JPEG")


def _jpeg(data: bytes) -> Sides:
    """Walk from marker to marker until one begins a frame."""
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return _sides(width, height, "image/jpeg")
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    raise ValueError("a JPEG without a frame")


def _sides(width: int, height: int, media_type: str) -> Sides:
    if not width or not height:
        raise ValueError("a picture without sides")
    return Sides(width, height, media_type)
