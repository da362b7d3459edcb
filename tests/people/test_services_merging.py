"""Two records of one person: found across scripts, said to be two, or merged with all that hangs on them."""

import io
from datetime import date

import pytest
from sqlalchemy import MetaData, func, select

from tests.people.filling import NAMES, Filler
from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account, RoleGrant
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.errors import Refused
from trainhub.kernel.files import FilePolicy, store
from trainhub.kernel.work import EventRow
from trainhub.people import queries
from trainhub.people import services as people
from trainhub.people.models import PersonColumn, PersonKey
from trainhub.roster import services as roster


@pytest.fixture
def boss(make) -> SignedIn:
    return SignedIn(make.account("administrator"))


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


def test_merge_moves_everything(session, make, boss):
    """Every table has a row of the record that goes; afterwards no column but the tombstone's own points at it."""
    stays = make.person(native="Əliyev Rəşad", email=None, latin="")
    goes = make.graduate().person
    account = make.account("trainer", person=goes)
    for name, value in NAMES.items():
        setattr(goes, name, value)
    account.login = NAMES["email"]
    session.flush()
    assert Filler(goes, account.id).fill() == []
    people.merge(goes, stays, people.MergeCommand(taken=frozenset({"latin"}), reason="same passport"), by=boss)
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
        people.merge(goes, stays, people.MergeCommand(), by=boss)
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


def test_of_two_registrations_the_stronger_stays_and_the_seat_of_the_other_goes_on(session, make, boss):
    training = make.session(seats=2)
    goes, stays, waits = make.person(), make.person(), make.person()
    strong = make.registration(session=training, person=goes, state="confirmed")
    weak = make.registration(session=training, person=stays, state="offered")
    third = make.registration(session=training, person=waits, state="waiting")
    session.refresh(training)
    assert training.taken == 2
    people.merge(goes, stays, people.MergeCommand(), by=boss)
    for each in (strong, weak, third, training):
        session.refresh(each)
    assert (strong.person_id, strong.state) == (stays.id, "confirmed")
    assert (weak.person_id, weak.state) == (goes.id, "withdrawn")
    assert (third.state, training.taken) == ("offered", 2)


def test_of_two_accounts_one_stays_with_the_roles_of_both(session, make, boss):
    goes, stays = make.person(), make.person()
    closed, kept = make.account("trainer", person=goes), make.account("observer", person=stays)
    people.merge(goes, stays, people.MergeCommand(), by=boss)
    assert {grant.role for grant in kept.grants} == {"trainer", "observer"}
    assert (closed.disabled_at is not None, closed.person_id) == (True, goes.id)


def test_a_centres_staff_get_no_power_by_merging_and_take_none_by_erasing(session, make):
    """Neither a grant of another's reach nor their own record; the last administrator stays in any case."""
    centre = make.centre()
    staff = make.account("staff", scope=("centre", centre.id))
    by, twin, chief = SignedIn(staff), make.person(), make.account("administrator")
    trainer = make.account("trainer", scope=("centre", centre.id))
    focal = make.account("focal_point", scope=("country", "AZ"))
    later = make.account()
    session.add(RoleGrant(account=later, role="administrator", since=date(2099, 1, 1)))
    session.flush()
    session.refresh(later)
    for one, other in ((chief, staff), (chief, None), (focal, None), (later, None), (staff, None)):
        goes, stays = one.person, other.person if other else twin
        for pair in ((goes, stays), (stays, goes)):
            with pytest.raises(Refused):
                people.merge(*pair, people.MergeCommand(), by=by)
        assert not people.in_reach(by, goes)
        with pytest.raises(Refused):
            people.erase_later(goes, reason="", by=by)
    assert [grant.role for grant in staff.grants] == ["staff"]
    request = people.ask_for_erasure(chief.person)
    with pytest.raises(Refused):
        people.decide_request(request, people.Decision(accept=True), by)
    assert request.state == "asked"
    with pytest.raises(Refused, match="must remain administrator"):
        people.erase(chief.person)
    second = make.account("administrator")
    people.decide_request(request, people.Decision(accept=True), SignedIn(second))
    people.erase(chief.person)
    assert people.in_reach(by, trainer.person, twin)
    people.merge(trainer.person, twin, people.MergeCommand(), by=by)
    assert session.query(Account).filter_by(person_id=twin.id).one().id == trainer.id


def test_whoever_has_two_accounts_signs_in_with_the_one_in_use_and_keeps_their_nominees(session, make, boss):
    goes, stays = make.person(email="used@example.org"), make.person(email="first@example.org")
    used, waits = make.account("focal_point", person=goes, scope=("country", "AZ")), make.account(person=stays)
    waits.password_hash = waits.confirmed_at = None
    nominee = make.registration(state="nominated", nominated_by=used.id)
    people.merge(goes, stays, people.MergeCommand(), by=boss)
    session.refresh(nominee)
    kept = session.query(Account).filter_by(person_id=stays.id).one()
    assert (kept.id, kept.login, kept.state) == (waits.id, "used@example.org", "open")
    assert kept.password_hash is not None
    assert nominee.nominated_by == kept.id


def test_of_two_entries_on_the_roster_one_stays_with_what_both_say(session, make, boss):
    goes = make.expert(modules={1: "lead", 2: "lead"}, languages=["az", "en"], language_levels={"az": "native"})
    stays = make.expert(modules={1: "co"}, languages=["en"], education="MA")
    goes.cv = cv = store(io.BytesIO(b"%PDF-1.4 cv"), "cv.pdf", FilePolicy("cv", ("pdf",)))
    away = roster.add_absence(person=goes.person, since=date(2027, 5, 1), until=date(2027, 5, 9))
    person = stays.person
    people.merge(goes.person, person, people.MergeCommand(), by=boss)
    entry = roster.own_entry(person.id)
    assert entry is not None
    assert (entry.languages, entry.language_levels, entry.education) == (["en", "az"], {"az": "native"}, "MA")
    assert sorted((row.module.number, row.level) for row in entry.expertise) == [(1, "co"), (2, "lead")]
    assert (entry.cv, away.person_id) == (cv, person.id)
