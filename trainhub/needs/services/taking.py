"""Registers, policy documents and leading bodies from files. As long as one line is wrong, nothing is taken in."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from ...imports.services import Column, Context, Importer, Kind, Outcome, Values
from ...kernel import i18n
from ...kernel.db import db
from ...kernel.errors import Invalid
from ...kernel.i18n import gettext as _
from ...kernel.i18n import lazy_gettext as _l
from ...kernel.text import fold
from ...kernel.types import Texts
from ...people.services import vocabulary
from ...web.access import Viewer
from ...web.templating import words as shown
from .. import policies, queries
from ..models import LeadBody, PolicyDocument
from ..vocabulary import DOCUMENT_STATES, ITEM_WORDS
from . import records, registers
from .importing import COLUMNS as MATRIX_COLUMNS

ALL = "all"  # the subject of what is common to all centres
_COUNTRY = MATRIX_COLUMNS[0]
_NOTE = Column("note", _l("Note"), ("footnote", "qeyd", "примечание", "bellik"), longest=500)
_SOURCE = Column("source", _l("Source"), ("mənbə", "источник", "çeşme"), longest=300)
_TITLE = ("name", "ad", "название", "at")


def _country(values: Values, context: Context, wrong: dict[str, str]) -> str:
    text = values.get("country", "").strip()
    code = context.chunk["countries"].get(fold(text))
    if code is None:
        wrong["country"] = _("No country is called “%(name)s”.", name=text[:60]) if text else _("This is missing.")
    return code or ""


def _day(values: Values, key: str, wrong: dict[str, str]) -> date | None:
    text = values.get(key, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        wrong[key] = _("“%(value)s” is no day. Write it as 2021-09-30.", value=text[:40])
        return None


def _word(text: str, known: Mapping[str, str]) -> str | None:
    """Return the key of a word in any language of the interface, or of the key itself."""
    wanted = fold(text)
    for language in i18n.languages():
        with i18n.speaking(language):
            for key, label in known.items():
                if wanted in (fold(str(label)), fold(key), fold(key.replace("_", " "))):
                    return key
    return None


def _named(rows: Sequence[Any]) -> dict[tuple[str, str], Any]:
    """Return rows by their country and each of their titles, folded."""
    return {(row.country_code, fold(name)): row for row in rows for name in row.title.values.values()}


def _spoken(text: str) -> Texts:
    return Texts.of({i18n.language(): text}, i18n.language())


# --- entries of a register ----------------------------------------------------------------------


def entry_row(values: Values, context: Context) -> Outcome:
    """Take in what one country is known for."""
    wrong: dict[str, str] = {}
    code, item = _country(values, context, wrong), context.chunk["items"].get(fold(values.get("item", "")))
    if item is None:
        wrong["item"] = _("This register has no item “%(name)s”.", name=values.get("item", "")[:60])
    text = values.get("state", "").strip()
    state = _word(text, ITEM_WORDS[item.kind]) if item and text else None
    if item is not None and state is None:
        offered = ", ".join(str(word) for word in ITEM_WORDS[item.kind].values())
        wrong["state"] = _("Write one of: %(words)s. Nothing is guessed.", words=offered)
    day = _day(values, "day", wrong)
    if wrong or item is None or state is None:
        raise Invalid(wrong)
    there = context.chunk["entries"].get((code, item.id))
    note = values.get("note", "").strip() if "note" in values else (there.note if there else "")
    changed = registers.put(there, item, code, registers.Said(state, day, note))
    kind = Kind.ADDED if there is None else Kind.CHANGED if changed else Kind.SAME
    return Outcome(kind, f"{i18n.country_name(code)} · {shown(item.title)}", note=str(ITEM_WORDS[item.kind][state]))


def prepare_entries(_rows: Sequence[Values], context: Context) -> None:
    found = db.session.scalar(queries.register(context.subject))
    if found is None:
        raise Invalid(_("This register is not there any more."))
    entries = db.session.scalars(queries.entries(found.id)).all()
    context.chunk |= {
        "countries": vocabulary.countries(),
        "items": {fold(name): item for item in found.items for name in (item.key, *item.title.values.values()) if name},
        "entries": {(each.country_code, each.item_id): each for each in entries},
    }


def entry_identity(values: Values) -> Iterator[Hashable]:
    if values.get("country") and values.get("item"):
        yield fold(values["country"]), fold(values["item"])


def _may_entries(who: Viewer, subject: str) -> bool:
    return who.may(policies.EDIT) and db.session.scalar(queries.register(subject)) is not None


def _register_page(subject: str) -> tuple[str, str]:
    found = db.session.scalar(queries.register(subject))
    return (
        shown(found.title) if found else _("Registers of countries"),
        url_for("needs.register", register_id=subject),
    )


ENTRIES = Importer(
    key="need-register",
    title=_l("Entries of a register"),
    lede=_l(
        "One line for each country and item. A country or an item that has no line stays as it is; as long as one "
        "line is wrong, nothing is taken in."
    ),
    columns=(
        _COUNTRY,
        Column("item", _l("Item"), ("maddə", "пункт", "madda"), required=True, longest=300),
        Column("state", _l("State"), ("status", "vəziyyət", "состояние", "ýagdaý"), required=True),
        Column("day", _l("Since"), ("date", "tarix", "дата", "sene"), help=_l("A day, as 2021-09-30; may be empty.")),
        _NOTE,
    ),
    row=entry_row,
    may=_may_entries,
    identity=entry_identity,
    prepare=prepare_entries,
    back=_register_page,
    one_by_one=False,
    whole=True,
)


# --- policy documents and leading bodies --------------------------------------------------------


def document_row(values: Values, context: Context) -> Outcome:
    """Take in one policy document; a title that a country has already is that document."""
    wrong: dict[str, str] = {}
    code, title = _country(values, context, wrong), values.get("title", "").strip()
    state = _word(values.get("state", ""), DOCUMENT_STATES) if values.get("state", "").strip() else "adopted"
    if state is None:
        offered = ", ".join(str(word) for word in DOCUMENT_STATES.values())
        wrong["state"] = _("Write one of: %(words)s. Nothing is guessed.", words=offered)
    years = {key: _year(values, key, wrong) for key in ("first_year", "last_year")}
    if wrong or state is None:
        raise Invalid(wrong)
    there: PolicyDocument | None = context.chunk["known"].get((code, fold(title)))
    before = _facts(there) if there else None
    command = records.DocumentCommand(
        code,
        there.title if there else _spoken(title),
        state,
        years["first_year"],
        years["last_year"],
        records.goals_of(values.get("goals", "")),
        values.get("note", "").strip(),
        values.get("source", "").strip() or (there.source if there else ""),
    )
    row = records.keep_document(command=command, document=there)
    context.chunk["known"][code, fold(title)] = row
    kind = Kind.ADDED if before is None else Kind.SAME if before == _facts(row) else Kind.CHANGED
    return Outcome(kind, f"{i18n.country_name(code)} · {title}")


def _facts(row: PolicyDocument) -> tuple[Any, ...]:
    return row.state, row.first_year, row.last_year, tuple(row.goals), row.note, row.source


def _year(values: Values, key: str, wrong: dict[str, str]) -> int | None:
    text = values.get(key, "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not records.FIRST <= int(text[:6]) <= records.LAST:
        wrong[key] = _("“%(value)s” is no whole number that fits here.", value=text[:40])
        return None
    return int(text)


def lead_row(values: Values, context: Context) -> Outcome:
    """Take in one leading body; a name that a country has already is that body."""
    wrong: dict[str, str] = {}
    code, title = _country(values, context, wrong), values.get("title", "").strip()
    since, until = _day(values, "since", wrong), _day(values, "until", wrong)
    if wrong:
        raise Invalid(wrong)
    there: LeadBody | None = context.chunk["known"].get((code, fold(title)))
    note, source = values.get("note", "").strip(), values.get("source", "").strip()
    before = (there.since, there.until, there.note, there.source) if there else None
    body = there.organisation_id if there else None
    name = there.title if there else _spoken(title)
    command = records.LeadCommand(code, name, body, since, until, note, source or (there.source if there else ""))
    row = records.keep_lead(command=command, lead=there)
    context.chunk["known"][code, fold(title)] = row
    same = before == (row.since, row.until, row.note, row.source)
    return Outcome(
        Kind.ADDED if before is None else Kind.SAME if same else Kind.CHANGED, f"{i18n.country_name(code)} · {title}"
    )


def prepare_documents(_rows: Sequence[Values], context: Context) -> None:
    context.chunk |= {
        "countries": vocabulary.countries(),
        "known": _named(db.session.scalars(queries.documents()).all()),
    }


def prepare_leads(_rows: Sequence[Values], context: Context) -> None:
    context.chunk |= {
        "countries": vocabulary.countries(),
        "known": _named(db.session.scalars(queries.lead_bodies()).all()),
    }


def _record_identity(values: Values) -> Iterator[Hashable]:
    if values.get("country") and values.get("title"):
        yield fold(values["country"]), fold(values["title"])


def _may_all(who: Viewer, subject: str) -> bool:
    return subject == ALL and who.may(policies.EDIT)


DOCUMENTS = Importer(
    key="policy-documents",
    title=_l("Policy documents"),
    lede=_l("One line for each document of a country. As long as one line is wrong, nothing is taken in."),
    columns=(
        _COUNTRY,
        Column("title", _l("Title"), _TITLE, required=True, longest=300),
        Column("state", _l("State"), ("status", "vəziyyət", "состояние", "ýagdaý")),
        Column("first_year", _l("From the year"), ("from", "ildən", "с года", "ýyldan")),
        Column("last_year", _l("To the year"), ("to", "ilədək", "по год", "ýyla çenli")),
        Column("goals", _l("Development goals"), ("sdg", "dim", "цур"), help=_l("Numbers with commas: 8, 10, 10.7")),
        _NOTE,
        _SOURCE,
    ),
    row=document_row,
    may=_may_all,
    identity=_record_identity,
    prepare=prepare_documents,
    back=lambda _subject: (_("Policy documents"), url_for("needs.documents")),
    one_by_one=False,
    whole=True,
)
LEADS = Importer(
    key="lead-bodies",
    title=_l("Leading bodies"),
    lede=_l(
        "One line for each body that leads or led in a country. As long as one line is wrong, nothing is taken in."
    ),
    columns=(
        _COUNTRY,
        Column("title", _l("Title"), _TITLE, required=True, longest=300),
        Column("since", _l("Since"), ("tarixdən", "с", "bäri"), help=_l("A day, as 2021-09-30; may be empty.")),
        Column("until", _l("Until"), ("tarixədək", "по", "çenli"), help=_l("A day, as 2021-09-30; may be empty.")),
        _NOTE,
        _SOURCE,
    ),
    row=lead_row,
    may=_may_all,
    identity=_record_identity,
    prepare=prepare_leads,
    back=lambda _subject: (_("Leading bodies"), url_for("needs.leads")),
    one_by_one=False,
    whole=True,
)
