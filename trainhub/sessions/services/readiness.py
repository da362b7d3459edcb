"""Is a session ready to start? A list that is computed, never ticked by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...kernel import i18n
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ..models import TrainingSession


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a session needs: whether it is there, in words, and the part of the editor that mends it."""

    done: bool
    text: str
    part: str


def readiness(session: TrainingSession) -> list[Check]:
    """Return what a session needs before it starts, in the order in which one sees to it."""
    return [*_when(session), *_who(session), *_words(session)]


def _when(session: TrainingSession) -> Iterator[Check]:
    slots = session.standing
    if not slots:
        yield Check(False, _("No slot yet"), "when")
    homeless = [slot for slot in slots if slot.room_id is None and not slot.online]
    if session.mode != "online" and slots:
        text = (
            ngettext("%(num)s slot has no room", "%(num)s slots have no room", len(homeless))
            if homeless
            else _("A place for every slot")
        )
        yield Check(not homeless, text, "when")
    if session.mode != "room":
        yield Check(
            bool(session.join_url),
            _("Link to join is set") if session.join_url else _("Link to join is missing"),
            "when",
        )


def _who(session: TrainingSession) -> Iterator[Check]:
    teaching = [row for row in session.assignments if row.role != "interpreter"]
    yield Check(bool(teaching), _("Trainers are named") if teaching else _("No trainer yet"), "who")
    if session.interpretation:
        there = any(row.role == "interpreter" for row in session.assignments)
        names = ", ".join(i18n.language_name(code) for code in session.interpretation)
        yield Check(
            there,
            _("Interpreters for %(languages)s", languages=names)
            if there
            else _("No interpreter for %(languages)s yet", languages=names),
            "who",
        )
    yield Check(bool(session.audience), _("Audience is set") if session.audience else _("Audience is not set"), "who")
    if session.min_seats:
        enough = session.taken >= session.min_seats
        yield Check(
            enough,
            _("%(taken)s of at least %(minimum)s places taken", taken=session.taken, minimum=session.min_seats),
            "who",
        )


def _words(session: TrainingSession) -> Iterator[Check]:
    missing = session.title.missing([code for code in session.languages if code in i18n.languages()])
    names = ", ".join(i18n.language_name(code) for code in missing)
    yield Check(
        not missing,
        _("Title is missing in: %(languages)s", languages=names)
        if missing
        else _("Title in every language of the session"),
        "what",
    )
    if session.parts:
        yield Check(
            True, ngettext("%(num)s part on the agenda", "%(num)s parts on the agenda", len(session.parts)), "what"
        )
    if session.format.certifies and session.hours:
        yield Check(
            True, _("Certificate rule is set: %(hours)s hours planned", hours=i18n.number(session.hours)), "what"
        )
