"""Pages of persons, organisations, centres and one's own data."""

from . import centres, confidential, data, organisations, own, persons, privacy

BLUEPRINTS = tuple(part.pages for part in (persons, confidential, organisations, centres, own, data, privacy))
