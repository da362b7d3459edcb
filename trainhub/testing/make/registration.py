"""Factories of registrations and attendance."""

from collections.abc import Mapping
from typing import Any

from ...attendance.models import ATTENDED, Attendance
from ...kernel import clock
from ...kernel.db import db
from ...people import services as people
from ...people.models import Person
from ...registration import services as registration
from ...registration.models import HOLDING, Call, Quota, Registration, RegistrationEvent, RegistrationFact
from ...sessions.models import Slot, TrainingSession
from .people import PeopleMake, add


class RegistrationMake(PeopleMake):
    """People in sessions, in any state, with facts and seats as the services would have made them."""

    def registration(
        self,
        session: TrainingSession | None = None,
        person: Person | None = None,
        *,
        state: str = "confirmed",
        gender: str = "",
        **values: Any,
    ) -> Registration:
        """Make a registration; a state that holds a seat takes one."""
        person = person or self.person()
        if session is None:
            session = self.session()  # type: ignore[attr-defined]
        assert session is not None
        defaults: dict[str, Any] = {"session": session, "person": person, "state": state}
        if state == "offered":
            defaults["offered_until"] = registration.offer_end(session, registration.terms(session))
        row: Registration = add(Registration(**defaults | values))
        facts = people.frozen_facts(person.id)
        add(
            RegistrationFact(
                registration_id=row.id,
                gender=gender or facts.gender,
                age_band=facts.age_band,
                level=facts.level,
                country_code=facts.country_code,
                category_code=facts.category_code,
                organisation_id=facts.organisation_id,
            )
        )
        add(RegistrationEvent(registration_id=row.id, before="", after=state, at=clock.now()))
        if state in HOLDING:
            session.taken += 1
        db.session.flush()
        db.session.refresh(row)
        return row

    def call(
        self, session: TrainingSession, *, quotas: Mapping[tuple[str, str], int | tuple[int, int]] = {}, **values: Any
    ) -> Call:
        """Make an open call; `quotas` maps (dimension, value) to seats, or to seats and reserve."""
        call: Call = add(Call(**{"session": session, "state": "open", "session_id": session.id} | values))
        for (dimension, value), number in quotas.items():
            seats, reserve = number if isinstance(number, tuple) else (number, 0)
            add(Quota(call_id=call.id, dimension=dimension, value=value, seats=seats, reserve=reserve))
        db.session.refresh(call)
        return call

    def mark(self, registration: Registration, slot: Slot, status: str = "present", **values: Any) -> Attendance:
        """Make a mark; whoever was there was there for the whole slot, unless `minutes` says otherwise."""
        minutes = round(slot.hours * 60) if status in ATTENDED else 0
        defaults = {"registration": registration, "slot": slot, "status": status, "minutes": minutes}
        return add(Attendance(**defaults | values))  # type: ignore[no-any-return]
