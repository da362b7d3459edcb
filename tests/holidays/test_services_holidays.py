"""Holidays come from the library once, and decisions put them right."""

from datetime import date

import pytest

from trainhub.holidays import services
from trainhub.holidays.models import Holiday, HolidayDecision
from trainhub.kernel.errors import Invalid

YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def test_years_are_filled_in_once_and_moon_dependent_days_are_marked(session):
    services.fill([2027, 2028])
    number = session.query(Holiday).count()
    services.fill([2027])
    assert session.query(Holiday).count() == number
    turkmen = services.listed(["TM"], *YEAR)
    eid = next(each for each in turkmen if each.day == date(2027, 3, 9))
    assert eid.estimated
    assert "estimated" not in str(eid.title)
    assert eid.title.text("tk") != eid.title.text("en"), "the library knows it in Turkmen"
    assert not next(each for each in turkmen if each.day == date(2027, 1, 1)).estimated


def test_weekends_follow_the_country(session):
    off = services.days_off(["IR", "GE"], *YEAR)
    thursday, friday, saturday = date(2027, 3, 4), date(2027, 3, 5), date(2027, 3, 6)
    assert [off.weekend("IR", thursday, half) for half in (0, 1)] == [False, True]
    assert off.weekend("IR", friday)
    assert not off.weekend("IR", saturday)
    assert off.weekend("GE", saturday)
    assert not off.weekend("GE", friday)


def test_decisions_add_move_and_cancel(make, session):
    services.fill([2027])
    georgia = services.find_country("ge")
    first = services.listed(["GE"], *YEAR)
    easter = next(each for each in first if each.day.month in (4, 5))
    to = date(2027, 6, 1)
    services.decide(country=georgia, said=services.Decision(easter.day, "moved", "Decree 7", moved_to=to))
    services.decide(country=georgia, said=services.Decision(date(2027, 10, 4), "added", "Decree 8", title="Elections"))
    days = {each.day for each in services.listed(["GE"], *YEAR)}
    assert easter.day not in days
    assert {to, date(2027, 10, 4)} <= days
    with pytest.raises(Invalid):
        services.decide(country=georgia, said=services.Decision(date(2027, 6, 3), "cancelled", "Decree 9"))
    with pytest.raises(Invalid):
        services.decide(country=georgia, said=services.Decision(easter.day, "cancelled", "Decree 9"))
    for row in session.query(HolidayDecision).all():
        services.withdraw(row)
    assert [each.day for each in services.listed(["GE"], *YEAR)] == [each.day for each in first]
