"""Persons, for plugins: the tables to read and join, whoever is signed in, and new entries of the address book.

`holders(role, centre_id)` selects the accounts with a role: "staff" of a centre, say. What all centres use and one of
them changes has a `centre_id` that may be empty: `keeps` says who changes it, `home_of` who keeps what is made, and a
form that is a `KeptForm` asks those who have a choice.
"""

from ..accounts.queries import holders
from ..people.forms import KeptForm
from ..people.models import Centre, Organisation, Person, PersonPolicy
from ..people.policies import home_of, keeps
from ..people.services import PersonCommand, create_person, find_person, own_person, person_of_email

__all__ = [
    "Centre",
    "KeptForm",
    "Organisation",
    "Person",
    "PersonCommand",
    "PersonPolicy",
    "create_person",
    "find_person",
    "holders",
    "home_of",
    "keeps",
    "own_person",
    "person_of_email",
]
