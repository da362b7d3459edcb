"""Kazakh."""

from datetime import date

from babel.dates import format_date

from .dates import year_first
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return year_first(first, last, lambda year: f"{year} жылғы", lambda day: format_date(day, "d MMMM", locale="kk"))


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Қатысушы сертификаты",
            "Осы сертификат мынаны растайды:",
            "төмендегі оқу іс-шарасына қатысты",
        ),
        COMPLETION: Sentences(
            "Оқуды аяқтау туралы сертификат",
            "Осы сертификат мынаны растайды:",
            "төмендегі оқу іс-шарасын толық аяқтады",
        ),
        TRAINER: Sentences(
            "Тренер сертификаты",
            "Осы сертификат мынаны растайды:",
            "төмендегі оқу іс-шарасында тренер болды",
            "Оқу іс-шарасын өткізу туралы сертификат; диплом немесе біліктілік туралы құжат болып табылмайды.",
        ),
        TOT: Sentences(
            "Тренерлерді даярлау сертификаты",
            "Осы сертификат мынаны растайды:",
            "тренерлерді даярлау бойынша төмендегі оқуды аяқтады",
        ),
    },
    online="онлайн",
    span=_days,
    hours={"other": "{} оқу сағаты"},
    format="Түрі",
    level="Деңгейі",
    module=("Модуль", "Модульдер"),
    organiser=("Ұйымдастырушы", "Ұйымдастырушылар"),
    notice="Оқуға қатысу туралы сертификат; диплом немесе біліктілік туралы құжат болып табылмайды.",
    number="Сертификат №",
    issued="Берілген күні",
    expires="Жарамдылық мерзімі",
    code="Тексеру коды",
    qr="QR-код: осы сертификатты тексеру бетін ашады",
    signed="Электрондық қолтаңба қойылған",
    support="Қолдау көрсеткендер:",
    partners="Серіктестер:",
    stamp="М. О.",
)
