"""What stands in a module of a draft: its texts, its components in their order, its cross-listed entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import slugify
from ...kernel.types import Texts
from ..files import ComponentDoc
from ..models import ActivityText, ModuleText, Reference
from .checks import check_texts, learn_languages, next_key, only_drafts
from .reading import texts
from .store import identities, put_components

NEW = "-"  # how the key of a component begins that has none yet; no key of a file begins so
_LENGTH = 40


@dataclass(frozen=True, slots=True)
class ModuleCommand:
    """The texts of a module; its components in their order, notes of cross-listed entries by their ids.

    A component that is not among them leaves; one whose key begins with NEW is added under a key made of its title.
    """

    title: Texts
    introduction: Texts
    components: Sequence[ComponentDoc]
    notes: Mapping[str, Texts]


def edit_module(module: ModuleText, command: ModuleCommand) -> None:
    """Save the texts and the components of a module of a draft."""
    only_drafts(module.version)
    components = {f"component-{each.key}": each.title for each in command.components}
    notes = {f"note-{entry}": each for entry, each in command.notes.items()}
    said = {"title": command.title, "introduction": command.introduction} | components | notes
    check_texts(said, needed={"title", *components})
    module.title, module.body = command.title, command.introduction or None
    put_components(module, tuple(_named(command.components)))
    _forget_components(module)
    for reference in module.references:
        reference.note = command.notes.get(reference.entry, reference.note) or None
    db.session.flush()
    learn_languages(module.version, said.values())


def add_reference(module: ModuleText, activity: str, note: Texts) -> Reference:
    """List an activity of another module here too, under the next id of this module (R-006, R-007)."""
    only_drafts(module.version)
    check_texts({"note": note}, needed=set())
    found = next((each for each in listable(module, texts(module.version)) if each.key == activity), None)
    if found is None:
        raise Invalid({"activity": _("Choose an activity of another module that does not stand here yet.")})
    row = Reference(
        version_id=module.version_id, entry=next_key(module.number), activity=found.activity, note=note or None
    )
    module.references.append(row)
    db.session.flush()
    learn_languages(module.version, [note])
    return row


def listable(module: ModuleText, activities: Iterable[ActivityText]) -> list[ActivityText]:
    """Return of a version's activities those that a module can list: at home in another one, not listed here yet."""
    here = {each.activity_id for each in module.references}
    others = (each for each in activities if each.module_text_id != module.id)
    return [each for each in others if each.activity_id not in here]


def find_reference(module: ModuleText, entry: str) -> Reference:
    """Return a cross-listed entry of a module by its id."""
    found = next((each for each in module.references if each.entry == entry), None)
    if found is None:
        raise NotFound(entry)
    return found


def remove_reference(module: ModuleText, entry: str) -> None:
    """Take a cross-listed entry out of a module of a draft; the activity stays in its own."""
    only_drafts(module.version)
    module.references.remove(find_reference(module, entry))
    identities([entry])  # so that its id is never given again
    db.session.flush()


def _named(components: Sequence[ComponentDoc]) -> Iterable[ComponentDoc]:
    """Give new components keys that no other of the module has."""
    taken = {each.key for each in components}
    for each in components:
        if each.key.startswith(NEW):
            each = replace(each, key=_free(str(each.title), taken))
            taken.add(each.key)
        yield each


def _free(title: str, taken: set[str]) -> str:
    free = key = slugify(title, _LENGTH - 3)
    number = 2
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def _forget_components(module: ModuleText) -> None:
    """No activity serves a component that is no more."""
    left = {each.key for each in module.components}
    for activity in module.activities:
        if not left.issuperset(activity.components):
            activity.components = [key for key in activity.components if key in left]
