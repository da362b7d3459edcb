"""Languages, for plugins: which there are, which one a page speaks, numbers and days by its rules."""

from ..kernel.i18n import day, direction, language, languages, number, percent, speaking

__all__ = ["day", "direction", "language", "languages", "number", "percent", "speaking"]
