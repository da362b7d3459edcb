"""A graduate reports a training they held, corrects what was sent back, or takes it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ...kernel import clock, files, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import fold
from ...people import services as people
from ...people.models import Category, Person
from ...web.access import Viewer
from .. import policies, queries
from ..models import GENDERS, Rollout, RolloutCount, RolloutPerson
from .origins import Origin, origins

POLICY = files.FilePolicy("rollout-evidence", ("pdf", "jpg", "png", "docx", "xlsx"))
MOST_PEOPLE = 100_000  # of one number
MOST_NAMES = 300
HOURS_A_DAY = 16
COUNTS, PERSONS = "numbers", "names"  # the fields of a form


@dataclass(frozen=True, slots=True)
class Count:
    """So many people of one gender and category; empty words mean that it was not stated."""

    number: int
    gender: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name, and where they work, as the trainer wrote it."""

    name: str
    organisation: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as it came."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolloutCommand:
    """What a graduate reports. People are counted or named, never both; without `evidence` the earlier file stays."""

    origin: str
    title: str
    country_code: str
    first_day: date
    last_day: date
    hours: float
    place: str = ""
    modules: tuple[int, ...] = ()
    counts: tuple[Count, ...] = ()
    persons: tuple[Named, ...] = ()
    evidence: Evidence | None = None


def report(*, person: Person, command: RolloutCommand) -> Rollout:
    """Keep what a graduate reports; the centre looks at it.

    Raises Refused for whoever completed no training of trainers, Invalid under the fields.
    """
    origin = _origin(person, command.origin)
    _check(origin, command)
    rollout = Rollout(
        session=origin.session,
        session_id=origin.session.id,
        parent=origin.parent,
        parent_id=origin.parent.id if origin.parent else None,
        person=person,
        person_id=person.id,
        generation=origin.generation,
        language=i18n.language(),
    )
    _write(rollout, command)
    db.session.add(rollout)
    _people(rollout, command)
    db.session.flush()
    return rollout


def correct(*, rollout: Rollout, command: RolloutCommand) -> None:
    """Write a report anew as long as it is not confirmed; it waits for the centre again. Raises as `report` does."""
    _check_open(rollout)
    origin = _origin(rollout.person, command.origin)
    _check(origin, command)
    rollout.session_id, rollout.generation = origin.session.id, origin.generation
    rollout.parent_id = origin.parent.id if origin.parent else None
    _write(rollout, command)
    _people(rollout, command)
    rollout.state, rollout.reason, rollout.reported_at = "reported", "", clock.now()
    db.session.flush()


def take_back(rollout: Rollout) -> None:
    """Forget a report that is not confirmed, its names and its file. Raises Refused for one that is."""
    _check_open(rollout)
    file = rollout.evidence
    db.session.delete(rollout)
    db.session.flush()
    if file is not None:
        files.remove(file)


def find_own(public_id: str, who: Viewer) -> Rollout:
    """Return one of the viewer's own reports; raises NotFound."""
    found = db.session.scalar(queries.one(public_id))
    if found is None or not policies.may_report(who, found):
        raise NotFound
    return found


def _check_open(rollout: Rollout) -> None:
    db.session.refresh(rollout, ["state"], with_for_update=True)
    if not rollout.open:
        raise Refused(_("The centre has confirmed this training. Write to it if something is wrong."))


# --- what must hold -----------------------------------------------------------------------------


def _origin(person: Person, key: str) -> Origin:
    """Return where the person learned what they taught on; raises Refused or Invalid."""
    known = {each.key: each for each in origins(person)}
    if not known:
        raise Refused(_("Who has completed a training of trainers can report what they taught on."))
    if key not in known:
        raise Invalid({"origin": _("Choose one of the list.")})
    return known[key]


def _check(origin: Origin, command: RolloutCommand) -> None:
    wrong = dict(_about_when(origin, command)) | dict(_about_people(command))
    if not command.title.strip():
        wrong["title"] = _("Give the training a title.")
    if command.country_code not in dict(people.choices.country_choices()):
        wrong["country"] = _("Choose one of the list.")
    if len(db.session.scalars(queries.modules(command.modules)).all()) != len(set(command.modules)):
        wrong["modules"] = _("Choose some of the list.")
    if wrong:
        raise Invalid(wrong)


