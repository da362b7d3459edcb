"""The roster for staff: entries, search in any combination, figures, requests, proposals, calls, import."""

import io
from datetime import date, timedelta

import pytest

from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.roster import services
from trainhub.roster.models import ExpertApplication, ExpertCall, RosterProposal
from trainhub.sessions.models import Assignment, Expert, Unavailability


@pytest.fixture
def office(make, sign_in):
    client = sign_in(make.staff())
    db.session.commit()
    return client


def test_a_person_of_the_address_book_joins_the_roster(office, make):
    person = make.person(email="Gulnara@example.org", display="Gülnarə Abbasova", country_code="AZ")
    make.module(4)
    make.module(8)
    db.session.commit()
    data = {
        "email": "gulnara@example.org",
        "kind": "academia",
        "spoken-0-language": "az",
        "spoken-0-level": "native",
        "spoken-1-language": "ru",
        "country": "AZ",
        "active": "y",
        "expertise-0-module": "4",
        "expertise-0-level": "expert",
        "expertise-0-evidence": "teaches it",
    }
    answer = office.post("/trainers/new", data=data)
    assert answer.location == f"/trainers/{person.public_id}/"
    page = office.get(answer.location).text
    assert ("Gülnarə Abbasova" in page, "teaches it" in page) == (True, True)
    again = office.post("/trainers/new", data=data)
    assert (again.status_code, "on the roster already" in again.text) == (422, True)
    assert office.post("/trainers/new", data=data | {"email": "nobody@example.org"}).status_code == 422
    more = office.post(f"{answer.location}edit", data=data | {"act": "add-expertise"}).text
    assert "expertise-1-module" in more
    office.post(f"{answer.location}edit", data=data | {"expertise-0-module": "8", "act": "save"})
    assert [row.module.number for row in db.session.query(Expert).one().expertise] == [8]
    assert "Level" in office.get(f"{answer.location}history").text


def test_the_roster_filters_by_module_language_and_country(office, make):
    make.expert(make.person(display="One", country_code="AZ"), modules={4: "expert"}, languages=["az"])
    make.expert(make.person(display="Two", country_code="GE"), modules={8: "lead"}, languages=["ka", "en"])
    db.session.commit()
    for query, seen in (("module=4", ["One"]), ("language=ka", ["Two"]), ("country=GE", ["Two"]), ("", ["One", "Two"])):
        lines = office.get(f"/trainers/?format=csv&{query}").text.splitlines()[1:]
        assert [line.partition(",")[0] for line in lines] == seen


MARCH = date(2027, 3, 10)


def names(client, query):
    lines = client.get(f"/trainers/?format=csv&{query}").text.splitlines()[1:]
    return [line.partition(",")[0] for line in lines]


def test_the_search_combines_module_language_days_kind_country_level_and_role(office, make):
    """Who can teach m20 in Russian in March, outside the agency, as an expert at least, in front of the group?"""
    right = {"modules": {20: "expert"}, "languages": ["ru", "en"], "kind": "ngo", "roles": ["trainer", "facilitator"]}
    fits = make.expert(make.person(display="Fits", country_code="AL"), **right)
    make.expert(make.person(display="Other module"), **right | {"modules": {4: "lead"}})
    make.expert(make.person(display="Other language"), **right | {"languages": ["en"]})
    make.expert(make.person(display="Beginner"), **right | {"modules": {20: "practitioner", 4: "lead"}})
    make.expert(make.person(display="Own agency"), **right | {"kind": "own-agency"})
    make.expert(make.person(display="Interpreter"), **right | {"roles": ["interpreter"]})
    away = make.expert(make.person(display="Away", country_code="AL"), **right)
    services.add_absence(person=away.person, since=MARCH, until=MARCH)
    teaching = make.expert(make.person(display="Teaching", country_code="AL"), **right)
    make.session(day=MARCH, trainer=teaching.person)
    db.session.commit()
    query = "module=20&language=ru&level=expert&agency=outside&role=facilitator"
    assert names(office, query) == ["Away", "Fits", "Teaching"]
    assert names(office, f"{query}&free=2027-03-09&until=2027-03-12&country=AL&kind=ngo") == ["Fits"]
    assert names(office, f"{query}&free=2027-03-11&country=AL") == ["Away", "Fits", "Teaching"]
    assert names(office, "free=soon") == names(office, "")
    page = office.get("/trainers/?module=20").text
    assert "who have stated a gender" not in page
    for number in range(6):
        person = make.person()
        make.expert(person, **right)
        people.save_statistic(person, gender="f" if number < 3 else "m")
    db.session.commit()
    assert "about 50% of the 6 who have stated a gender" in office.get("/trainers/?module=20").text.replace("\xa0", "")
    assert "who have stated" not in office.get(f"/trainers/?q={fits.person.display}").text


