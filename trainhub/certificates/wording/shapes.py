"""What a language must say on a certificate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .dates import place_first

PARTICIPATION, COMPLETION, TRAINER, TOT = "participation", "completion", "trainer", "tot"


@dataclass(frozen=True, slots=True)
class Sentences:
    """The words of one kind of certificate: `opening` before the name, `linking` before the course.

    `notice` says what the paper is where the wording's own says something else.
    """

    title: str
    opening: str
    linking: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a certificate says in one language.

    `span` writes first and last day; `held` writes place (`online` where there is none) and span as the
    first piece of the facts, or as several: a line breaks only between pieces. `hours` maps a CLDR
    plural category to words with `{}` for the number. `module` and `organiser` hold the label
    for one and for several. `notice` says what the paper is and, after a semicolon, what it is
    not. `signed` says that the file carries a digital signature. `support` and `partners` stand
    before the logos of donors and of partners. `stamp` is the mark of the place for the stamp, ""
    where none is used.
    """

    kinds: Mapping[str, Sentences]
    online: str
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
    signed: str
    support: str
    partners: str
    held: Callable[[str, str], tuple[str, ...]] = place_first
    stamp: str = ""
    comma: str = ","
    semicolon: str = ";"
    digits: Mapping[int, int] = field(default_factory=dict)  # what `str.translate` takes
