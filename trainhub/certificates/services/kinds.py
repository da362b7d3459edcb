"""Kinds of certificates: those that an installation begins with, and what formats and sessions give of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import slugify
from ...kernel.types import Texts
from ...sessions.models import Format, TrainingSession
from .. import queries
from ..models import (
    ASSIGNMENT,
    BASES,
    COMPLETION,
    PARTICIPATION,
    PLACE,
    REMINDERS,
    TOT,
    TRAINER,
    CertificateKind,
    FormatKind,
    KindLeftOut,
)
from .conditions import known

# key: (titles, for whom, further conditions, keys of formats that give it beside participation)
SHIPPED: dict[str, tuple[dict[str, str], str, list[str], tuple[str, ...]]] = {
    PARTICIPATION: (
        {"en": "Participation", "az": "İştirak", "ru": "Участие", "tk": "Gatnaşmak"},
        PLACE,
        [],
        (),
    ),
    COMPLETION: (
        {"en": "Completion", "az": "Bitirmə", "ru": "Окончание", "tk": "Tamamlamak"},
        PLACE,
        ["test"],
        (),
    ),
    TRAINER: (
        {"en": "Trainer", "az": "Təlimçi", "ru": "Тренер", "tk": "Tälimçi"},
        ASSIGNMENT,
        [],
        (),
    ),
    TOT: (
        {
            "en": "Trainer of the network",
            "az": "Şəbəkənin təlimçisi",
            "ru": "Тренер сети",
            "tk": "Torunyň tälimçisi",
        },
        PLACE,
        ["rollout"],
        ("training-of-trainers",),
    ),
}


def ensure_kinds() -> None:
    """Add the kinds that are not there yet, with the formats that give them; leave the others as staff made them."""
    have = set(db.session.scalars(queries.kind_keys()))
    formats = {each.key: each.id for each in db.session.scalars(queries.formats())}
    for order, (key, (titles, basis, needs, givers)) in enumerate(SHIPPED.items()):
        if key in have:
            continue
        kind = CertificateKind(key=key, title=Texts.of(titles), basis=basis, needs=needs, order=order)
        db.session.add(kind)
        db.session.flush()
        for name in givers:
            if name in formats:
                _give(formats[name], kind)


def _give(format_id: int, kind: CertificateKind) -> None:
    """Let a format give a kind too; what it gave by itself so far, it goes on to give."""
    if kind.key != PARTICIPATION and not db.session.scalar(queries.given_by(format_id)):
        plain = db.session.scalars(queries.kind(PARTICIPATION)).one()
        db.session.add(FormatKind(format_id=format_id, kind_id=plain.id))
    db.session.add(FormatKind(format_id=format_id, kind_id=kind.id))
    db.session.flush()


@dataclass(frozen=True, slots=True)
class KindPlan:
    """What staff say of a kind. Whom it is for stays as it was made."""

    title: Texts
    basis: str = PLACE
    share: float | None = None
    needs: tuple[str, ...] = ()
    valid_months: int | None = None
    remind_days: int = 60
    archived: bool = False


def find_kind(key: str) -> CertificateKind:
    """Return a kind by its key; raises NotFound."""
    found = db.session.scalar(queries.kind(key))
    if found is None:
        raise NotFound
    return found


def save_kind(plan: KindPlan, kind: CertificateKind | None = None) -> CertificateKind:
    """Add a kind or change one. Raises Invalid under the plan's fields.

    What was issued stays as it is; what is issued from now on follows.
    """
    _check(plan, kind)
    if kind is None:
        kind = CertificateKind(key=_new_key(plan.title), basis=plan.basis, order=1000)
        db.session.add(kind)
    kind.title, kind.share = plan.title, None if kind.teaches else plan.share
    kind.needs = [] if kind.teaches else list(plan.needs)
    kind.valid_months, kind.remind_days = plan.valid_months, plan.remind_days
    kind.archived_at = (kind.archived_at or clock.now()) if plan.archived else None
    db.session.flush()
    return kind


def _check(plan: KindPlan, kind: CertificateKind | None) -> None:
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The kind needs a title.")
    if plan.basis not in BASES:
        wrong["basis"] = _("Choose whom it is for.")
    if plan.share is not None and not 0 < plan.share <= 1:
        wrong["share"] = _("The share lies between 1% and 100%.")
    if set(plan.needs) - {*known(), *(kind.needs if kind else ())}:
        wrong["needs"] = _("Choose from the list.")
    if plan.valid_months is not None and not 1 <= plan.valid_months <= 600:
        wrong["valid_months"] = _("Write a number of months from 1 to 600, or nothing.")
    if plan.remind_days not in REMINDERS:
        wrong["remind_days"] = _("Choose from the list.")
    if wrong:
        raise Invalid(wrong)


def _new_key(title: Texts) -> str:
    have, wanted = set(db.session.scalars(queries.kind_keys())), slugify(str(title), 16)
    return next(key for number in count(1) if (key := wanted if number == 1 else f"{wanted}-{number}") not in have)


# --- what formats and sessions give ---------------------------------------------------------------


def given() -> dict[int, list[CertificateKind]]:
    """Return id of a format -> the kinds its sessions give, in use or not."""
    found: dict[int, list[CertificateKind]] = defaultdict(list)
    for row in db.session.scalars(queries.given()):
        found[row.format_id].append(row.kind)
    plain = find_kind(PARTICIPATION)
    return {each.id: found[each.id] or [plain] for each in db.session.scalars(queries.certifying())}


def give(wanted: Mapping[Format, Collection[CertificateKind]]) -> None:
    """Say which kinds the sessions of some formats give. Raises Invalid under the key of a format without any."""
    wrong = {
        form.key: _("Choose one at least. A format that gives none says so on its own page.")
        for form, kinds in wanted.items()
        if not kinds
    }
    if wrong:
        raise Invalid(wrong)
    before = given()
    for form, kinds in wanted.items():
        if {each.id for each in before.get(form.id, ())} != {each.id for each in kinds}:
            _say(form, {each.id for each in kinds})


def _say(form: Format, kind_ids: set[int]) -> None:
    rows = db.session.scalars(queries.given_by(form.id)).all()
    for row in rows:
        if row.kind_id not in kind_ids:
            db.session.delete(row)
    have = {row.kind_id for row in rows}
    db.session.add_all(FormatKind(format_id=form.id, kind_id=each) for each in sorted(kind_ids - have))
    db.session.flush()


def narrow(session: TrainingSession, shown: Collection[CertificateKind], wanted: Collection[str]) -> None:
    """Leave out of a session what was shown and is not wanted there, and take back in what is."""
    rows = {row.kind_id: row for row in db.session.scalars(queries.left_out(session.id))}
    for kind in shown:
        if kind.key in wanted and kind.id in rows:
            db.session.delete(rows[kind.id])
        elif kind.key not in wanted and kind.id not in rows:
            db.session.add(KindLeftOut(session_id=session.id, kind_id=kind.id))
    db.session.flush()


def carry_over(session: TrainingSession, copy: TrainingSession) -> None:
    """Give a copy of a session what was left out there."""
    for row in db.session.scalars(queries.left_out(session.id)):
        db.session.add(KindLeftOut(session_id=copy.id, kind_id=row.kind_id))
    db.session.flush()
