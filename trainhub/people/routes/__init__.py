"""Pages of persons, organisations, centres and one's own data."""

from . import centres, confidential, organisations, own, persons, privacy

BLUEPRINTS = (persons.pages, organisations.pages, centres.pages, own.pages, privacy.pages)
__all__ = ["BLUEPRINTS", "confidential"]
