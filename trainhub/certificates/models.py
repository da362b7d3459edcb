"""Tables of certificates; the facts of each are frozen at issue."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model
from ..kernel.i18n import gettext as _
from ..kernel.i18n import language_name
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime
from ..people.models import Centre, Person, PersonPolicy
from ..registration.models import Registration
from ..sessions.models import Assignment, TrainingSession

Ground = Registration | Assignment  # what a certificate is given for
_VALID = text("revoked_at IS NULL")
_ONE_GROUND = "(registration_id IS NULL) <> (assignment_id IS NULL)"
PARTICIPATION, COMPLETION, TRAINER, TOT = "participation", "completion", "trainer", "tot"  # kinds that are shipped
PLACE, ASSIGNMENT = "place", "assignment"
REMINDERS = (14, 30, 60, 90, 180)  # days before the end at which holders can be told
BASES: dict[str, str] = {PLACE: _l("Participants, for a place"), ASSIGNMENT: _l("Trainers, for teaching")}
STATES: dict[str, str] = {"valid": _l("Valid"), "expired": _l("Expired"), "revoked": _l("Revoked")}
# why a certificate was revoked: closed words, because everybody who verifies it reads them
REASONS: dict[str, str] = {
    "corrected": _l("It was replaced by a corrected certificate."),
    "mistake": _l("It was issued by mistake."),
    "attendance": _l("The attendance was corrected, and the hours are too few."),
    "wrongful": _l("It was obtained wrongly."),
}


class CertificateKind(Audited, Model):
    """A kind of certificate: whom it is for, what earns it, how long it is valid.

    `needs` names further conditions (see services/conditions.py); a `share` of None is the one of the session's format.
    """

    __tablename__ = "certificate_kind"
    audit_name: ClassVar[str] = _l("Kind of certificate")
    __table_args__ = (
        CheckConstraint("basis IN ('place', 'assignment')", name="basis"),
        CheckConstraint("share IS NULL OR (share > 0 AND share <= 1)", name="share"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[Texts] = mapped_column(Translated, info={"label": _l("Title")})
    basis: Mapped[str] = mapped_column(String(12), default=PLACE, info={"label": _l("For whom"), "words": BASES})
    share: Mapped[float | None] = mapped_column(info={"label": _l("Share of hours")})
    needs: Mapped[list[str]] = mapped_column(JSON, default=list, info={"label": _l("Further conditions")})
    valid_months: Mapped[int | None] = mapped_column(info={"label": _l("Valid for months")})
    remind_days: Mapped[int] = mapped_column(default=60, info={"label": _l("Reminder, days before")})
    order: Mapped[int] = mapped_column(default=100)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("No longer used")})

    def __str__(self) -> str:
        return str(self.title)

    @property
    def teaches(self) -> bool:
        """Say whether it is for those who teach, not for those who take part."""
        return self.basis == ASSIGNMENT


class FormatKind(Audited, Model):
    """That the sessions of a format give a kind. A format of which nothing is said gives participation."""

    __tablename__ = "format_certificate_kind"
    audit_name: ClassVar[str] = _l("Certificate of a format")
    __table_args__ = (UniqueConstraint("format_id", "kind_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id", ondelete="CASCADE"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("certificate_kind.id", ondelete="CASCADE"))
    kind: Mapped[CertificateKind] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "format", self.format_id

    def __str__(self) -> str:
        return str(self.kind)


class KindLeftOut(Audited, Model):
    """That one session does not give a kind which its format gives."""

    __tablename__ = "session_kind_left_out"
    audit_name: ClassVar[str] = _l("Certificate that is not given")
    __table_args__ = (UniqueConstraint("session_id", "kind_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("certificate_kind.id", ondelete="CASCADE"))
    kind: Mapped[CertificateKind] = relationship()

    def audit_subject(self) -> tuple[str, int | None]:
        return "training_session", self.session_id

    def __str__(self) -> str:
        return str(self.kind)


class Certificate(HasPublicId, Audited, Model):
    """A certificate: its number, its check code, and what it says. One valid a kind, for one place or assignment."""

    __tablename__ = "certificate"
    audit_name: ClassVar[str] = _l("Certificate")
    __table_args__ = (
        Index(
            "uq_certificate_valid", "registration_id", "kind", unique=True, sqlite_where=_VALID, postgresql_where=_VALID
        ),
        UniqueConstraint("centre_id", "status_index"),
        Index(
            "uq_certificate_taught",
            "assignment_id",
            "kind",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
        Index(None, "registration_id", "kind"),
        Index(None, "assignment_id", "kind"),
        Index(None, "expires_on"),
        CheckConstraint(_ONE_GROUND, name="one_ground"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)  # RTCM-2026-000417
    code: Mapped[str] = mapped_column(String(16), unique=True, info={"secret": True})  # 12 of types.ALPHABET: 59 bits
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), info={"about": True})
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), info={"about": True})
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), index=True, info={"person": PersonPolicy.MOVE}
    )
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), ForeignKey("certificate_kind.key"), default=PARTICIPATION)
    facts: Mapped[dict[str, Any]] = mapped_column(  # what is printed, in all languages
        JSON, info={"secret": True, "erased": ("name", "second_name", "passport")}
    )
    issued_on: Mapped[date] = mapped_column(info={"label": _l("Issued")})
    expires_on: Mapped[date | None] = mapped_column(info={"label": _l("Valid until")})
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Revoked")})
    revoked_reason: Mapped[str] = mapped_column(
        String(300),
        default="",  # a key of REASONS
        info={"label": _l("Reason"), "words": REASONS},
    )
    status_index: Mapped[int | None]  # its place in the status list of the centre
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)  # what the QR code says offline: see payload.py
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    session: Mapped[TrainingSession] = relationship()
    registration: Mapped[Registration | None] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    person: Mapped[Person | None] = relationship()
    centre: Mapped[Centre] = relationship()
    of_kind: Mapped[CertificateKind] = relationship()

    def __str__(self) -> str:
        return self.number

    @property
    def ground(self) -> Ground:
        """Return what it was given for."""
        found = self.registration or self.assignment
        assert found is not None, "the database holds it to one"
        return found

    @property
    def state(self) -> str:
        """Return valid, expired or revoked, as of today where the centre is."""
        if self.revoked_at is not None:
            return "revoked"
        expired = self.expires_on is not None and self.expires_on < clock.today(self.centre.zone)
        return "expired" if expired else "valid"

    @property
    def printed_code(self) -> str:
        """Return the check code as people read it: in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