def test_load_is_shown_without_queries_that_grow(office, make, queries):
    counts = []
    for number in (1, 3):
        for _ in range(number):
            expert = make.expert(modules={4: "expert"})
            make.session(day=7, slots=3, trainer=expert.person)
            make.session(day=-7, slots=2, trainer=expert.person, state="completed")
        db.session.commit()
        db.session.expunge_all()
        with queries(12) as seen:
            page = office.get("/trainers/?columns=name,days,hours,coming,taught&format=csv").text
        counts.append(len(seen))
        assert page.splitlines()[1].split(",")[1:] == ["3", "15.0", "1", "1"]
    assert counts[0] == counts[1]
    page = office.get(f"/trainers/{db.session.query(Expert).first().person.public_id}/").text
    assert "What was taught, by year" in page
    assert "2 days teaching" in page


def test_contact_leaves_the_office_only_with_consent_and_public_pages_show_the_chosen_name(office, make, client, app):
    shares = make.expert(make.person(display="Shares", email="shares@example.org"), share_contact=True)
    make.expert(make.person(display="Keeps", email="keeps@example.org"))
    shares.public_name = "Expert S."
    session = make.session(day=7, trainer=shares.person)
    db.session.commit()
    text = office.get("/trainers/?format=csv&columns=name,email").text
    assert "shares@example.org" in text
    assert "keeps@example.org" not in text
    public = app.test_client().get(f"/sessions/{session.slug}/").text
    assert "Expert S." in public
    assert "Shares" not in public


def test_a_trainer_is_asked_accepts_without_account_and_only_then_has_a_part(office, make, app, sign_in):
    expert = make.expert(make.person(display="Ada", email="ada@example.org"), modules={4: "expert"})
    other = make.account("participant")
    make.expert(other.person, modules={4: "lead"})
    session = make.session(day=9, closed=True, languages=["en"])
    db.session.commit()
    address = f"/sessions/{session.slug}/trainers/"
    assert "Ada · modules 4 · EN" in office.get(address).text
    asked = office.post(address, data={"person": expert.person.public_id, "role": "trainer", "note": "Please come"})
    assert asked.status_code == 303
    assert office.post(address, data={"person": expert.person.public_id, "role": "trainer"}).status_code == 422
    office.post(address, data={"person": other.person.public_id, "role": "facilitator"})
    mails = {each.person_id: each for each in db.session.query(Message).filter_by(kind="trainer_asked")}
    link = mails[expert.person_id].body.partition("http://localhost")[2].split()[0]
    assert link.startswith("/trainers/asked/")
    assert "/me/expert/asked/" in mails[other.person_id].body
    visitor = app.test_client()
    answer = visitor.get(link)
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.text
    assert "Please come" in page
    assert session.title.text("en") in page
    assert visitor.get(link[:-1] + "x").status_code == 404
    assert session.slug not in visitor.get("/calendar/").text
    assert visitor.post(link, data={"act": "yes"}).status_code == 422  # the code of conduct first
    assert session.assignments == []
    assert visitor.post(link, data={"act": "yes", "conduct": "y"}).status_code == 303
    db.session.expire_all()
    assert [each.person_id for each in session.assignments] == [expert.person_id]
    assert services.agreed(expert)
    assert visitor.post(link, data={"act": "no", "reason": "Ill"}).status_code == 422
    mine = sign_in(other)
    assert "You are asked to help" in mine.get("/").text
    assert mine.get(f"/sessions/{session.slug}/").status_code == 404
    own = mails[other.person_id].body.partition("http://localhost")[2].split()[0]
    assert mine.post(own, data={"act": "no"}).status_code == 422
    assert mine.post(own, data={"act": "no", "reason": "Ill"}).status_code == 303
    assert mine.get(f"/sessions/{session.slug}/").status_code == 404
    assert mine.get(own.replace("/me/expert", "/trainers")).status_code == 200
    told = [each.subject for each in db.session.query(Message).filter_by(kind="trainer_answered")]
    assert [each.partition(":")[0][-7:] for each in told] == ["accepts", "eclines"]