def _about_when(origin: Origin, command: RolloutCommand) -> Mapping[str, str]:
    wrong = {}
    days = (command.last_day - command.first_day).days + 1
    if days < 1:
        wrong["last_day"] = _("The last day is before the first. Change one of them.")
    elif command.last_day > clock.today(i18n.viewer_zone()):
        wrong["last_day"] = _("This day is still to come.")
    if origin.ended is not None and command.first_day <= origin.ended:
        wrong["first_day"] = _(
            "You learned it until %(day)s. Report what you held after that.", day=i18n.day(origin.ended)
        )
    if not 0 < command.hours <= HOURS_A_DAY * max(days, 1):
        wrong["hours"] = _("Write how many hours it took.")
    return wrong


def _about_people(command: RolloutCommand) -> Mapping[str, str]:
    if command.counts and command.persons:
        return {PERSONS: _("Give numbers or names, not both: nobody could tell who is counted twice.")}
    if not command.counts and not command.persons:
        return {COUNTS: _("Write how many people there were, or their names.")}
    if any(not 0 < each.number <= MOST_PEOPLE or each.gender not in GENDERS for each in command.counts):
        return {COUNTS: _("Write whole numbers, one at least.")}
    if len({(each.gender, each.category) for each in command.counts}) < len(command.counts):
        return {COUNTS: _("One kind of people stands there twice. Put both numbers together.")}
    known = {code for code, _title in people.choices.category_choices()} | {""}
    if any(each.category not in known for each in command.counts):
        return {COUNTS: _("Choose one of the list.")}
    return _about_names(command.persons)


def _about_names(persons: Collection[Named]) -> Mapping[str, str]:
    if len(persons) > MOST_NAMES:
        return {PERSONS: _("These are too many names: %(most)s at the most.", most=i18n.number(MOST_NAMES))}
    if any(not each.name or len(each.name) > 200 or len(each.organisation) > 300 for each in persons):
        return {PERSONS: _("Each line begins with a name, at most 200 letters long.")}
    emails = [each.email for each in persons if each.email]
    if len({fold(each.name) + each.organisation for each in persons}) < len(persons) or len(set(emails)) < len(emails):
        return {PERSONS: _("Somebody stands there twice.")}
    return {}


# --- writing ------------------------------------------------------------------------------------


def _write(rollout: Rollout, command: RolloutCommand) -> None:
    rollout.title, rollout.place = command.title.strip(), command.place.strip()
    rollout.search = fold(f"{rollout.title} {rollout.place}")
    rollout.country_code, rollout.hours = command.country_code, command.hours
    rollout.first_day, rollout.last_day = command.first_day, command.last_day
    rollout.modules = list(db.session.scalars(queries.modules(command.modules)))
    if command.evidence is not None:
        earlier = rollout.evidence
        rollout.evidence = files.store(command.evidence.stream, command.evidence.name, POLICY)
        db.session.flush()
        if earlier is not None:
            files.remove(earlier)


def _people(rollout: Rollout, command: RolloutCommand) -> None:
    rollout.counted = "persons" if command.persons else "numbers"
    _counts(rollout, command.counts)
    _persons(rollout, command.persons)


def _counts(rollout: Rollout, counts: Collection[Count]) -> None:
    """Write the numbers anew, rows that stay as they were untouched: the history tells what changed."""
    wanted = {(each.gender, each.category): each.number for each in counts}
    for row in list(rollout.counts):
        number = wanted.pop((row.gender, row.category_code or ""), None)
        if number is None:
            db.session.delete(row)
        else:
            row.number = number
    db.session.flush()
    for (gender, category), number in wanted.items():
        known = db.session.get(Category, category) if category else None
        rollout.counts.append(
            RolloutCount(gender=gender, category=known, category_code=category or None, number=number)
        )
    db.session.flush()
    db.session.expire(rollout, ["counts"])


def _persons(rollout: Rollout, persons: Collection[Named]) -> None:
    """Write the names anew; who was found in the address book before stays found."""
    wanted = {(each.name, each.organisation): each for each in persons}
    for row in list(rollout.persons):
        said = wanted.pop((row.name, row.organisation), None)
        if said is None:
            db.session.delete(row)
        elif row.person_id is None:
            row.email = said.email or None
    db.session.flush()
    for said in wanted.values():
        rollout.persons.append(RolloutPerson(name=said.name, organisation=said.organisation, email=said.email or None))
    db.session.flush()
    db.session.expire(rollout, ["persons"])
