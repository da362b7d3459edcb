"""Turkmen."""

from datetime import date

from babel.dates import format_date

from .dates import ending, place_first
from .shapes import PARTICIPATION, Sentences, Wording


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

    year = f"{turkmen_ordinal(first.year)} ýylyň "
    if first == last:
        return year + whole(last)
    if first.year != last.year:
        return f"{year}{whole(first)} – {turkmen_ordinal(last.year)} ýylyň {whole(last)}"
    if first.month != last.month:
        return f"{year}{whole(first)} – {whole(last)}"
    return f"{year}{first.day}–{whole(last)}"


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Gatnaşyjynyň güwänamasy",
            "Şu güwänama bilen tassyklanylýar:",
            "aşakdaky okuw çäresine gatnaşdy",
        )
    },
    held=place_first("onlaýn"),
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
