"""Persons, organisations, countries, centres, and what is kept confidential about a person."""
