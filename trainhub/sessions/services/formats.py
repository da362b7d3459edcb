"""The list of formats an installation begins with (R-092 to R-109, R-236); staff may extend it."""

from dataclasses import dataclass
from itertools import count

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import slugify
from ...kernel.types import Texts
from .. import queries
from ..models import Format

# key: (titles, counts as training, gives certificates, usual hours, usual levels)
FORMATS: dict[str, tuple[dict[str, str], bool, bool, float | None, list[str]]] = {
    "training": ({"en": "Training", "az": "Təlim", "ru": "Тренинг", "tk": "Okuw"}, True, True, 18, ["practitioners"]),
    "policy-dialogue": (
        {
            "en": "Policy dialogue",
            "az": "Siyasət dialoqu",
            "ru": "Диалог по вопросам политики",
            "tk": "Syýasat boýunça gepleşik",
        },
        True,
        True,
        12,
        ["policy-makers"],
    ),
    "good-practice-exchange": (
        {
            "en": "Exchange of good practices",
            "az": "Qabaqcıl təcrübə mübadiləsi",
            "ru": "Обмен передовым опытом",
            "tk": "Öňdebaryjy tejribe bilen paýlaşmak",
        },
        True,
        True,
        12,
        [],
    ),
    "presentation": (
        {"en": "Presentation", "az": "Təqdimat", "ru": "Презентация", "tk": "Hödürleme"},
        True,
        True,
        6,
        [],
    ),
    "seminar": ({"en": "Seminar", "az": "Seminar", "ru": "Семинар", "tk": "Okuw maslahaty"}, True, True, 6, []),
    "training-of-trainers": (
        {
            "en": "Training of trainers",
            "az": "Təlimçilərin təlimi",
            "ru": "Обучение тренеров",
            "tk": "Tälimçileri okatmak",
        },
        True,
        True,
        30,
        ["practitioners"],
    ),
    "study-visit": (
        {"en": "Study visit", "az": "Təcrübə səfəri", "ru": "Ознакомительная поездка", "tk": "Okuw sapary"},
        True,
        True,
        18,
        [],
    ),
    "twinning": (
        {"en": "Twinning", "az": "Tvinninq", "ru": "Твиннинг", "tk": "Hyzmatdaşlyk (twinning)"},
        False,
        False,
        None,
        [],
    ),
    "briefing": ({"en": "Briefing", "az": "Brifinq", "ru": "Брифинг", "tk": "Brifing"}, False, False, 2, []),
    "information-session": (
        {
            "en": "Information session",
            "az": "Məlumatlandırma sessiyası",
            "ru": "Информационная сессия",
            "tk": "Maglumat beriş duşuşygy",
        },
        False,
        False,
        3,
        [],
    ),
    "research": (
        {"en": "Research", "az": "Tədqiqat", "ru": "Исследование", "tk": "Barlag"},
        False,
        False,
        None,
        ["researchers"],
    ),
}


def ensure_formats() -> None:
    """Add the formats that are not there yet; leave the others as staff made them."""
    have = set(db.session.scalars(queries.format_keys()))
    for order, (key, (titles, counts, certifies, hours, levels)) in enumerate(FORMATS.items()):
        if key not in have:
            db.session.add(
                Format(
                    key=key,
                    title=Texts.of(titles),
                    counts_as_trainees=counts,
                    certifies=certifies,
                    default_hours=hours,
                    default_levels=levels,
                    order=order,
                )
            )


@dataclass(frozen=True, slots=True)
class FormatPlan:
    """What staff say of a format."""

    title: Texts
    counts_as_trainees: bool = True
    certifies: bool = True
    certificate_share: float | None = None
    default_hours: float | None = None
    default_levels: tuple[str, ...] = ()
    archived: bool = False


def find_format(key: str) -> Format:
    """Return a format by its key; raises NotFound."""
    found = db.session.scalar(queries.format_by_key(key))
    if found is None:
        raise NotFound
    return found


def save_format(plan: FormatPlan, kind: Format | None = None) -> Format:
    """Add a format or change one; sessions of it follow its switches. Raises Invalid under the plan's fields."""
    wrong: dict[str, str] = {}
    if not plan.title:
        wrong["title"] = _("The format needs a title.")
    if plan.certificate_share is not None and not 0 < plan.certificate_share <= 1:
        wrong["certificate_share"] = _("The share lies between 1% and 100%.")
    if wrong:
        raise Invalid(wrong)
    if kind is None:
        kind = Format(key=_new_key(plan.title), order=1000)
        db.session.add(kind)
    for name in ("title", "counts_as_trainees", "certifies", "certificate_share", "default_hours"):
        setattr(kind, name, getattr(plan, name))
    kind.default_levels = list(plan.default_levels)
    kind.archived_at = (kind.archived_at or clock.now()) if plan.archived else None
    db.session.flush()
    return kind


def _new_key(title: Texts) -> str:
    have, wanted = set(db.session.scalars(queries.format_keys())), slugify(str(title), 36)
    return next(key for number in count(1) if (key := wanted if number == 1 else f"{wanted}-{number}") not in have)
