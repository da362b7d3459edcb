"""Romanian."""

from datetime import date

from .dates import span
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return span("ro", first, last, "d MMMM", " y")


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Certificat de participare",
            "Prin prezentul se certifică faptul că",
            "a participat la următoarea instruire",
        ),
        COMPLETION: Sentences(
            "Certificat de finalizare",
            "Prin prezentul se certifică faptul că",
            "a finalizat următoarea instruire",
        ),
        TRAINER: Sentences(
            "Certificat de formator",
            "Prin prezentul se certifică faptul că",
            "a susținut, în calitate de formator, următoarea instruire",
            "Certificat privind susținerea unei instruiri; nu constituie diplomă sau act de calificare.",
        ),
        TOT: Sentences(
            "Certificat de formare a formatorilor",
            "Prin prezentul se certifică faptul că",
            "a finalizat următoarea formare de formatori",
        ),
    },
    online="online",
    span=_days,
    hours={"one": "{} oră de instruire", "few": "{} ore de instruire", "other": "{} de ore de instruire"},
    format="Format",
    level="Nivel",
    module=("Modul", "Module"),
    organiser=("Organizator", "Organizatori"),
    notice="Certificat de participare la o instruire; nu constituie diplomă sau act de calificare.",
    number="Certificat nr.",
    issued="Data eliberării",
    expires="Valabil până la",
    code="Cod de verificare",
    qr="Cod QR: deschide pagina de verificare a acestui certificat",
    signed="Semnat electronic",
    support="Cu sprijinul:",
    partners="Parteneri:",
    stamp="L. Ș.",
)
