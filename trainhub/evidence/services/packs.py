"""Making packs in the background, handing them out, and taking them away in time."""

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import Select

from ...accounts import queries as accounts
from ...certificates import keys
from ...kernel import clock, files, i18n, jobs
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...kernel.files import FilePolicy
from ...kernel.work import Actor, acting
from ...people.models import Person
from ...sessions.models import TrainingSession
from .. import box, queries
from ..models import EvidencePack
from .gathering import items

JOB = "evidence.pack"
KEPT_DAYS = 30  # a pack is a copy with names in it; whoever needs it again makes it again
POLICY = FilePolicy("evidence", ("zip",), largest=1 << 20)


def queue(session: TrainingSession, *, account_id: int | None, language: str) -> str | None:
    """Queue the making of a session's pack; return the job's public id, None if one waits already."""
    return jobs.enqueue(JOB, key=f"{JOB}:{session.id}", account_id=account_id, session_id=session.id, language=language)


def make(running: jobs.Running, session_id: int, language: str) -> None:
    """The job: gather, sign and keep. Raises KeyMissing, which the job tries again."""
    session = db.session.scalar(queries.session(session_id))
    if session is None:
        raise NotFound
    signer = keys.current(session.centre, "code")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "pack.zip"
        with i18n.speaking(language):
            gathered = []
            for item in items(session):
                gathered.append(item)
                running.checkpoint(len(gathered))
            written = box.write(place, _about(session), gathered, signer.key_id, signer.sign)
        with place.open("rb") as stream:
            file = files.store(stream, f"evidence-{session.slug}-{clock.now():%Y%m%d-%H%M}.zip", POLICY)
    with acting(_actor(running.account_id)):
        db.session.add(
            EvidencePack(
                session=session,
                file=file,
                manifest=written.manifest,
                files=written.files,
                account_id=running.account_id,
                made_at=clock.now(),
            )
        )
        db.session.flush()


def table_of(session: TrainingSession) -> Select[Any]:
    """Select the packs of a session, the newest first."""
    return queries.packs(session.id)


def find(session: TrainingSession, public_id: str) -> EvidencePack:
    """Return a pack of this session whose file is there; raises NotFound."""
    found = db.session.scalar(queries.pack(session.id, public_id))
    if found is None or found.file is None:
        raise NotFound
    return found


def job_of(session: TrainingSession) -> jobs.JobRow | None:
    """Return the work that makes a pack of a session now, or that was given up."""
    return db.session.scalar(queries.job(JOB, session.id))


def purge(running: jobs.Running) -> None:
    """The job: take away the files that have been kept as long as they may be; that there was a pack stays."""
    for pack in db.session.scalars(queries.kept_since_before(clock.ago(days=KEPT_DAYS))).all():
        _take_away(pack)
        running.checkpoint()


def forget_person(person: Person, _names: Collection[str]) -> None:
    """Take away the files that name somebody who is erased: they are made again without that name."""
    for pack in db.session.scalars(queries.naming(person.id)).all():
        _take_away(pack)


def _take_away(pack: EvidencePack) -> None:
    file, pack.file, pack.gone_at = pack.file, None, clock.now()
    db.session.flush()
    if file is not None:
        files.remove(file)


def _actor(account_id: int | None) -> Actor:
    account = db.session.scalar(accounts.account(account_id)) if account_id is not None else None
    return Actor(account.id, account.person.display) if account is not None else Actor()


def _about(session: TrainingSession) -> dict[str, Any]:
    return {
        "session": session.public_id,
        "slug": session.slug,
        "title": dict(session.title.values),
        "centre": {"key": session.centre.slug, "title": dict(session.centre.title.values)},
        "days": [each.isoformat() if each else None for each in (session.first_day, session.last_day)],
        "language": i18n.language(),
        "made": clock.now().isoformat(),
    }
