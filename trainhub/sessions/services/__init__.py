"""What can be done with sessions."""

from .formats import ensure_formats

__all__ = ["ensure_formats"]
