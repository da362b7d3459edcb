"""What people need at one training: locked, read with a reason, moved with the training, gone some days after it."""

import io
from datetime import date, timedelta

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, Refused
from trainhub.people import services as people
from trainhub.people.models import Confidential, ConfidentialAccess
from trainhub.registration import services
from trainhub.registration.models import Letter
from trainhub.registration.services import DocumentUpload
from trainhub.sessions import services as sessions

EVERY = ["travel", "accommodation", "diet", "access", "passport"]


def purge():
    jobs.enqueue("people.purge")
    jobs.drain()


def kept():
    return {row.attribute: row.expires_on for row in db.session.query(Confidential)}


@pytest.fixture
def place(make):
    """A place in a training of two days, 9 and 10 March, whose call asks for everything."""
    session = make.session(slots=3)
    make.call(session, needs=EVERY)
    return make.registration(session)


def told(registration, **values):
    services.tell_needs(registration, values, empty_erases=True)


def test_it_is_kept_until_thirty_days_after_the_last_day_and_then_goes(place, clock):
    told(place, diet="No nuts", passport="C01234567", travel="")
    assert place.session.last_day == date(2027, 3, 10)
    assert kept() == {"diet": date(2027, 4, 9), "passport": date(2027, 4, 9)}
    assert services.own_needs(place) == ({"diet": "No nuts", "passport": "C01234567"}, {})
    clock.set("2027-04-09 20:00")
    purge()
    assert set(kept()) == {"diet", "passport"}
    clock.set("2027-04-10 20:00")
    purge()
    assert kept() == {}


def test_the_setting_says_how_long_and_never_longer_than_the_kind(app, place, monkeypatch):
    monkeypatch.setitem(app.config, "NEEDS_DAYS", 100)
    told(place, passport="C01234567", diet="No nuts")
    assert kept() == {"passport": date(2027, 6, 8), "diet": date(2027, 6, 18)}  # 90 days, and 100


def test_a_training_that_moves_moves_the_end_and_one_that_is_cancelled_ends_it(place, clock):
    told(place, diet="No nuts")
    sessions.move_all(place.session, 10)
    assert kept() == {"diet": place.session.last_day + timedelta(days=30)}
    assert place.session.last_day > date(2027, 3, 10)
    sessions.cancel(place.session, "The trainer is ill")
    assert kept() == {"diet": date(2027, 3, 2)}
    clock.set("2027-03-03 08:00")
    purge()
    assert kept() == {}


def test_a_place_given_back_needs_nothing_any_more(make, place, clock):
    told(place, diet="No nuts")
    services.withdraw(registration=place, by=work.actor())
    assert kept() == {"diet": date(2027, 3, 2)}
    assert "once your place is confirmed" in services.why_no_needs(place, services.terms(place.session))
    with pytest.raises(Refused):
        told(place, diet="No nuts")


def test_what_was_told_for_all_trainings_stays_while_one_to_come_needs_it(make, clock):
    person = make.person()
    people.save_confidential(person, "diet", "Vegan")  # until 1 March 2028
    people.save_confidential(person, "passport", "C01234567")  # until 31 May 2027; nothing asks for it
    clock.set("2028-02-20 08:00")
    session = make.session(day=20)  # 11 March 2028
    make.registration(session, person)
    clock.set("2028-03-01 08:00")
    purge()
    assert kept() == {"diet": date(2028, 4, 10)}
    clock.set("2028-04-11 08:00")
    purge()
    assert kept() == {}


def test_without_a_call_meals_and_access_are_asked_and_online_access_only(make):
    assert services.terms(make.session()).needs == ("access", "diet")
    assert services.terms(make.session(mode="online")).needs == ("access",)
    session = make.session()
    make.call(session, needs=[])
    assert services.terms(session).needs == ()
    with pytest.raises(Refused):
        told(make.registration(session), diet="No nuts")


