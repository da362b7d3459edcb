"""Closing: sealed answers are opened, written anew in random order, and the key is destroyed.

Everything an administrator of the machine can read afterwards (rows, row ids, transaction ids, write-ahead log,
backups without `waves/`) holds ciphertext without a key, and answers in an order that is nobody's.
"""

import logging
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import insert

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Refused
from ...kernel.i18n import gettext as _
from ...kernel.jobs import Running
from ...kernel.types import new_public_id
from .. import queries, sealing
from ..models import Answer, AnswerSet, Wave, WaveMember
from .inviting import send_reminders, take_back_mails
from .waves import content_of, find_wave, open_wave

log = logging.getLogger(__name__)
GRACE = timedelta(days=1)  # for the key of a wave that is not in the database
Row = TypeVar("Row")


def tend(running: Running) -> None:
    """Open and close the waves whose time has come, and destroy keys that a crash left behind."""
    for wave in db.session.scalars(queries.due_to_open(clock.now())).all():
        db.session.refresh(wave, ["state", "closes_at"], with_for_update=True)  # another worker may be at it
        if wave.state == "planned" and wave.closes_at > clock.now():
            open_wave(wave)
        running.checkpoint()
    for number in db.session.scalars(queries.due_to_close(clock.now())).all():
        rewrite(number)
        running.checkpoint()
    destroy_spent_keys()


def finish_closing(running: Running, wave: str) -> None:
    """Close one wave: the job of `close_wave`."""
    rewrite(find_wave(wave).id)
    running.checkpoint()
    destroy_spent_keys()


def send_due_reminders(running: Running, wave: str) -> None:
    """Write the reminders of one wave: the job of `remind`."""
    send_reminders(find_wave(wave))


def rewrite(wave_id: int) -> None:
    """Open what is sealed and write answers and members anew in random order, in one transaction.

    Fewer sealed answers than the wave's minimum are deleted unread: they may never be shown, and beside one
    or two ticks they would say whose they are.
    """
    wave = db.session.scalars(queries.wave_locked(wave_id, alone=True)).one()
    if wave.state == "closed":
        return
    if wave.sealed:
        opened = _opened(wave)
        wave.counted, wave.kept = len(opened), len(opened) >= wave.minimum
        if wave.kept:
            _write_answers(wave, mixed(opened))
        _write_members(wave)
        db.session.execute(queries.drop_blobs(wave.id))
    else:
        wave.counted = len(db.session.scalars(queries.answer_sets(wave.id)).all())
    _count(wave)
    take_back_mails(wave)
    wave.state, wave.closed_at = "closed", clock.now()
    db.session.flush()


def destroy_spent_keys() -> None:
    """Destroy the keys of waves that are closed or gone, and of series without an open wave.

    A key whose wave is not there may be that of one about to be committed: it is given a day.
    """
    there = sealing.names()
    waves: dict[str, list[str]] = defaultdict(list)
    for public_id, series, state in db.session.execute(queries.states()):
        waves[public_id].append(state)
        waves[sealing.series_name(series)].append(state)
    for name in there:
        if all(state == "closed" for state in waves[name]) and (waves[name] or sealing.age(name) > GRACE):
            sealing.destroy_key(name)


def mixed(rows: Sequence[Row]) -> list[Row]:
    """Return rows in an order that nobody can guess."""
    result = list(rows)
    secrets.SystemRandom().shuffle(result)
    return result


def without_key() -> list[Wave]:
    """Return the waves that lost their key before they closed."""
    return [wave for wave in db.session.scalars(queries.unclosed()) if not sealing.has_key(wave.public_id)]


def renew(wave: Wave) -> None:
    """Begin an open wave again whose key was lost (restored from a backup, which holds none).

    What was sealed cannot be opened by anybody: it is deleted, and everybody may answer again by a new link.
    """
    if wave.state == "closed" or sealing.has_key(wave.public_id):
        raise Refused(_("Only a wave that lost its key can be begun again."))
    sealing.make_key(wave.public_id)
    if wave.series:
        sealing.make_key(sealing.series_name(wave.series))
    if wave.sealed:
        db.session.execute(queries.drop_blobs(wave.id))
    for member in db.session.scalars(queries.members(wave.id)):
        member.token_hash = sealing.token_hash(sealing.token(wave.public_id, member.id))
        member.reminded = 0
        if wave.sealed:
            member.answered = False
    db.session.flush()


def _opened(wave: Wave) -> list[sealing.Opened]:
    """Return what was sealed; what no key opens is lost, and said so in the log."""
    found = []
    blobs = db.session.scalars(queries.blobs(wave.id)).all()
    for blob in blobs:
        try:
            found.append(sealing.unseal(wave.public_id, blob))
        except sealing.KeyLost:
            continue
    if len(found) < len(blobs):
        log.error("sealed answers could not be opened", extra={"wave": wave.public_id, "lost": len(blobs) - len(found)})
    return found


def _write_answers(wave: Wave, opened: Sequence[sealing.Opened]) -> None:
    sets = [{"id": new_public_id(), "wave_id": wave.id, "pseudonym": one.pseudonym, "source": ""} for one in opened]
    values = [
        {
            "set_id": row["id"],
            "item": value.item,
            "block": value.block,
            "row": value.row,
            "choice": value.choice,
            "number": value.number,
            "text": value.text,
        }
        for row, one in zip(sets, opened, strict=True)
        for value in one.values
    ]
    if sets:
        db.session.execute(insert(AnswerSet), sets)
    if values:
        db.session.execute(insert(Answer), values)


def _count(wave: Wave) -> None:
    """Keep how many gave each answer."""
    several = [item.key for item in content_of(wave).items if item.type == "multiple"]
    for statement in queries.write_tallies(wave.id, several):
        db.session.execute(statement)


def _write_members(wave: Wave) -> None:
    """Write the members anew: new ids, random order, and nobody's count of reminders."""
    rows = [dict(row._mapping) for row in db.session.execute(queries.member_rows(wave.id))]
    db.session.execute(queries.drop_members(wave.id))
    if rows:
        again = [{**row, "id": new_public_id(), "wave_id": wave.id, "reminded": 0} for row in mixed(rows)]
        db.session.execute(insert(WaveMember), again)
