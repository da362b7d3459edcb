"""Persons, for plugins: the tables to read and join, and whoever is signed in."""

from ..people.models import Centre, Organisation, Person, PersonPolicy
from ..people.services import find_person, own_person

__all__ = ["Centre", "Organisation", "Person", "PersonPolicy", "find_person", "own_person"]
