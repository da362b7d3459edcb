"""Charts: where everything lies, in both directions, from nought; nothing is guessed where nothing is known."""

from datetime import date

import pytest
from flask import Flask

from trainhub.kernel import i18n
from trainhub.reports import charts, periods
from trainhub.reports.charts import Row

SERIES = [("a", "Women"), ("b", "Men"), ("n", "Not stated")]


@pytest.fixture(autouse=True)
def page(app: Flask):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def rtl(monkeypatch):
    monkeypatch.setattr(i18n, "direction", lambda *_: "rtl")


class TestShares:
    def test_parts_fill_the_whole_width_and_begin_at_nought(self):
        chart = charts.shares("By country", SERIES, [Row("Georgia", [29, 20, 1], "50")])
        places = [(part.series, part.x, part.width) for part in chart.bars[0].parts]
        assert places == [("a", 0, 58), ("b", 58, 40), ("n", 98, 2)]

    def test_right_to_left_everything_is_mirrored(self, rtl):
        chart = charts.shares("By country", SERIES, [Row("Georgia", [29, 20, 1], "50")])
        assert [(part.x, part.width) for part in chart.bars[0].parts] == [(42, 58), (2, 40), (0, 2)]

    def test_a_narrow_part_has_no_figure_but_its_words(self):
        bar = charts.shares("x", SERIES, [Row("Georgia", [45, 50, 5])]).bars[0]
        assert [part.text for part in bar.parts] == ["45%", "50%", ""]
        assert [part.words for part in bar.parts] == ["Women 45%", "Men 50%", "Not stated 5%"]

    def test_a_row_of_nothing_is_empty(self):
        assert charts.shares("x", SERIES, [Row("Belarus", [0, 0, 0], "0")]).bars[0].parts == ()

    def test_it_is_said_in_words_and_has_its_table(self):
        chart = charts.shares("By country", SERIES, [Row("Georgia", [3, 1, 0], "4")], half=True, first="Country")
        assert chart.words == "By country. Georgia: Women 75%, Men 25%"
        assert chart.head == ("Country", "Women", "Men", "Not stated", "All")
        assert chart.body == (("Georgia", "3", "1", "0", "4"),)
        assert chart.half == "50%"


class TestBars:
    def test_the_longest_leaves_room_for_its_figure(self):
        bars = charts.bars("x", [Row("A", [40]), Row("B", [10]), Row("C", [0])]).bars
        assert [bar.parts[0].width for bar in bars] == [charts.REACH, charts.REACH / 4, 0]

    def test_shares_are_measured_on_a_whole(self):
        assert charts.bars("x", [Row("A", [0.5])], percent=True).bars[0].parts[0].width == charts.REACH / 2

    def test_what_was_not_stated_is_hatched_and_what_is_not_known_is_a_dash(self):
        bars = charts.bars("x", [Row("Not stated", [4], unknown=True), Row("B", [None])]).bars
        assert [(bar.parts[0].series, bar.parts[0].text) for bar in bars] == [("n", "4"), ("a", "–")]


class TestLine:
    def test_the_axis_begins_at_nought_and_ends_above_the_highest(self):
        chart = charts.line("x", [("2025", 180.0), ("2026", 221.0)])
        assert [text for _y, text in chart.line.grid] == ["0", "100", "200", "300"]
        bottom, top = chart.line.grid[0][0], chart.line.grid[-1][0]
        assert all(top <= point.y <= bottom for point in chart.line.points)

    def test_a_missing_period_breaks_the_line(self):
        chart = charts.line("x", [("1", 1.0), ("2", 2.0), ("3", None), ("4", 3.0), ("5", 4.0)])
        assert len(chart.line.paths) == 2
        assert len(chart.line.points) == 4
        assert chart.body[2] == ("3", "–")

    def test_right_to_left_the_first_period_is_on_the_right(self, rtl):
        points = charts.line("x", [("1", 1.0), ("2", 2.0)]).line.points
        assert points[0].x > points[1].x

    @pytest.mark.parametrize("values", [[0.0, 0.0], [None, None], [7.0], []])
    def test_it_stands_with_little(self, values):
        chart = charts.line("x", [(str(number), value) for number, value in enumerate(values)], wide=True)
        assert chart.line.grid
        assert chart.wide.width > chart.line.width


