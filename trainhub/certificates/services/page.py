"""What the page that checks without network carries: keys, status lists, words and dates of all languages."""

import base64
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from babel import Locale
from markupsafe import Markup

from ... import paths
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.i18n import lazy_gettext as _l
from ...people import queries as people
from ...people.models import Centre
from ...web import assets
from .. import keys
from . import status
from .kinds import SHIPPED

SCRIPTS = ("noble.js", "offline.js", "offline-page.js")
STYLES = ("bootstrap.css", "trainhub.css")
ICONS = ("ok", "warn", "cancelled", "help", "info")
_FONTS = re.compile(r"@font-face\{[^}]*\}")  # a file taken along has only the faces of its reader's machine
WORDS: dict[str, str] = {
    "title": _l("Check a certificate without network"),
    "lede": _l("The code square is checked on this device, by the keys in this page. Nothing is sent anywhere."),
    "language": _l("Language"),
    "code": _l("Text of the code square"),
    "code-hint": _l("Read the square with any scanner and paste what it says: an address with many digits."),
    "check": _l("Check"),
    "valid": _l("This certificate is valid"),
    "expired": _l("This certificate has expired"),
    "revoked": _l("This certificate was revoked"),
    "forged": _l("This certificate is forged"),
    "unknown key": _l("Nobody known here signed this certificate"),
    "truncated": _l("This is not a whole code"),
    "unknown version": _l("This code needs a newer page"),
    "until": _l("It was valid until %(day)s."),
    "listed": _l("It is not in the list of revoked certificates of %(day)s."),
    "old-list": _l("That list is older than the certificate: load a newer one."),
    "no-list": _l("There is no list of revoked certificates here, so it is not known whether it was revoked."),
    "revoked-as-of": _l("It is in the list of revoked certificates of %(day)s and not valid any more."),
    "forged-why": _l("What it says is not what the centre signed. Do not rely on this paper; ask the centre."),
    "unknown key-why": _l("This page may be older than the key: get a newer one. Else it is not the centre’s."),
    "truncated-why": _l("It was cut off or mistyped, or the square holds something else. Read it once more."),
    "unknown version-why": _l("Get a newer page from the centre."),
    "says": _l("What the certificate says"),
    "centre": _l("Centre"),
    "kind": _l("Kind"),
    "own-kind": _l("Another kind of the centre"),
    "training": _l("Training"),
    "closed": _l("Closed training of the centre"),
    "year": _l("Year"),
    "held": _l("Held"),
    "issued": _l("Issued"),
    "hours": _l("Hours"),
    "quarter": _l("to the quarter"),
    "expires": _l("Expires"),
    "never": _l("Does not expire"),
    "whose": _l("Is it this person’s?"),
    "name": _l("Name on the certificate"),
    "check-code": _l("Check code"),
    "stays": _l("Both stand on the paper. They are compared on this device and not kept."),
    "compare": _l("Compare"),
    "name-yes": _l("Yes, this name is on the certificate."),
    "name-no": _l("No, this name with this check code is not on the certificate."),
    "name-how": _l("Compare the spelling with the paper; marks over letters and capitals do not matter."),
    "lists": _l("Revoked certificates"),
    "list-of": _l("list of %(day)s"),
    "no-list-here": _l("There is no list here."),
    "load": _l("Load a newer list"),
    "list-taken": _l("The list of %(day)s counts from now on."),
    "list-none": _l("This is no list of revoked certificates, or not a whole one."),
    "list-unknown": _l("None of the keys in this page signed this list."),
    "list-older": _l("This list is not newer than the one of %(day)s."),
    "take-list": _l("The newest list, to take along:"),
    "take": _l("This page as one file that works without network"),
    "online": _l("Ask the centre’s server by the check code"),
    "made": _l("Made on %(day)s."),
    "no-script": _l("This check needs JavaScript."),
}


@dataclass(frozen=True, slots=True)
class Inside:
    """A script or style that stands in the file itself, and how its policy names it."""

    text: Markup
    source: str


def known() -> dict[str, Any]:
    """Return the keys of code squares and the newest status list of each centre."""
    told = keys.published()
    lists = []
    for centre in centres():
        with suppress(NotFound, keys.KeyMissing):
            lists.append(status.signed(centre).strip())
    mine = [each for each in told["keys"] if each["use"] == "code"]
    return told | {"keys": mine, "lists": lists}


def centres() -> list[Centre]:
    return list(db.session.scalars(people.centres()))


def voices() -> dict[str, dict[str, Any]]:
    """Return what the page says in each language of the interface, and how dates are written in it."""
    return {code: _voice(code) for code in i18n.languages()}


def _voice(code: str) -> dict[str, Any]:
    rules = i18n.BRITISH if code == "en" else Locale.parse(code)
    months = rules.months["format"]["wide"]
    with i18n.speaking(code):
        words = {key: str(text) for key, text in WORDS.items()}
    kinds = {kind: titles.get(code) or titles["en"] for kind, (titles, *_rest) in SHIPPED.items()}
    return {
        "code": code,
        "name": i18n.NATIVE.get(code, code),
        "dir": i18n.direction(code),
        "months": [months[number] for number in range(1, 13)],
        "day": rules.date_formats["long"].pattern,
        "words": words | kinds,
    }


def symbols() -> Markup:
    """Return the drawings that the page uses, out of the built sprite."""
    sprite = _built(assets.SPRITE)
    found = (re.search(rf'<symbol id="{name}".*?</symbol>', sprite, re.DOTALL) for name in ICONS)
    return Markup("".join(each[0] for each in found if each))  # noqa: S704 - our own drawings


def inside() -> dict[str, Any]:
    """Return the scripts and the style of the page for a file that has nothing beside it."""
    style = "".join(_FONTS.sub("", _built(name)) for name in STYLES)
    return {"scripts": [_inside(_built(name)) for name in SCRIPTS], "style": _inside(style)}


def _inside(text: str) -> Inside:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Inside(Markup(text), f"'sha256-{digest}'")  # noqa: S704 - files of our own build


def _built(name: str) -> str:
    return (paths.static() / "vendor" / assets.manifest()[name]).read_text("utf-8")
