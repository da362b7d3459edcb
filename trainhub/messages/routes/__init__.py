"""Pages of messages: the outbox, the centre's own words, and what came back."""

from . import received, texts
from .outbox import blueprint

__all__ = ["blueprint", "received", "texts"]
