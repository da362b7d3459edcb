"""Codes found signed on a sheet, typed in many at once: read, shown with what they would change, then written down."""

from collections.abc import Collection
from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.work import Actor
from ...sessions.models import Slot
from .. import codes
from ..models import CLOSING
from .coding import codes_of
from .marks import TRAINER, Mark, write
from .registers import Line, Sheet, check_open, open_register, save, told_of
from .statuses import gone

SOURCE = "sheet"
OTHERS = ("absent", "stay")  # what becomes of those who did not sign
MOST = 2000  # codes at once


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something typed that is nobody's code: why, and whose it may be meant as (code, name)."""

    typed: str
    why: str
    near: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What saving would make of one person; `sure` says that nothing speaks against it."""

    line: Line
    code: str
    signed: bool
    after: str  # a status
    sure: bool = True

    @property
    def public_id(self) -> str:
        return self.line.registration.public_id


@dataclass(frozen=True, slots=True)
class Reading:
    """What a field full of codes says about the register of a half-day."""

    sheet: Sheet
    signed: tuple[Line, ...]
    twice: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    changes: tuple[Change, ...]

    @property
    def others(self) -> int:
        """Return how many did not sign."""
        return len(self.sheet.lines) - len(self.signed)


def read_codes(slot: Slot, text: str, others: str = "absent") -> Reading:
    """Read codes for a half-day; nothing is written. Raises Invalid where there are none, or far too many."""
    typed = codes.typed(text)
    if not typed:
        raise Invalid({"codes": _("Type the codes that are signed, with blanks between them.")})
    if len(typed) > MOST:
        raise Invalid({"codes": _("These are too many codes for one sheet.")})
    if others not in OTHERS:
        raise Invalid({"others": _("Choose one of the list.")})
    sheet, known = open_register(slot), codes_of(slot.session)
    lines = {line.registration.id: line for line in sheet.lines}
    once = dict.fromkeys(typed)
    found = {known[each] for each in once if each in known and known[each] in lines}
    return Reading(
        sheet,
        tuple(line for number, line in lines.items() if number in found),
        tuple(each for each in once if typed.count(each) > 1),
        tuple(_wrong(each, known, lines) for each in once if known.get(each) not in lines),
        tuple(_changes(sheet, {number: code for code, number in known.items()}, found, others)),
    )


def save_codes(
    *,
    slot: Slot,
    text: str,
    others: str,
    picked: Collection[str],
    close: bool,
    by: Actor,
    correcting: bool = False,
) -> int:
    """Write down the changes that were picked (public ids of registrations), and close the register if asked to.

    Returns how many people were marked. Raises Invalid as `read_codes`, Refused where the register may not be written.
    """
    check_open(slot, correcting)
    reading = read_codes(slot, text, others)
    chosen = [each for each in reading.changes if each.public_id in picked]
    for change in chosen:
        comment = change.line.mark.comment if change.line.mark else ""
        mark = Mark(change.after, comment=comment)
        write(slot, change.line.registration, change.line.mark, mark, by, SOURCE)
    db.session.flush()
    if close and reading.sheet.register is None:
        save(slot=slot, marks={}, by=by, correcting=correcting)
    elif chosen and reading.sheet.register is not None:
        told_of(slot)
    return len(chosen)


def _changes(sheet: Sheet, code_of: dict[int, str], signed: Collection[int], others: str) -> list[Change]:
    """Return whose mark would become another: whoever signed was there, whoever did not was not, if one says so.

    A signature does not undo that somebody came late. Who was marked otherwise than by the trainer without signing
    (at the desk, by themselves) is shown, and left to whoever decides.
    """
    found = []
    for line in sheet.lines:
        number, before = line.registration.id, line.mark.status if line.mark else ""
        if number in signed and (not before or gone(before)):
            found.append(Change(line, code_of[number], signed=True, after="present"))
        elif number not in signed and others == "absent" and not (before and gone(before)):
            sure = line.mark is None or line.mark.source in (TRAINER, CLOSING, SOURCE)
            found.append(Change(line, code_of[number], signed=False, after="absent", sure=sure))
    return found


def _wrong(typed: str, known: dict[str, int], lines: dict[int, Line]) -> Wrong:
    """Say what is wrong with something typed."""
    if typed in known:
        return Wrong(typed, _("This person has no confirmed place any more."))
    near = [code for code in codes.near(typed, known) if known[code] in lines]
    meant = tuple((code, str(lines[known[code]].registration)) for code in near[:3])
    if len(typed) != codes.LENGTH:
        return Wrong(typed, _("A code has four characters."))
    if codes.is_code(typed):
        return Wrong(typed, _("Nobody in this session has this code. Is it the sheet of another session?"), meant)
    return Wrong(typed, _("The last character does not fit the others. Look at the sheet again."), meant)
