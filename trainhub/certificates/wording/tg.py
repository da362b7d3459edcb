"""Tajik."""

from datetime import date

from babel.dates import format_date

from .dates import joined
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    """Return "12–14 октябри соли 2026": the month carries the ending that ties the year to it."""

    def day(one: date) -> str:
        return f"{one.day} {format_date(one, 'MMMM', locale='tg').lower()}и"

    return joined(first, last, day, lambda year: f" соли {year}")


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Шаҳодатномаи иштирок",
            "Бо ҳамин тасдиқ карда мешавад, ки",
            "дар чорабинии таълимии зерин иштирок намудааст",
        ),
        COMPLETION: Sentences(
            "Шаҳодатномаи хатми омӯзиш",
            "Бо ҳамин тасдиқ карда мешавад, ки",
            "чорабинии таълимии зеринро пурра ба анҷом расонидааст",
        ),
        TRAINER: Sentences(
            "Шаҳодатномаи тренер",
            "Бо ҳамин тасдиқ карда мешавад, ки",
            "дар чорабинии таълимии зерин тренер будааст",
            "Шаҳодатномаи гузаронидани омӯзиш; диплом ё ҳуҷҷати тахассусӣ нест.",
        ),
        TOT: Sentences(
            "Шаҳодатномаи омодасозии тренерҳо",
            "Бо ҳамин тасдиқ карда мешавад, ки",
            "омӯзиши зерини тренерҳоро ба анҷом расонидааст",
        ),
    },
    online="онлайн",
    span=_days,
    hours={"other": "{} соати таълимӣ"},
    format="Шакл",
    level="Сатҳ",
    module=("Модул", "Модулҳо"),
    organiser=("Ташкилкунанда", "Ташкилкунандагон"),
    notice="Шаҳодатномаи иштирок дар омӯзиш; диплом ё ҳуҷҷати тахассусӣ нест.",
    number="Шаҳодатнома №",
    issued="Санаи додашуда",
    expires="Эътибор дорад то",
    code="Рамзи санҷиш",
    qr="Рамзи QR: саҳифаи санҷиши ин шаҳодатномаро мекушояд",
    signed="Бо имзои электронӣ тасдиқ шудааст",
    support="Бо дастгирии:",
    partners="Шарикон:",
    stamp="Ҷ. М.",
)
