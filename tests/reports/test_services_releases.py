"""The ledger: what is drafted is checked against everything that is out, and only then published."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.disclosure.published import Ledger, Page
from tests.disclosure.verdict import judge
from trainhub.kernel import jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.registration.models import Registration
from trainhub.reports.disclosure import checking, conversion, ledger, sealing
from trainhub.reports.disclosure.ledger import ReleaseCommand, TableCommand
from trainhub.reports.disclosure.models import PublishedCell, PublishedTable, Release
from trainhub.reports.disclosure.policy import Audience, Status
from trainhub.reports.disclosure.problem import Cell, Entry, Period, Table
from trainhub.reports.models import FactsVersion, Participation

STAFF = Actor(None, "Leyla")
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
# who came in 2026: country, level, how many
PEOPLE = [
    ("AZ", "specialist", 14), ("AZ", "manager", 9), ("AZ", "head", 2),
    ("GE", "specialist", 11), ("GE", "manager", 8), ("GE", "head", 6),
    ("UZ", "specialist", 7), ("UZ", "manager", 12),
]  # fmt: skip


class World:
    """A closed training in May 2026, and one in June for whoever comes later."""

    def __init__(self, make: Any) -> None:
        self.make = make
        self.may = make.session(day=date(2026, 5, 4), state="completed", seats=500, activity="m04-a02")
        self.june = make.session(day=date(2026, 6, 8), state="completed", seats=500, activity="m04-a02")
        db.session.get_one(FactsVersion, 1).mark = ""  # nothing is remembered between two figures

    def came(
        self, country: str, level: str, number: int = 1, completed: int | None = None, session: Any = None
    ) -> None:
        session = db.session.merge(session or self.may)  # a job that ran in between let go of it
        rows = [Registration(session_id=session.id, person_id=None, state="confirmed") for _ in range(number)]
        db.session.add_all(rows)
        db.session.flush()
        done, day = number if completed is None else completed, session.first_day
        for place, registration in enumerate(rows):
            row = Participation(
                registration_id=registration.id,
                session_id=session.id,
                centre_id=session.centre_id,
                format=session.format.key,
                counts=True,
                country=country,
                level=level,
                day=day,
                month=day.year * 100 + day.month,
                quarter=day.year * 10 + (day.month + 2) // 3,
                year=day.year,
                module="4",
                attended=True,
                completed=place < done,
                final=True,
                slots=2,
                minutes=360,
            )
            db.session.add(row)
        db.session.flush()


@pytest.fixture
def world(make: Any) -> World:
    found = World(make)
    for country, level, number in PEOPLE:
        found.came(country, level, number, completed=max(number - 3, 0))
    return found


def release(*tables: TableCommand, audience: Audience = Audience.PUBLIC, span: Any = YEAR, **values: Any) -> Release:
    return ledger.draft(ReleaseCommand(Texts.of({"en": "Trainees"}), audience, *span, tables, **values))


def checked(found: Release) -> Release:
    ledger.check(found)
    work.commit()
    number = found.id
    jobs.drain()
    return db.session.scalars(select(Release).where(Release.id == number)).one()


def published(*tables: TableCommand, **values: Any) -> Release:
    found = checked(release(*tables, **values))
    assert found.state == "ready", found.refusal
    ledger.publish(found, STAFF)
    work.commit()
    return found


def cells(found: Release, key: str) -> dict[str, tuple[str, float | None]]:
    table = next(each for each in found.tables if each.key == key)
    rows = db.session.scalars(select(PublishedCell).where(PublishedCell.table_id == table.id))
    return {row.codes: (row.status, row.value) for row in rows}


BY_COUNTRY_AND_LEVEL = TableCommand("core.participations", ("country", "level"), key="both")
BY_COUNTRY = TableCommand("core.participations", ("country",), key="country")
BY_LEVEL = TableCommand("core.participations", ("level",), key="level")


def test_a_release_is_drafted_checked_and_published(world: World) -> None:
    found = checked(release(BY_COUNTRY_AND_LEVEL))
    assert (found.state, found.published_at) == ("ready", None)
    shown = cells(found, "both")
    assert shown["AZ|head"] == ("primary", None)
    assert shown["UZ|head"] == ("shown", 0)  # zero is zero
    assert shown["AZ|specialist"] == ("shown", 14)
    assert shown["_T|_T"] == ("shown", 69)
    assert (found.report["small"], found.report["hidden"]) == (1, 4)
    ledger.publish(found, STAFF)
    work.commit()
    assert (found.state, found.published_by, len(found.digest)) == ("published", "Leyla", 64)
    assert ledger.published(Audience.PUBLIC) == [found]


def test_nothing_hidden_is_in_the_cells_nor_in_the_history(world: World) -> None:
    found = published(BY_COUNTRY_AND_LEVEL)
    rows = db.session.scalars(select(PublishedCell)).all()
    assert all(row.value is None and row.n is None for row in rows if row.status in ("primary", "secondary"))
    untrue = text("UPDATE published_cell SET value = 2 WHERE table_id = :table AND codes = 'AZ|head'")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(untrue, {"table": found.tables[0].id})
    history = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "published_release")).all()
    assert {entry.action for entry in history} == {"created", "changed"}
    assert "cells" not in json.dumps([entry.changes for entry in history])
    sealed = db.session.scalars(select(PublishedTable.sealed)).one()
    assert sealed is not None
    assert b"specialist" not in sealed
    assert sealing.unseal(sealed).table.cells["AZ", "head"].n == 2


def test_a_second_release_hides_what_the_first_one_hid(world: World) -> None:
    first = cells(published(BY_COUNTRY_AND_LEVEL), "both")
    second = published(BY_COUNTRY, BY_LEVEL, BY_COUNTRY_AND_LEVEL)
    assert cells(second, "both") == first
    assert cells(second, "country") == {code: first[f"{code}|_T"] for code in cells(second, "country")}
    assert cells(second, "level") == {code: first[f"_T|{code}"] for code in cells(second, "level")}
    _attack()


def test_the_other_way_round_the_detailed_table_gives_way(world: World) -> None:
    published(BY_COUNTRY, BY_LEVEL)
    second = cells(published(BY_COUNTRY_AND_LEVEL), "both")
    assert second["AZ|_T"] == ("shown", 25)  # it is out
    assert sum(status in ("primary", "secondary") for status, _ in second.values()) == 4
    _attack()


def _attack() -> None:
    """Let the tests' own attacker read everything that was published."""
    pages, truth = [], []
    for number, table in enumerate(db.session.scalars(select(PublishedTable).order_by(PublishedTable.id)).all()):
        assert table.sealed is not None
        entry = sealing.unseal(table.sealed)
        marks = entry.marks or {}
        read: dict[Any, int | str] = {}
        for codes, mark in marks.items():
            shown = entry.table.cells[codes].n
            read[codes] = shown if mark.status == "shown" else "<5" if mark.status == "primary" else f">={mark.low:.0f}"
        kept = {
            row.codes: row
            for row in db.session.scalars(select(PublishedCell).where(PublishedCell.table_id == table.id))
        }
        assert all((kept[sealing.join(codes)].value is None) == isinstance(cell, str) for codes, cell in read.items())
        pages.append(
            Page(entry.table.counts, entry.table.axes, entry.table.period, {}, frozenset(), read, number, 0, False)
        )
        truth.append({codes: cell.n for codes, cell in entry.table.cells.items()})
    found = judge(Ledger(pages=pages, truth=truth, releases=len(pages)))
    assert found.hidden
    assert found.found_out == []


