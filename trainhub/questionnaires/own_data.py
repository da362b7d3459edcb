"""What questionnaires hold about a person: what they were asked, and what they answered by name."""

from ..hooks.types import PersonData
from ..kernel.db import db
from ..kernel.i18n import gettext as _
from ..kernel.i18n import language
from ..people.models import Person
from . import queries, services
from .models import ROLES, Answer, AnswerSet


def own(person: Person) -> list[PersonData]:
    """Return both; what somebody answered without their name nobody can find, also not for them."""
    return [_asked(person), _answered(person)]


def _asked(person: Person) -> PersonData:
    rows: list[dict[str, object]] = [
        {"title": each.wave.title, "day": each.wave.opens_at, "as": str(ROLES[each.role]), "answered": each.answered}
        for each in db.session.scalars(queries.members_of_person(person.id))
    ]
    rows += [
        {"title": wave.title, "day": wave.opens_at, "as": _("Types in paper forms"), "answered": None}
        for wave in db.session.scalars(queries.kept_by(person.id))
    ]
    columns = {"title": _("Questions about"), "day": _("Opens"), "as": _("Asked as"), "answered": _("Answered")}
    tables = ("wave_member", "wave_keeper")
    return PersonData("questions", _("Questions that you were asked"), columns, rows, tables=tables, order=30)


def _answered(person: Person) -> PersonData:
    rows = []
    for answer_set, wave in db.session.execute(queries.sets_of_person(person.id)):
        content = services.content_of(wave)
        asked = {item.key: item for item in content.items}
        for value in db.session.scalars(queries.answers_of(answer_set.id)):
            words = {each.code: each.text.text(language()) for each in asked[value.item].options}
            rows.append(
                {
                    "title": wave.title,
                    "question": asked[value.item].text.text(language()),
                    "answer": value.text or words.get(value.choice, value.choice) or value.number,
                }
            )
    columns = {"title": _("Questions about"), "question": _("Question"), "answer": _("Answer")}
    tables = (AnswerSet.__tablename__, Answer.__tablename__)
    return PersonData("answers", _("Your answers by name"), columns, rows, tables=tables, order=31)
