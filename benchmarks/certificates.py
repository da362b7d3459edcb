"""The cost of one certificate of many: its page with the payload in the code square, and the file as handed out."""

from collections.abc import Callable, Iterator

from trainhub.certificates import keys, pdf, services
from trainhub.certificates.models import Certificate
from trainhub.kernel import work
from trainhub.kernel.db import db

MANY = 300
PAIR = ("az", "ru")


def measure(cpu: Callable[[Callable[[int], object], int], float]) -> Iterator[tuple[str, float]]:
    """Measure different certificates, as a batch does; all have their payload. What is handed out has a badge, too."""
    keys.ensure()
    found = db.session.query(Certificate).filter(Certificate.revoked_at.is_(None)).limit(MANY).all()
    sealed = [each for each in found if each.payload is not None]
    assert len(sealed) > 30, "the demonstration issued too few certificates"
    work.commit()
    repeats = len(sealed) - 3
    yield "certificate", cpu(lambda number: pdf.render(services.facts.thaw(sealed[number]), PAIR), repeats)

    def handed_out(number: int) -> object:
        file = services.sign(sealed[number], services.document(sealed[number], PAIR), PAIR)
        assert b"ETSI.CAdES.detached" in file
        return file

    yield "certificate_signed", cpu(handed_out, repeats)