def test_an_expert_keeps_the_own_entry_days_cv_and_consents(make, sign_in):
    account = make.account("trainer")
    other = make.expert(modules={8: "lead"})
    services.add_absence(person=other.person, since=MARCH, until=MARCH)
    mine = sign_in(account)
    db.session.commit()
    assert "not on the roster" in mine.get("/me/expert/").text
    assert mine.get("/me/expert/edit").location == "/me/expert/"
    make.expert(account.person)
    make.module(4)
    db.session.commit()
    data = {"kind": "ngo", "active": "y", "expertise-0-module": "4", "expertise-0-level": "lead", "roles": ["trainer"]}
    data |= {"spoken-0-language": "ru", "spoken-0-level": "fluent", "skills": ["un"], "public_name": "Expert A."}
    assert mine.post("/me/expert/edit", data=data).status_code == 303
    page = mine.get("/me/expert/").text
    for text in ("Expert A.", "Lead expert", "Fluent, teaches in it", "Work with the United Nations"):
        assert text in page
    assert mine.post("/me/expert/away", data={"since": "2027-03-09", "until": "2027-03-08"}).status_code == 422
    assert mine.post("/me/expert/away", data={"since": "2027-03-09", "until": "2027-03-11"}).status_code == 303
    row = db.session.query(Unavailability).filter_by(person_id=account.person_id).one()
    theirs = db.session.query(Unavailability).filter_by(person_id=other.person_id).one()
    assert mine.post(f"/me/expert/away/{theirs.public_id}/remove").status_code == 404
    assert mine.post(f"/me/expert/away/{row.public_id}/remove").status_code == 303
    assert mine.post("/me/expert/conduct").status_code == 303
    wrong = {"file": (io.BytesIO(b"MZ"), "cv.exe")}
    assert mine.post("/me/expert/cv", data=wrong).status_code == 422
    assert mine.post("/me/expert/cv", data={"file": (io.BytesIO(b"%PDF-1.7 mine"), "cv.pdf")}).status_code == 303
    assert mine.get("/me/expert/cv").data == b"%PDF-1.7 mine"
    assert mine.get(f"/trainers/{account.person.public_id}/cv").status_code == 403
    assert sign_in(make.staff()).get(f"/trainers/{account.person.public_id}/cv").data == b"%PDF-1.7 mine"
    mine = sign_in(account)
    assert mine.post("/me/expert/cv", data={"act": "drop"}).status_code == 303
    assert mine.get("/me/expert/cv").location == "/me/expert/"