class CertificateCounter(Model):
    """The last number a centre gave in a year; read and raised in one statement. Year 0 counts the status list."""

    __tablename__ = "certificate_counter"
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


LAYOUTS: dict[str, str] = {
    "landscape": _l("Landscape, languages side by side"),
    "portrait": _l("Portrait, one language under the other"),
}
DESIGN_STATES: dict[str, str] = {
    "draft": _l("Draft"),
    "active": _l("In use"),
    "archived": _l("Archived"),
}
SLOT_NAMES: dict[str, str] = {
    "title": _l("Title"),
    "opening": _l("Before the name"),
    "linking": _l("Before the course"),
    "facts": _l("Place, days and hours"),
    "notice": _l("What the paper is"),
    "centre": _l("Name of the centre"),
    "role_1": _l("Role of the first who signs"),
    "role_2": _l("Role of the second who signs"),
}
_ACTIVE = text("state = 'active'")


def _lines(texts: dict[str, dict[str, str]] | None) -> list[str]:
    return [f"{code}.{slot}: {words}" for code, said in (texts or {}).items() for slot, words in said.items()]


def _other_lines(before: Any, after: Any) -> tuple[list[str], list[str]]:
    """Return the words that differ, as the history keeps them."""
    was, became = _lines(before), _lines(after)
    return [line for line in was if line not in became], [line for line in became if line not in was]


def _told_line(line: str) -> str:
    place, _colon, words = line.partition(": ")
    code, _dot, slot = place.partition(".")
    return f"{language_name(code)}, {SLOT_NAMES.get(slot, slot)}: {words}"


def told_pair(pair: str) -> str:
    """Return one or two languages in words: az-en is Azerbaijani and English."""
    first, _dash, second = pair.partition("-")
    if not second:
        return language_name(first)
    return _("%(first)s and %(second)s", first=language_name(first), second=language_name(second))


