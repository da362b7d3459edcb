"""A questionnaire small enough to work out by hand, and what it takes to send and close it."""

from collections.abc import Mapping, Sequence

from trainhub.kernel import jobs, work
from trainhub.kernel.types import Texts
from trainhub.questionnaires import services
from trainhub.questionnaires.content import Condition, Content, Item, Option, Row, Scale, Section
from trainhub.questionnaires.models import Wave


def t(english: str, **others: str) -> Texts:
    return Texts.of({"en": english, **others})


USEFUL = Item("useful", "scale", t("How useful was it?", az="Nə dərəcədə faydalı idi?"), scale=Scale(1, 5, unsure=True))
WHY = Item("why", "text", t("Why not?"), only_if=Condition("again", "is", "no"))
AGAIN = Item("again", "single", t("Again?"), required=True, options=(Option("yes", t("Yes")), Option("no", t("No"))))
WAYS = Item("ways", "multiple", t("How?"), options=tuple(Option(code, t(code)) for code in ("book", "film", "talk")))
PARTS = Item("parts", "matrix", t("Parts"), rows=(Row("food", t("Food")), Row("room", t("Room"))), scale=Scale(1, 3))
HOURS = Item("hours", "number", t("Hours a week?"))
DAY = Item("day", "date", t("Since when?"))
CLEAR = Item("clear", "scale", t("Was the trainer clear?"), scale=Scale(1, 5))
OPINION = Content(
    (
        Section("all", t("The training"), items=(USEFUL, AGAIN, WHY, WAYS, PARTS, HOURS, DAY)),
        Section("each", t("The trainers"), repeat="trainer", items=(CLEAR,)),
    )
)
TEST = Content(
    (
        Section(
            "test",
            t("Test"),
            items=(
                Item("one", "single", t("1?"), options=AGAIN.options, correct=("yes",)),
                Item("two", "single", t("2?"), options=AGAIN.options, correct=("no",)),
                Item("three", "multiple", t("3?"), options=WAYS.options, correct=("book", "film"), points=2),
            ),
        ),
    )
)


def close(wave: Wave) -> Wave:
    """Close a wave as staff do, let the job run, and return it as it is then."""
    public_id = wave.public_id
    services.close_wave(wave)
    work.commit()
    jobs.drain()
    return services.find_wave(public_id)


def send(token: str, **given: str | Sequence[str]) -> None:
    """Answer by a link; a field name with a dot or @ is written with __ or _at_."""
    services.answer(token, entered(given))


def entered(given: Mapping[str, str | Sequence[str]]) -> dict[str, list[str]]:
    """Return entries as a form sends them."""
    return {
        name.replace("_at_", "@").replace("__", "."): [value] if isinstance(value, str) else list(value)
        for name, value in given.items()
    }
