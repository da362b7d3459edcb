"""Tables of registration: calls with their quotas, and the one row a person has for a session."""

from .calls import (
    AGREEMENTS,
    CALL_EVENTS,
    CALL_STATES,
    DIMENSIONS,
    EVERYBODY_ELSE,
    RULES,
    Call,
    CallComment,
    CallEvent,
    Quota,
    QuotaPlace,
)
from .registrations import (
    ENDORSEMENTS,
    HOLDING,
    ORIGINS,
    STATES,
    Registration,
    RegistrationDocument,
    RegistrationEvent,
    RegistrationFact,
)

__all__ = [
    "AGREEMENTS",
    "CALL_EVENTS",
    "CALL_STATES",
    "DIMENSIONS",
    "ENDORSEMENTS",
    "EVERYBODY_ELSE",
    "HOLDING",
    "ORIGINS",
    "RULES",
    "STATES",
    "Call",
    "CallComment",
    "CallEvent",
    "Quota",
    "QuotaPlace",
    "Registration",
    "RegistrationDocument",
    "RegistrationEvent",
    "RegistrationFact",
]
