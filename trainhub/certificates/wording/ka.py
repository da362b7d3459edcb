"""Georgian."""

from datetime import date

from babel.dates import format_date

from .dates import year_first
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return year_first(first, last, lambda year: f"{year} წლის", lambda day: format_date(day, "d MMMM", locale="ka"))


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "მონაწილეობის სერტიფიკატი",
            "ეს სერტიფიკატი ადასტურებს, რომ",
            "არის შემდეგი სასწავლო ღონისძიების მონაწილე",
        ),
        COMPLETION: Sentences(
            "სწავლების დასრულების სერტიფიკატი",
            "ეს სერტიფიკატი ადასტურებს, რომ",
            "არის პირი, რომელმაც სრულად გაიარა შემდეგი სასწავლო ღონისძიება",
        ),
        TRAINER: Sentences(
            "ტრენერის სერტიფიკატი",
            "ეს სერტიფიკატი ადასტურებს, რომ",
            "არის შემდეგი სასწავლო ღონისძიების ტრენერი",
            "სწავლების ჩატარების დამადასტურებელი სერტიფიკატი; არ წარმოადგენს დიპლომს ან კვალიფიკაციის დოკუმენტს.",
        ),
        TOT: Sentences(
            "ტრენერთა მომზადების სერტიფიკატი",
            "ეს სერტიფიკატი ადასტურებს, რომ",
            "არის პირი, რომელმაც სრულად გაიარა ტრენერთა მომზადების შემდეგი კურსი",
        ),
    },
    online="ონლაინ",
    span=_days,
    hours={"other": "{} სასწავლო საათი"},
    format="ფორმატი",
    level="დონე",
    module=("მოდული", "მოდულები"),
    organiser=("ორგანიზატორი", "ორგანიზატორები"),
    notice="სწავლებაში მონაწილეობის დამადასტურებელი სერტიფიკატი; არ წარმოადგენს დიპლომს ან კვალიფიკაციის დოკუმენტს.",
    number="სერტიფიკატი №",
    issued="გაცემის თარიღი",
    expires="მოქმედების ვადა",
    code="შემოწმების კოდი",
    qr="QR კოდი: ხსნის ამ სერტიფიკატის შემოწმების გვერდს",
    signed="ხელმოწერილია ელექტრონულად",
    support="მხარდამჭერები:",
    partners="პარტნიორები:",
    stamp="ბ. ა.",
)