def test_one_person_more_is_not_told_by_publishing_again(world: World) -> None:
    published(BY_COUNTRY_AND_LEVEL)
    world.came("UZ", "manager")
    again = cells(published(BY_COUNTRY_AND_LEVEL), "both")
    assert again["UZ|manager"][0] == "secondary"
    assert again["UZ|specialist"] == ("shown", 7)
    assert again["_T|_T"][0] == "secondary"


def test_many_people_more_are_simply_published(world: World) -> None:
    published(BY_COUNTRY)
    world.came("UZ", "manager", 9)
    assert cells(published(BY_COUNTRY), "country")["UZ"] == ("shown", 28)


def test_the_year_less_what_is_out_is_not_told(world: World) -> None:
    """The second quarter is out with all of May; the year has three people more, who came in June's training."""
    published(BY_COUNTRY, span=(date(2026, 1, 1), date(2026, 6, 1)))
    world.came("GE", "manager", 3, session=world.june)
    year = cells(published(BY_COUNTRY), "country")
    assert (year["GE"][0], year["_T"][0]) == ("secondary", "secondary")
    assert year["AZ"] == ("shown", 25)


def test_a_share_is_hidden_with_what_it_is_made_of(world: World) -> None:
    found = cells(published(TableCommand("core.completion_rate", ("country", "level"), key="rate")), "rate")
    assert found["AZ|head"] == ("secondary", None)
    assert found["UZ|head"] == ("not_applicable", None)  # a share of nobody
    assert found["_T|_T"] == ("shown", pytest.approx(46 / 69))
    assert found["UZ|specialist"] == ("secondary", None)  # 4 of 7: the four are too few


