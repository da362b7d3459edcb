"""What came of places in trainings that are over; attendance and certificates, right of this feature, say it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

Tell = Callable[[Collection[int]], Mapping[int, str]]
_tellers: dict[str, Tell] = {}


@dataclass(frozen=True, slots=True)
class CameOf:
    """What came of one place, in words: how much of the training somebody attended, and the certificate's number."""

    attended: str = ""
    certificate: str = ""


def tell_outcome(name: str, tell: Tell) -> None:
    """Let a later feature say, in a few words, what came of registrations: "attended" or "certificate"."""
    _tellers[name] = tell


def outcomes(registration_ids: Collection[int]) -> dict[int, CameOf]:
    """Return registration id -> what came of it, in as many questions for one as for all."""
    said = {name: tell(registration_ids) if registration_ids else {} for name, tell in _tellers.items()}
    return {each: CameOf(**{name: found.get(each, "") for name, found in said.items()}) for each in registration_ids}
