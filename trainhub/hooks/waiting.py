"""What waits for a person: each kind of it is a select, so that all kinds together are one question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one kind that wait for the viewer, the most urgent first.

    `template` draws one of them, as one `<li>`: it gets the columns of `query`, by their names, as attributes of
    `thing`, and the context. `more` says from a thing what else it gets, or None where nothing waits after all.
    """

    query: Select[*tuple[Any, ...]]
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    more: Callable[[Any], Mapping[str, Any] | None] | None = None
    order: int = 100
    plugin: str = ""  # filled in by the host; empty for core
