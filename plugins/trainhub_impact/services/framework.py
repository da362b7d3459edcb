"""The framework: results in a tree, indicators under them, their definitions by version, and targets."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from trainhub.plugin_api import Invalid, NotFound, Refused, Texts, Viewer, actor, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.people import Centre, Person
from trainhub.plugin_api.reports import Period, breakdowns, breakdowns_of, indicators
from trainhub.plugin_api.sessions import Project

from .. import policies, queries, vocabulary
from ..models import Result, Sheet, Target, Tracked
from ..vocabulary import BELOW, COMPUTED, INSTITUTIONS, NUMBER, PERCENT, RATIO, SUM, UP

MOST_SPLITS = 2  # a filter may take the third place of a table
NEVER_SPLIT = frozenset({"session"})  # who sat in a room is known to all in it: no sheet splits by it


@dataclass(frozen=True, slots=True)
class ResultCommand:
    """What a goal, outcome or output says."""

    key: str
    title: Texts
    about: Texts = field(default_factory=Texts)


@dataclass(frozen=True, slots=True)
class SheetCommand:
    """Everything a definition sheet says; the columns of `Sheet` with the same names."""

    title: Texts
    definition: Texts
    source: str = COMPUTED
    numerator: str = ""
    numerator_filters: Mapping[str, str] = field(default_factory=dict)
    denominator: str = ""
    denominator_filters: Mapping[str, str] = field(default_factory=dict)
    gather: str = SUM
    shape: str = NUMBER
    unit: Texts = field(default_factory=Texts)
    people: bool = False
    direction: str = UP
    baseline: float | None = None
    baseline_on: date | None = None
    by: tuple[str, ...] = ()
    verification: Texts = field(default_factory=Texts)
    links: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    gcm: tuple[str, ...] = ()
    modules: tuple[int, ...] = ()
    drawn_from: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorCommand:
    """An indicator: its place, family, owner, and what its sheet says."""

    key: str
    family: str
    sheet: SheetCommand
    owner: Person | None = None


# --- finding --------------------------------------------------------------------------------------------


def centres_of(who: Viewer) -> list[Centre]:
    """Return the centres whose framework the viewer sees."""
    return list(db.session.scalars(queries.centres(who.centres(policies.VIEW))))


def centre_of(who: Viewer, slug: str = "") -> Centre:
    """Return the centre an address names, or the first the viewer sees; raises NotFound."""
    found = [each for each in centres_of(who) if not slug or each.slug == slug]
    if not found:
        raise NotFound
    return found[0]


def find_result(public_id: str, who: Viewer) -> Result:
    """Return a result of a centre whose framework the viewer keeps; raises NotFound."""
    result = db.session.scalar(queries.result(public_id))
    if result is None or not policies.keeps(who, result.centre_id):
        raise NotFound
    return result


def find(public_id: str, who: Viewer) -> Tracked:
    """Return an indicator the viewer may see; raises NotFound."""
    tracked = db.session.scalar(queries.one(public_id))
    if tracked is None or not policies.sees(who, tracked.centre_id):
        raise NotFound
    return tracked


def find_to_keep(public_id: str, who: Viewer) -> Tracked:
    """Return an indicator the viewer may change; raises NotFound."""
    tracked = find(public_id, who)
    if not policies.keeps(who, tracked.centre_id):
        raise NotFound
    return tracked


def results(centre: Centre) -> list[Result]:
    """Return the tree of a centre from the top: each result after the one it belongs to."""
    found = sorted(db.session.scalars(queries.results(centre.id)), key=lambda each: natural(each.key))
    return list(_below(None, found))


def natural(key: str) -> list[tuple[int, str]]:
    """Return what a number sorts by: 1.10 after 1.9."""
    parts = re.findall(r"\d+|\D+", key)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _below(parent: int | None, found: Iterable[Result]) -> Iterable[Result]:
    for each in found:
        if each.parent_id == parent:
            yield each
            yield from _below(each.id, found)


def tracked(centre: Centre) -> list[Tracked]:
    """Return the indicators of a centre that are in use, in the order of their numbers."""
    return sorted(db.session.scalars(queries.tracked(centre.id)), key=lambda each: natural(each.key))


# --- results --------------------------------------------------------------------------------------------


def add_result(centre: Centre, command: ResultCommand, parent: Result | None = None) -> Result:
    """Add a goal, or what stands under a result; raises Invalid."""
    kind = BELOW.get(parent.kind if parent else "")
    if kind is None or (parent and parent.centre_id != centre.id):
        raise Invalid(_("Nothing stands under an output but its indicators."))
    _check_result(command)
    result = Result(centre_id=centre.id, parent=parent, kind=kind, **asdict_shallow(command))
    db.session.add(result)
    db.session.flush()
    return result


def edit_result(result: Result, command: ResultCommand) -> None:
    """Say it otherwise; raises Invalid."""
    _check_result(command)
    for name, value in asdict_shallow(command).items():
        setattr(result, name, value)
    db.session.flush()


def archive_result(result: Result) -> None:
    """Take a result out of the framework. Raises Refused while something stands under it."""
    centre_results = db.session.scalars(queries.results(result.centre_id))
    children = any(each.parent_id == result.id for each in centre_results)
    used = any(each.result_id == result.id for each in db.session.scalars(queries.tracked(result.centre_id)))
    if children or used:
        raise Refused(_("Something stands under it. Move or archive that first."))
    result.archived_at = clock.now()
    db.session.flush()


def _check_result(command: ResultCommand) -> None:
    wrong = {}
    if not command.key:
        wrong["key"] = _("Give it a number, such as 1.2.")
    if not command.title:
        wrong["title"] = _("Give it a title.")
    if wrong:
        raise Invalid(wrong)


# --- indicators and their sheets --------------------------------------------------------------------------


def add(result: Result, command: IndicatorCommand) -> Tracked:
    """Define an indicator under a result; raises Invalid."""
    _check(result.centre_id, command)
    made = Tracked(
        centre_id=result.centre_id, result=result, key=command.key, family=command.family, owner=command.owner
    )
    db.session.add(made)
    db.session.flush()
    _write_sheet(made, command.sheet, 1, "")
    return made


def edit(tracked: Tracked, command: IndicatorCommand, *, reason: str, result: Result | None = None) -> bool:
    """Change an indicator; what its sheet says anew is the next version, which needs a reason.

    Say whether there is a new version. Raises Invalid.
    """
    _check(tracked.centre_id, command, tracked)
    changed = changes(tracked.sheet, command.sheet)
    if changed and not reason.strip():
        raise Invalid({"reason": _("Say why the definition changes: it stands in the history for ever.")})
    tracked.key, tracked.family, tracked.owner = command.key, command.family, command.owner
    if result is not None and result.centre_id == tracked.centre_id:
        tracked.result = result
    if changed:
        _write_sheet(tracked, command.sheet, tracked.sheet.no + 1, reason.strip())
    db.session.flush()
    return bool(changed)


def archive(tracked: Tracked) -> None:
    """Take an indicator out of use; its values stay."""
    tracked.archived_at = clock.now()
    db.session.flush()


def restore(tracked: Tracked) -> None:
    """Take it into use again."""
    tracked.archived_at = None
    db.session.flush()


def changes(before: Sheet, after: SheetCommand | Sheet) -> list[str]:
    """Return the names of what two versions say differently."""
    names = [each.name for each in fields(SheetCommand)]
    return [name for name in names if _plain(getattr(before, name)) != _plain(getattr(after, name))]


def labels_of(names: Iterable[str]) -> list[str]:
    """Return what columns of a sheet are called, each once."""
    columns = Sheet.__table__.c
    return list(dict.fromkeys(str(columns[name].info["label"]) for name in names))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _write_sheet(tracked: Tracked, command: SheetCommand, no: int, reason: str) -> Sheet:
    values = {each.name: _plain(getattr(command, each.name)) for each in fields(SheetCommand)}
    if command.source != COMPUTED:
        values |= {"numerator": "", "numerator_filters": {}, "denominator": "", "denominator_filters": {}, "by": []}
    sheet = Sheet(tracked=tracked, no=no, reason=reason, made_by=actor().name, **values)
    db.session.add(sheet)
    db.session.flush()
    return sheet


def _check(centre_id: int, command: IndicatorCommand, existing: Tracked | None = None) -> None:
    wrong = dict(_wrong_sheet(command.sheet))
    if not command.key:
        wrong["key"] = _("Give it a number, such as 1.2.3.")
    else:
        other = db.session.scalar(queries.with_key(centre_id, command.key))
        if other is not None and other is not existing:
            wrong["key"] = _("Another indicator has this number.")
    if command.family not in vocabulary.FAMILIES:
        wrong["family"] = _("Choose one of the list.")
    if wrong:
        raise Invalid(wrong)


def _wrong_sheet(sheet: SheetCommand) -> Iterable[tuple[str, str]]:
    if not sheet.title:
        yield "title", _("Give it a title.")
    if not sheet.definition:
        yield "definition", _("Say what is counted, and what is not.")
    if sheet.source == COMPUTED:
        yield from _wrong_figure("numerator", sheet.numerator, sheet.numerator_filters, sheet.by)
        if sheet.denominator:
            yield from _wrong_figure("denominator", sheet.denominator, sheet.denominator_filters, ())
    yield from _wrong_words(sheet)


def _wrong_words(sheet: SheetCommand) -> Iterable[tuple[str, str]]:
    if sheet.source == INSTITUTIONS and sheet.gather == RATIO and sheet.shape != PERCENT:
        yield "shape", _("A ratio of all institutions is a share: choose per cent.")
    if not all(link.startswith(("https://", "http://")) for link in sheet.links):
        yield "links", _("A link begins with https://.")
    if set(sheet.sdg) - set(vocabulary.SDG) or set(sheet.gcm) - set(vocabulary.GCM):
        yield "sdg", _("Choose some of the list.")


def _wrong_figure(name: str, key: str, filters: Mapping[str, str], by: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a figure; one whose plugin is off at present is kept as it is."""
    if not key:
        yield name, _("Choose the figure it is computed from.")
        return
    found = indicators().get(key)
    if found is None:
        return
    possible = {each.key for each in breakdowns_of(found)} - NEVER_SPLIT
    known = set(breakdowns())
    asked = {*filters, *by} & known
    if not asked <= possible:
        yield name, _("This figure cannot be split by: %(names)s.", names=", ".join(sorted(asked - possible)))
    if len({*filters, *by}) > MOST_SPLITS + 1 or set(filters) & set(by):
        yield name, _("A figure is narrowed and split in three ways at the most, each another one.")


