"""What is asked of the tables of questionnaires."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    ScalarSelect,
    Select,
    String,
    Update,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..kernel.types import Texts
from ..people.models import Person
from .models import (
    Answer,
    AnswerSet,
    AnswerTally,
    BankItem,
    Questionnaire,
    QuestionnaireVersion,
    SealedAnswer,
    Wave,
    WaveKeeper,
    WaveMember,
)

Rows = Select[*tuple[Any, ...]]

# --- questionnaires and the bank ------------------------------------------------------------------


def questionnaires() -> Select[Questionnaire]:
    """Select all questionnaires with their versions, the newest first."""
    return (
        select(Questionnaire)
        .options(selectinload(Questionnaire.versions).defer(QuestionnaireVersion.content))
        .options(joinedload(Questionnaire.centre))
        .order_by(Questionnaire.id.desc())
    )


def questionnaires_whole() -> Select[Questionnaire]:
    return select(Questionnaire).options(selectinload(Questionnaire.versions))


def listed() -> Select[Any]:
    """Select all questionnaires with their versions and the number of waves, the newest first."""
    return questionnaires().add_columns(waves_count().label("waves"))


def waves_count() -> ScalarSelect[int]:
    """Select how many waves a questionnaire of the outer select has."""
    version = QuestionnaireVersion
    waves = select(func.count(Wave.id)).join(version, version.id == Wave.version_id)
    return waves.where(version.questionnaire_id == Questionnaire.id).correlate(Questionnaire).scalar_subquery()


def titles() -> Select[int, str, Texts]:
    """Select number, key and title of every questionnaire."""
    return select(Questionnaire.id, Questionnaire.key, Questionnaire.title)


def draft_locked(questionnaire_id: int) -> Select[QuestionnaireVersion]:
    """Select the draft as it is now, and hold it until what is changed in it is written."""
    return (
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id, QuestionnaireVersion.state == "draft")
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def questionnaire(public_id: str) -> Select[Questionnaire]:
    return (
        select(Questionnaire).where(Questionnaire.public_id == public_id).options(selectinload(Questionnaire.versions))
    )


def questionnaire_by_key(key: str) -> Select[Questionnaire]:
    return select(Questionnaire).where(Questionnaire.key == key).options(selectinload(Questionnaire.versions))


def questionnaire_keys() -> Select[str]:
    return select(Questionnaire.key)


def bank_items(theme: str = "") -> Select[BankItem]:
    query = bank().where(BankItem.archived_at.is_(None))
    return query.where(BankItem.theme == theme) if theme else query


def bank() -> Select[BankItem]:
    """Select every question of the bank, also archived ones, by theme and key."""
    return select(BankItem).options(joinedload(BankItem.centre)).order_by(BankItem.theme, BankItem.key)


def bank_themes() -> Select[str]:
    return select(BankItem.theme).where(BankItem.theme != "").distinct().order_by(BankItem.theme)


def bank_item(key: str) -> Select[BankItem]:
    return select(BankItem).where(BankItem.key == key)


def bank_keys() -> Select[str]:
    return select(BankItem.key)


# --- waves ----------------------------------------------------------------------------------------


def waves() -> Select[Wave]:
    """Select waves with what their pages show, the newest first."""
    return (
        select(Wave)
        .options(joinedload(Wave.version).joinedload(QuestionnaireVersion.questionnaire))
        .order_by(Wave.opens_at.desc(), Wave.id.desc())
    )


def waves_of(questionnaire_id: int) -> Select[Wave]:
    return (
        waves()
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Wave.version_id)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
    )


def wave(public_id: str) -> Select[Wave]:
    return waves().where(Wave.public_id == public_id)


def wave_locked(wave_id: int, *, alone: bool) -> Select[Wave]:
    """Select a wave and hold it: `alone` for closing, beside others for answering."""
    lone = select(Wave).where(Wave.id == wave_id).execution_options(populate_existing=True)
    return lone.with_for_update(read=not alone)


def due_to_open(now: datetime) -> Select[Wave]:
    return select(Wave).where(Wave.state == "planned", Wave.opens_at <= now).order_by(Wave.id)


def due_to_close(now: datetime) -> Select[int]:
    return select(Wave.id).where(Wave.state == "open", Wave.closes_at <= now).order_by(Wave.id)


def unclosed() -> Select[Wave]:
    return select(Wave).where(Wave.state != "closed").order_by(Wave.id)


def states() -> Select[str, str, str]:
    """Select public id, series and state of every wave."""
    return select(Wave.public_id, Wave.series, Wave.state)


def series(name: str) -> Select[Wave]:
    return select(Wave).where(Wave.series == name).order_by(Wave.id)


def keeper(wave_id: int, person_id: int) -> Select[WaveKeeper]:
    return select(WaveKeeper).where(WaveKeeper.wave_id == wave_id, WaveKeeper.person_id == person_id)


def drop_keepers(wave_id: int) -> Delete:
    return delete(WaveKeeper).where(WaveKeeper.wave_id == wave_id)


# --- who may answer -------------------------------------------------------------------------------


def members(wave_id: int) -> Select[WaveMember]:
    """Select the members of a wave with their persons, by name."""
    return (
        select(WaveMember)
        .join(WaveMember.person)
        .where(WaveMember.wave_id == wave_id)
        .options(contains_eager(WaveMember.person))
        .order_by(Person.search, Person.display, Person.id)
    )


def silent(wave_id: int, reminded: int) -> Select[WaveMember]:
    """Select those who may answer, have not, and were reminded fewer times."""
    alive = (Person.erased_at.is_(None), Person.merged_into_id.is_(None))
    return members(wave_id).where(WaveMember.answered.is_(False), WaveMember.reminded < reminded, *alive)


def member(wave_id: int, person_id: int) -> Select[WaveMember]:
    return select(WaveMember).where(WaveMember.wave_id == wave_id, WaveMember.person_id == person_id)


def member_by_token(token_hash: str) -> Select[WaveMember]:
    return (
        select(WaveMember)
        .where(WaveMember.token_hash == token_hash)
        .options(
            joinedload(WaveMember.wave).joinedload(Wave.version).joinedload(QuestionnaireVersion.questionnaire),
            joinedload(WaveMember.person),
        )
    )


def tick(member_id: str) -> Update:
    """Note that a member answered, unless they had."""
    mine = (WaveMember.id == member_id, WaveMember.answered.is_(False))
    return update(WaveMember).where(*mine).values(answered=True)


def open_for(person_id: int, now: datetime) -> Rows:
    """Select what is told of the open waves that a person may answer and has not, the most urgent first."""
    mine = (WaveMember.person_id == person_id, WaveMember.answered.is_(False), Wave.state == "open")
    return (
        select(Questionnaire.title, Wave.title.label("about"), Wave.closes_at)
        .add_columns(Wave.public_id.label("wave"), WaveMember.id.label("member"))
        .select_from(WaveMember)
        .join(WaveMember.wave)
        .join(Wave.version)
        .join(QuestionnaireVersion.questionnaire)
        .where(*mine, Wave.closes_at > now)
        .order_by(Wave.closes_at, Wave.id)
    )


def member_rows(wave_id: int) -> Rows:
    return select(WaveMember.person_id, WaveMember.token_hash, WaveMember.role, WaveMember.answered).where(
        WaveMember.wave_id == wave_id
    )


def drop_members(wave_id: int) -> Delete:
    return delete(WaveMember).where(WaveMember.wave_id == wave_id)


# --- what they answered ---------------------------------------------------------------------------


def blobs(wave_id: int) -> Select[bytes]:
    return select(SealedAnswer.blob).where(SealedAnswer.wave_id == wave_id)


def drop_blobs(wave_id: int) -> Delete:
    return delete(SealedAnswer).where(SealedAnswer.wave_id == wave_id)


def counts(wave_ids: Collection[int]) -> Select[Any]:
    """Select wave id, members, members who answered, sealed answers and answer sets."""
    here = WaveMember.wave_id == Wave.id
    asked = select(func.count()).where(here).scalar_subquery()
    ticked = select(func.count()).where(here, WaveMember.answered).scalar_subquery()
    sealed = select(func.count()).where(SealedAnswer.wave_id == Wave.id).scalar_subquery()
    sets = select(func.count()).where(AnswerSet.wave_id == Wave.id).scalar_subquery()
    return select(
        Wave.id, asked.label("asked"), ticked.label("ticked"), sealed.label("sealed"), sets.label("sets")
    ).where(Wave.id.in_(wave_ids))


def tallies(wave_ids: Collection[int], several: Collection[str]) -> tuple[Rows, Rows]:
    """Select wave id, item, block, row, choice and how many gave it, counting single answers.

    The second select counts, as the empty choice, who answered a question of `several` choices.
    """
    place = (AnswerSet.wave_id, Answer.item, Answer.block, Answer.row)
    here = AnswerSet.wave_id.in_(wave_ids)
    joined = select(*place).join(Answer, Answer.set_id == AnswerSet.id).where(here).group_by(*place)
    chosen = joined.add_columns(Answer.choice, func.count().label("n")).group_by(Answer.choice)
    people = joined.add_columns(literal("").label("choice"), func.count(Answer.set_id.distinct()).label("n"))
    return chosen, people.where(Answer.item.in_(several))


def write_tallies(wave_id: int, several: Collection[str]) -> Iterator[Insert]:
    """Keep what `tallies` counts of a wave."""
    columns = ["wave_id", "item", "block", "row", "choice", "n"]
    yield from (insert(AnswerTally).from_select(columns, each) for each in tallies([wave_id], several))


def kept_tallies(wave_ids: Collection[int], items: Collection[str]) -> Rows:
    """Select what was counted when these waves closed."""
    columns = (AnswerTally.wave_id, AnswerTally.item, AnswerTally.block, AnswerTally.row, AnswerTally.choice)
    narrow = (AnswerTally.wave_id.in_(wave_ids), AnswerTally.item.in_(items))
    return select(*columns, AnswerTally.n).where(*narrow)


def words(wave_ids: Collection[int], items: Collection[str]) -> Rows:
    """Select the texts and days given to some items, by the random ids of their sets."""
    return (
        select(AnswerSet.wave_id, Answer.set_id, Answer.item, Answer.block, Answer.text)
        .join(Answer, Answer.set_id == AnswerSet.id)
        .where(AnswerSet.wave_id.in_(wave_ids), Answer.item.in_(items), Answer.text.is_not(None))
        .order_by(Answer.set_id, Answer.item, Answer.block)
    )


def entries(wave_ids: Collection[int], items: Collection[str]) -> Rows:
    """Select the single values of some items; ids of sets are random, so their order says nothing."""
    who = func.coalesce(AnswerSet.pseudonym, cast(AnswerSet.person_id, String)).label("who")
    return (
        select(
            AnswerSet.wave_id,
            Answer.set_id,
            who,
            Answer.item,
            Answer.block,
            Answer.row,
            Answer.choice,
            Answer.number,
            Answer.text,
        )
        .join(Answer, Answer.set_id == AnswerSet.id)
        .where(AnswerSet.wave_id.in_(wave_ids), Answer.item.in_(items))
        .order_by(Answer.set_id, Answer.item, Answer.block)
    )


def may_be_shown() -> ColumnElement[bool]:
    """Return the condition of waves whose answers may be shown: named, or closed with enough answers."""
    return or_(Wave.identity == "named", and_(Wave.state == "closed", Wave.kept))


def values() -> Rows:
    """Select every value that may be shown, for indicators: wave_id, set_id, item, block, row, choice, number.

    Join and narrow it as the indicator needs; `Wave` and `AnswerSet` are in it already.
    """
    return (
        select(
            AnswerSet.wave_id,
            Answer.set_id,
            Answer.item,
            Answer.block,
            Answer.row,
            Answer.choice,
            Answer.number,
        )
        .select_from(Wave)
        .join(AnswerSet, AnswerSet.wave_id == Wave.id)
        .join(Answer, Answer.set_id == AnswerSet.id)
        .where(may_be_shown())
    )


def answer_sets(wave_id: int) -> Select[AnswerSet]:
    return (
        select(AnswerSet)
        .where(AnswerSet.wave_id == wave_id)
        .options(joinedload(AnswerSet.person))
        .order_by(AnswerSet.id)
    )


# --- what is held about a person ------------------------------------------------------------------


def members_of_person(person_id: int) -> Select[WaveMember]:
    return (
        select(WaveMember)
        .join(WaveMember.wave)
        .where(WaveMember.person_id == person_id)
        .options(contains_eager(WaveMember.wave))
        .order_by(Wave.opens_at, Wave.id)
    )


def kept_by(person_id: int) -> Select[Wave]:
    mine = (WaveKeeper.wave_id == Wave.id) & (WaveKeeper.person_id == person_id)
    return select(Wave).join(WaveKeeper, mine).order_by(Wave.opens_at, Wave.id)


def sets_of_person(person_id: int) -> Select[AnswerSet, Wave]:
    """Select the named answers of a person with their waves."""
    return (
        select(AnswerSet, Wave)
        .join(Wave, Wave.id == AnswerSet.wave_id)
        .where(AnswerSet.person_id == person_id)
        .options(joinedload(Wave.version))
        .order_by(Wave.opens_at, Wave.id)
    )


def named_set(wave_id: int, person_id: int) -> Select[str]:
    """Select the id of what a person answered by name."""
    return select(AnswerSet.id).where(AnswerSet.wave_id == wave_id, AnswerSet.person_id == person_id)


def answers_of(set_id: str) -> Select[Answer]:
    return select(Answer).where(Answer.set_id == set_id).order_by(Answer.item, Answer.block, Answer.row, Answer.choice)
