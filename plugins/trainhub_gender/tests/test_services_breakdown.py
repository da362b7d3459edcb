"""The breakdown by gender against figures counted by hand, for everything that can be split by it."""

from datetime import date
from typing import Any

import pytest

from trainhub.plugin_api.reports import (
    HEADCOUNT,
    PARTICIPATIONS,
    Scope,
    breakdown,
    breakdowns_of,
    indicator,
    indicators,
    tabulate,
)
from trainhub.reports.models import Headcount
from trainhub.reports.services import facts

YEAR = Scope(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture
def training(make: Any) -> Any:
    """Make a training of May 2026: of six who came, two women, one man, one other, one undisclosed, one silent."""
    trainer = make.person(country_code="GE")
    session = make.session(day=date(2026, 5, 4), slots=2, state="completed", seats=30, trainer=trainer)
    for country, gender in (("AZ", "f"), ("GE", "f"), ("GE", "m"), ("UZ", "other"), ("AZ", "undisclosed"), ("AZ", "")):
        make.graduate(session, make.person(country_code=country), gender=gender)
    make.graduate(session, make.person(country_code="UZ"), gender="f", marks=("absent", "absent"))
    facts.rebuild()
    return session


def counted(key: str, *by: str) -> dict[tuple[str, ...], float | None]:
    table = tabulate(indicator(key), [breakdown(each) for each in by], YEAR)
    return {codes: cell.value for codes, cell in table.rows()} | {("all",): table.total.value}


def test_every_answer_is_a_row_of_its_own_and_silence_is_one_too(training: Any) -> None:
    assert counted(PARTICIPATIONS, "gender") == {
        ("f",): 2, ("m",): 1, ("other",): 1, ("undisclosed",): 1, ("_U",): 1, ("all",): 6,
    }  # fmt: skip
    table = tabulate(indicator(PARTICIPATIONS), [breakdown("gender")], YEAR)
    assert [table.axes[0].label(code) for code in table.axes[0].codes] == [
        "Women",
        "Men",
        "Another gender",
        "Preferred not to say",
        "Not stated",
    ]


def test_it_meets_other_breakdowns_and_states(training: Any) -> None:
    by_country = counted(PARTICIPATIONS, "country", "gender")
    assert [by_country["AZ", code] for code in ("f", "m", "undisclosed", "_U")] == [1, 0, 1, 1]
    assert counted("core.registrations", "gender")["f",] == 3  # the one who did not come is registered
    assert counted("core.completed", "gender")["f",] == 2


def test_whatever_knows_registrations_can_be_split_by_it(training: Any) -> None:
    wanted = {key for key, each in indicators().items() if {"registration", "gender"} & each.splits}
    can = {key for key, each in indicators().items() if "gender" in {one.key for one in breakdowns_of(each)}}
    assert can == wanted > {PARTICIPATIONS, "core.persons", "core.hours", "core.trainers", HEADCOUNT}


def test_nobodys_gender_is_guessed(training: Any) -> None:
    assert counted("core.trainers", "gender") == {
        ("f",): 0, ("m",): 0, ("other",): 0, ("undisclosed",): 0, ("_U",): 1, ("all",): 1,
    }  # fmt: skip


def test_heads_are_split_apart_from_people(make: Any, session: Any, training: Any) -> None:
    briefing = make.session(day=date(2026, 6, 1), state="completed", format="information-session")
    said = {"heads": "migrants", "reported_by": "Ana", "reported_on": date(2026, 6, 1)}
    session.add_all([Headcount(session=briefing, gender=gender, number=12, **said) for gender in ("f", "")])
    session.flush()
    assert (counted(HEADCOUNT, "gender")["f",], counted(HEADCOUNT, "gender")["_U",]) == (12, 12)
    assert counted(PARTICIPATIONS, "gender")["all",] == 6
