"""English."""

from datetime import date

from .dates import span
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return span("en", first, last, "d MMMM", " y")


def _held(place: str, days: str) -> tuple[str, ...]:
    on = "from" if " – " in days else "on"
    until = days.replace(" – ", " to ")
    where = place if place == "online" else f"in {place}"
    return (f"held {where} {on} {until}",)


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Certificate of Participation",
            "This is to certify that",
            "took part in the following training",
        ),
        COMPLETION: Sentences(
            "Certificate of Completion",
            "This is to certify that",
            "has completed the following training",
        ),
        TRAINER: Sentences(
            "Trainer’s Certificate",
            "This is to certify that",
            "was a trainer at the following training",
            "Certificate of conducting a training; it is not a diploma or a qualification.",
        ),
        TOT: Sentences(
            "Training of Trainers Certificate",
            "This is to certify that",
            "has completed the following training of trainers",
        ),
    },
    online="online",
    held=_held,
    span=_days,
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
    signed="Signed digitally",
    support="With the support of",
    partners="In partnership with",
)
