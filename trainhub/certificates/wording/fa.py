"""Persian: the Persian calendar first, the common one in brackets."""

from datetime import date

from babel.dates import format_date

from .dates import joined
from .persian import persian
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording

DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip


def _days(first: date, last: date) -> str:
    """Return "۲۰ تا ۲۲ مهر ۱۴۰۵ (۱۲ تا ۱۴ اکتبر ۲۰۲۶)"."""
    own = joined(
        persian(first),
        persian(last),
        lambda day: f"{_number(day.day)} {_MONTHS[day.month - 1]}",
        lambda year: f" {_number(year)}",
        to=" تا ",
        digits=_number,
    )
    common = joined(
        first,
        last,
        lambda day: f"{_number(day.day)} {format_date(day, 'LLLL', locale='fa')}",
        lambda year: f" {_number(year)}",
        to=" تا ",
        digits=_number,
    )
    return f"{own} ({common})"


def _number(number: int) -> str:
    return str(number).translate(DIGITS)


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "گواهی شرکت در دوره",
            "بدین‌وسیله گواهی می‌شود",
            "در دورۀ آموزشی زیر شرکت کرده است",
        ),
        COMPLETION: Sentences(
            "گواهی پایان دوره",
            "بدین‌وسیله گواهی می‌شود",
            "دورۀ آموزشی زیر را به پایان رسانده است",
        ),
        TRAINER: Sentences(
            "گواهی تدریس",
            "بدین‌وسیله گواهی می‌شود",
            "در دورۀ آموزشی زیر تدریس کرده است",
            "گواهی تدریس در دورۀ آموزشی است؛ مدرک تحصیلی یا صلاحیت حرفه‌ای به شمار نمی‌رود.",
        ),
        TOT: Sentences(
            "گواهی تربیت مربی",
            "بدین‌وسیله گواهی می‌شود",
            "دورۀ تربیت مربی زیر را به پایان رسانده است",
        ),
    },
    online="برخط",
    span=_days,
    hours={"other": "{} ساعت آموزشی"},
    format="نوع برنامه",
    level="سطح",
    module=("پودمان", "پودمان‌ها"),
    organiser=("برگزارکننده", "برگزارکنندگان"),
    notice="گواهی شرکت در آموزش است؛ مدرک تحصیلی یا صلاحیت حرفه‌ای به شمار نمی‌رود.",
    number="شمارۀ گواهی",
    issued="تاریخ صدور",
    expires="اعتبار تا",
    code="کد بررسی",
    qr="کد QR: صفحۀ بررسی این گواهی را باز می‌کند",
    signed="دارای امضای الکترونیکی",
    support="با حمایت:",
    partners="با همکاری:",
    stamp="محل مهر",
    comma="،",
    semicolon="؛",
    digits=DIGITS,
)
