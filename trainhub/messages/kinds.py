"""Kinds of mail: which placeholders the words of each may use, and what its button says.

Features right of this one, and plugins, add theirs by `register_kind`; one that nobody registered is sent from its
file as it is, and its text cannot be changed by staff.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..kernel import i18n
from ..kernel.i18n import lazy_gettext as _l
from .models import KINDS

OPEN = _l("Open the page")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail. `places` are its placeholders with an explanation; with none, staff cannot change the text."""

    key: str
    label: str
    places: Mapping[str, str] = field(default_factory=dict)
    button: str = OPEN

    @property
    def editable(self) -> bool:
        return bool(self.places)


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Make a kind of mail known; called once, when a feature is loaded."""
    _kinds[kind.key] = kind
    KINDS.setdefault(kind.key, kind.label)
    return kind


def find(key: str) -> Kind:
    """Return what is known of a kind, also of one that nobody registered."""
    return _kinds.get(key) or Kind(key, str(KINDS.get(key, key)))


def button(key: str, language: str) -> str:
    """Return what the button of a kind says in a language."""
    with i18n.speaking(language):
        return str(find(key).button)


def editable() -> list[Kind]:
    """Return the kinds whose words staff may change, in the order they were registered."""
    return [kind for kind in _kinds.values() if kind.editable]


EVERY = {
    "name": _l("Name of the reader"),
    "centre": _l("Name of the centre"),
    "centre_email": _l("E-mail of the centre"),
}
LINK = {"url": _l("Address the mail leads to; the button is made of it")}
TRAINING = EVERY | {"title": _l("Title of the training"), "dates": _l("Days of the training")} | LINK
REASON = {"reason": _l("Reason that staff gave")}
JOINING = {
    "timetable": _l("Days, hours and rooms, one a line"),
    "join_url": _l("Link to join, of trainings online"),
    "contact": _l("Whom to ask"),
}


def _training(key: str, button: str, **more: str) -> None:
    register_kind(Kind(key, KINDS[key], {**TRAINING, **more}, button))


_mine, _page, _others = _l("See my registration"), _l("See the training"), _l("See other trainings")
_training("registration_invited", _l("Accept or decline"))
_training("registration_received", _mine)
_training("registration_invited", _l("Accept or decline"))
_training("registration_nominated", _mine, nominated_by=_l("Who nominated"))
_training("registration_endorsed", _mine)
_training("registration_waiting", _mine, position=_l("Place on the waiting list"), rule=_l("Rule of the waiting list"))
_training("place_offered", _l("Accept or decline"), until=_l("Until when the offer holds"))
_training("offer_reminder", _l("Accept or decline"), until=_l("Until when the offer holds"))
_training("offer_ended", _page)
_training("registration_confirmed", _page, needs_url=_l("Address where people say what they need"))
_training("registration_declined", _others, **REASON)
_training("registration_withdrawn", _page)
for _key in ("nominations_7", "nominations_1"):
    _training(
        _key, _l("Nominate"), until=_l("Until when nominations are taken"), missing=_l("How many names are missing")
    )
_training("session_changed", _page, changes=_l("What changed, one a line"))
_training("session_cancelled", _others, **REASON)
for _key in ("joining_14", "joining_3", "joining_1"):
    _training(_key, _page, **JOINING)
_training("morning_link", _l("Join online"), timetable=JOINING["timetable"], contact=JOINING["contact"])
_certificate = {"number": _l("Number of the certificate")}
_training(
    "certificate_issued",
    _l("Download the certificate"),
    **_certificate,
    verify_url=_l("Address where anybody can check it"),
)
_training("certificate_revoked", _l("See my certificates"), **_certificate, **REASON)
_training(
    "certificate_expiring",
    _l("See my certificates"),
    **_certificate,
    kind_title=_l("Kind of the certificate"),
    until=_l("Until when the certificate is valid"),
)
register_kind(
    Kind(
        "affiliation_confirmed",
        KINDS["affiliation_confirmed"],
        EVERY | {"organisation": _l("Name of the organisation")} | LINK,
        _others,
    )
)
register_kind(
    Kind(
        "deputy_named",
        KINDS["deputy_named"],
        EVERY
        | {"named_by": _l("Who named the deputy"), "whom": _l("For which country or institution")}
        | {"until": _l("Last day as a deputy")}
        | LINK,
        OPEN,
    )
)
