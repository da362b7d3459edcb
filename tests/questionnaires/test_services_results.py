"""Results worked out by hand: distributions, gains of pairs with their interval, item analysis, tables."""

from collections.abc import Sequence
from typing import Any

import pytest

from trainhub.kernel.errors import Refused
from trainhub.questionnaires import services
from trainhub.questionnaires.figures import correlation, deviation, interval, mean, student
from trainhub.questionnaires.models import Wave

from .sample import OPINION, TEST, close, send

TRAINERS = {"trainer": [("ada", "Ada"), ("bob", "Bob")]}
USEFUL = ["5", "4", "4", "2", "unsure", ""]
WAYS: list[list[str]] = [["book"], ["book", "film"], ["book", "film", "talk"], [], ["talk"], ["book"]]
HOURS = ["1", "2", "3", "4", "5", "1e9"]


@pytest.fixture
def closed(wave: Any, make: Any) -> Wave:
    """Six answers, of which Bob was judged by two only."""
    opinion = wave(minimum=3, blocks=TRAINERS)
    for number in range(6):
        given: dict[str, str | Sequence[str]] = {
            "useful": USEFUL[number],
            "again": "no" if number == 3 else "yes",
            "why": "Too long" if number == 3 else "",
            "ways": WAYS[number],
            "parts__room": str(number % 3 + 1),
            "hours": HOURS[number],
            "day": "2027-03-01",
            "clear_at_ada": "5" if number else "4",
            "clear_at_bob": "1" if number < 2 else "",
        }
        send(services.invite(opinion, make.person()), **given)
    return close(opinion)


def test_a_scale_is_counted_averaged_and_do_not_know_stands_apart(closed: Wave) -> None:
    found = services.results([closed]).of("useful")
    assert found is not None
    assert found.counts == {"1": 0, "2": 1, "3": 0, "4": 2, "5": 1, "unsure": 1}
    assert (found.n, found.unsure, found.scored) == (5, 1, 4)
    assert found.mean == pytest.approx(3.75)
    assert found.sd == pytest.approx(1.258306)
    assert found.share("4") == pytest.approx(0.4)


def test_choices_rows_numbers_and_texts(closed: Wave) -> None:
    found = services.results([closed])
    again, ways, hours = found.of("again"), found.of("ways"), found.of("hours")
    assert again is not None
    assert again.counts == {"yes": 5, "no": 1}
    assert again.mean is None
    assert ways is not None
    assert (ways.n, ways.counts) == (5, {"book": 4, "film": 2, "talk": 2})
    assert hours is not None
    assert (hours.n, hours.mean) == (6, pytest.approx((15 + 1e9) / 6))
    room, food = found.of("parts", row="room"), found.of("parts", row="food")
    assert room is not None
    assert (room.counts, room.mean) == ({"1": 2, "2": 2, "3": 2}, 2.0)
    assert food is not None
    assert (food.n, food.hidden) == (0, False)  # nobody answered is no secret
    assert [each.text for each in services.texts_of([closed], "why")] == ["Too long"]
    assert found.n == 6


def test_what_too_few_answered_is_hidden_and_no_difference_brings_it_back(closed: Wave) -> None:
    found = services.results([closed])
    ada, bob = found.of("clear", "ada"), found.of("clear", "bob")
    assert ada is not None
    assert (ada.n, ada.hidden) == (6, False)
    assert bob is not None
    assert (bob.n, bob.hidden, bob.counts) == (0, True, {})
    both = services.distribution([closed], "clear")
    assert both is not None
    assert both.counts == ada.counts
    one = services.distribution([closed], "clear", block="ada")
    assert one == ada
    assert services.distribution([closed], "nothing") is None


def test_an_open_wave_shows_nothing_and_adds_nothing(closed: Wave, wave: Any, make: Any) -> None:
    running = wave(minimum=3)
    for _each in range(3):
        send(services.invite(running, make.person()), useful="1", again="yes")
    assert services.results([running]).hidden
    hidden = services.distribution([running], "useful")
    assert hidden is not None
    assert hidden.hidden
    together, alone = services.distribution([closed, running], "useful"), services.distribution([closed], "useful")
    assert together is not None
    assert alone is not None
    assert together.counts == alone.counts
    with pytest.raises(Refused):
        services.answers_table(running)


