"""Azerbaijani."""

from datetime import date

from babel.dates import format_date

from .dates import ending, span
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def azerbaijani_year(year: int) -> str:
    """Return a year with its ordinal ending: 2026-cı, 2027-ci, 2030-cu, 2033-cü."""
    return f"{year}-c{ending(year, 'iiüüiıiiu', 'uiuıiıiiı', 'üi')}"


def _days(first: date, last: date) -> str:
    def year(day: date) -> str:
        return f" '{azerbaijani_year(day.year)} il'"

    if first.year != last.year:
        start = format_date(first, "d MMMM" + year(first), locale="az")
        return f"{start} – {format_date(last, 'd MMMM' + year(last), locale='az')}"
    return span("az", first, last, "d MMMM", year(last))


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "İştirak Sertifikatı",
            "Bu sertifikat təsdiq edir ki,",
            "aşağıdakı təlim tədbirində iştirak etmişdir",
        ),
        COMPLETION: Sentences(
            "Təlimi Bitirmə Sertifikatı",
            "Bu sertifikat təsdiq edir ki,",
            "aşağıdakı təlimi bitirmişdir",
        ),
        TRAINER: Sentences(
            "Təlimçi Sertifikatı",
            "Bu sertifikat təsdiq edir ki,",
            "aşağıdakı təlim tədbirində təlimçi olmuşdur",
            "Təlimin keçirilməsi haqqında sertifikatdır; diplom və ya ixtisas sənədi deyil.",
        ),
        TOT: Sentences(
            "Təlimçilərin Təlimi Sertifikatı",
            "Bu sertifikat təsdiq edir ki,",
            "təlimçilərin təlimi üzrə aşağıdakı proqramı bitirmişdir",
        ),
    },
    online="onlayn",
    span=_days,
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
    signed="Elektron imza ilə imzalanıb",
    support="Dəstək verənlər:",
    partners="Tərəfdaşlar:",
    stamp="M. Y.",
)
