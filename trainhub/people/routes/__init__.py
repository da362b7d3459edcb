"""Pages of persons, organisations, centres and one's own data."""

from . import centres, confidential, data, logos, organisations, own, persons, privacy

BLUEPRINTS = tuple(part.pages for part in (persons, confidential, organisations, logos, centres, own, data, privacy))
