"""Factories of materials and certificates."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from ...attendance import services as attendance
from ...attendance.models import Register
from ...certificates import services as certificates
from ...certificates.models import Certificate
from ...kernel import clock
from ...kernel.db import db
from ...kernel.types import Texts, random_code
from ...materials.models import Material, MaterialVersion
from ...people.models import Person
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from .people import add
from .registration import RegistrationMake
from .sessions import SessionsMake

_numbers = count(1)


class CertificatesMake(RegistrationMake, SessionsMake):
    """What a session leaves behind: materials, people who were there, certificates."""

    def material(
        self,
        session: TrainingSession,
        *,
        title: str = "Handbook",
        language: str = "en",
        url: str = "https://example.org/handbook",
        **values: Any,
    ) -> Material:
        """Make a material that is a link, in one language."""
        material: Material = add(Material(**{"session": session, "title": Texts.of({"en": title})} | values))
        add(MaterialVersion(material=material, language=language, url=url))
        return material

    def graduate(
        self,
        session: TrainingSession | None = None,
        person: Person | None = None,
        marks: Sequence[str] = (),
        **values: Any,
    ) -> Registration:
        """Make somebody who was there (or as `marks` say, one for each slot) in a session that is over.

        All registers of the session are taken.
        """
        session = session or self.session(day=-7, slots=2)
        registration = self.registration(session, person, **values)
        taken = attendance.registers_of_session(session.id)
        for number, slot in enumerate(session.standing):
            self.mark(registration, slot, marks[number] if number < len(marks) else "present")
            if slot.id not in taken:
                add(Register(slot=slot))
        return registration

    def certificate(self, registration: Registration | None = None, **values: Any) -> Certificate:
        """Make a certificate with its facts frozen; no rule is asked, nobody is told."""
        registration = registration or self.graduate()
        session, centre = registration.session, registration.session.centre
        assert registration.person is not None
        hours = attendance.hours(registration)
        kind = certificates.find_kind(values.pop("kind", "participation"))
        stated = {
            **certificates.facts.of_session(session),
            **certificates.facts.of_kind(kind, session),
            **certificates.facts.of_person(registration, registration.person, hours),
        }
        today = clock.today(centre.zone)
        defaults: dict[str, Any] = {
            "number": f"{centre.prefix}-{today.year}-{900_000 + next(_numbers)}",
            "code": random_code(12),
            "session": session,
            "kind": kind.key,
            "registration": registration,
            "person": registration.person,
            "centre": centre,
            "facts": stated,
            "issued_on": today,
        }
        certificate: Certificate = add(Certificate(**defaults | values))
        db.session.refresh(certificate)
        return certificate
