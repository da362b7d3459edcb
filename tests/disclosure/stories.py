"""Two hundred invented stories of publishing, of every kind that links tables with each other."""

import random
from collections.abc import Callable

from trainhub.reports.disclosure.problem import Link
from trainhub.reports.disclosure.protect import Impossible

from .published import Ledger
from .verdict import Verdict, judge
from .worlds import centre, grown

SUBSET = (Link("certified", "attended"),)
PERSONS = (Link("persons", "attended"), Link("persons certified", "persons"), Link("persons certified", "certified"))
Story = Callable[[random.Random, Ledger], None]


def flat(dice: random.Random, ledger: Ledger) -> None:
    """One table of two dimensions."""
    made = centre(dice, {"country": dice.randint(2, 5), "gender": dice.randint(2, 5)}, dice.choice([4, 7, 12]))
    ledger.publish(made.table("flat", ("country", "gender")))


def deep(dice: random.Random, ledger: Ledger) -> None:
    """One table of three dimensions."""
    made = centre(dice, {"country": dice.randint(2, 3), "gender": 2, "level": dice.randint(2, 3)}, dice.choice([5, 9]))
    ledger.publish(made.table("deep", ("country", "gender", "level")))


def linked(dice: random.Random, ledger: Ledger) -> None:
    """Two tables of one release that share a dimension, and a third that is the margin of both."""
    made = centre(dice, {"country": dice.randint(2, 4), "gender": 3, "level": dice.randint(2, 3)}, 4)
    ledger.publish(
        made.table("country", ("country", "gender")),
        made.table("level", ("level", "gender")),
        made.table("gender", ("gender",)),
    )


def circle(dice: random.Random, ledger: Ledger) -> None:
    """Three tables of which each two share a dimension; the third comes later."""
    made = centre(dice, {"country": 3, "gender": 2, "level": dice.randint(2, 3)}, dice.choice([4, 8]))
    ledger.publish(made.table("one", ("country", "gender")), made.table("two", ("gender", "level")))
    _or_not(ledger, lambda: ledger.publish(made.table("three", ("country", "level"))))


def successive(dice: random.Random, ledger: Ledger) -> None:
    """Quarter by quarter, then the year that leaves the last one over; or the year first."""
    made = centre(dice, {"country": dice.randint(2, 3), "gender": dice.randint(2, 3)}, 5, ("Q1", "Q2", "Q3", "Q4"))
    spans = ["Q1", "Q2", "Q3", "Y"] if dice.random() < 0.5 else ["Y", "Q1", "Q2", "Q3"]
    for span in spans:
        _or_not(ledger, lambda span=span: ledger.publish(made.table("t", ("country", "gender"), span)))


def cumulating(dice: random.Random, ledger: Ledger) -> None:
    """The year to date, again and again: each release holds the one before."""
    made = centre(dice, {"country": dice.randint(2, 3), "gender": dice.randint(2, 3)}, 4, ("Q1", "Q2", "Q3"))
    for span in ("Q1", "H1", "9M"):
        _or_not(ledger, lambda span=span: ledger.publish(made.table("t", ("country", "gender"), span)))


def subset(dice: random.Random, ledger: Ledger) -> None:
    """Attended and certified side by side, together or one after the other."""
    made = centre(dice, {"country": dice.randint(2, 4), "gender": dice.randint(2, 3)}, dice.choice([4, 7]))
    attended = made.table("attended", ("country", "gender"))
    certified = made.table("certified", ("country", "gender"), counts="certified")
    if dice.random() < 0.5:
        ledger.publish(attended, certified)
    else:
        ledger.publish(certified)
        _or_not(ledger, lambda: ledger.publish(attended))


def share(dice: random.Random, ledger: Ledger) -> None:
    """A table of percentages beside a table of the numbers."""
    made = centre(dice, {"country": dice.randint(2, 4), "gender": dice.randint(2, 3)}, dice.choice([5, 8]))
    ledger.publish(made.table("share", ("country", "gender"), share=True))
    _or_not(ledger, lambda: ledger.publish(made.table("certified", ("country",), counts="certified")))


def persons(dice: random.Random, ledger: Ledger) -> None:
    """Unique persons of quarters and the year, beside their participations and certificates."""
    made = centre(dice, {"country": dice.randint(2, 3), "gender": 2}, 6, ("Q1", "Q2", "Q3"))
    axes = ("country", "gender")
    ledger.publish(made.table("persons", axes, "Q1", counts="persons"), made.table("attended", axes, "Q1"))
    _or_not(ledger, lambda: ledger.publish(made.table("persons", axes, "H1", counts="persons")))
    _or_not(
        ledger,
        lambda: ledger.publish(
            made.table("persons", axes, "9M", counts="persons"),
            made.table("certified", axes, "9M", counts="persons certified"),
        ),
    )


def again(dice: random.Random, ledger: Ledger) -> None:
    """The same table after a few more registrations."""
    made = centre(dice, {"country": dice.randint(2, 4), "gender": dice.randint(2, 3)}, dice.choice([5, 9]))
    later = grown(dice, made, dice.choice([1, 1, 2, 4, 9]))
    first, second = (each.table("t", ("country", "gender")) for each in (made, later))
    ledger.publish(first)
    _or_not(ledger, lambda: ledger.publish(second, moment=1, today=[second]))


KINDS: tuple[Story, ...] = (flat, deep, linked, circle, successive, cumulating, subset, share, persons, again)
LINKS = {subset: SUBSET, share: SUBSET, persons: PERSONS}


def _or_not(ledger: Ledger, publish: Callable[[], object]) -> None:
    """Publish, or accept that what is out already forbids it."""
    try:
        publish()
    except Impossible:
        ledger.refused += 1


def tell(number: int, *, complementary: bool = True) -> tuple[Ledger, Verdict]:
    """Tell one story, and attack all that was published in it."""
    kind = KINDS[number % len(KINDS)]
    ledger = Ledger(LINKS.get(kind, ()), complementary=complementary)
    kind(random.Random(9_000 + number), ledger)
    return ledger, judge(ledger)
