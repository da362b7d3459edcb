"""Answers: by the link a member has, or typed in from paper."""

from dataclasses import dataclass

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from .. import queries, sealing
from ..content import Blocks, Content, Given, Value, check_answers
from ..models import Answer, AnswerSet, SealedAnswer, Wave, WaveMember
from .inviting import take_back_mails
from .waves import blocks_of, content_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the holder of a link sees: the questions while `state` is open, else why there are none.

    `state` is open, early (not yet open), answered, closed or broken (its key is lost: staff must renew it).
    """

    wave: Wave
    content: Content
    blocks: Blocks
    state: str
    role: str
    answered: bool  # by this link, also where the wave is closed since
    language: str  # of the person who was asked


def find_sheet(token: str) -> Sheet:
    """Return the sheet of a link; raises NotFound for a token that nobody was given."""
    member = db.session.scalar(queries.member_by_token(sealing.token_hash(token)))
    if member is None:
        raise NotFound
    wave = member.wave
    language = member.person.language or ""
    state = _state(wave, member)
    return Sheet(wave, content_of(wave), blocks_of(wave), state, member.role, member.answered, language)


def answer(token: str, given: Given) -> Wave:
    """Keep a member's answer, once; nothing that is written joins it to the member unless the wave is named.

    Raises NotFound for an unknown token, Refused for a wave that is not open or was answered, Invalid with
    sentences by field name.
    """
    member = db.session.scalar(queries.member_by_token(sealing.token_hash(token)))
    if member is None:
        raise NotFound
    wave = _held(member.wave)
    state = _state(wave, member)
    if state != "open":
        raise Refused(_REASONS[state]())
    values = _usable(wave, given, complete=True)
    if not db.session.execute(queries.tick(member.id)).rowcount:  # type: ignore[attr-defined]
        raise Refused(_REASONS["answered"]())
    take_back_mails(wave, member.person)
    if wave.identity == "named":
        keep(AnswerSet(wave_id=wave.id, person_id=member.person_id, source="web"), values)
    else:
        _seal(wave, values, _pseudonym(wave, member))
    return wave


def enter_paper(wave: Wave, given: Given) -> None:
    """Keep an answer from a paper form. It ticks nobody off, and questions left blank on paper stay blank.

    Raises Refused for a wave that is not open, Invalid with sentences by field name.
    """
    wave = _held(wave)
    if wave.state != "open" or wave.closes_at <= clock.now():
        raise Refused(_("This wave is closed. Paper forms can be typed in only while it is open."))
    values = _usable(wave, given, complete=False)
    if wave.identity == "named":
        keep(AnswerSet(wave_id=wave.id, source="paper"), values)
    else:
        _seal(wave, values, None)


def keep(answer_set: AnswerSet, values: tuple[Value, ...]) -> None:
    """Write an answer set with its values."""
    db.session.add(answer_set)
    db.session.flush()
    db.session.add_all(
        Answer(
            set_id=answer_set.id,
            item=value.item,
            block=value.block,
            row=value.row,
            choice=value.choice,
            number=value.number,
            text=value.text,
        )
        for value in values
    )
    db.session.flush()


def _held(wave: Wave) -> Wave:
    """Return the wave as it is now, and keep it from being closed until this is written."""
    return db.session.scalars(queries.wave_locked(wave.id, alone=False)).one()


def _state(wave: Wave, member: WaveMember) -> str:
    if wave.state == "closed" or wave.closes_at <= clock.now():
        return "closed"
    if member.answered:
        return "answered"
    if wave.state == "planned":
        return "early"
    return "open" if sealing.has_key(wave.public_id) else "broken"


_REASONS = {
    "answered": lambda: _("You have answered already. Each link can be used once."),
    "closed": lambda: _("This questionnaire is closed. Answers can no longer be taken."),
    "early": lambda: _("This questionnaire is not open yet. Come back on the day named in the mail."),
    "broken": lambda: _("Answers cannot be taken at the moment. Please write to the centre."),
}


def _usable(wave: Wave, given: Given, *, complete: bool) -> tuple[Value, ...]:
    checked = check_answers(content_of(wave), blocks_of(wave), given, complete=complete)
    if checked.errors:
        raise Invalid(checked.errors)
    if not checked.values:
        raise Invalid(_("Nothing was entered. Answer at least one question."))
    return checked.values


def _pseudonym(wave: Wave, member: WaveMember) -> str | None:
    return sealing.pseudonym(wave.series, member.person.public_id) if wave.identity == "pseudonymous" else None


def _seal(wave: Wave, values: tuple[Value, ...], pseudonym: str | None) -> None:
    size = sealing.size_of(content_of(wave), blocks_of(wave))
    blob = sealing.seal(wave.public_id, sealing.Opened(values, pseudonym), size)
    db.session.add(SealedAnswer(wave_id=wave.id, blob=blob))
    db.session.flush()
