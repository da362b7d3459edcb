"""What nobody gets past: closed sessions, cancelled ones, approvals not given, rows that come again, two places."""

import pytest
from sqlalchemy import inspect

from trainhub.accounts.login import SignedIn
from trainhub.kernel import clock as time
from trainhub.kernel import files, invariants
from trainhub.kernel.db import db
from trainhub.kernel.errors import NotFound, Refused
from trainhub.kernel.work import Actor
from trainhub.registration import services
from trainhub.registration.models import RegistrationDocument
from trainhub.registration.services import Application

BY = Actor(7, "Focal point")
STAFF = Actor(1, "Staff")


@pytest.fixture
def official(make):
    """Give a function that makes somebody from a ministry of Georgia."""

    def one():
        return make.person(country_code="GE", organisation=make.organisation(country_code="GE"))

    return one


@pytest.fixture
def forbidden(app, monkeypatch):
    monkeypatch.setitem(app.config, "CONFLICTS", ("participant:block",))


def decide(verb, row):
    return services.decide(registrations=[row], verb=verb, by=STAFF, reason="Fits best")


class TestAnswers:
    @pytest.mark.parametrize("state", ["offered", "invited"])
    def test_a_place_in_a_closed_session_is_for_government_only(self, make, state):
        session = make.session(closed=True, audience=("government",))
        ngo, ministry = make.person(category="ngo"), make.person(category="ministry")
        out, inside = (make.registration(session, person, state=state) for person in (ngo, ministry))
        with pytest.raises(Refused):
            services.answer(registration=out, coming=True, by=BY)
        services.answer(registration=inside, coming=True, by=BY)
        services.answer(registration=out, coming=False, by=BY)
        assert (out.state, inside.state) == ("withdrawn", "confirmed")

    def test_nothing_is_taken_or_given_back_in_a_cancelled_session(self, make):
        session = make.session()
        offer, place = make.registration(session, state="offered"), make.registration(session)
        offer.offered_until = None
        assert any(name == "offers" for name, _line in invariants.audit())
        session.state = "cancelled"
        for slot in session.slots:
            slot.cancelled_at = time.now()
        db.session.flush()
        for coming in (True, False):
            with pytest.raises(Refused, match="not kept"):
                services.answer(registration=offer, coming=coming, by=BY)
        with pytest.raises(Refused, match="cancelled"):
            services.withdraw(registration=place, by=BY)
        assert not [line for name, line in invariants.audit() if name == "offers"]

    def test_an_offer_ends_where_it_has_begun_or_nothing_is_left_of_it(self, make, clock):
        session, bare = make.session(), make.session()
        offer, other = make.registration(session, state="offered"), make.registration(bare, state="offered")
        offer.offered_until = None
        for slot in bare.slots:
            slot.cancelled_at = time.now()
        db.session.flush()
        db.session.expire_all()
        with pytest.raises(Refused):
            services.answer(registration=other, coming=True, by=BY)
        clock.set("2027-03-09 07:00")
        with pytest.raises(Refused):
            services.answer(registration=offer, coming=True, by=BY)


def test_the_link_of_an_erased_or_merged_person_leads_to_nothing(make):
    erased, merged = make.registration(state="offered"), make.registration(state="offered")
    tokens = [services.place_token(row) for row in (erased, merged)]
    assert [services.find_place(token) for token in tokens] == [erased, merged]
    erased.person.erased_at = time.now()
    merged.person.merged_into_id = make.person().id
    db.session.flush()
    for token in tokens:
        with pytest.raises(NotFound):
            services.find_place(token)


