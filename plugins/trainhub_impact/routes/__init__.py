"""Pages of impact, by what they are about."""

from . import dashboard, donor, framework, indicators, institution, periods, story, values
from .blueprint import blueprint

__all__ = ["blueprint", "dashboard", "donor", "framework", "indicators", "institution", "periods", "story", "values"]
