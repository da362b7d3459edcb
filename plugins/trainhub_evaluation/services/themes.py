"""Themes: what free texts are about, coded by staff who read them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from trainhub.plugin_api import Invalid, NotFound, Texts, clock, db
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api.questionnaires import Text, Wave, texts_of

from ..models import Coding, Theme
from ..queries import reading as queries

READY: tuple[dict[str, str], ...] = (
    {"en": "Time", "az": "Vaxt", "ru": "Время", "tk": "Wagt"},
    {"en": "Practice and cases", "az": "Məşğələ və nümunələr", "ru": "Практика и примеры", "tk": "Tejribe we mysallar"},
    {"en": "Materials", "az": "Materiallar", "ru": "Материалы", "tk": "Okuw materiallary"},
    {"en": "Interpretation", "az": "Tərcümə", "ru": "Перевод", "tk": "Terjime"},
    {"en": "Organisation", "az": "Təşkilat işi", "ru": "Организация", "tk": "Guramaçylyk"},
    {"en": "Exchange with others", "az": "Fikir mübadiləsi", "ru": "Обмен опытом", "tk": "Pikir alyşmak"},
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A free text with the themes it is about; `key` names its place."""

    text: Text
    themes: tuple[Theme, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.text.set_id}.{self.text.item}.{self.text.block}"


def themes(*, all_: bool = False) -> list[Theme]:
    return list(db.session.scalars(queries.themes(all_=all_)))


def find_theme(public_id: str) -> Theme:
    """Return a theme; raises NotFound."""
    found = db.session.scalar(queries.theme(public_id))
    if found is None:
        raise NotFound
    return found


def ensure_themes() -> None:
    """Make the ready themes where there are none at all."""
    if not themes(all_=True):
        for title in READY:
            save_theme(title=Texts.of(title))


def save_theme(*, title: Texts, theme: Theme | None = None, centre_id: int | None = None) -> Theme:
    """Add a theme or rename one, and say which centre keeps it. Raises Invalid without a title."""
    if not title:
        raise Invalid({"title": _("Give the theme a title.")})
    row = theme or Theme(title=title)
    row.title, row.centre_id = title, centre_id
    db.session.add(row)
    db.session.flush()
    return row


def archive_theme(theme: Theme, *, yes: bool) -> None:
    """Take a theme off the list for new texts, or bring it back; what was coded stays."""
    theme.archived_at = clock.now() if yes else None
    db.session.flush()


def coded(waves: Sequence[Wave]) -> list[Coded]:
    """Return the free texts of waves that may be shown, with their themes, in an order that is nobody's."""
    found = [text for text in texts_of(waves) if not _is_day(text)]
    by_place: dict[tuple[str, str, str], list[Theme]] = defaultdict(list)
    for row in db.session.scalars(queries.codings([wave.id for wave in waves])):
        by_place[row.set_id, row.item, row.block].append(row.theme)
    return [Coded(text, tuple(by_place[text.set_id, text.item, text.block])) for text in found]


def code(*, wave: Wave, key: str, chosen: Collection[str]) -> None:
    """Say what one text is about. Raises NotFound for a text that is not there, or may not be shown."""
    text = next((each.text for each in coded([wave]) if each.key == key), None)
    if text is None:
        raise NotFound
    wanted = [find_theme(public_id) for public_id in dict.fromkeys(chosen)]
    db.session.execute(queries.drop_codings(text.set_id, text.item, text.block))
    db.session.add_all(coding(wave, text, theme) for theme in wanted)
    db.session.flush()


def coding(wave: Wave, text: Text, theme: Theme) -> Coding:
    """Return the row that says that a text is about a theme."""
    return Coding(set_id=text.set_id, item=text.item, block=text.block, theme_id=theme.id, wave_id=wave.id)


def counts(found: Sequence[Coded]) -> list[tuple[Theme, int]]:
    """Return how many texts each theme came up in, the most frequent first."""
    number: Counter[int] = Counter(theme.id for each in found for theme in each.themes)
    named = {theme.id: theme for each in found for theme in each.themes}
    return [(named[number_], n) for number_, n in number.most_common()]


def _is_day(text: Text) -> bool:
    return len(text.text) == len("2027-03-02") and text.text.replace("-", "").isdigit()