def test_waves_of_several_versions_add_up(closed: Wave, wave: Any, make: Any) -> None:
    other = wave(minimum=3)
    for _each in range(3):
        send(services.invite(other, make.person()), useful="3", again="yes")
    number = closed.public_id
    last = close(other)
    found = services.results([services.find_wave(number), last])
    useful = found.of("useful")
    assert useful is not None
    assert (found.n, useful.counts["3"], useful.n) == (9, 3, 8)
    assert useful.mean == pytest.approx((15 + 9) / 7)


BEFORE = [{"one": "yes"}, {"one": "yes", "two": "no"}, {"one": "no"}, {"two": "no"}, {"three": ["book", "film"]}]
AFTER: list[dict[str, Any]] = [
    {"one": "yes", "three": ["film", "book"]},
    {"one": "yes", "two": "no", "three": ["book", "film"]},
    {"one": "yes", "two": "yes", "three": ["book"]},
    {"one": "no", "two": "no", "three": ["book", "film", "talk"]},
    {"one": "yes", "two": "no", "three": ["book", "film"]},
]


def pair_of_waves(wave: Any, make: Any, identity: str, **values: Any) -> tuple[Wave, Wave]:
    before, after = (wave(TEST, identity=identity, minimum=3, **values) for _each in range(2))
    for one, other in zip(BEFORE, AFTER, strict=True):
        person = make.person()
        send(services.invite(before, person), **one)
        send(services.invite(after, person), **other)
    only_before, only_after = make.person(), make.person()
    send(services.invite(before, only_before), one="yes", two="no", three=["book", "film"])
    send(services.invite(after, only_after), one="no")
    later = after.public_id
    number = close(before).public_id
    closed = close(services.find_wave(later))
    return services.find_wave(number), closed


@pytest.mark.parametrize(("identity", "values"), [("pseudonymous", {"series": "pairs"}), ("named", {})])
def test_the_gain_of_pairs_with_its_interval(wave: Any, make: Any, identity: str, values: dict[str, str]) -> None:
    """Per cent before 25 50 0 25 50, after 75 100 25 25 100: gains 50 50 25 0 50, mean 35, sd √500, t(4) = 2.7764."""
    found = services.pairs(*pair_of_waves(wave, make, identity, **values))
    assert (found.n, found.before, found.after, found.gain) == (
        5,
        pytest.approx(30),
        pytest.approx(65),
        pytest.approx(35),
    )
    assert found.sd == pytest.approx(500**0.5)
    assert (found.low, found.high) == (pytest.approx(35 - 27.76445), pytest.approx(35 + 27.76445))


def test_a_gain_of_one_question_and_of_too_few(wave: Any, make: Any) -> None:
    before, after = pair_of_waves(wave, make, "pseudonymous", series="pairs")
    one = services.pairs(before, after, items=["one"])
    assert (one.before, one.after, one.gain) == (pytest.approx(40), pytest.approx(80), pytest.approx(40))
    before.minimum = 6
    assert services.pairs(before, after).hidden


def test_scales_asked_before_and_after_pair_by_each_persons_mean(wave: Any, make: Any) -> None:
    before, after = (wave(OPINION, identity="pseudonymous", series="use", minimum=3) for _each in range(2))
    for first, second in (("1", "3"), ("2", "4"), ("3", "5"), ("unsure", "5")):
        person = make.person()
        send(services.invite(before, person), useful=first, again="yes")
        send(services.invite(after, person), useful=second, again="yes")
    later, number = after.public_id, close(before).public_id
    closed = close(services.find_wave(later))
    found = services.pairs(services.find_wave(number), closed, items=["useful"])
    assert (found.n, found.gain, found.sd, found.low, found.high) == (3, 2.0, 0.0, 2.0, 2.0)


