"""Languages, for plugins: which there are, which one a page speaks, numbers, days and names by its rules;
and whole numbers out of what anybody wrote into an address (`whole`).
"""

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
from ..kernel.text import whole

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
    "whole",
]