def test_different_persons_are_protected_too(world: World) -> None:
    found = published(TableCommand("core.persons", ("country", "level"), key="persons"), BY_COUNTRY_AND_LEVEL)
    assert cells(found, "persons") == cells(found, "both")  # everybody came once, so they hide the same


def test_staff_alone_see_all_numbers(world: World) -> None:
    found = published(BY_COUNTRY_AND_LEVEL, audience=Audience.INTERNAL)
    assert cells(found, "both")["AZ|head"] == ("shown", 2)
    assert ledger.published(Audience.PUBLIC) == []


def test_partners_see_what_is_public_and_not_the_other_way_round(world: World) -> None:
    published(BY_COUNTRY, audience=Audience.PARTNER)
    published(BY_LEVEL)
    assert [each.audience for each in ledger.published(Audience.PARTNER)] == ["public", "partner"]
    assert [each.audience for each in ledger.published(Audience.PUBLIC)] == ["public"]


def test_what_is_hidden_from_partners_is_hidden_from_the_public(world: World) -> None:
    """Partners have a table with a hidden sum; were it public, they could work out the rest of theirs."""
    theirs = cells(published(BY_COUNTRY_AND_LEVEL, audience=Audience.PARTNER), "both")
    public = published(BY_LEVEL, BY_COUNTRY)
    for key, place in (("level", "_T|{}"), ("country", "{}|_T")):
        for code, (status, _value) in cells(public, key).items():
            assert theirs[place.format(code)][0] == "shown" or status == "secondary"


