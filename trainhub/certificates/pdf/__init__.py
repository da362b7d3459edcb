"""The printed certificate: facts in, one A4 page as PDF out. Pure: no Flask, no database.

The page is typst source in `layout/`, the words are in `wording/`, kernel/press.py prints it.
The same facts give the same bytes on every machine.
"""

from .printing import LAYOUTS, DoesNotFit, MissingGlyph, accept, picture, render
from .saying import texts_of
from .stated import Attachment, CertificateFacts, Design, Logo, Picture, Signatory

__all__ = [
    "LAYOUTS",
    "Attachment",
    "CertificateFacts",
    "Design",
    "DoesNotFit",
    "Logo",
    "MissingGlyph",
    "Picture",
    "Signatory",
    "accept",
    "picture",
    "render",
    "texts_of",
]