def test_only_what_is_asked_is_kept_and_nothing_too_long(make):
    place = make.registration()
    told(place, diet="No nuts", passport="C01234567")
    assert set(kept()) == {"diet"}
    with pytest.raises(Invalid):
        told(place, diet="x" * 2001)
    services.tell_needs(place, {"diet": "", "access": "Ramp"}, empty_erases=False)
    assert set(kept()) == {"diet", "access"}
    told(place, diet="")
    assert kept() == {}


def test_staff_see_numbers_and_open_texts_with_a_reason(make, place, as_actor):
    told(place, diet="No nuts", travel="From Osh")
    other = make.registration(place.session)
    people.save_confidential(other.person, "diet", "Vegan")  # for all trainings
    people.save_confidential(place.person, "diet", "Anything")  # what was told for this one counts
    make.registration(place.session, state="declined")
    counts = services.counts(place.session, services.terms(place.session))
    assert {each.kind: (each.number, each.people) for each in counts} == {
        "access": (0, 2),
        "diet": (2, 2),
        "travel": (1, 2),
        "accommodation": (0, 2),
        "passport": (0, 2),
    }
    staff = make.staff()
    as_actor(staff)
    with pytest.raises(Invalid):
        services.read_needs(place.session, ["diet"], SignedIn(staff), " ")
    with pytest.raises(Invalid):
        services.read_needs(place.session, [], SignedIn(staff), "Meals")
    for role in ("trainer", "observer", "focal_point", "participant"):
        with pytest.raises(Refused):
            services.read_needs(place.session, ["diet"], SignedIn(make.account(role)), "Meals")
    assert db.session.query(ConfidentialAccess).count() == 0
    found = services.read_needs(place.session, ["diet"], SignedIn(staff), "Order the meals")
    assert {each.registration.id: each.values for each in found} == {
        place.id: {"diet": "No nuts"},
        other.id: {"diet": "Vegan"},
    }
    looks = db.session.query(ConfidentialAccess).all()
    assert {(each.person_id, each.attribute, each.reason) for each in looks} == {
        (place.person_id, "diet", "Order the meals"),
        (other.person_id, "diet", "Order the meals"),
    }


@pytest.fixture
def official_papers():
    """Give a function that brings documents for a registration."""
    brought = []

    def bring(row, *keys):
        for key in keys:
            name = f"{len(brought)}-{key}.pdf"
            upload = DocumentUpload(key, io.BytesIO(b"%PDF-1.4\n"), name)
            services.bring(row, keys, upload)
        brought.append(row.id)

    return bring


def test_two_records_of_one_person_keep_what_was_told(make, place):
    told(place, diet="No nuts")
    twin = make.registration(place.session, state="waiting")
    people.merge(place.person, twin.person, people.MergeCommand(), by=SignedIn(make.account("administrator")))
    assert place.person_id == twin.person_id or place.state == "confirmed"
    assert services.own_needs(place)[0] == {"diet": "No nuts"}


def test_two_records_of_one_person_keep_papers_letters_and_words(make, place, official_papers):
    stays, twin = place, make.registration(place.session, state="waiting", motivation="My work")
    stood_in = make.registration(place.session, state="nominated", substitutes_id=twin.id)
    former = make.registration(place.session, state="withdrawn")
    twin.substitutes_id = former.id
    official_papers(stays, "cv")
    official_papers(twin, "cv", "letter")
    letter = Letter(number="L-1", kind="visa", registration=twin, made_on=date(2027, 3, 2))
    db.session.add(letter)
    db.session.flush()
    people.merge(twin.person, stays.person, people.MergeCommand(), by=SignedIn(make.account("administrator")))
    db.session.expire_all()
    assert {(each.key, each.file.name) for each in stays.documents} == {("cv", "0-cv.pdf"), ("letter", "1-letter.pdf")}
    assert services.letters_of(stays) == [letter]
    assert (stays.motivation, stays.substitutes_id, stood_in.substitutes_id) == ("My work", former.id, stays.id)


def test_erasure_takes_it_away(make, place):
    told(place, diet="No nuts")
    people.erase(place.person)
    assert kept() == {}
