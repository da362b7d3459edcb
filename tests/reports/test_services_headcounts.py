"""Counting people by heads where they have no accounts."""

from datetime import date, timedelta

import pytest

from trainhub.kernel import clock as kernel_clock
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.reports import services as reports
from trainhub.reports.services import HeadcountCommand

TODAY = date(2027, 3, 2)
COUNT = HeadcountCommand(9, "Gulnora Rahimova", TODAY, "departing", "f", "Two came later.")


@pytest.fixture
def informing(make):
    """Make an information session that takes place today."""
    return make.session(day=0, format="information-session")


def test_a_count_says_who_how_many_and_who_counted(informing):
    row = reports.save_headcount(session=informing, command=COUNT)
    assert (row.number, row.gender, row.heads, row.reported_by) == (9, "f", "departing", "Gulnora Rahimova")
    assert reports.headcounts(informing) == [row]


def test_what_was_not_stated_stays_so(informing):
    row = reports.save_headcount(session=informing, command=HeadcountCommand(4, "Gulnora", TODAY))
    assert (row.gender, row.heads) == ("", "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": -3}, "number"),
        ({"number": 1_000_000}, "number"),
        ({"reported_by": " "}, "reported_by"),
        ({"heads": "aliens"}, "heads"),
        ({"gender": "undisclosed"}, "gender"),
        ({"reported_on": TODAY + timedelta(days=1)}, "reported_on"),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(informing, change, field):
    values = {"number": 9, "reported_by": "Gulnora", "reported_on": TODAY} | change
    with pytest.raises(Invalid) as raised:
        reports.save_headcount(session=informing, command=HeadcountCommand(**values))
    assert set(raised.value.fields) == {field}


def test_where_people_register_nobody_is_counted_by_heads(make):
    with pytest.raises(Refused, match="registered"):
        reports.save_headcount(session=make.session(day=0), command=COUNT)


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nor_where_nothing_takes_place(make, state):
    with pytest.raises(Refused):
        reports.save_headcount(session=make.session(day=0, format="briefing", state=state), command=COUNT)


def test_nor_before_it_begins(make):
    with pytest.raises(Refused, match="not begun"):
        reports.save_headcount(session=make.session(day=1, format="briefing"), command=COUNT)


def test_a_correction_and_a_removal_stay_in_the_history(informing, make, as_actor):
    as_actor(make.staff())
    row = reports.save_headcount(session=informing, command=COUNT)
    reports.save_headcount(session=informing, command=HeadcountCommand(11, "Gulnora", TODAY), headcount=row)
    reports.remove_headcount(row)
    reports.remove_headcount(row)
    assert reports.headcounts(informing) == []
    entries = db.session.query(AuditEntry).filter_by(kind="headcount").order_by(AuditEntry.id).all()
    assert [entry.action for entry in entries] == ["created", "changed", "changed"]
    assert entries[1].changes["number"] == [9, 11]
    assert {(entry.subject_kind, entry.subject_id) for entry in entries} == {("training_session", informing.id)}
    assert row.removed_at == kernel_clock.now()


def test_a_count_of_another_session_is_not_found(informing, make):
    row = reports.save_headcount(session=informing, command=COUNT)
    with pytest.raises(NotFound):
        reports.find_headcount(make.session(day=0, format="briefing"), row.public_id)
