"""Registrations and attendance, for plugins: who is expected, who came, how many hours.

`on_register(session_id)` selects those with a confirmed place, by name; `hours_of_session` says how long each was
there, `registers_of_session` which registers were closed.
"""

from ..attendance.queries import on_register
from ..attendance.services import Hours, hours_of_session, registers_of_session
from ..registration.models import Registration, RegistrationFact

__all__ = [
    "Hours",
    "Registration",
    "RegistrationFact",
    "hours_of_session",
    "on_register",
    "registers_of_session",
]
