"""The matrix from a file: a line for each answer. As long as one line is wrong, nothing is taken in (R-038, R-041)."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import url_for

from ...imports.services import Column, Context, Importer, Kind, Outcome, Values, Wide
from ...kernel import clock, i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...people import queries as people
from ...people.services import vocabulary
from ...web.access import Viewer
from ...web.templating import words as shown
from .. import policies, queries
from ..models import OtherTraining, Response, Topic
from ..vocabulary import WORDS
from . import answering, matrices

KEY, HISTORY = "needs", "training-history"
Rows = Mapping[str, Any]

COLUMNS = (
    Column("country", _l("Country"), ("ölkə", "страна", "ýurt"), required=True, help=_l("By name or by code.")),
    Column(
        "topic",
        _l("Module or topic"),
        ("module", "topic", "modul", "mövzu", "модуль", "тема", "mowzuk"),
        required=True,
        longest=300,
        help=_l("The number of the module, its title, or the title of a free topic of this round."),
    ),
    Column(
        "value",
        _l("Priority"),
        ("value", "qiymət", "значение", "оценка", "baha"),
        required=True,
        help=_l("A number of the scale; 0; or one of: no, some elements, not available, no answer."),
    ),
    Column(
        "institution",
        _l("Institution"),
        ("organisation", "qurum", "учреждение", "организация", "edara"),
        longest=300,
        help=_l("Several of a country have a line each."),
    ),
    Column("category", _l("Category"), ("kateqoriya", "категория", "kategoriýa"), longest=200),
    Column(
        "behalf",
        _l("Answered on its behalf by"),
        ("proxy", "on behalf of", "vasitəçi", "через", "adyndan"),
        longest=200,
    ),
    Column(
        "note",
        _l("Note on the quality of the data"),
        ("note", "qeyd", "примечание", "bellik"),
        longest=500,
    ),
)


def row(values: Values, context: Context) -> Outcome:
    """Take in one answer. Everything is looked at before anything is changed."""
    ready: Rows = context.chunk
    wrong: dict[str, str] = {}
    country = _country(values, ready, wrong)
    topic = _topic(values, ready, wrong)
    category = _category(values, ready, wrong)
    try:
        said = answering.from_file(values.get("value", ""), ready["scale"], ready["words"])
    except Invalid as error:
        wrong["value"] = str(error)
        said = None
    if wrong:
        raise Invalid(wrong)
    name = values.get("institution", "").strip()
    label = f"{i18n.country_name(country)} · {ready['titles'][topic]}"
    if said is None and not name and (country, "") not in ready["responses"]:
        return Outcome(Kind.SAME, label, note=_told(said))  # nobody of the country answered: there is nothing to keep
    response, fresh = _response(ready, country, name)
    about = category, values.get("behalf", "").strip()
    fresh |= said is not None and all(each.topic_id != topic for each in response.answers)
    changed = _put_about(response, *about, keep="behalf" not in values)
    changed |= answering.write(response, topic, said, values.get("note", "").strip() if "note" in values else None)
    return Outcome(Kind.ADDED if fresh else Kind.CHANGED if changed else Kind.SAME, label, note=_told(said))


def _told(said: Any) -> str:
    if said is None:
        return _("No answer")
    return str(said.value) if said.value is not None else str(WORDS[said.state])


def _country(values: Values, ready: Rows, wrong: dict[str, str]) -> str:
    text = values.get("country", "").strip()
    code = ready["countries"].get(fold(text))
    if code is None:
        wrong["country"] = _("No country is called “%(name)s”.", name=text[:60]) if text else _("This is missing.")
        return ""
    if code not in ready["columns"]:
        wrong["country"] = _("This round does not ask %(name)s.", name=i18n.country_name(code))
    return str(code)


def _topic(values: Values, ready: Rows, wrong: dict[str, str]) -> int:
    text = values.get("topic", "").strip()
    found = ready["topics"].get(fold(text.lstrip("0") if text.isdecimal() else text))
    if found is None:
        wrong["topic"] = (
            _("No topic of this round is called “%(name)s”.", name=text[:60]) if text else _("This is missing.")
        )
        return 0
    return int(found)


def _category(values: Values, ready: Rows, wrong: dict[str, str]) -> str | None:
    text = values.get("category", "").strip()
    if not text:
        return None
    code: str | None = ready["categories"].get(fold(text))
    if code is None:
        wrong["category"] = _("No category is called “%(name)s”.", name=text[:60])
    return code


def _response(ready: Rows, country: str, name: str) -> tuple[Response, bool]:
    known: dict[tuple[str, str], Response] = ready["responses"]
    key = country, fold(name)
    if key in known:
        return known[key], False
    response = Response(
        round_id=ready["round"].id, country_code=country, name=name, state="answered", day=clock.today(), behalf=""
    )
    db.session.add(response)
    known[key] = response
    return response, True


def _put_about(response: Response, category: str | None, behalf: str, *, keep: bool) -> bool:
    before = response.category_code, response.behalf, response.state
    response.state = "answered"
    if category is not None:
        response.category_code = category
    if behalf or not keep:
        response.behalf = behalf or response.behalf
    return before != (response.category_code, response.behalf, response.state)


def prepare(_rows: Sequence[Values], context: Context) -> None:
    """Read what rows may name: the round, its topics and institutions, countries, categories."""
    found = db.session.scalar(queries.round_(context.subject))
    if found is None:
        raise Invalid(_("This round is not there any more."))
    topics = list(db.session.scalars(queries.topics(found.id)))
    titles = matrices.module_titles()
    context.chunk |= {
        "round": found,
        "scale": matrices.scale_of(found),
        "words": answering.words(),
        "columns": {each.country_code for each in found.countries},
        "countries": vocabulary.countries(),
        "topics": _topic_names(topics, titles),
        "titles": {topic.id: shown(matrices.title_of(topic, titles)) for topic in topics},
        "categories": _category_names(),
        "responses": {
            (each.country_code, fold(each.name)): each
            for each in db.session.scalars(queries.answers_of_round(found.id))
        },
    }


def _answers(round_id: int) -> Iterable[Response]:
    return db.session.scalars(queries.answers_of_round(round_id))


def _topic_names(topics: Sequence[Topic], titles: Mapping[int, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for topic in topics:
        for name in matrices.title_of(topic, dict(titles)).values.values():
            found.setdefault(fold(name), topic.id)
        if topic.module is not None:
            found[str(topic.module.number)] = topic.id
    return found


def _category_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for category in db.session.scalars(queries.categories()):
        found |= {fold(name): category.code for name in (category.code, *category.title.values.values())}
    return found


def identity(values: Values) -> Iterator[Hashable]:
    """No two lines of a file may be about the same institution and topic."""
    country, topic = values.get("country", ""), values.get("topic", "")
    if country and topic:
        yield fold(country), fold(topic), fold(values.get("institution", ""))


def _countries(_subject: str) -> Iterable[str]:
    return vocabulary.countries()


def _topics(subject: str) -> Iterable[str]:
    """Return the folded names of the topics of a round."""
    found = db.session.scalar(queries.round_(subject))
    topics = db.session.scalars(queries.topics(found.id)) if found else ()
    return _topic_names(list(topics), matrices.module_titles())


def may(who: Viewer, subject: str) -> bool:
    """Say whether a viewer may import into a round: the staff of its centre."""
    found = db.session.scalar(queries.round_(subject))
    return found is not None and policies.may_edit(who, found.assessment)


def back(subject: str) -> tuple[str, str]:
    """Return the round an import came from, for its bread crumbs."""
    found = db.session.scalar(queries.round_(subject))
    return (shown(found.title) if found else _("Needs"), url_for("needs.matrix", public_id=subject))


MATRIX = Importer(
    key=KEY,
    title=_l("Matrix of needs"),
    lede=_l(
        "One line for each answer: country, module, priority. What cannot be read is refused and never guessed; "
        "as long as one line is wrong, nothing is taken in."
    ),
    columns=COLUMNS,
    row=row,
    may=may,
    identity=identity,
    prepare=prepare,
    back=back,
    one_by_one=False,
    whole=True,
    wide=(Wide("country", "value", _countries), Wide("topic", "value", _topics)),
    wide_help=_l(
        "A matrix is read, too: a column for each country and a row for each topic, or the other way round. "
        "Its empty cells say nothing."
    ),
)


# --- trainings of other providers ---------------------------------------------------------------

HISTORY_COLUMNS = (
    COLUMNS[0],
    Column("topic", _l("Topic"), ("training", "mövzu", "тема", "mowzuk"), required=True, longest=300),
    Column("provider", _l("Provider"), ("organiser", "təşkilatçı", "организатор", "guramaçy"), required=True),
    Column("year", _l("Year"), ("il", "год", "ýyl"), required=True),
    Column("module", _l("Module"), ("modul", "модуль"), help=_l("The number of the module; may stay empty.")),
    Column(
        "people",
        _l("People"),
        ("participants", "iştirakçılar", "участники", "gatnaşyjylar"),
        help=_l("Empty: not known, which is not nought."),
    ),
)


def history_row(values: Values, context: Context) -> Outcome:
    """Take in one training of another provider; what is there already stays one."""
    ready: Rows = context.chunk
    wrong: dict[str, str] = {}
    code = ready["countries"].get(fold(values.get("country", "")))
    if code is None:
        wrong["country"] = _("No country is called “%(name)s”.", name=values.get("country", "")[:60])
    year = _whole(values, "year", 1990, 2100, wrong)
    people = _whole(values, "people", 0, 100_000, wrong) if values.get("people", "").strip() else None
    number = _whole(values, "module", 1, 999, wrong) if values.get("module", "").strip() else None
    if number is not None and number not in ready["modules"] and "module" not in wrong:
        wrong["module"] = _("There is no module %(number)s.", number=number)
    for key in ("topic", "provider"):
        if not values.get(key, "").strip():
            wrong[key] = _("This is missing.")
    if wrong:
        raise Invalid(wrong)
    mark = code, fold(values["topic"]), fold(values["provider"]), year
    label = f"{i18n.country_name(code)} · {values['topic']}"
    found = ready["known"].get(mark)
    if found is None:
        found = OtherTraining(
            country_code=code, topic=values["topic"], provider=values["provider"], year=year, centre_id=ready["centre"]
        )
        db.session.add(found)
        ready["known"][mark] = found
        kind = Kind.ADDED
    else:
        kind = Kind.SAME if (found.people, found.module_id) == (people, ready["modules"].get(number)) else Kind.CHANGED
    found.people, found.module_id = people, ready["modules"].get(number)
    return Outcome(kind, label)


def _whole(values: Values, key: str, low: int, high: int, wrong: dict[str, str]) -> int | None:
    text = values.get(key, "").strip()
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or not low <= int(text) <= high:
        wrong[key] = _("“%(value)s” is no whole number that fits here.", value=text[:40])
        return None
    return int(text)


def prepare_history(_rows: Sequence[Values], context: Context) -> None:
    """Read what rows may name, and what is there already."""
    known = db.session.scalars(queries.other_trainings()).unique()
    context.chunk |= {
        "countries": vocabulary.countries(),
        "modules": dict(db.session.execute(queries.module_ids()).all()),
        "centre": centre_id(context.subject),
        "known": {(each.country_code, fold(each.topic), fold(each.provider), each.year): each for each in known},
    }


def may_history(who: Viewer, subject: str) -> bool:
    """Say whether a viewer may import for a centre, by its slug."""
    found = centre_id(subject)
    return found is not None and policies.may_keep(who, found)


def centre_id(slug: str) -> int | None:
    centre = db.session.scalar(people.centre(slug))
    return centre.id if centre else None


OTHERS = Importer(
    key=HISTORY,
    title=_l("Trainings of other providers"),
    lede=_l(
        "One line for each training that others gave to people of a country. As long as one line is wrong, "
        "nothing is taken in."
    ),
    columns=HISTORY_COLUMNS,
    row=history_row,
    may=may_history,
    prepare=prepare_history,
    back=lambda _subject: (_("Trainings of other providers"), url_for("needs.history")),
    one_by_one=False,
    whole=True,
)
