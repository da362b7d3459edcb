"""Tables made to be given away, by hand; each with what an expert of disclosure would look at first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import pytest

from trainhub.reports.disclosure.decide import Decision, decide, endangers
from trainhub.reports.disclosure.policy import Audience, Policy, Status
from trainhub.reports.disclosure.problem import (
    TOTAL,
    Axis,
    Cell,
    Codes,
    Contradiction,
    Entry,
    Knowledge,
    Link,
    Mark,
    Marks,
    Nested,
    Table,
)

from .published import PUBLIC, Ledger
from .verdict import judge
from .worlds import SPANS, grid

SUBSET = (Link("certified", "attended"),)
PERSONS = (Link("persons", "attended"),)


def cube(counts: Mapping[Codes, int], key: str = "cube") -> Table:
    """Make a table of three axes from its inner cells."""
    codes = [tuple(dict.fromkeys(cell[place] for cell in counts)) for place in range(3)]
    cells = {}
    for wanted in product(*((*each, TOTAL) for each in codes)):
        chosen = [n for cell, n in counts.items() if all(w in (TOTAL, c) for w, c in zip(wanted, cell, strict=True))]
        cells[wanted] = Cell(sum(chosen))
    axes = tuple(Axis(name, each) for name, each in zip(("country", "gender", "level"), codes, strict=True))
    return Table(key, "attended", axes, SPANS["Y"], cells)


def persons(rows: list[list[int]], span: str) -> Table:
    """Make a table of unique persons: its periods do not add up."""
    return replace(grid(rows, "persons " + span, "persons", span), splits_time=False)


def by(axis: str, numbers: list[int], key: str = "") -> Table:
    """Make a table of one axis."""
    codes = tuple(f"{axis}{n}" for n in range(len(numbers)))
    cells: dict[Codes, Cell] = {(code,): Cell(n) for code, n in zip(codes, numbers, strict=True)}
    cells[(TOTAL,)] = Cell(sum(numbers))
    return Table(key or axis, "attended", (Axis(axis, codes),), SPANS["Y"], cells)


def share(rows: list[list[int]], hits: list[list[int]]) -> Table:
    """Make a table of percentages: so many of so many."""
    whole, part = grid(rows), grid(hits)
    cells = {
        codes: Cell(cell.n, part.cells[codes].n / cell.n if cell.n else None, part.cells[codes].n)
        for codes, cell in whole.cells.items()
    }
    return replace(whole, key="share", hits="certified", cells=cells)


def drawn(table: Table, decision: Decision) -> list[str]:
    """Return a table of two axes as a reader sees it, a row a line: "<" small, "o" the eye."""
    marks = decision.marks[table.key]
    signs = {Status.PRIMARY: "<", Status.SECONDARY: "o"}
    rows, columns = ((*axis.codes, TOTAL) for axis in table.axes)
    return [" ".join(signs.get(marks[r, c].status, str(table.cells[r, c].n)) for c in columns) for r in rows]


# --- the stories: each publishes what it must, then everything is attacked ------------------------------


def single_hidden_cell_in_a_row(ledger: Ledger) -> None:
    table = grid([[24, 22, 3], [21, 26, 2], [29, 20, 5], [14, 31, 0]])
    # as in the picture of the design: the row's total goes, so women and men stay
    assert drawn(table, ledger.publish(table)) == ["24 22 < o", "21 26 < o", "29 20 5 54", "14 31 0 45", "88 99 10 197"]


def hidden_sum_below_the_threshold(ledger: Ledger) -> None:
    """Two small cells in a row, and their sum is small too: 1 and 1, told by 20 less 18."""
    ledger.publish(grid([[18, 1, 1], [30, 20, 25], [20, 30, 25]]))


def four_ones_whose_sum_is_small(ledger: Ledger) -> None:
    """Four cells that are not zero and add up to "<5" would all be known: so a sum never says "<5"."""
    table = grid([[1, 1, 1, 1], [9, 9, 9, 9]])
    assert drawn(table, ledger.publish(table))[0] == "< < < < o"


def zeros_all_around(ledger: Ledger) -> None:
    table = grid([[0, 0, 3], [0, 12, 0], [7, 0, 0]])
    decision = ledger.publish(table)
    assert decision.marks["table"]["country0", "gender0"].status == Status.SHOWN  # zero stays zero


def total_equal_to_one_cell(ledger: Ledger) -> None:
    ledger.publish(grid([[3, 0, 0], [8, 6, 9], [7, 0, 12]]))


def only_small_cells(ledger: Ledger) -> None:
    ledger.publish(grid([[1, 2, 0], [3, 1, 4], [2, 2, 1]]))


def a_neighbour_that_cannot_shrink(ledger: Ledger) -> None:
    """The cell beside the small one is 5: hidden it may be more, never less, so the pair alone tells the small one."""
    ledger.publish(grid([[4, 5, 40], [30, 30, 30], [50, 60, 70]]))


def one_row(ledger: Ledger) -> None:
    ledger.publish(grid([[2, 40, 17]]))


def one_cell(ledger: Ledger) -> None:
    ledger.publish(grid([[3]]))


def three_axes_with_one_small_cell(ledger: Ledger) -> None:
    codes = list(product(("c0", "c1"), ("g0", "g1"), ("l0", "l1")))
    ledger.publish(cube({code: 2 if number == 3 else 9 + number for number, code in enumerate(codes)}))


def year_less_three_quarters(ledger: Ledger) -> None:
    """The fourth quarter is never published; it is what the year leaves."""
    quarter = [[9, 8], [10, 7]]
    for span in ("Q1", "Q2", "Q3"):
        ledger.publish(grid(quarter, span, span=span))
    ledger.publish(grid([[29, 26], [30, 21]], "Y"))


def quarters_after_the_year(ledger: Ledger) -> None:
    """Three people in the year, "<5": no quarter may say which of them have none."""
    ledger.publish(grid([[3, 20], [20, 20]], "Y"))
    ledger.publish(grid([[2, 9], [8, 7]], "Q1", span="Q1"))
    ledger.publish(grid([[1, 6], [5, 6]], "Q2", span="Q2"))


def the_year_to_date(ledger: Ledger) -> None:
    """One more person since the last release of the cumulated figures."""
    ledger.publish(grid([[12, 9], [14, 11]], "Q1", span="Q1"))
    ledger.publish(grid([[13, 9], [14, 11]], "H1", span="H1"))


def two_tables_that_share_a_margin(ledger: Ledger) -> None:
    ledger.publish(grid([[3, 30], [20, 25], [9, 11]]), by("gender", [32, 66]))
    ledger.publish(by("country", [33, 45, 20]))


def three_tables_in_a_circle(ledger: Ledger) -> None:
    table = cube({("c0", "g0", "l0"): 8, ("c0", "g1", "l1"): 2, ("c1", "g0", "l1"): 7, ("c1", "g1", "l0"): 9})
    for kept in ((0, 1), (1, 2), (0, 2)):
        lost = ({0, 1, 2} - set(kept)).pop()
        cells = {tuple(codes[n] for n in kept): c for codes, c in table.cells.items() if codes[lost] == TOTAL}
        axes = tuple(table.axes[n] for n in kept)
        ledger.publish(Table(f"face {kept}", "attended", axes, SPANS["Y"], cells))


def a_table_of_one_country_and_one_of_all(ledger: Ledger) -> None:
    """All countries less the one is a handful."""
    one = replace(by("gender", [20, 15]), key="only Georgia", scope={"country": "GE"})
    ledger.publish(one)
    ledger.publish(by("gender", [22, 15]))


def percentages_that_reveal(ledger: Ledger) -> None:
    """A share of 5 % of 40 says that two were certified, a share of all but one that one was not."""
    decision = ledger.publish(share([[40, 21], [30, 35]], [[2, 20], [12, 20]]))
    assert decision.hit_marks["share"]["country0", "gender0"].status == Status.PRIMARY


def certified_among_attended(ledger: Ledger) -> None:
    """Where attendance is "<5", a certificate count would be a lower bound, and the other way round an upper."""
    ledger.publish(grid([[4, 30], [20, 9]], "certified", "certified"))
    ledger.publish(grid([[4, 33], [26, 9]], "attended"))


def persons_of_one_quarter_are_those_of_the_year(ledger: Ledger) -> None:
    ledger.publish(persons([[7, 20], [15, 9]], "Q1"), grid([[8, 24], [15, 10]], "Q1", span="Q1"))
    ledger.publish(persons([[7, 23], [15, 9]], "Y"))


def again_with_one_person_more(ledger: Ledger) -> None:
    first, second = grid([[12, 9], [14, 30]]), grid([[13, 9], [14, 30]])
    ledger.publish(first)
    assert drawn(second, ledger.publish(second, moment=1, today=[second])) == ["o 9 o", "14 30 44", "o 39 o"]


def the_same_again(ledger: Ledger) -> None:
    """What is hidden stays hidden in the same cells: two patterns of one table would solve each other."""
    table = grid([[4, 30, 22], [20, 2, 31], [40, 25, 9]])
    first = ledger.publish(table)
    assert drawn(table, ledger.publish(table)) == drawn(table, first)


STORIES: tuple[Callable[[Ledger], None], ...] = (
    single_hidden_cell_in_a_row,
    hidden_sum_below_the_threshold,
    four_ones_whose_sum_is_small,
    zeros_all_around,
    total_equal_to_one_cell,
    only_small_cells,
    a_neighbour_that_cannot_shrink,
    one_row,
    one_cell,
    three_axes_with_one_small_cell,
    year_less_three_quarters,
    quarters_after_the_year,
    the_year_to_date,
    two_tables_that_share_a_margin,
    three_tables_in_a_circle,
    a_table_of_one_country_and_one_of_all,
    percentages_that_reveal,
    certified_among_attended,
    persons_of_one_quarter_are_those_of_the_year,
    again_with_one_person_more,
    the_same_again,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_nasty_table_gives_nothing_away(
    story: Callable[[Ledger], None], record_property: Callable[[str, object], None]
) -> None:
    ledger = Ledger(SUBSET if story is certified_among_attended or story is percentages_that_reveal else PERSONS)
    story(ledger)
    verdict = judge(ledger)
    record_property("finding", f"disclosure attack: nasty: {story.__name__.replace('_', ' ')}: {verdict}")
    assert verdict.found_out == []


# --- beside the stories -------------------------------------------------------------------------------


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert Ledger().publish(grid([[5, 6], [7, 80]])).hidden == 0


def test_staff_see_everything() -> None:
    internal = Policy(Audience.INTERNAL, 0)
    assert decide([grid([[1, 2], [3, 4]])], [], internal).hidden == 0


def test_counts_of_sessions_are_not_counts_of_people() -> None:
    assert Ledger().publish(replace(grid([[1, 2], [3, 40]]), people=False)).hidden == 0


def test_partners_have_a_lower_threshold() -> None:
    table = grid([[3, 40, 11], [2, 50, 12], [20, 30, 10]])
    partner = decide([table], [], Policy(Audience.PARTNER, 3))
    assert partner.marks["table"]["country0", "gender0"].status == Status.SHOWN
    assert partner.marks["table"]["country1", "gender0"].status == Status.PRIMARY


def test_what_was_shown_under_a_lower_threshold_stays_shown() -> None:
    ledger = Ledger(policy=Policy(Audience.PUBLIC, 3))
    table = grid([[4, 30], [20, 25]])
    ledger.publish(table)
    ledger.policy = PUBLIC
    assert ledger.publish(table).hidden == 0  # it is out


def test_tables_of_one_moment_that_disagree_are_not_published() -> None:
    with pytest.raises(Contradiction):
        Ledger().publish(grid([[10, 20], [30, 40]]), by("gender", [41, 60]))


def test_earlier_figures_that_no_longer_add_up_are_not_published_without_being_told() -> None:
    ledger = Ledger()
    ledger.publish(grid([[10, 20], [30, 40]], "Q1", span="Q1"))
    with pytest.raises(Contradiction):
        ledger.publish(grid([[9, 20], [30, 40]], "Y"))


def test_a_correction_of_an_earlier_quarter_is_told_apart_from_new_people() -> None:
    ledger = Ledger()
    ledger.publish(grid([[10, 20], [30, 40]], "Q1", span="Q1"))
    corrected = grid([[9, 20], [30, 40]], "Q1", span="Q1")
    ledger.publish(grid([[9, 20], [30, 40]], "Y"), today=[corrected])


def open_marks(table: Table) -> Marks:
    """Return marks that hide nothing."""
    return {codes: Mark(Status.SHOWN, cell.n, cell.n) for codes, cell in table.cells.items()}


def test_a_public_table_may_not_undo_what_partners_are_not_told() -> None:
    """Partners have the year with a small cell hidden; what is public beside it must not tell it."""
    partner = Policy(Audience.PARTNER, 3)
    year = grid([[2, 30], [20, 25]], "Y")
    known = Entry(year, threshold=3, marks=decide([year], [], partner).marks["Y"])
    quarter, same = grid([[0, 10], [8, 5]], "Q1", span="Q1"), replace(year, key="the same")
    assert not endangers([known], [Entry(quarter, marks=open_marks(quarter))], partner)
    assert endangers([known], [Entry(same, marks=open_marks(same))], partner)


def test_ministries_are_public_bodies() -> None:
    """Groups of organisations are made of their kinds: a table of each would solve the other."""
    kinds = by("kind", [3, 30, 20])
    groups = by("group", [33, 20])
    nested = tuple(
        Nested("kind", f"kind{kind}", "group", frozenset({f"group{group}"})) for kind, group in ((0, 0), (1, 0), (2, 1))
    )
    both = decide([kinds, groups], [], PUBLIC, Knowledge(nested=nested))
    assert both.marks["kind"][("kind1",)].status == Status.SECONDARY
    apart = decide([kinds, groups], [], PUBLIC)
    assert apart.hidden <= both.hidden