def asdict_shallow(command: ResultCommand) -> dict[str, object]:
    """Return what a command says by name, texts as they are."""
    return {each.name: getattr(command, each.name) for each in fields(command)}


# --- targets ----------------------------------------------------------------------------------------------


def set_target(tracked: Tracked, period: Period, value: float | None, project: Project | None = None) -> Target | None:
    """Say what is to be reached in a period (None: nothing is said any more). Raises Refused once it is locked."""
    if project is None and db.session.scalar(queries.lock_of(tracked.centre_id, period.first, period.until)):
        raise Refused(_("%(period)s is locked: its target stands.", period=period.label))
    if project is not None and project.centre_id != tracked.centre_id:
        raise NotFound
    found = db.session.scalar(queries.target(tracked.id, period.first, period.until, project.id if project else None))
    if value is None:
        if found is not None:
            db.session.delete(found)
    elif found is None:
        found = Target(indicator_id=tracked.id, first=period.first, until=period.until, project=project, value=value)
        db.session.add(found)
    else:
        found.value = value
    db.session.flush()
    return found if value is not None else None


def targets(tracked: Iterable[Tracked]) -> list[Target]:
    """Return every target of some indicators, the oldest period first."""
    return list(db.session.scalars(queries.targets([each.id for each in tracked])))


def standing(sheet: Sheet, value: float | None, target: float | None) -> str:
    """Return how a value stands to its target: met, close, behind; "" where one of them is missing."""
    if value is None or target is None:
        return ""
    if sheet.direction == vocabulary.KEEP:
        away = abs(value - target)
        return _step(away <= 0.02 * abs(target), away <= 0.1 * abs(target))
    if sheet.direction == vocabulary.DOWN:
        return _step(value <= target, value <= target * 1.2)
    return _step(value >= target, value >= target * 0.8)


def _step(met: bool, close: bool) -> str:
    return vocabulary.MET if met else vocabulary.CLOSE if close else vocabulary.BEHIND
