"""What a later feature tells of the recommendations that activities answer: their texts, and where they stand."""

from collections.abc import Callable, Collection, Mapping

from ...kernel.types import Texts

Told = Mapping[str, tuple[Texts, str]]  # code -> text, address
_tellers: list[Callable[[Collection[str]], Told]] = []


def tell_recommendations(by: Callable[[Collection[str]], Told]) -> None:
    """Let recommendations be told by who keeps them; the feature of needs says so in its hooks.py."""
    if by not in _tellers:
        _tellers.append(by)


def recommendations_told(codes: Collection[str]) -> Told:
    """Return what is known of recommendations, by code; of one that nobody keeps, nothing."""
    found: dict[str, tuple[Texts, str]] = {}
    for teller in _tellers:
        found |= teller(codes)
    return found
