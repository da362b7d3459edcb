"""Uzbek, in Latin letters."""

from datetime import date

from babel.dates import format_date

from .dates import year_first
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return year_first(first, last, lambda year: f"{year}-yil", lambda day: format_date(day, "d-MMMM", locale="uz"))


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Ishtirokchi sertifikati",
            "Ushbu sertifikat quyidagini tasdiqlaydi:",
            "quyidagi oʻquv tadbirida ishtirok etgan",
        ),
        COMPLETION: Sentences(
            "Oʻqishni tugatganlik sertifikati",
            "Ushbu sertifikat quyidagini tasdiqlaydi:",
            "quyidagi oʻquv tadbirini toʻliq yakunlagan",
        ),
        TRAINER: Sentences(
            "Trener sertifikati",
            "Ushbu sertifikat quyidagini tasdiqlaydi:",
            "quyidagi oʻquv tadbirida trener boʻlgan",
            "Oʻquv tadbirini oʻtkazganlik haqidagi sertifikat; diplom yoki malaka toʻgʻrisidagi hujjat hisoblanmaydi.",
        ),
        TOT: Sentences(
            "Trenerlar tayyorlash sertifikati",
            "Ushbu sertifikat quyidagini tasdiqlaydi:",
            "trenerlar tayyorlash boʻyicha quyidagi oʻquvni yakunlagan",
        ),
    },
    online="onlayn",
    span=_days,
    hours={"other": "{} oʻquv soati"},
    format="Shakli",
    level="Darajasi",
    module=("Modul", "Modullar"),
    organiser=("Tashkilotchi", "Tashkilotchilar"),
    notice="Oʻquvda ishtirok etganlik haqidagi sertifikat; diplom yoki malaka toʻgʻrisidagi hujjat hisoblanmaydi.",
    number="Sertifikat №",
    issued="Berilgan sana",
    expires="Amal qilish muddati",
    code="Tekshirish kodi",
    qr="QR kod: ushbu sertifikatni tekshirish sahifasini ochadi",
    signed="Elektron imzo bilan tasdiqlangan",
    support="Qoʻllab-quvvatlovchilar:",
    partners="Hamkorlar:",
    stamp="M. Oʻ.",
)
