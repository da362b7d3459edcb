"""Kyrgyz."""

from datetime import date

from babel.dates import format_date

from .dates import year_first
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return year_first(first, last, lambda year: f"{year}-ж.,", lambda day: format_date(day, "d-MMMM", locale="ky"))


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Катышуучунун сертификаты",
            "Бул сертификат төмөнкүнү тастыктайт:",
            "төмөнкү окуу иш-чарасына катышкан",
        ),
        COMPLETION: Sentences(
            "Окууну аяктоо сертификаты",
            "Бул сертификат төмөнкүнү тастыктайт:",
            "төмөнкү окуу иш-чарасын толук аяктаган",
        ),
        TRAINER: Sentences(
            "Тренердин сертификаты",
            "Бул сертификат төмөнкүнү тастыктайт:",
            "төмөнкү окуу иш-чарасында тренер болгон",
            "Окуу иш-чарасын өткөрүү жөнүндө сертификат; диплом же квалификация жөнүндө документ болуп саналбайт.",
        ),
        TOT: Sentences(
            "Тренерлерди даярдоо сертификаты",
            "Бул сертификат төмөнкүнү тастыктайт:",
            "тренерлерди даярдоо боюнча төмөнкү окууну аяктаган",
        ),
    },
    online="онлайн",
    span=_days,
    hours={"other": "{} окуу сааты"},
    format="Түрү",
    level="Деңгээли",
    module=("Модуль", "Модулдар"),
    organiser=("Уюштуруучу", "Уюштуруучулар"),
    notice="Окууга катышуу жөнүндө сертификат; диплом же квалификация жөнүндө документ болуп саналбайт.",
    number="Сертификат №",
    issued="Берилген күнү",
    expires="Жарактуулук мөөнөтү",
    code="Текшерүү коду",
    qr="QR-код: бул сертификатты текшерүү барагын ачат",
    signed="Электрондук кол тамга коюлган",
    support="Колдоо көрсөткөндөр:",
    partners="Өнөктөштөр:",
    stamp="М. О.",
)