def test_a_public_table_that_would_tell_partners_too_much_is_refused(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(checking, "endangers", lambda *_: True)
    published(BY_COUNTRY_AND_LEVEL, audience=Audience.PARTNER)
    found = checked(release(BY_COUNTRY))
    assert (found.state, found.refusal) == ("draft", "narrower")


def two(world: World) -> tuple[Release, Release]:
    """Return two releases that were both checked against the same ledger."""
    one, other = release(BY_COUNTRY), release(BY_LEVEL)
    ids = one.id, other.id
    ledger.check(one)
    ledger.check(other)
    work.commit()
    jobs.drain()
    found = [db.session.scalars(select(Release).where(Release.id == number)).one() for number in ids]
    return found[0], found[1]


def test_of_two_checked_at_once_only_one_comes_out(world: World) -> None:
    one, other = two(world)
    ledger.publish(one, STAFF)
    with pytest.raises(Refused, match="since"):
        ledger.publish(other, STAFF)
    again = checked(other)
    ledger.publish(again, STAFF)
    assert again.state == "published"


def test_the_database_lets_only_one_of_two_that_race_come_out(world: World, monkeypatch: Any) -> None:
    one, other = two(world)
    ledger.publish(one, STAFF)
    monkeypatch.setattr(ledger, "mark", lambda: other.ledger_mark)  # as somebody sees it who asked a moment before
    with pytest.raises(Refused, match="since"):
        ledger.publish(other, STAFF)


def test_a_withdrawn_release_is_gone_and_still_counts(world: World) -> None:
    first = published(BY_COUNTRY_AND_LEVEL)
    with pytest.raises(Invalid):
        ledger.withdraw(first, " ", STAFF)
    ledger.withdraw(first, "The records were incomplete.", STAFF)
    work.commit()
    assert ledger.published(Audience.PUBLIC) == []
    hidden = {codes for codes, (status, _) in cells(first, "both").items() if status in ("primary", "secondary")}
    world.came("UZ", "specialist", 1)
    second = cells(published(BY_COUNTRY_AND_LEVEL), "both")
    assert all(second[codes][0] in ("primary", "secondary") for codes in {*hidden, "UZ|specialist"})  # it was read


def test_without_the_key_of_earlier_releases_nothing_comes_out(world: World, app: Flask) -> None:
    published(BY_COUNTRY)
    key = Path(app.config["DATA"]) / "disclosure.key"
    kept = key.read_text()
    key.unlink()
    try:
        found = checked(release(BY_LEVEL))
    finally:
        key.write_text(kept)
    assert (found.state, found.refusal) == ("draft", "key")


def test_tables_by_session_stay_with_the_staff(world: World) -> None:
    with pytest.raises(Invalid, match="session"):
        release(TableCommand("core.participations", ("session",)))
    assert release(TableCommand("core.participations", ("session",)), audience=Audience.INTERNAL).tables


def test_a_table_of_nothing_is_not_taken(world: World) -> None:
    with pytest.raises(NotFound):
        release(TableCommand("core.nothing", ()))
    with pytest.raises(NotFound):
        release(TableCommand("core.sessions", ("country",)))
    with pytest.raises(Refused):
        ledger.check(release())


def test_a_changed_draft_must_be_checked_again(world: World) -> None:
    found = checked(release(BY_COUNTRY))
    ledger.add_table(found, BY_LEVEL)
    with pytest.raises(Refused, match="checked"):
        ledger.publish(found, STAFF)
    ledger.remove_table(found, "level")
    assert checked(found).state == "ready"


def test_what_is_published_is_not_changed(world: World) -> None:
    found = published(BY_COUNTRY)
    for act in (
        lambda: ledger.add_table(found, BY_LEVEL),
        lambda: ledger.remove_table(found, "country"),
        lambda: ledger.discard(found),
        lambda: ledger.check(found),
    ):
        with pytest.raises(Refused):
            act()


def test_one_country_is_a_part_of_all(world: World) -> None:
    """A table of one country and a table of all: what is left is the others."""
    narrowed = TableCommand("core.participations", ("level",), scope=(("country", "AZ"),), key="az")
    found = published(narrowed)
    assert cells(found, "az")["head"][0] == "primary"
    both = cells(published(BY_COUNTRY_AND_LEVEL), "both")
    assert both["AZ|head"][0] == "primary"
    assert both["AZ|_T"][0] == "secondary"


def test_sessions_are_counted_in_the_open(world: World) -> None:
    found = cells(published(TableCommand("core.sessions", ("month",), key="sessions")), "sessions")
    assert found["_T"] == ("shown", 2)
    assert {status for status, _ in found.values()} == {Status.SHOWN}


def of(counts: str, hits: str = "") -> Entry:
    return Entry(Table(counts, counts, (), Period(*YEAR), {(): Cell(9, 9, 9 if hits else None)}, hits=hits))


@pytest.mark.parametrize(
    ("entries", "links"),
    [
        ((of("core.completed"), of("core.participations")), {("completed", "participations")}),
        ((of("core.certificates"), of("core.registrations")), {("certificates", "registrations")}),  # one is skipped
        ((of("core.hours/of"), of("core.participations")), {("hours/of", "participations")}),
        ((of("core.headcount/of", "core.headcount"), of("core.registrations")), set()),
        ((of("core.completion_rate/of", "core.completed"), of("core.persons")), set()),
    ],
)  # fmt: skip
def test_indicators_say_of_whom_they_are_a_part(app: Flask, entries: Any, links: set[tuple[str, str]]) -> None:
    found = {(link.part, link.whole) for link in conversion.knowledge(entries).links}
    both_ways = {(f"core.{whole}", f"core.{part}") for part, whole in links}  # the numbers are equal: each is the other
    assert found == {(f"core.{part}", f"core.{whole}") for part, whole in links} | both_ways
