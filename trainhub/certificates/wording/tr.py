"""Turkish."""

from datetime import date

from .dates import span
from .shapes import COMPLETION, PARTICIPATION, TOT, TRAINER, Sentences, Wording


def _days(first: date, last: date) -> str:
    return span("tr", first, last, "d MMMM", " y")


WORDING = Wording(
    kinds={
        PARTICIPATION: Sentences(
            "Katılım Sertifikası",
            "Bu sertifika ile onaylanır ki",
            "aşağıdaki eğitime katılmıştır",
        ),
        COMPLETION: Sentences(
            "Tamamlama Sertifikası",
            "Bu sertifika ile onaylanır ki",
            "aşağıdaki eğitimi tamamlamıştır",
        ),
        TRAINER: Sentences(
            "Eğitmen Sertifikası",
            "Bu sertifika ile onaylanır ki",
            "aşağıdaki eğitimde eğitmen olarak görev almıştır",
            "Eğitim verildiğine dair sertifikadır; diploma veya mesleki yeterlilik belgesi değildir.",
        ),
        TOT: Sentences(
            "Eğitici Eğitimi Sertifikası",
            "Bu sertifika ile onaylanır ki",
            "aşağıdaki eğitici eğitimini tamamlamıştır",
        ),
    },
    online="çevrim içi",
    span=_days,
    hours={"other": "{} eğitim saati"},
    format="Tür",
    level="Düzey",
    module=("Modül", "Modüller"),
    organiser=("Düzenleyen", "Düzenleyenler"),
    notice="Eğitime katılım sertifikasıdır; diploma veya mesleki yeterlilik belgesi değildir.",
    number="Sertifika No",
    issued="Veriliş tarihi",
    expires="Geçerlilik tarihi",
    code="Doğrulama kodu",
    qr="QR kodu: bu sertifikanın doğrulama sayfasını açar",
    signed="Elektronik olarak imzalanmıştır",
    support="Destekleyenler:",
    partners="Ortaklar:",
    stamp="Mühür",
)
