"""Two records of one person: found across scripts, said to be two, or merged with all that hangs on them."""

import pytest
from sqlalchemy import MetaData, func, select

from tests.people.filling import NAMES, Filler
from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.errors import Refused
from trainhub.kernel.work import EventRow
from trainhub.people import queries
from trainhub.people import services as people
from trainhub.people.models import PersonColumn, PersonKey


def pairs(session) -> set[frozenset[int]]:
    return {frozenset((one.id, other.id)) for one, other in session.execute(queries.pairs())}


def test_spellings_of_a_name_are_found_as_one_person_until_somebody_says_they_are_two(session, make):
    one = make.person(native="Əliyev Rəşad", latin="", display="Əliyev Rəşad")
    other = make.person(native="Рашад Алиев", latin="ALIYEV RASHAD", display="Рашад Алиев", country_code=None)
    far = make.person(native="Rashad Aliyev", latin="", display="Rashad Aliyev", country_code="GE")
    persian = make.person(native="علی رضایی", latin="", display="علی رضایی", country_code="IR")
    latin = make.person(native="Ali Rezaei", latin="", display="Ali Rezaei", country_code="IR")
    make.person(native="Əliyev Rəşid", latin="", display="Əliyev Rəşid")
    found = {frozenset((one.id, other.id)), frozenset((other.id, far.id)), frozenset((persian.id, latin.id))}
    assert pairs(session) == found
    staff = SignedIn(make.account("staff"))
    assert people.alike(other, staff) == [one, far]
    people.say_not_same(far, other, staff)
    assert pairs(session) == found - {frozenset((other.id, far.id))}
    one.native = one.display = "Kərimov Anar"
    session.flush()
    assert pairs(session) == {frozenset((persian.id, latin.id))}
    assert session.query(PersonKey).filter_by(person_id=one.id, key="aliav raSad").count() == 0


def test_merge_moves_everything(session, make):
    """Every table has a row of the record that goes; afterwards no column but the tombstone's own points at it."""
    stays = make.person(native="Əliyev Rəşad", email=None, latin="")
    goes = make.graduate().person
    account = make.account("trainer", person=goes)
    for name, value in NAMES.items():
        setattr(goes, name, value)
    account.login = NAMES["email"]
    session.flush()
    assert Filler(goes, account.id).fill() == []
    people.merge(goes, stays, people.MergeCommand(taken=frozenset({"latin"}), reason="same passport"))
    session.flush()
    assert (stays.native, stays.latin, stays.email) == ("Əliyev Rəşad", NAMES["latin"], NAMES["email"])
    assert (goes.merged_into_id, goes.email) == (stays.id, None)
    assert session.query(Account).filter_by(person_id=stays.id).one().id == account.id
    assert pointing(session, goes.id) == {}
    assert session.query(AuditEntry).filter_by(action="merged").one().reason == "same passport"
    assert session.query(EventRow).filter_by(name="on_person_merged").one().payload["into_id"] == stays.id
    staff = SignedIn(make.account("staff"))
    assert people.find_person(goes.public_id, staff) is stays
    with pytest.raises(Refused):
        people.merge(goes, stays, people.MergeCommand())
    people.erase(stays)
    assert (goes.native, goes.latin, goes.display) == ("", "", "—")


def pointing(session, person_id: int) -> dict[str, int]:
    """Return the tables in which a column points at a person, with how many rows do."""
    tables = MetaData()
    tables.reflect(session.connection())
    found = {}
    for row in session.query(PersonColumn).filter(PersonColumn.via == "", PersonColumn.policy != "keep"):
        if row.table in tables.tables:
            table = tables.tables[row.table]
            number = session.scalar(select(func.count()).select_from(table).where(table.c[row.column] == person_id))
            found |= {f"{row.table}.{row.column}": number} if number else {}
    return found


def test_of_two_registrations_the_stronger_stays_and_the_seat_of_the_other_goes_on(session, make):
    training = make.session(seats=2)
    goes, stays, waits = make.person(), make.person(), make.person()
    strong = make.registration(session=training, person=goes, state="confirmed")
    weak = make.registration(session=training, person=stays, state="offered")
    third = make.registration(session=training, person=waits, state="waiting")
    session.refresh(training)
    assert training.taken == 2
    people.merge(goes, stays, people.MergeCommand())
    for each in (strong, weak, third, training):
        session.refresh(each)
    assert (strong.person_id, strong.state) == (stays.id, "confirmed")
    assert (weak.person_id, weak.state) == (goes.id, "withdrawn")
    assert (third.state, training.taken) == ("offered", 2)


def test_of_two_accounts_one_stays_with_the_roles_of_both(session, make):
    goes, stays = make.person(), make.person()
    closed, kept = make.account("trainer", person=goes), make.account("observer", person=stays)
    people.merge(goes, stays, people.MergeCommand())
    assert {grant.role for grant in kept.grants} == {"trainer", "observer"}
    assert (closed.disabled_at is not None, closed.person_id) == (True, goes.id)
