"""What may have happened: one frozen class an on_ hook. Ids are row numbers of core's tables."""

from dataclasses import dataclass
from typing import ClassVar

from ..kernel.work import Event


@dataclass(frozen=True, slots=True)
class SessionCompleted(Event):
    """Staff closed a session: attendance is final."""

    hook: ClassVar[str] = "on_session_completed"
    session_id: int

    @property
    def subject(self) -> str:
        return f"session:{self.session_id}"


@dataclass(frozen=True, slots=True)
class RegistrationChanged(Event):
    """A registration went from one state to another; `before` is empty for a new one."""

    hook: ClassVar[str] = "on_registration_changed"
    registration_id: int
    session_id: int
    before: str
    after: str

    @property
    def subject(self) -> str:
        return f"registration:{self.registration_id}"


@dataclass(frozen=True, slots=True)
class AttendanceRecorded(Event):
    """The register of one slot was saved."""

    hook: ClassVar[str] = "on_attendance_recorded"
    slot_id: int
    session_id: int

    @property
    def subject(self) -> str:
        return f"session:{self.session_id}"


@dataclass(frozen=True, slots=True)
class CertificateIssued(Event):
    """A certificate was issued."""

    hook: ClassVar[str] = "on_certificate_issued"
    certificate_id: int
    registration_id: int | None  # None: it is for teaching

    @property
    def subject(self) -> str:
        known = self.registration_id is not None
        return f"registration:{self.registration_id}" if known else f"certificate:{self.certificate_id}"


@dataclass(frozen=True, slots=True)
class PersonMerged(Event):
    """Two records of one person became one: `person_id` is a tombstone now, all of it belongs to `into_id`."""

    hook: ClassVar[str] = "on_person_merged"
    person_id: int
    into_id: int

    @property
    def subject(self) -> str:
        return f"person:{self.into_id}"


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    """A person was erased: the row has no name any more, and what the register of person columns names is gone."""

    hook: ClassVar[str] = "on_person_erased"
    person_id: int

    @property
    def subject(self) -> str:
        return f"person:{self.person_id}"


EVENTS: dict[str, type[Event]] = {
    event.hook: event
    for event in (
        SessionCompleted,
        RegistrationChanged,
        AttendanceRecorded,
        CertificateIssued,
        PersonMerged,
        PersonErased,
    )
}
