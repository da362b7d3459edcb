"""How often a stranger may try: counted for a network address, for an e-mail, and for the two together.

The two together slow down whoever guesses one password; the e-mail alone, many addresses that guess it;
the address alone, one that tries many e-mails or makes the program compute passwords. The last two are wider:
a whole class signs in and up from one address, and nobody should be locked out by somebody else's three tries.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from ...kernel import throttle
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _

E_MAIL_FACTOR = 4  # of the tries for address and e-mail together
ADDRESS_FACTOR = 20
SIGN_UPS_OF_E_MAIL = 10
SIGN_UPS = 60  # of one address, and as many requests for links


@dataclass(frozen=True, slots=True)
class Limit:
    """A key that tries are counted under, and how many there may be in a quarter of an hour."""

    key: str
    most: int


def of_sign_in(address: str, email: str, tries: int) -> list[Limit]:
    """Return the limits of a failed sign-in; the first two are forgiven by one that succeeds."""
    return [
        Limit(_key("sign-in", network_of(address) or address, _typed(email)), tries),
        of_email("sign-in-email", email, tries * E_MAIL_FACTOR),
        *_of_address("sign-in-address", address, tries * ADDRESS_FACTOR),
    ]


def of_email(act: str, email: str, most: int) -> Limit:
    """Return the limit of an e-mail as it is compared, of any length."""
    return Limit(_key(act, _typed(email)), most)


def of_sign_up(address: str, email: str, most: int = SIGN_UPS) -> list[Limit]:
    return [of_email("sign-up-email", email, SIGN_UPS_OF_E_MAIL), *_of_address("sign-up-address", address, most)]


def of_links(address: str, most: int = SIGN_UPS) -> list[Limit]:
    """Return the limit of requests for links; that of an account's mails is silent (links.may_mail)."""
    return _of_address("link-address", address, most)


def left(limits: Iterable[Limit]) -> int:
    """Return how many tries the narrowest limit leaves."""
    return min((throttle.left(limit.key, limit.most) for limit in limits), default=1)


def count(limits: Iterable[Limit]) -> None:
    for limit in limits:
        throttle.count(limit.key)


def count_or_refuse(limits: list[Limit]) -> None:
    """Count a try; raises Refused, alike for known and unknown e-mails, where there were too many."""
    if left(limits) == 0:
        raise Refused(_("Too many tries. Wait a quarter of an hour and try again."))
    count(limits)


def _of_address(act: str, address: str, most: int) -> list[Limit]:
    """Return the limit of a network; none for this machine: that is a proxy which stands for everybody."""
    network = network_of(address)
    return [Limit(_key(act, network), most)] if network else []


def network_of(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, the first half of an IPv6 address; empty for this machine."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if found.is_loopback:
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if isinstance(found, IPv6Address) else str(found)


def _typed(email: str) -> str:
    return email.strip().lower()


def _key(act: str, *what: str) -> str:
    return f"{act}:{hashlib.sha256(' '.join(what).encode()).hexdigest()}"
