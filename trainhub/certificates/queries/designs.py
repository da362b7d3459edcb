"""What is asked about designs."""

from collections.abc import Collection

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import joinedload

from ...kernel.files import File
from ...people.models import Centre, Person
from ...registration.models import Registration
from ...sessions.models import TrainingSession
from ..models import CertificateDesign, CertificateKind


def designs(centres: set[int] | None) -> Select[CertificateDesign]:
    """Select designs of these centres (None: of all), the newest first."""
    query = select(CertificateDesign).options(joinedload(CertificateDesign.centre))
    if centres is not None:
        query = query.where(CertificateDesign.centre_id.in_(centres))
    return query.order_by(CertificateDesign.id.desc())


def design(public_id: str) -> Select[CertificateDesign]:
    return select(CertificateDesign).where(CertificateDesign.public_id == public_id)


def centres(ids: set[int] | None) -> Select[Centre]:
    query = select(Centre).order_by(Centre.id)
    return query if ids is None else query.where(Centre.id.in_(ids))


def designs_in_use(centre_id: int, kinds: Collection[str]) -> Select[CertificateDesign]:
    """Select what is in use for these kinds, that of a kind's own first."""
    return (
        select(CertificateDesign)
        .where(
            CertificateDesign.centre_id == centre_id,
            CertificateDesign.kind.in_(kinds),
            CertificateDesign.state == "active",
        )
        .order_by(CertificateDesign.kind.desc())
    )


def kinds() -> Select[CertificateKind]:
    return select(CertificateKind).order_by(CertificateKind.order, CertificateKind.id)


def file(public_id: str) -> Select[File]:
    return select(File).where(File.public_id == public_id)


def longest_names(centre_id: int, most: int) -> Select[Person]:
    """Select the people of a centre's sessions whose names are the longest."""
    seated = select(Registration.person_id).join(TrainingSession).where(TrainingSession.centre_id == centre_id)
    length = func.length(func.coalesce(func.nullif(Person.native, ""), Person.display))
    return select(Person).where(Person.id.in_(seated)).order_by(length.desc(), Person.id).limit(most)


def hardest_session(centre_id: int) -> Select[TrainingSession]:
    """Select the session of a centre whose title is the longest, to try a design with."""
    return (
        select(TrainingSession)
        .where(
            TrainingSession.centre_id == centre_id,
            TrainingSession.first_day.is_not(None),
            TrainingSession.last_day.is_not(None),
            TrainingSession.closed.is_(False),
        )
        .order_by(func.length(cast(TrainingSession.title, Text)).desc(), TrainingSession.id)
        .limit(1)
    )
