"""Questionnaires and their versions: made, edited as drafts, frozen, copied."""

from dataclasses import replace

from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import slugify
from ...kernel.types import Texts
from .. import queries
from ..content import Content, Item, content_from_json, content_to_json, faults
from ..models import KINDS, BankItem, Questionnaire, QuestionnaireVersion


def find(public_id: str) -> Questionnaire:
    """Return a questionnaire with its versions; raises NotFound."""
    found = db.session.scalar(queries.questionnaire(public_id))
    if found is None:
        raise NotFound
    return found


def find_by_key(key: str) -> Questionnaire:
    """Return a questionnaire by its key; raises NotFound."""
    found = db.session.scalar(queries.questionnaire_by_key(key))
    if found is None:
        raise NotFound
    return found


def find_version(questionnaire: Questionnaire, no: int) -> QuestionnaireVersion:
    """Return a version by its number; raises NotFound."""
    found = next((version for version in questionnaire.versions if version.no == no), None)
    if found is None:
        raise NotFound
    return found


def create(
    *,
    title: Texts,
    kind: str = "other",
    key: str = "",
    content: Content | None = None,
    centre_id: int | None = None,
) -> Questionnaire:
    """Make a questionnaire with a first draft, kept by a centre; without a key it gets one made from its title."""
    _check_head(title, kind)
    if key and db.session.scalar(queries.questionnaire_by_key(key)) is not None:
        raise Invalid({"key": _("There is a questionnaire with this key already. Choose another.")})
    questionnaire = Questionnaire(key=key or _free_key(str(title)), title=title, kind=kind, centre_id=centre_id)
    questionnaire.versions.append(_draft(1, content or Content(language=title.source)))
    db.session.add(questionnaire)
    db.session.flush()
    return questionnaire


def retitle(questionnaire: Questionnaire, *, title: Texts, kind: str) -> None:
    """Change title and kind; results and waves keep their own words."""
    _check_head(title, kind)
    questionnaire.title, questionnaire.kind = title, kind
    db.session.flush()


def hand_over(kept: Questionnaire | BankItem, centre_id: int | None) -> None:
    """Give a questionnaire, or a question of the bank, into the care of a centre; of none: of administrators."""
    kept.centre_id = centre_id
    db.session.flush()


def archive(questionnaire: Questionnaire, yes: bool = True) -> None:
    """Take a questionnaire off the lists, or bring it back; its results stay."""
    questionnaire.archived_at = clock.now() if yes else None
    db.session.flush()


def draft_of(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Return the draft, made from the newest frozen version if there is none: edits never touch a frozen one."""
    if questionnaire.draft is not None:
        return questionnaire.draft
    latest = questionnaire.latest
    content = content_from_json(latest.content) if latest else Content(language=questionnaire.title.source)
    draft = _draft(max((version.no for version in questionnaire.versions), default=0) + 1, content)
    questionnaire.versions.append(draft)
    db.session.flush()
    return draft


def held_draft(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Return the draft and keep others from changing it until this is written; raises Refused without one."""
    found = db.session.scalar(queries.draft_locked(questionnaire.id))
    if found is None:
        raise Refused(_("There is no draft. Choose “Edit” on the page of the questionnaire: that makes one."))
    return found


def discard_draft(questionnaire: Questionnaire) -> None:
    """Throw a draft away; the frozen versions stay. Raises Refused where nothing would be left."""
    draft = held_draft(questionnaire)
    if questionnaire.latest is None:
        raise Refused(_("There is no other version. Archive the questionnaire if it is not needed."))
    questionnaire.versions.remove(draft)
    db.session.delete(draft)
    db.session.flush()


def save_draft(version: QuestionnaireVersion, content: Content) -> None:
    """Keep a draft, however unfinished; raises Refused for a frozen version."""
    if version.state != "draft":
        raise Refused(
            _("This version is frozen because it was sent. Edit the questionnaire: that makes a new version.")
        )
    version.content, version.language = content_to_json(content), content.language
    db.session.flush()


def freeze(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Freeze a draft so that it can be sent; raises Invalid with a sentence for each section or item (by key)."""
    if version.state == "frozen":
        return version
    found = faults(content_from_json(version.content))
    if found:
        raise Invalid({fault.where: fault.sentence for fault in reversed(found)})
    version.state, version.frozen_at = "frozen", clock.now()
    db.session.flush()
    return version


def copy(version: QuestionnaireVersion, *, title: Texts, kind: str = "", centre_id: int | None = None) -> Questionnaire:
    """Make a new questionnaire that begins as a version says; its items keep their keys, so results compare."""
    content = content_from_json(version.content)
    kind = kind or version.questionnaire.kind
    return create(title=title, kind=kind, content=replace(content), centre_id=centre_id)


def used_keys(questionnaire: Questionnaire) -> set[str]:
    """Return the keys of every section and item of any version: a new one must take none of them."""
    contents = [content_from_json(version.content) for version in questionnaire.versions]
    sections = {section.key for content in contents for section in content.sections}
    return sections | {item.key for content in contents for item in content.items}


def frozen_items(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    """Return the questions of all frozen versions by key, the oldest first: what may have been answered."""
    found: dict[str, list[Item]] = {}
    for version in questionnaire.versions:
        if version.state == "frozen":
            for item in content_from_json(version.content).items:
                found.setdefault(item.key, []).append(item)
    return found


def _draft(no: int, content: Content) -> QuestionnaireVersion:
    return QuestionnaireVersion(no=no, state="draft", content=content_to_json(content), language=content.language)


def _check_head(title: Texts, kind: str) -> None:
    if not title:
        raise Invalid({"title": _("Give the questionnaire a title.")})
    if kind not in KINDS:
        raise Invalid({"kind": _("Choose what kind of questionnaire it is.")})


def _free_key(title: str) -> str:
    base = slugify(title, 50)
    key, number = base, 2
    while db.session.scalar(queries.questionnaire_by_key(key)) is not None:
        key, number = f"{base}-{number}", number + 1
    return key