def test_a_proposal_needs_consent_and_staff_take_it_in(make, sign_in):
    session = make.session(day=-3, format="training-of-trainers", state="completed")
    account = make.account("participant")
    staff = make.staff()
    services.propose(session, [account.person])
    db.session.commit()
    mine = sign_in(account)
    proposal = db.session.query(RosterProposal).one()
    assert "Would you like to be on our roster of trainers?" in mine.get("/").text
    office = sign_in(staff)
    take = f"/trainers/proposals/{proposal.public_id}"
    assert office.post(take, data={"act": "take"}).status_code == 409
    mine = sign_in(account)
    answer = f"/me/expert/proposals/{proposal.public_id}"
    assert mine.post(answer, data={"act": "yes", "kind": "ngo", "languages": ["ru"]}).status_code == 303
    office = sign_in(staff)
    assert "agrees to be on the roster" in office.get("/").text
    assert office.post(take, data={"act": "refuse"}).status_code == 422
    assert office.post(take, data={"act": "take"}).location == f"/trainers/{account.person.public_id}/"
    expert = db.session.query(Expert).one()
    assert (expert.kind, expert.languages, [row.module.number for row in expert.expertise]) == ("ngo", ["ru"], [4])


def test_a_call_is_answered_by_its_deadline_and_decided(office, make, app, sign_in):
    make.module(4)
    make.module(8)
    data = {"title-en": "Consultants", "text-en": "*Wanted*", "modules": ["4", "8"], "documents": ["cv", "letter"]}
    data |= {"day": "2027-03-20", "hour": "18:00", "zone": "Asia/Bishkek", "state": "draft"}
    address = office.post("/trainers/calls/new", data=data).location
    visitor = app.test_client()
    assert visitor.get(address).status_code == 404
    assert office.post(f"{address}edit", data=data | {"state": "open"}).status_code == 303
    assert "Consultants" in visitor.get("/trainers/calls/").text
    assert "Bishkek" in visitor.get(address).text
    call = db.session.query(ExpertCall).one()
    assert call.deadline.isoformat() == "2027-03-20T12:00:00+00:00"
    account = make.account("participant")
    db.session.commit()
    mine = sign_in(account)
    sent = {"kind": "academia", "modules": ["8"], "languages": ["ru"], "note": "I taught it"}

    def files():
        return {
            f"document_{kind}": (io.BytesIO(b"%PDF-1 " + kind.encode()), f"{kind}.pdf") for kind in ("cv", "letter")
        }

    assert mine.post(f"{address}apply", data=sent).status_code == 422
    assert mine.post(f"{address}apply", data=sent | files()).status_code == 303
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        assert mine.post(f"{address}apply", data=sent).status_code == 303  # changed; the documents stay
    assert db.session.query(Message).filter_by(kind="application_received").count() == 2  # and is told anew
    row = db.session.query(ExpertApplication).one()
    one = f"{address}applications/{row.public_id}"
    assert mine.get(one).status_code == 403
    assert sign_in(make.staff(make.centre("dushanbe", country_code="TJ"))).get(one).status_code == 404
    office = sign_in(make.staff())
    assert "I taught it" in office.get(one).text
    assert office.get(f"{one}/letter").data == b"%PDF-1 letter"
    assert office.post(one, data={"act": "decline"}).status_code == 422
    assert office.post(one, data={"act": "take"}).location == f"/trainers/{account.person.public_id}/"
    expert = db.session.query(Expert).one()
    assert (expert.cv.name, [each.module.number for each in expert.expertise], row.state) == ("cv.pdf", [8], "taken")
    late = make.account("participant")
    call.deadline = clock.now() - timedelta(minutes=1)
    db.session.commit()
    assert sign_in(late).post(f"{address}apply", data=sent | files()).status_code == 422


def test_figures_of_a_sessions_trainers_tell_of_nobody(office, make, app):
    session = make.session(day=7, trainer=make.expert(kind="migrant-association").person)
    db.session.commit()
    assert "From migrant associations" in office.get(f"/sessions/{session.slug}/").text
    assert "Trainers in figures" not in app.test_client().get(f"/sessions/{session.slug}/").text
    for number in range(5):
        person = make.expert(kind="ngo").person
        people.save_statistic(person, gender="f" if number % 2 else "m")
        db.session.add(Assignment(session_id=session.id, person_id=person.id))
    db.session.commit()
    public = app.test_client().get(f"/sessions/{session.slug}/").text
    assert "Trainers in figures" in public
    assert "From migrant associations" in public
    assert "stated a gender" in public