class CertificateDesign(HasPublicId, Audited, Model):
    """How a centre's certificates of a kind look. Only a draft changes; what is used goes on as the next version.

    Certificates keep what they need of it in their facts, so no design is needed to print them again.
    """

    __tablename__ = "certificate_design"
    audit_name: ClassVar[str] = _l("Design of certificates")
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'active', 'archived')", name="state"),
        Index(
            "uq_certificate_design_active",
            "centre_id",
            "kind",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True, info={"label": _l("Centre")})
    name: Mapped[str] = mapped_column(String(120), info={"label": _l("Name")})
    kind: Mapped[str] = mapped_column(String(20), default="", info={"label": _l("Kind")})  # "": of all others
    layout: Mapped[str] = mapped_column(String(20), default="landscape", info={"label": _l("Layout"), "words": LAYOUTS})
    pairs: Mapped[list[str]] = mapped_column(  # az-en: two languages, the first leads; en: one alone
        JSON, info={"label": _l("Languages"), "words": told_pair}
    )
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(  # {language: {slot: words}}, placeholders in braces
        JSON, default=dict, info={"label": _l("Own words"), "parts": _other_lines, "words": _told_line}
    )
    logos: Mapped[list[dict[str, Any]]] = mapped_column(  # [{"file", "sha256", "name", "donor"}]
        JSON, default=list, info={"label": _l("Logos"), "words": lambda one: str(one["name"])}
    )
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(  # [{"name", "file", "sha256"}]; none: the centre's
        JSON, default=list, info={"label": _l("Who signs"), "words": lambda one: str(one["name"])}
    )
    state: Mapped[str] = mapped_column(String(10), default="draft", info={"label": _l("State"), "words": DESIGN_STATES})
    version: Mapped[int] = mapped_column(default=1, info={"label": _l("Version")})
    updated_at: Mapped[datetime] = mapped_column(
        UTCDateTime, default=clock.now, onupdate=clock.now, info={"derived": True}
    )
    centre: Mapped[Centre] = relationship()

    def __str__(self) -> str:
        return self.name


class CertificateHold(Model):
    """Why an earned certificate was not issued: a plugin refused it, or could not decide (then it is tried again)."""

    __tablename__ = "certificate_hold"
    __table_args__ = (
        UniqueConstraint("registration_id", "kind"),
        UniqueConstraint("assignment_id", "kind"),
        CheckConstraint(_ONE_GROUND, name="one_ground"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), info={"about": True})
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), info={"about": True})
    kind: Mapped[str] = mapped_column(String(20), ForeignKey("certificate_kind.key"), default=PARTICIPATION)
    refused: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


KEY_USES: dict[str, str] = {
    "code": _l("QR codes and the status list"),
    "badge": _l("Open Badges"),
    "pdf": _l("PDF files"),
}
_STANDING = text("retired_at IS NULL")


class SigningKey(Audited, Model):
    """The public half of a key by which a centre signs. The private half is a file: see keys.py.

    One a centre and use signs; retired ones stay, because what they signed must still be checked.
    """

    __tablename__ = "signing_key"
    audit_name: ClassVar[str] = _l("Signing key")
    __table_args__ = (
        Index(
            "uq_signing_key_use", "centre_id", "use", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING
        ),
        CheckConstraint("use IN ('code', 'badge', 'pdf')", name="use"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    use: Mapped[str] = mapped_column(String(10), info={"label": _l("What for"), "words": KEY_USES})
    key_id: Mapped[str] = mapped_column(String(16), unique=True, info={"label": _l("Key")})  # SHA-256 of `public`
    public: Mapped[bytes] = mapped_column(LargeBinary)  # 32 bytes of Ed25519; for PDF files a SubjectPublicKeyInfo
    x509: Mapped[str] = mapped_column(Text, default="")  # for PDF files: the certificate, PEM
    since: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, info={"label": _l("Signs since")})
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime, info={"label": _l("Signed until")})
    centre: Mapped[Centre] = relationship()

    def __str__(self) -> str:
        return self.key_id

    def audit_subject(self) -> tuple[str, int | None]:
        """Return the centre: its history tells of its keys."""
        return "centre", self.centre_id
