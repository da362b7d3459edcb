"""Printing: the typst compiler of each layout, and its errors in words."""

from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from ...kernel.errors import TrainhubError
from ...kernel.press import Press, unprintable
from .page import page_of, svg
from .stated import CertificateFacts, Picture

LAYOUT = Path(__file__).resolve().parents[1] / "layout" / "certificate.typ"
LAYOUTS = ("landscape", "portrait")


class MissingGlyph(TrainhubError):
    """No font of the certificate has a character of `text`; the message is for staff."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"“{text}” cannot be printed: the certificate's fonts lack a character of it."
            " Enter the name in Latin letters, as in the passport."
        )


class DoesNotFit(TrainhubError):
    """The facts are too long for one page; the message is for staff."""


def render(facts: CertificateFacts, languages: tuple[str, ...]) -> bytes:
    """Return the certificate as one A4 page, PDF/A-3b and PDF/UA-1 in one file.

    The first of `languages` is the document's language and stands where reading begins. The
    properties carry the issue date, so equal facts give equal bytes. Raises MissingGlyph for a
    character no font has, DoesNotFit if one page cannot hold it, KeyError for a language without
    wording, ConfigError without fonts.
    """
    issued = datetime.combine(facts.issued, time(), UTC)
    try:
        return _press().print(page_of(facts, languages), issued)
    except typst.TypstError as error:
        raise _explained(error) from error


def picture(facts: CertificateFacts, languages: tuple[str, ...]) -> bytes:
    """Return the page as PNG, for a look at it. Raises as `render` does, which it asks first."""
    render(facts, languages)
    return _press().picture(page_of(facts, languages), datetime.combine(facts.issued, time(), UTC))


def accept(picture: Picture) -> None:
    """Raise ValueError for a picture that the press cannot read or put into a document to be kept for years."""
    drawn = {"bytes": list(picture.data), "svg": svg(picture)}
    try:
        _trial().print(drawn, datetime(2020, 1, 1, tzinfo=UTC))
    except typst.TypstError as error:
        raise ValueError("the press cannot read it") from error


@cache
def _trial() -> Press:
    return Press(LAYOUT.with_name("picture.typ"))


@cache
def _press() -> Press:
    return Press(LAYOUT)


def _explained(error: typst.TypstError) -> Exception:
    """Return the error staff can act on; typst's own where the layout itself is wrong."""
    said = str(error)
    if text := unprintable(error):
        return MissingGlyph(text)
    if "too long for the page" in said or "more than one page" in said:
        return DoesNotFit("The certificate does not fit on one page: shorten its name, title or modules.")
    return error