def test_each_person_is_compared_by_the_questions_answered_both_times(wave: Any, make: Any) -> None:
    """All rose by one step. Whoever left out a low question afterwards, or wrote hours, has not risen more."""
    before, after = (wave(OPINION, identity="pseudonymous", series="use", minimum=3) for _each in range(2))
    first = {"useful": "4", "again": "yes", "parts__room": "1", "hours": "100"}
    then = {"useful": "5", "again": "yes", "parts__room": "2", "hours": "900"}
    for later in (then, then, {**then, "parts__room": ""}, {**then, "useful": "", "parts__room": ""}):
        person = make.person()
        send(services.invite(before, person), **first)
        send(services.invite(after, person), **later)
    later_id, number = after.public_id, close(before).public_id
    closed = close(services.find_wave(later_id))
    found = services.pairs(services.find_wave(number), closed)
    assert (found.n, found.gain, found.sd) == (3, 1.0, 0.0)  # the fourth answered nothing both times
    assert (found.before, found.after) == (pytest.approx(3), pytest.approx(4))


def test_items_are_analysed(wave: Any, make: Any) -> None:
    """Item one: right for four of five; the rest of the test has 2 3 0 1 3 points: r = 0.8 / √(0.8 · 6.8)."""
    test = wave(TEST, identity="named")
    for given in AFTER:
        send(services.invite(test, make.person()), **given)
    one, two, three = services.analyse_items(test)
    assert (one.n, one.difficulty, one.discrimination) == (5, pytest.approx(0.8), pytest.approx(0.342997, abs=1e-6))
    assert (two.difficulty, three.difficulty) == (pytest.approx(0.6), pytest.approx(0.6))
    assert services.test_points(test) == [25.0, 25.0, 75.0, 100.0, 100.0]


def test_an_item_that_everybody_knows_tells_nothing(wave: Any, make: Any) -> None:
    test = wave(TEST, identity="named")
    for _each in range(3):
        send(services.invite(test, make.person()), one="yes")
    assert [each.discrimination for each in services.analyse_items(test)] == [None, None, None]


def test_the_table_of_answers_and_its_codebook(closed: Wave) -> None:
    header, rows = services.answers_table(closed)
    assert header == [
        *("no", "useful", "again", "ways:book", "ways:film", "ways:talk", "parts.food", "parts.room", "hours", "day"),
        *("clear@ada", "clear@bob"),
    ]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    assert sorted(map(str, columns["useful"])) == ["2", "4", "4", "5", "None", "unsure"]
    assert sorted(map(str, columns["ways:film"])) == ["0", "0", "0", "1", "1", "None"]
    assert set(columns["clear@bob"]) == {None}  # two answers only
    assert set(columns["parts.food"]) == {None}
    assert set(columns["day"]) == {"2027-03-01"}
    book = services.codebook(closed, "az")
    assert [(row.column, row.code, row.label, row.score) for row in book if row.column == "useful"] == [
        *((("useful", str(step), str(step), float(step))) for step in range(1, 6)),
        ("useful", "unsure", "Do not know", None),
    ]
    assert {row.question for row in book if row.column == "useful"} == {"Nə dərəcədə faydalı idi?"}
    assert ("clear@bob", "Was the trainer clear? · Bob") in {(row.column, row.question) for row in book}
    assert {row.column for row in book} >= set(header) - {"no"}


def test_free_texts_stand_apart_from_the_other_answers(closed: Wave) -> None:
    assert services.texts_table(closed) == (["column", "text"], [["why", "Too long"]])


def test_a_named_table_names(wave: Any, make: Any) -> None:
    test, ann = wave(TEST, identity="named"), make.person(display="Ann")
    send(services.invite(test, ann), one="yes")
    header, rows = services.answers_table(test)
    assert header[:3] == ["no", "person", "name"]
    assert rows[0][:4] == [1, ann.public_id, "Ann", "yes"]


def test_results_of_a_wave_take_few_queries(closed: Wave, queries: Any) -> None:
    with queries(6):
        services.results([closed])


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.30265), (4, 2.776445), (10, 2.228139), (30, 2.042272), (1000, 1.962339)],
)
def test_students_t(freedom: int, quantile: float) -> None:
    assert student(freedom) == pytest.approx(quantile, rel=1e-5)


def test_little_statistics() -> None:
    assert (mean([]), deviation([1]), interval([1]), correlation([1, 1], [1, 2])) == (None, None, None, None)
    assert interval([1, 3]) == (pytest.approx(2 - 12.7062, rel=1e-5), pytest.approx(2 + 12.7062, rel=1e-5))
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
