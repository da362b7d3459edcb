"""Acts that may be refused: what was refused is told on the next page."""

from collections.abc import Callable
from typing import Any

from flask import flash

from ...kernel import work
from ...kernel.errors import Invalid, Refused


def attempt(act: Callable[[], Any]) -> Any:
    """Do something that may be refused; what was refused is told on the next page."""
    try:
        done = act()
    except (Refused, Invalid) as error:
        work.rollback()
        flash(str(error), "stop")
        return None
    work.commit()
    return done
