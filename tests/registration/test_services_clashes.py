"""Two places at once: the person is told, staff are told, and the setting may forbid it."""

from dataclasses import replace
from datetime import date

import pytest

from trainhub.kernel.errors import Refused
from trainhub.kernel.work import Actor
from trainhub.registration import services
from trainhub.registration.services import Application
from trainhub.sessions import services as sessions

BY = Actor(None, "Somebody")
TUESDAY = date(2027, 4, 6)


@pytest.fixture
def both(make):
    """Give two sessions on one day, and an official with a place in the first."""
    first = make.session(day=TUESDAY, title=make.texts("Rights"), approval=False)
    second = make.session(day=TUESDAY, title=make.texts("Borders"), approval=False)
    person = make.person(category="ministry")
    services.register(session=first, person=person, command=Application(), by=BY)
    return first, second, person


@pytest.fixture
def forbidden(app, monkeypatch):
    monkeypatch.setitem(app.config, "CONFLICTS", ("participant:block",))


def test_who_has_a_place_elsewhere_is_told_and_may_come_all_the_same(both):
    _first, second, person = both
    assert "“Rights”" in services.elsewhere(second, person.id)
    made = services.register(session=second, person=person, command=Application(), by=BY)
    assert made.state == "confirmed"


@pytest.mark.usefixtures("forbidden")
def test_the_setting_lets_nobody_have_both(both):
    _first, second, person = both
    with pytest.raises(Refused, match="Rights"):
        services.register(session=second, person=person, command=Application(), by=BY)
    with pytest.raises(Refused, match="Rights"):
        services.add(session=second, person=person, by=BY)


@pytest.mark.usefixtures("forbidden")
def test_staff_cannot_confirm_what_the_setting_forbids(both, make):
    _first, second, person = both
    second.approval = True
    other = make.person(category="ministry")
    services.register(session=second, person=other, command=Application(), by=BY)
    row = make.registration(second, person, state="applied")
    with pytest.raises(Refused, match="Rights"):
        services.decide(registrations=[row], verb="confirm", by=BY)


def test_a_place_given_up_is_no_clash(both):
    first, second, person = both
    services.withdraw(registration=services.own(first, person.id), by=BY)
    assert services.elsewhere(second, person.id) == ""


def test_another_day_is_no_clash(both, make):
    _first, _second, person = both
    later = make.session(day=date(2027, 4, 7))
    assert services.elsewhere(later, person.id) == ""


def test_the_editor_says_how_many_are_elsewhere(both):
    first, second, person = both
    services.register(session=second, person=person, command=Application(), by=BY)
    plan = sessions.plan_of(first)
    (found,) = [each for each in sessions.conflicts(plan, first) if each.kind == "participant"]
    assert (found.level, found.field, found.slug) == ("warn", "slots-0", second.slug)
    assert "1 participant has a place in “Borders”" in found.message
    moved = replace(plan, slots=(replace(plan.slots[0], day=date(2027, 4, 8)),))
    assert not [each for each in sessions.conflicts(moved, first) if each.kind == "participant"]
