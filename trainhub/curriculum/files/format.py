"""The keys of every table, in the order in which they are written, with the kind of value each takes."""

from . import kinds
from .kinds import Kind

STATE = kinds.one_of(("draft", "approved", "retired"), "a state of a version")
TEXTS = kinds.mapping(kinds.text)
MARKS = kinds.mapping(kinds.mark)

CURRICULUM: dict[str, Kind] = {
    "format": kinds.whole,
    "slug": kinds.shaped(kinds.SLUG, "rtcm-migration"),
    "version": kinds.shaped(kinds.LABEL, "1.0"),
    "state": STATE,
    "effective_from": kinds.day,
    "effective_until": kinds.day,
    "language": kinds.shaped(kinds.LANGUAGE, "en"),
    "languages": kinds.list_of(kinds.shaped(kinds.LANGUAGE, "az")),
    "title": TEXTS,
    "title_of": MARKS,
    "notice": TEXTS,
    "notice_of": MARKS,
}
PART: dict[str, Kind] = {"number": kinds.whole, "title": TEXTS, "title_of": MARKS, "source": kinds.pointer}
PRINCIPLE: dict[str, Kind] = {
    "key": kinds.shaped(kinds.SLUG, "p1"),
    "text": TEXTS,
    "text_of": MARKS,
    "source": kinds.pointer,
}
MODULE: dict[str, Kind] = {
    "number": kinds.whole,
    "part": kinds.whole,
    "title": kinds.text,
    "source": kinds.pointer,
    "source_needs": kinds.pointer,
}
COMPONENT: dict[str, Kind] = {"key": kinds.shaped(kinds.SLUG, "risk-analysis"), "title": kinds.text}
ACTIVITY: dict[str, Kind] = {
    "id": kinds.activity_id,
    "title": kinds.text,
    "format": kinds.format_,
    "formats_mentioned": kinds.list_of(kinds.format_),
    "audience": kinds.audience,
    "levels": kinds.list_of(kinds.level),
    "levels_provisional": kinds.flag,
    "lead": kinds.category,
    "lead_organisation": kinds.text,
    "co_leads": kinds.list_of(kinds.text),
    "principles": kinds.list_of(kinds.text),
    "components": kinds.list_of(kinds.text),
    "themes": kinds.list_of(kinds.theme),
    "gender": kinds.text,
    "sdg": kinds.list_of(kinds.sdg),
    "gcm": kinds.list_of(kinds.gcm),
    "conventions": kinds.list_of(kinds.convention),
    "outside_region": kinds.flag,
    "resource_countries": kinds.list_of(kinds.country),
    "providers": kinds.list_of(kinds.text),
    "reference_material": kinds.list_of(kinds.work),
    "prerequisites": kinds.list_of(kinds.activity_id),
    "hours": kinds.hours,
    "state": kinds.one_of(("on-hold",), "a state of an activity"),
    "condition": kinds.text,
    "not_before": kinds.day,
    "best_before": kinds.day,
    "title_reconstructed": kinds.flag,
    "recommendations": kinds.list_of(kinds.text),
    "source": kinds.pointer,
}
OUTCOME: dict[str, Kind] = {"key": kinds.shaped(kinds.OUTCOME, "o1"), "text": kinds.text, "proposed": kinds.flag}
REFERENCE: dict[str, Kind] = {"entry": kinds.activity_id, "activity": kinds.activity_id, "source": kinds.pointer}
TRANSLATION: dict[str, Kind] = {
    "language": kinds.shaped(kinds.LANGUAGE, "az"),
    "title": kinds.text,
    "title_of": kinds.mark,
    "introduction_of": kinds.mark,
    "components": TEXTS,
    "components_of": MARKS,
}
TRANSLATED_ACTIVITY: dict[str, Kind] = {
    "title": kinds.text,
    "title_of": kinds.mark,
    "gender": kinds.text,
    "gender_of": kinds.mark,
    "condition": kinds.text,
    "condition_of": kinds.mark,
    "note_of": kinds.mark,
}
TRANSLATED_REFERENCE: dict[str, Kind] = {"note_of": kinds.mark}
