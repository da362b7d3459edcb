"""What the pages of a draft share: the draft itself, its two languages side by side, and how it is saved."""

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import i18n, work
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web.access import viewer
from .. import policies, services
from ..content import BLOCKS, TYPES, Content, Item, Section, condition_words, content_from_json, numbers
from ..models import KINDS, Questionnaire, QuestionnaireVersion


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a questionnaire as it is being edited."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion
    content: Content

    def section(self, key: str) -> Section:
        found = self.content.section(key)
        if found is None:
            raise NotFound(key)
        return found

    def item(self, key: str) -> Item:
        found = self.content.item(key)
        if found is None:
            raise NotFound(key)
        return found

    def save(self, content: Content) -> None:
        services.save_draft(self.version, content)
        work.commit()

    def page(self, template: str, **values: Any) -> str:
        """Draw a page of the draft."""
        return render_template(
            template,
            questionnaire=self.questionnaire,
            version=self.version,
            content=self.content,
            numbers=numbers(self.content),
            **values,
            **words(),
            **self.languages(),
        )

    def languages(self) -> dict[str, Any]:
        """Return the source language, the translation that is worked on (?to=), and the others to choose from."""
        source = self.content.language
        others = [code for code in i18n.languages() if code != source]
        asked = request.args.get("to") or i18n.language()
        to = asked if asked in others else others[0]
        return {"source": source, "to": to, "others": [(code, i18n.NATIVE.get(code, code)) for code in others]}

    def at(self, endpoint: str, **values: Any) -> str:
        """Return the address of another page of the draft, the translation kept."""
        public_id = self.questionnaire.public_id
        return url_for(f"questionnaires.{endpoint}", public_id=public_id, to=request.args.get("to"), **values)

    def overview(self, key: str = "", by: str = "") -> ResponseReturnValue:
        """Lead to the page of all questions; the focus goes to one of them."""
        return redirect(self.at("build", at=key or None, by=by or None), 303)


def kept(public_id: str) -> Questionnaire:
    """Return a questionnaire that the viewer keeps; another centre's is not theirs to change."""
    questionnaire = services.find(public_id)
    if not policies.may_keep(viewer(), questionnaire):
        abort(403)
    return questionnaire


def draft(public_id: str) -> Draft:
    """Return a draft, held against others where it is going to be changed; without one there is no such page."""
    questionnaire = kept(public_id)
    version = questionnaire.draft
    if version is None:
        raise NotFound(public_id)
    if request.method != "GET":
        version = services.held_draft(questionnaire)
    return Draft(questionnaire, version, content_from_json(version.content))


def words() -> dict[str, Any]:
    """Give templates the names of codes."""
    return {"kinds": KINDS, "types": TYPES, "blocks": BLOCKS, "condition_words": condition_words}


def changed_meanwhile() -> str:
    return _(
        "Somebody else changed this while you were writing. Nothing you wrote is lost: "
        "look at it once more, then save again."
    )
