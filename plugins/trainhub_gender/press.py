"""A short text for the press: what the published tables say, in sentences that can be copied."""

from collections.abc import Iterator

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.disclosure import TOTAL, ReadTable
from trainhub.plugin_api.texts import day, number, percent

from . import published
from .annual import COMPLETION, COUNTRY, TRAINERS, Edition
from .words import MEN, WOMEN


def paragraphs(edition: Edition, address: str) -> list[str]:
    """Return the text, its headline first."""
    found = [published.headline(edition), *main(edition.tables[COUNTRY]), " ".join(_findings(edition))]
    return [*(each for each in found if each), _note(edition), address]


def main(table: ReadTable) -> Iterator[str]:
    """Yield the paragraph of the main figures, if they are told."""
    whole, women, men = (table.cell(TOTAL, code).value for code in (TOTAL, WOMEN, MEN))
    if whole is None:
        return
    said = [_("The centre counted %(number)s participations in its trainings.", number=number(whole))]
    if whole and women is not None and men is not None:
        said.append(
            _(
                "%(women)s of them were by women (%(share)s) and %(men)s by men (%(rest)s).",
                women=number(women),
                share=percent(women / whole),
                men=number(men),
                rest=percent(men / whole),
            )
        )
    silent = published.unstated(table)
    if silent is not None:
        said.append(_("In %(number)s cases no gender was stated.", number=number(silent)))
    yield " ".join(said)


def _findings(edition: Edition) -> Iterator[str]:
    for key in (COUNTRY, COMPLETION, TRAINERS):
        table = edition.tables.get(key)
        said = published.finding(table) if table else ""
        if table and said != table.title:
            yield f"{said}."


def _note(edition: Edition) -> str:
    return _(
        "People state their gender themselves. Small numbers are hidden, so that nobody can be recognised. "
        "Published on %(day)s.",
        day=day(edition.at),
    )
