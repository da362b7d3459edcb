"""Russian."""

from datetime import date

from .dates import place_first, span
from .shapes import PARTICIPATION, Sentences, Wording


def _days(first: date, last: date) -> str:
    return span("ru", first, last, "d MMMM", " y 'года'")


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Сертификат участника",
            "Настоящий сертификат подтверждает, что",
            "является участником учебного мероприятия",
        )
    },
    held=place_first("онлайн"),
    span=_days,
    hours={
        "one": "{} учебный час",
        "few": "{} учебных часа",
        "many": "{} учебных часов",
        "other": "{} учебного часа",
    },
    format="Формат",
    level="Уровень",
    module=("Модуль", "Модули"),
    organiser=("Организатор", "Организаторы"),
    notice="Сертификат об участии в обучении; не является дипломом или документом о квалификации.",
    number="Сертификат №",
    issued="Выдан",
    expires="Действителен до",
    code="Код проверки",
    qr="QR-код: открывает страницу проверки этого сертификата",
    signed="Подписано электронной подписью",
    support="При поддержке:",
    partners="Партнёры:",
    stamp="М. П.",
)
