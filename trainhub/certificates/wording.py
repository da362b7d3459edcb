"""What a certificate says in each language: its sentences, dates and labels. No layout, no Flask.

A language joins by one more `Wording` in `WORDINGS` and, if a date or a plural needs it, one
function above. Sentences stand around the name without inflecting it, so every language keeps
its own order of words; none tells the holder's sex (hence no past tense in Russian).
A reader whose first language it is must read a wording before it is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

PARTICIPATION = "participation"


@dataclass(frozen=True, slots=True)
class Sentences:
    """The words of one kind of certificate: `opening` before the name, `linking` before the course."""

    title: str
    opening: str
    linking: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a certificate says in one language.

    `span` writes first and last day; `held` writes place ("" for online) and span as the first
    piece of the facts, or as several: a line breaks only between pieces. `hours` maps a CLDR
    plural category to words with `{}` for the number. `module` and `organiser` hold the label
    for one and for several. `notice` says what the paper is and, after a semicolon, what it is
    not. `stamp` is the mark of the place for the stamp, "" where none is used.
    """

    kinds: Mapping[str, Sentences]
    held: Callable[[str, str], tuple[str, ...]]
    span: Callable[[date, date], str]
    hours: Mapping[str, str]
    format: str
    level: str
    module: tuple[str, str]
    organiser: tuple[str, str]
    notice: str
    number: str
    issued: str
    expires: str
    code: str
    qr: str
    stamp: str = ""


def facts(language: str, place: str, first: date, last: date, hours: float) -> tuple[str, ...]:
    """Return where, when and how long, in pieces to be joined by a comma and a space.

    `place` is "" for a training held online; `hours` are training hours, shown with at most two
    decimals. Raises KeyError for a language without wording.
    """
    wording = WORDINGS[language]
    shown = round(hours, 2)
    number = format_decimal(int(shown) if shown == int(shown) else shown, locale=language)
    plural = Locale.parse(language).plural_form(shown)
    amount = wording.hours.get(plural, wording.hours["other"]).format(number)
    return *wording.held(place, wording.span(first, last)), amount


def _span(language: str, first: date, last: date, day: str, year: str) -> str:
    """Join two days by a dash, each part written once: days, months and years that agree are not repeated.

    `day` is Babel's pattern of a day with its month, `year` what is added for the year.
    """
    end = format_date(last, day + year, locale=language)
    if first == last:
        return end
    if first.year != last.year:
        return f"{format_date(first, day + year, locale=language)} – {end}"
    if first.month != last.month:
        return f"{format_date(first, day, locale=language)} – {end}"
    return f"{first.day}–{end}"


def _english(first: date, last: date) -> str:
    return _span("en", first, last, "d MMMM", " y")


def _russian(first: date, last: date) -> str:
    return _span("ru", first, last, "d MMMM", " y 'года'")


def _ending(number: int, units: str, tens: str, round_numbers: str) -> str:
    """Return the ending of an ordinal written in digits, by the last word of the number when spoken.

    `units` holds a letter for 1 to 9, `tens` for 10 to 90, `round_numbers` for hundred and thousand.
    """
    if number % 10:
        return units[number % 10 - 1]
    if number % 100:
        return tens[number % 100 // 10 - 1]
    return round_numbers[0 if number % 1000 else 1]


def azerbaijani_year(year: int) -> str:
    """Return a year with its ordinal ending: 2026-cı, 2027-ci, 2030-cu, 2033-cü."""
    return f"{year}-c{_ending(year, 'iiüüiıiiu', 'uiuıiıiiı', 'üi')}"


def _azerbaijani(first: date, last: date) -> str:
    def year(day: date) -> str:
        return f" '{azerbaijani_year(day.year)} il'"

    if first.year != last.year:
        start = format_date(first, "d MMMM" + year(first), locale="az")
        return f"{start} – {format_date(last, 'd MMMM' + year(last), locale='az')}"
    return _span("az", first, last, "d MMMM", year(last))


def turkmen_ordinal(number: int) -> str:
    """Return an ordinal in digits: 12-nji, 16-njy, 2026-njy."""
    return f"{number}-nj{_ending(number, 'iiiiiyiiy', 'yiyyiyiiy', 'ii')}"


def _turkmen(first: date, last: date) -> str:
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


def _english_held(place: str, span: str) -> tuple[str, ...]:
    on = "from" if " – " in span else "on"
    until = span.replace(" – ", " to ")
    return (f"held in {place} {on} {until}" if place else f"held online {on} {until}",)


def _place_first(online: str) -> Callable[[str, str], tuple[str, ...]]:
    """Return the way of languages that name the place, or say `online`, and then the days."""
    return lambda place, span: (place or online, span)


WORDINGS: dict[str, Wording] = {
    "en": Wording(
        kinds={
            PARTICIPATION: Sentences(
                "Certificate of Participation",
                "This is to certify that",
                "took part in the following training",
            )
        },
        held=_english_held,
        span=_english,
        hours={"one": "{} training hour", "other": "{} training hours"},
        format="Format",
        level="Level",
        module=("Module", "Modules"),
        organiser=("Organiser", "Organisers"),
        notice="Certificate of attendance at a training; it is not a diploma or a qualification.",
        number="Certificate No",
        issued="Issued",
        expires="Valid until",
        code="Check code",
        qr="QR code: opens the page where this certificate can be verified",
    ),
    "az": Wording(
        kinds={
            PARTICIPATION: Sentences(
                "İştirak Sertifikatı",
                "Bu sertifikat təsdiq edir ki,",
                "aşağıdakı təlim tədbirində iştirak etmişdir",
            )
        },
        held=_place_first("onlayn"),
        span=_azerbaijani,
        hours={"other": "{} təlim saatı"},
        format="Format",
        level="Səviyyə",
        module=("Modul", "Modullar"),
        organiser=("Təşkilatçı", "Təşkilatçılar"),
        notice="Təlimdə iştirak haqqında sertifikatdır; diplom və ya ixtisas sənədi deyil.",
        number="Sertifikat №",
        issued="Verilib",
        expires="Etibarlılıq müddəti",
        code="Yoxlama kodu",
        qr="QR kod: bu sertifikatı yoxlamaq üçün səhifəni açır",
        stamp="M. Y.",
    ),
    "ru": Wording(
        kinds={
            PARTICIPATION: Sentences(
                "Сертификат участника",
                "Настоящий сертификат подтверждает, что",
                "является участником учебного мероприятия",
            )
        },
        held=_place_first("онлайн"),
        span=_russian,
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
        stamp="М. П.",
    ),
    "tk": Wording(
        kinds={
            PARTICIPATION: Sentences(
                "Gatnaşyjynyň güwänamasy",
                "Şu güwänama bilen tassyklanylýar:",
                "aşakdaky okuw çäresine gatnaşdy",
            )
        },
        held=_place_first("onlaýn"),
        span=_turkmen,
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
        stamp="M. Ý.",
    ),
}
