"""A year made by hand is published with one word: exactly the expected cells are hidden, nothing comes out twice."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.plugin_api.disclosure import Actor, latest_of
from trainhub.reports.disclosure import boxes, checking
from trainhub_gender import annual, brief, demo, press, published

from . import hand

STAFF = Actor(None, "Leyla")
ADDRESS = "https://rtcm.example/x/gender/annual/2026/"


def hidden(edition: annual.Edition) -> dict[str, dict[tuple[str, ...], str]]:
    return {
        key: {codes: cell.status.value for codes, cell in table.rows() if cell.hidden}
        for key, table in edition.tables.items()
    }


@pytest.fixture
def edition(make: Any) -> annual.Edition:
    hand.year(make)
    assert annual.publish_now(2026, annual.sole_centre(), STAFF).state == "published"
    work.commit()
    return annual.edition(2026, "")[0]


def test_exactly_the_expected_cells_are_hidden(edition: annual.Edition) -> None:
    assert hidden(edition) == hand.HIDDEN
    country = edition.tables["country"]
    assert [country.cell("AZ", code).value for code in ("f", "m", "other", "_U")] == [14, 10, 0, None]
    assert [country.cell("GE", code).value for code in ("f", "m", "_U", "_T")] == [11, 9, 0, 20]
    assert (edition.tables["completion"].cell("f").value, edition.tables["completion"].cell("f").n) == (29 / 31, 31)
    assert edition.tables["trainers"].cell("_T").value == 11


def test_the_job_publishes_what_stands_the_attack(make: Any) -> None:
    hand.year(make)
    centre = annual.sole_centre()
    release = annual.begin(2026, centre, STAFF)
    assert release.state == "computing"
    with pytest.raises(Refused):
        annual.begin(2026, centre, STAFF)
    work.commit()
    jobs.drain()
    found = annual.editions()
    assert [(each.first.year, each.state, each.published_by) for each in found] == [(2026, "published", "Leyla")]
    with pytest.raises(Refused):
        annual.begin(2026, annual.sole_centre(), STAFF)


def test_what_is_refused_stays_a_draft_and_can_be_begun_anew(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.year(make)
    missing = annual.Wanted("country", "core.participations", ("country", "gender"), "One")
    monkeypatch.setattr(annual, "TABLES", (missing,))

    def too_large(*_arguments: Any, **_values: Any) -> Any:
        raise boxes.TooLarge

    with monkeypatch.context() as patched:
        patched.setattr(checking, "decide", too_large)
        release = annual.publish_now(2026, annual.sole_centre(), STAFF)
        work.commit()
        assert (release.state, release.refusal) == ("draft", "too_large")
    with pytest.raises(NotFound):
        annual.edition(2026, "")
    assert annual.publish_now(2026, annual.sole_centre(), STAFF).state == "published"


def test_only_years_that_are_over(make: Any) -> None:
    make.centre()
    assert annual.years() == [2026, 2025, 2024]
    for year in (2027, 2010):
        with pytest.raises(Refused):
            annual.begin(year, annual.sole_centre(), STAFF)


def test_what_it_says_is_what_is_shown(edition: annual.Edition) -> None:
    assert published.headline(edition) == "Gender statistics 2026"  # the total is hidden: no share can be told
    assert published.finding(edition.tables["country"]) == (
        "Women were at least half in 1 of 2 countries that can be shown"
    )
    assert published.finding(edition.tables["organisation"]) == "Government: 20 of 31 women"
    assert published.finding(edition.tables["module"]) == "Participations by module and gender"
    assert published.finding(edition.tables["completion"]) == "94% of women and 87% of men completed"
    text = press.paragraphs(edition, ADDRESS)
    assert text[-1] == ADDRESS
    assert "64" not in " ".join(text[:-1])  # the hidden total


def test_a_chart_draws_no_length_for_what_is_hidden(edition: annual.Edition) -> None:
    chart = published.chart(edition.tables["country"])
    assert chart is not None
    assert [(bar.label, len(bar.parts), bar.note) for bar in chart.bars] == [
        ("All", 0, "s"),
        ("Azerbaijan", 0, "s"),
        ("Georgia", 2, "20"),
        ("Uzbekistan", 2, "18"),
    ]
    assert ("n", "Not stated") in chart.legend
    assert chart.legend[-1] == ("e", "hidden (s)")


def test_the_brief_has_two_tagged_pages_and_the_same_bytes_twice(edition: annual.Edition) -> None:
    made = brief.render(edition, [edition], ADDRESS)
    assert made == brief.render(edition, [edition], ADDRESS)
    assert b"/Count 2" in made
    assert b"/MarkInfo" in made


def test_the_demonstration_gets_last_years(make: Any, app: Flask) -> None:
    hand.year(make)
    demo.publish_last_year(date(2027, 3, 2))
    work.commit()
    assert [each.first.year for each in annual.editions()] == [2026]


def test_several_centres_have_statistics_of_their_own_and_together(make: Any) -> None:
    hand.year(make)
    assert annual.sole_centre() is not None
    other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    assert annual.sole_centre() is None
    assert annual.publish_now(2026, None, STAFF).state == "published"
    assert annual.publish_now(2026, other, STAFF).state == "published"  # nothing happened there: noughts
    work.commit()
    assert [each.centre_id for each in annual.editions()] == [None, other.id]
    assert annual.edition(2026, "dushanbe")[0].tables["country"].cell("_T", "_T").value == 0
    assert annual.edition(2026, "")[0].centre == ""


def test_a_check_that_was_given_up_does_not_stand_in_the_way(make: Any) -> None:
    hand.year(make)
    release = annual.begin(2026, annual.sole_centre(), STAFF)
    with pytest.raises(Refused, match="being checked"):
        annual.begin(2026, annual.sole_centre(), STAFF)
    db.session.query(jobs.JobRow).filter_by(name="reports.disclose").update({"state": "dead"})
    again = annual.begin(2026, annual.sole_centre(), STAFF)
    assert (again.state, again.public_id != release.public_id) == ("computing", True)


def test_latest_of_knows_nothing_of_other_kinds(make: Any) -> None:
    make.centre()
    assert latest_of(annual.KIND, date(2026, 1, 1), date(2027, 1, 1), None) is None
