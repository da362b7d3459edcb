"""A centre without an installation: keys, codes and status lists to be checked offline."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trainhub.certificates import offline, payload, statuslist
from trainhub.certificates.offline import Answer
from trainhub.certificates.payload import Content

TODAY = date(2027, 3, 2)
NAME, SECOND, CODE = "Gülçöhrə Əliağa qızı İsmayılzadə", "Gulchohra Ismayilzade", "7KQ4M2XV9R3T"
OPEN = Content(
    kind="participation",
    number=417,
    edition=b"abcd",
    hours=17.67,
    first_day=date(2026, 10, 12),
    last_day=date(2026, 10, 14),
    issued=date(2026, 10, 15),
    expires=None,
    title="Identification and Referral of Vulnerable Migrants",
)
CLOSED = Content("trainer", 90_001, bytes(4), 12, None, None, date(2026, 10, 15), date(2028, 10, 15), "")


@dataclass
class Office:
    """One centre that signs; `rotate` gives it another key."""

    slug: str = "baku"
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    retired: list[tuple[Ed25519PrivateKey, datetime]] = field(default_factory=list)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    def rotate(self, at: datetime) -> None:
        self.retired.append((self.private, at))
        self.private = Ed25519PrivateKey.generate()

    def raw(self, content: Content = OPEN) -> bytes:
        return payload.sealed(content, (NAME, SECOND), CODE, self.public, self.private.sign)

    def text(self, content: Content = OPEN) -> str:
        return f"https://training.example/v#{payload.text_of(self.raw(content))}"

    def keys(self) -> str:
        return json.dumps(
            {
                "format": offline.FORMAT,
                "issuer": "https://training.example",
                "at": "2027-03-02T08:00:00+00:00",
                "keys": [
                    *(self._told(private, at) for private, at in self.retired),
                    self._told(self.private, None),
                ],
            }
        )

    def _told(self, private: Ed25519PrivateKey, retired: datetime | None) -> dict[str, Any]:
        public = private.public_key().public_bytes_raw()
        return {
            "id": payload.key_id(public),
            "use": "code",
            "algorithm": "Ed25519",
            "public": public.hex(),
            "centre": {"key": self.slug, "title": {"en": f"Centre {self.slug}"}},
            "since": "2020-01-01T00:00:00+00:00",
            "retired": retired.isoformat() if retired else None,
        }

    def status(self, *revoked: int, at: datetime = datetime(2027, 3, 1, 6, 30, tzinfo=UTC)) -> str:
        return statuslist.write(payload.key_id(self.public), at, revoked, self.private.sign)


def asked(office: Office, text: str, *lists: str, keys: str = "", today: date = TODAY) -> Answer:
    """Check a code with the keys of a centre and these lists."""
    known = offline.keys(keys or office.keys())
    return offline.check(text, known, offline.lists(lists, known), today)
