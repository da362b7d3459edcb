"""What must hold of a draft that is changed on a screen: the same rules as for files."""

import re
from collections.abc import Iterable, Mapping

from ...kernel.db import db
from ...kernel.errors import Invalid, Refused
from ...kernel.i18n import gettext as _
from ...kernel.text import check_markdown
from ...kernel.types import Texts
from .. import queries, vocabulary
from ..files import ActivityDoc, find_cycle
from ..models import ActivityText, Version
from .reading import texts

_HEADING = re.compile(r"(?m)^##\s")


def only_drafts(version: Version) -> None:
    """Refuse a change of what is in force or was."""
    if version.state != "draft":
        raise Refused(_("Only a draft can be changed. Make a draft of this version first."))


def check_texts(said: Mapping[str, Texts], needed: set[str]) -> None:
    """Raise Invalid with a sentence for each text, by its field, that a file could not hold."""
    wrong: dict[str, str] = {}
    for name, each in said.items():
        if not each.values.get(each.source):
            if name in needed:
                wrong[name] = _("This is needed. Fill it in.")
            elif each.values:
                wrong[name] = _("A translation needs the text it translates. Write that first.")
        for text in each.values.values():
            problem = _markdown_problem(text)
            if problem:
                wrong[name] = problem
    if wrong:
        raise Invalid(wrong)


def _markdown_problem(text: str) -> str:
    if _HEADING.search(text):
        return str(_("Headings inside a text begin with ###. Two signs (##) divide the texts of a file."))
    try:
        check_markdown(text)
    except Invalid as error:
        return str(error)
    return ""


def check_activity(doc: ActivityDoc, activity: ActivityText) -> None:
    """Raise Invalid with a sentence for each field of an activity that cannot be used."""
    check_texts(
        {
            "title": doc.title,
            "note": doc.note or Texts(),
            "gender": doc.gender or Texts(),
            "condition": doc.condition or Texts(),
            **{f"outcome-{each.key}": each.text for each in doc.outcomes},
        },
        needed={"title", *(f"outcome-{each.key}" for each in doc.outcomes)},
    )
    wrong = dict(_facts(doc))
    wrong |= _prerequisites(doc, activity)
    if wrong:
        raise Invalid(wrong)


def _facts(doc: ActivityDoc) -> list[tuple[str, str]]:
    unknown = _("%(codes)s: there is no such code.")
    found = []
    for name, known in (
        ("sdg", vocabulary.SDG_TARGETS),
        ("gcm", vocabulary.GCM_OBJECTIVES),
        ("resource_countries", vocabulary.COUNTRIES),
    ):
        strange = [code for code in getattr(doc, name) if code not in known]
        if strange:
            found.append((name, unknown % {"codes": ", ".join(strange)}))
    if "all" in doc.levels and len(doc.levels) > 1:
        found.append(("levels", _("“All levels” stands alone. Take it or the others away.")))
    if doc.levels_provisional and not doc.levels:
        found.append(("levels", _("Choose the levels that are provisional.")))
    if doc.not_before and doc.best_before and doc.not_before > doc.best_before:
        found.append(("best_before", _("This day comes before the first one.")))
    if len({(each.category, each.country_group) for each in doc.audience}) < len(doc.audience):
        found.append(("audience", _("A category stands twice. Keep one of the two.")))
    return found + _led(doc) + _read(doc)


def _led(doc: ActivityDoc) -> list[tuple[str, str]]:
    if doc.lead_organisation and doc.lead_organisation in doc.co_leads:
        return [("lead_organisation", _("It stands among the co-leads too. Keep one of the two."))]
    return []


def _read(doc: ActivityDoc) -> list[tuple[str, str]]:
    wrong = [each.url for each in doc.reference_material if each.url and not vocabulary.URL.fullmatch(each.url)]
    if wrong:
        return [("reference_material", _("%(url)s is no address of a page. It begins with https://.", url=wrong[0]))]
    if not all(each.title for each in doc.reference_material):
        return [("reference_material", _("Every piece of reference material needs a title."))]
    if len(set(doc.reference_material)) < len(doc.reference_material):
        return [("reference_material", _("A piece of reference material stands twice. Keep one of the two."))]
    return []


def _prerequisites(doc: ActivityDoc, activity: ActivityText) -> dict[str, str]:
    others: dict[str, list[str]] = {row.key: [] for row in texts(activity.version)}
    for key, before in db.session.execute(queries.prerequisites(activity.version_id)):
        others[key].append(before)
    strange = [key for key in doc.prerequisites if key not in others]
    if strange:
        return {"prerequisites": _("There is no activity %(ids)s in this version.", ids=", ".join(strange))}
    circle = find_cycle(others | {doc.id: list(doc.prerequisites)})
    if circle:
        return {"prerequisites": _("The prerequisites go in a circle: %(ids)s.", ids=" → ".join(circle))}
    return {}


def next_key(number: int) -> str:
    """Return the next id in a module that was never given to anything."""
    used = db.session.scalars(queries.keys_like(f"m{number:02}-")).all()
    highest = max((int(key[-2:]) for key in used), default=0)
    return f"m{number:02}-a{highest + 1:02}"


def learn_languages(version: Version, texts: Iterable[Texts | None]) -> None:
    """List a language among the translations once something is written in it."""
    new = {code for each in texts if each for code in each.values} - set(version.languages)
    if new:
        version.languages = [*version.languages, *sorted(new)]
