"""Turkmen."""

from datetime import date

from babel.dates import format_date

from .dates import ending, year_first
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def turkmen_ordinal(number: int) -> str:
    """Return an ordinal in digits: 12-nji, 16-njy, 2026-njy."""
    return f"{number}-nj{ending(number, 'iiiiiyiiy', 'yiyyiyiiy', 'ii')}"


def _days(first: date, last: date) -> str:
    """Return "2026-njy ýylyň 12–14-nji oktýabry": the year owns the month, the month carries the ending."""

    def month(day: date) -> str:
        name = format_date(day, "MMMM", locale="tk").lower()
        return name + ("i" if name == "aprel" else "y")

    def whole(day: date) -> str:
        return f"{turkmen_ordinal(day.day)} {month(day)}"

    return year_first(first, last, lambda year: f"{turkmen_ordinal(year)} ýylyň", whole)


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Gatnaşyjynyň güwänamasy",
            "Şu güwänama bilen tassyklanylýar:",
            "aşakdaky okuw çäresine gatnaşdy",
        ),
        COMPLETION: Sentences(
            "Okuwy tamamlandygy baradaky güwänama",
            "Şu güwänama bilen tassyklanylýar:",
            "aşakdaky okuwy doly tamamlady",
        ),
        TRAINER: Sentences(
            "Tälimçiniň güwänamasy",
            "Şu güwänama bilen tassyklanylýar:",
            "aşakdaky okuw çäresinde tälimçi boldy",
            "Okuwy geçirendigi baradaky güwänama; diplom ýa-da hünär derejesi hakynda resminama däldir.",
        ),
        TOT: Sentences(
            "Tälimçileri okatmak güwänamasy",
            "Şu güwänama bilen tassyklanylýar:",
            "tälimçileri okatmak boýunça aşakdaky maksatnamany tamamlady",
        ),
    },
    online="onlaýn",
    span=_days,
    hours={"other": "{} okuw sagady"},
    format="Görnüşi",
    level="Derejesi",
    module=("Modul", "Modullar"),
    organiser=("Guramaçy", "Guramaçylar"),
    notice="Okuwa gatnaşandygy baradaky güwänama; diplom ýa-da hünär derejesi hakynda resminama däldir.",
    number="Güwänama №",
    issued="Berlen senesi",
    expires="Möhleti",
    code="Barlag kody",
    qr="QR kod: bu güwänamany barlamak üçin sahypany açýar",
    signed="Elektron gol bilen tassyklandy",
    support="Goldaw berenler:",
    partners="Hyzmatdaşlar:",
    stamp="M. Ý.",
)
