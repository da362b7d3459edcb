"""What must always be true of the records: features register their checks, `trainhub audit` runs them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .errors import ConfigError


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold: `broken` yields a line for each place where it does not. It changes nothing."""

    name: str
    broken: Callable[[], Iterable[str]]


_known: dict[str, Invariant] = {}


def register(invariant: Invariant) -> None:
    """Add a check; doing it twice does no harm."""
    if _known.setdefault(invariant.name, invariant).broken != invariant.broken:
        raise ConfigError(f"Two checks are called {invariant.name!r}.")


def names() -> list[str]:
    """Return the names of all checks."""
    return list(_known)


def audit() -> Iterator[tuple[str, str]]:
    """Yield name of the check and line for everything that is wrong."""
    for invariant in _known.values():
        for line in invariant.broken():
            yield invariant.name, line
