"""Persons, for plugins: the tables to read and join, whoever is signed in, and new entries of the address book.

`holders(role, centre_id)` selects the accounts with a role: "staff" of a centre, say.
"""

from ..accounts.queries import holders
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
    "holders",
    "own_person",
    "person_of_email",
]
