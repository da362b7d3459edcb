"""Waves: planned, opened, closed; and what they ask."""

import re
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from ...kernel import clock, jobs
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.types import Texts
from .. import queries, sealing
from ..content import BLOCKS, Blocks, Content, content_from_json
from ..models import IDENTITIES, Questionnaire, QuestionnaireVersion, Wave
from .drafts import freeze
from .inviting import announce, take_back_mails

CLOSE = "questionnaires.close"
MOST_BLOCKS = 12
MOST_READ = 100  # frozen contents that are kept in this process
FEWEST = 3  # answers that may ever be shown together
_read: OrderedDict[str, Content] = OrderedDict()
_SERIES = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_BLOCK = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def find_wave(public_id: str) -> Wave:
    """Return a wave; raises NotFound."""
    found = db.session.scalar(queries.wave(public_id))
    if found is None:
        raise NotFound
    return found


def waves_of(questionnaire: Questionnaire) -> list[Wave]:
    """Return the waves of all versions of a questionnaire, the newest first."""
    return list(db.session.scalars(queries.waves_of(questionnaire.id)))


def content_of(wave: Wave) -> Content:
    """Return what a wave asks; a frozen version is read once."""
    version = wave.version
    if version.state != "frozen":
        return content_from_json(version.content)
    if version.public_id not in _read:
        _read[version.public_id] = content_from_json(version.content)
        while len(_read) > MOST_READ:
            _read.popitem(last=False)
    return _read[version.public_id]


def blocks_of(wave: Wave) -> Blocks:
    """Return the trainers and modules a wave asks about."""
    return {kind: [(code, name) for code, name in rows] for kind, rows in wave.blocks.items()}


def plan_wave(
    *,
    version: QuestionnaireVersion,
    identity: str,
    opens_at: datetime,
    closes_at: datetime,
    title: Texts,
    minimum: int = 5,
    series: str = "",
    blocks: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    languages: Collection[str] = (),
    centre_id: int | None = None,
) -> Wave:
    """Plan a wave and freeze its version. It opens by itself at `opens_at`, and closes at `closes_at`.

    `series` names the waves whose pseudonyms pair: plan them all before the first of them closes, because the
    key of a series goes with its last wave. Raises Invalid, or Refused for a series that is over.
    """
    wave = Wave(
        identity=identity,
        opens_at=opens_at,
        closes_at=closes_at,
        title=title,
        minimum=minimum if identity != "named" else 1,
        series=series,
        blocks=_stored(blocks or {}),
        languages=list(languages),
        centre_id=centre_id,
    )
    _check_plan(wave, new=True)
    wave.version = freeze(version)
    db.session.add(wave)
    db.session.flush()
    sealing.make_key(wave.public_id)
    if series:
        sealing.make_key(sealing.series_name(series))
    return wave


def open_wave(wave: Wave) -> None:
    """Open a planned wave now and write to everybody invited so far."""
    if wave.state != "planned":
        raise Refused(_("Only a planned wave can be opened."))
    if wave.closes_at <= clock.now():
        raise Refused(_("This wave would close at once. Give it a later end."))
    wave.state, wave.opens_at = "open", min(wave.opens_at, clock.now())
    db.session.flush()
    announce(wave)


def replan(
    wave: Wave,
    *,
    opens_at: datetime,
    closes_at: datetime,
    title: Texts | None = None,
    blocks: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> None:
    """Move a planned wave and say anew what it is about; of an open one only the end can move."""
    if wave.state == "closed" or (wave.state == "open" and blocks is not None):
        raise Refused(_("Of an open wave only the end can be moved; a closed one stays as it is."))
    if wave.state == "planned":
        wave.opens_at, wave.title = opens_at, title or wave.title
        wave.blocks = wave.blocks if blocks is None else _stored(blocks)
    wave.closes_at = closes_at
    _check_plan(wave, new=False)
    db.session.flush()


def cancel_wave(wave: Wave) -> None:
    """Remove a planned wave that nobody was asked yet; its key goes with the next round of the jobs."""
    if wave.state != "planned":
        raise Refused(_("Only a planned wave can be removed. Close this one instead."))
    take_back_mails(wave)
    db.session.execute(queries.drop_members(wave.id))
    db.session.delete(wave)
    db.session.flush()


def close_wave(wave: Wave) -> None:
    """End a wave now: no more answers are taken, and a job opens those that came (see closing.py)."""
    if wave.state != "open":
        raise Refused(_("Only an open wave can be closed."))
    wave.closes_at = min(wave.closes_at, clock.now())
    db.session.flush()
    jobs.enqueue(CLOSE, key=f"{CLOSE}:{wave.public_id}", wave=wave.public_id)


def _stored(blocks: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, list[list[str]]]:
    return {kind: [list(row) for row in rows] for kind, rows in blocks.items()}


def _check_plan(wave: Wave, *, new: bool) -> None:
    wrong: dict[str, str] = {}
    pseudonymous = wave.identity == "pseudonymous"
    if wave.identity not in IDENTITIES:
        wrong["identity"] = _("Choose whether answers are anonymous, under a pseudonym or by name.")
    if wave.closes_at <= wave.opens_at:
        wrong["closes_at"] = _("The end lies before the beginning.")
    if wave.minimum < FEWEST and wave.identity != "named":
        wrong["minimum"] = _("Fewer than three answers would show who said what. Give three or more.")
    if pseudonymous != bool(_SERIES.fullmatch(wave.series)) or (wave.series and not pseudonymous):
        wrong["series"] = _("Waves under a pseudonym, and only they, need the name of a series: letters, digits, -.")
    if wrong | _wrong_blocks(wave.blocks):
        raise Invalid(wrong | _wrong_blocks(wave.blocks))
    if new and wave.series and _is_over(wave.series):
        raise Refused(_("The earlier waves of this series are closed and their key is gone: nothing would pair."))


def _wrong_blocks(blocks: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, str]:
    if not all(kind in BLOCKS and len(rows) <= MOST_BLOCKS for kind, rows in blocks.items()):
        return {"blocks": _("A wave asks about %(most)s trainers or modules at the most.", most=MOST_BLOCKS)}
    if not all(_BLOCK.fullmatch(code) for rows in blocks.values() for code, _name in rows):
        return {"blocks": _("Codes consist of small Latin letters, digits, _ and -.")}
    return {}


def _is_over(series: str) -> bool:
    """Say whether a series had waves and lost its key."""
    had = db.session.scalars(queries.series(series)).first() is not None
    return had and not sealing.has_key(sealing.series_name(series))
