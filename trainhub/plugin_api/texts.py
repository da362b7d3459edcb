"""Languages, for plugins: which there are, which one a page speaks, numbers, days and names by its rules."""

from ..kernel.i18n import (
    country_name,
    day,
    direction,
    language,
    languages,
    moment,
    number,
    percent,
    speaking,
    viewer_zone,
)

__all__ = [
    "country_name",
    "day",
    "direction",
    "language",
    "languages",
    "moment",
    "number",
    "percent",
    "speaking",
    "viewer_zone",
]
