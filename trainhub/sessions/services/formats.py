"""The list of formats an installation begins with (R-092 to R-109, R-236); staff may extend it."""

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries
from ..models import Format

# key: (titles, counts as training, gives certificates, usual hours, usual levels)
FORMATS: dict[str, tuple[dict[str, str], bool, bool, float | None, list[str]]] = {
    "training": ({"en": "Training", "az": "Təlim", "ru": "Тренинг", "tk": "Okuw"}, True, True, 18, ["practitioners"]),
    "policy-dialogue": ({"en": "Policy dialogue", "az": "Siyasət dialoqu", "ru": "Диалог по вопросам политики", "tk": "Syýasat boýunça gepleşik"}, True, True, 12, ["policy-makers"]),
    "good-practice-exchange": ({"en": "Exchange of good practices", "az": "Qabaqcıl təcrübə mübadiləsi", "ru": "Обмен передовым опытом", "tk": "Öňdebaryjy tejribe bilen paýlaşmak"}, True, True, 12, []),
    "presentation": ({"en": "Presentation", "az": "Təqdimat", "ru": "Презентация", "tk": "Hödürleme"}, True, True, 6, []),
    "seminar": ({"en": "Seminar", "az": "Seminar", "ru": "Семинар", "tk": "Okuw maslahaty"}, True, True, 6, []),
    "training-of-trainers": ({"en": "Training of trainers", "az": "Təlimçilərin təlimi", "ru": "Обучение тренеров", "tk": "Tälimçileri okatmak"}, True, True, 30, ["practitioners"]),
    "study-visit": ({"en": "Study visit", "az": "Təcrübə səfəri", "ru": "Ознакомительная поездка", "tk": "Okuw sapary"}, True, True, 18, []),
    "briefing": ({"en": "Briefing", "az": "Brifinq", "ru": "Брифинг", "tk": "Brifing"}, False, False, 2, []),
    "information-session": ({"en": "Information session", "az": "Məlumatlandırma sessiyası", "ru": "Информационная сессия", "tk": "Maglumat beriş duşuşygy"}, False, False, 3, []),
    "research": ({"en": "Research", "az": "Tədqiqat", "ru": "Исследование", "tk": "Barlag"}, False, False, None, ["researchers"]),
}


def ensure_formats() -> None:
    """Add the formats that are not there yet; leave the others as staff made them."""
    have = set(db.session.scalars(queries.format_keys()))
    for order, (key, (titles, counts, certifies, hours, levels)) in enumerate(FORMATS.items()):
        if key not in have:
            db.session.add(Format(key=key, title=Texts.of(titles), counts_as_trainees=counts, certifies=certifies,
                                  default_hours=hours, default_levels=levels, order=order))