class TestApproval:
    def test_no_place_before_the_institution_has_said_yes(self, make, official):
        session = make.session(seats=1)
        make.call(session, apply=True, endorse=True)
        row, other, later = (
            services.register(session=session, person=official(), command=Application(), by=BY) for _ in range(3)
        )
        for verb in ("offer", "confirm"):
            with pytest.raises(Refused, match="not approved yet"):
                decide(verb, row)
        decide("decline", other)
        holder = make.registration(session)
        for each in (row, later):
            decide("wait", each)
        services.endorse(registration=later, yes=True, by=BY)
        decide("decline", holder)
        assert (row.state, later.state) == ("waiting", "offered")  # the next, who is approved
        services.endorse(registration=row, yes=False, by=BY, reason="Needed here")
        assert row.state == "declined"

    def test_approving_who_waits_gives_them_the_seat_that_is_free(self, make, official):
        session = make.session(seats=1)
        make.call(session, apply=True, endorse=True)
        row = services.register(session=session, person=official(), command=Application(), by=BY)
        holder = make.registration(session)
        decide("wait", row)
        decide("decline", holder)
        assert row.state == "waiting"
        services.endorse(registration=row, yes=True, by=BY)
        assert row.state == "offered"


class TestComingAgain:
    def test_nothing_of_the_last_time_counts(self, make, official):
        session = make.session()
        make.call(session, apply=True)
        first, person = (official() for _ in range(2))
        before = services.nominate(session=session, person=first, by=BY)
        row = services.substitute(registration=before, person=person, by=BY)
        row.rank, row.endorsement = 3, "given"
        services.take_back(registration=row, by=BY)
        services.register(session=session, person=person, command=Application(), by=BY)
        assert (row.state, row.origin, row.endorsement) == ("applied", "application", "")
        assert {row.nominated_by, row.nominee_rank, row.rank, row.substitutes_id} == {None}

    def test_documents_are_read_by_who_nominated_while_they_speak_for_the_person(self, make, official):
        account = make.account("focal_point", scope=("country", "GE"), country_code="GE")
        row = make.registration(
            make.session(), official(), state="nominated", origin="nomination", nominated_by=account.id
        )
        file = files.File(sha256="0" * 64, size=1, name="a.pdf", media_type="application/pdf", policy="registration")
        document = RegistrationDocument(registration_id=row.id, key="cv", file=file)
        db.session.add(document)
        db.session.flush()
        assert services.find_document(document.public_id, SignedIn(account)) is document
        row.origin = "application"
        db.session.flush()
        with pytest.raises(NotFound):
            services.find_document(document.public_id, SignedIn(account))
        row.origin = "nomination"
        account.grants[0].scope_id = "KZ"
        db.session.flush()
        with pytest.raises(NotFound):
            services.find_document(document.public_id, SignedIn(account))


@pytest.mark.usefixtures("forbidden")
class TestTwoPlaces:
    @pytest.fixture
    def busy(self, make, official):
        """Give somebody with a place on the day of another session."""
        person = official()
        make.registration(make.session(day=9, title=make.texts("Rights")), person)
        return person

    @pytest.mark.parametrize("state", ["offered", "invited"])
    def test_no_answer_gives_the_second(self, make, busy, state):
        row = make.registration(make.session(day=9), busy, state=state)
        with pytest.raises(Refused, match="Rights"):
            services.answer(registration=row, coming=True, by=BY)
        assert row.state == state

    def test_nor_a_focal_point_who_does_not_hear_where_it_is(self, make, official, busy):
        session, asking = make.session(day=9), make.session(day=9)
        make.call(session)
        make.call(asking, apply=True, endorse=True, select=False)
        place = services.nominate(session=session, person=official(), by=BY)
        decide("confirm", place)
        with pytest.raises(Refused, match="another training") as refused:
            services.substitute(registration=place, person=busy, by=BY)
        assert "Rights" not in str(refused.value)
        row = make.registration(asking, busy, state="applied", endorsement="asked")
        with pytest.raises(Refused, match="another training"):
            services.endorse(registration=row, yes=True, by=BY)
        assert (place.state, row.state, row.endorsement) == ("confirmed", "applied", "asked")

    def test_nor_the_waiting_list_which_goes_on_to_the_next(self, make, official, busy):
        session = make.session(day=9, seats=1, approval=False)
        holder = make.registration(session)
        first, second = (make.registration(session, person, state="waiting") for person in (busy, official()))
        assert inspect(first).identity < inspect(second).identity
        services.withdraw(registration=holder, by=BY)
        assert (first.state, second.state) == ("waiting", "offered")
        services.answer(registration=second, coming=False, by=BY)
        assert list(invariants.audit()) == []
