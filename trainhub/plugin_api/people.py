"""Persons, for plugins: the tables to read and join, whoever is signed in, and new entries of the address book."""

from ..people.models import Centre, Organisation, Person, PersonPolicy
from ..people.services import PersonCommand, create_person, find_person, own_person, person_of_email

__all__ = [
    "Centre",
    "Organisation",
    "Person",
    "PersonCommand",
    "PersonPolicy",
    "create_person",
    "find_person",
    "own_person",
    "person_of_email",
]