class TestDots:
    def test_before_is_hollow_after_is_full_on_one_scale(self):
        chart = charts.dots("x", [Row("Asylum", [0.5, 0.75], "31")])
        link, before, after = chart.bars[0].parts
        assert (before.series, after.series) == ("o", "a")
        assert (before.x, after.x) == (charts.REACH / 2, charts.REACH * 0.75)
        assert (link.x, link.width) == (before.x, after.x - before.x)
        assert (after.text, chart.body) == ("75%", (("Asylum", "50%", "75%", "31"),))

    def test_one_of_two_is_no_pair(self):
        assert charts.dots("x", [Row("Asylum", [0.5, None])]).bars[0].parts == ()


def test_classes_leave_hatching_to_what_is_not_stated():
    assert charts.classes(4, unknown=3) == ["a", "b", "c", "n"]
    assert charts.classes(2) == ["a", "b"]


class TestPeriods:
    @pytest.mark.parametrize(
        ("word", "first", "until", "label"),
        [
            ("2026", "2026-01-01", "2027-01-01", "2026"),
            ("2025-2027", "2025-01-01", "2028-01-01", "2025–2027"),
            ("2026-q2", "2026-04-01", "2026-07-01", "2nd quarter 2026"),
            ("2026-12", "2026-12-01", "2027-01-01", "December 2026"),
            ("2026-05-04..2026-05-06", "2026-05-04", "2026-05-07", "4–6 May 2026"),
        ],
    )
    def test_words_of_an_address_and_back(self, word, first, until, label):
        found = periods.parse(word)
        assert (found.key, found.first.isoformat(), found.until.isoformat(), found.label) == (word, first, until, label)

    @pytest.mark.parametrize("word", ["", "26", "2026-13", "2026-q5", "2027-2025", "1066", "2026-02-30..2026-03-01"])
    def test_what_is_no_period(self, word):
        assert periods.parse(word) is None

    @pytest.mark.parametrize(
        ("word", "before"),
        [
            ("2026", "2025"),
            ("2025-2027", "2022-2024"),
            ("2026-q1", "2025-q4"),
            ("2026-01", "2025-12"),
            ("2026-05-04..2026-05-06", "2026-05-01..2026-05-03"),
        ],
    )
    def test_the_period_before_is_as_long(self, word, before):
        assert periods.parse(word).before.key == before

    def test_until_april_people_report_on_the_year_before(self):
        assert periods.default(date(2027, 3, 31)).key == "2026"
        assert periods.default(date(2027, 4, 1)).key == "2027"

    @pytest.mark.parametrize(
        ("codes", "whole"),
        [
            (["2024", "2027"], ["2024", "2025", "2026", "2027"]),
            (["20263", "20272"], ["20263", "20264", "20271", "20272"]),
            (["202611", "202702"], ["202611", "202612", "202701", "202702"]),
            ([], []),
            (["wave 2", "wave 1"], ["wave 1", "wave 2"]),
        ],
    )
    def test_what_lies_between_is_filled_in(self, codes, whole):
        assert periods.between(codes) == whole


def test_long_names_at_the_ends_of_a_line_stay_inside() -> None:
    quarters = charts._names([48, 660], ["2026 3-cü kv.", "2026 4-cü kv."])
    assert [anchor for _x, _name, anchor in quarters] == ["start", "end"]
    assert [anchor for _x, _name, anchor in charts._names([48, 660], ["may", "iyn"])] == ["middle", "middle"]
