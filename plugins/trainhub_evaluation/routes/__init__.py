"""Pages of evaluation."""

from . import asking, findings, instruments, overview, session, texts
from .blueprint import blueprint

__all__ = ["asking", "blueprint", "findings", "instruments", "overview", "session", "texts"]
