"""Pages of persons, organisations, centres and one's own data."""

from . import centres, confidential, data, duplicates, erasing, logos, organisations, own, persons, privacy

_PARTS = (persons, duplicates, erasing, confidential, organisations, logos, centres, own, data, privacy)
BLUEPRINTS = (*(part.pages for part in _PARTS), privacy.terms, erasing.own)
