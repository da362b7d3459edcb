"""Kinds of certificates: those that an installation begins with, and what formats and sessions give of them."""

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from ..models import ASSIGNMENT, COMPLETION, PARTICIPATION, PLACE, TOT, TRAINER, CertificateKind, FormatKind

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
