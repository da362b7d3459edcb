"""Who may see and change what, and whom an activity is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..people.reference import EVERYBODY, GOVERNMENT, MEDIA
from ..web.access import Viewer
from .models import Curriculum, Version

EDIT = "curriculum.edit"


def may_see(who: Viewer, version: Version) -> bool:
    """The version in force is public; drafts and former versions are read by the staff of every centre."""
    return version.state == "approved" or who.may(EDIT)


def may_keep(who: Viewer, curriculum: Curriculum) -> bool:
    """Say whether a viewer may make drafts of a curriculum, change and approve them: the staff of its centre.

    One without a centre is kept by those who work for all centres: administrators, and staff without a limit.
    """
    if curriculum.centre_id is None:
        return who.may(EDIT) and who.centres(EDIT) is None
    return who.may(EDIT, centre_id=curriculum.centre_id)


def may_edit(who: Viewer, version: Version) -> bool:
    """Only a draft can be changed, by those who keep its curriculum."""
    return version.state == "draft" and may_keep(who, version.curriculum)


class AudienceEntry(Protocol):
    """An audience row of an activity or of a session."""

    @property
    def category_code(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def group_code(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an audience reaches: stakeholder categories, each with what holds for it.

    `groups` names the country group a category is limited to.
    """

    categories: frozenset[str]
    priority: frozenset[str]
    groups: Mapping[str, str]

    @property
    def government_only(self) -> bool:
        return (
            GOVERNMENT in self.categories
            and EVERYBODY not in self.categories
            and not any(
                code in self.categories
                for code in ("csos", "academia", MEDIA, "private-sector", "international-organisations", "young-people")
            )
        )

    @property
    def undecided(self) -> bool:
        return not self.categories


def resolve_audience(entries: Iterable[AudienceEntry], parents: Mapping[str, str | None]) -> Invited:
    """Spread entries over the tree of categories: the nearest entry decides for a category.

    Media are not reached through "all stakeholders", but only where they are named (R-081).
    """
    rules = {entry.category_code: entry for entry in entries}
    found = {code: entry for code in parents if (entry := _nearest(code, rules, parents)) and entry.rule != "out"}
    return Invited(
        frozenset(found),
        frozenset(code for code, entry in found.items() if entry.rule == "priority"),
        {code: entry.group_code for code, entry in found.items() if entry.group_code},
    )


def _nearest(code: str, rules: Mapping[str, AudienceEntry], parents: Mapping[str, str | None]) -> AudienceEntry | None:
    through_media = False
    step: str | None = code
    while step is not None:
        through_media |= step == MEDIA
        if step in rules:
            return None if through_media and step == EVERYBODY else rules[step]
        step = parents.get(step)
    return None
