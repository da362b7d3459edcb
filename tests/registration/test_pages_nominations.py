"""The focal point's desk: their calls, their people, their order, lists in spreadsheets, approvals, who attended."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import inspect

from trainhub.accounts.models import Account, RoleGrant
from trainhub.kernel import clock as time
from trainhub.kernel import jobs
from trainhub.kernel.db import db
from trainhub.kernel.text import fold
from trainhub.messages.models import Message
from trainhub.people.models import Affiliation, Person
from trainhub.registration import services
from trainhub.registration.models import CallComment, Registration

PDF = b"%PDF-1.4 cv"


@pytest.fixture
def ministry(make):
    return make.organisation(country_code="GE", title=make.texts("Ministry of Migration"), short="MoM")


@pytest.fixture
def abroad(make):
    """Make somebody of another country, whose name is a marker."""
    body = make.organisation(country_code="KZ", title=make.texts("Foreignmarker Agency"))
    return make.person(display="Foreignmarker", native="Foreignmarker", country_code="KZ", organisation=body)


@pytest.fixture
def focal(make, sign_in, ministry):
    """Give a client of Georgia's focal point."""
    person = make.person(country_code="GE", organisation=ministry, display="Nino", zone="Asia/Tbilisi")
    return sign_in(make.account("focal_point", scope=("country", "GE"), person=person))


@pytest.fixture
def training(make):
    return make.session(day=20, seats=10)


@pytest.fixture
def call(make, training):
    return make.call(
        training,
        quotas={("country", "GE"): (2, 1), ("country", "KZ"): (1, 0)},
        deadline=time.now() + timedelta(days=10),
        documents=[{"key": "cv", "title": {"en": "Curriculum vitae", "az": "Tərcümeyi-hal"}}],
    )


def official(make, ministry, name, **values):
    values = {"native": name, "latin": "", "search": fold(name)} | values
    return make.person(country_code="GE", organisation=ministry, display=name, **values)


def rows(training):
    number = inspect(training).identity[0]  # a job that ran in between has let go of the object
    found = db.session.query(Registration).filter_by(session_id=number, origin="nomination").all()
    return sorted(found, key=lambda row: row.nominee_rank or 0)


def at(training, rest=""):
    return f"/nominations/{training.slug}/{rest}"


class TestDesk:
    def test_a_focal_point_nominates_ranks_substitutes_and_takes_back(self, make, focal, training, call, ministry):
        ana, beka, gela = (official(make, ministry, name) for name in ("Ana", "Beka", "Gela"))
        page = focal.get("/nominations/").text
        assert str(training.title) in page
        assert "Nominations" in focal.get("/").text
        assert "2 names are still missing." in focal.get("/").text
        found = focal.get(at(training, "new?q=ana")).text
        assert ana.public_id in found
        answer = focal.post(at(training, f"new/{ana.public_id}"), data={"motivation": "Works on returns"})
        row = rows(training)[0]
        assert answer.location == at(training, f"{row.public_id}/")  # on to the documents
        focal.post(at(training, f"new/{beka.public_id}"))
        assert [str(each) for each in rows(training)] == ["Ana", "Beka"]
        focal.post(at(training, f"{rows(training)[1].public_id}/move/up"))
        focal.post(at(training, f"{rows(training)[0].public_id}/move/up"))  # the first stays the first
        assert [str(each) for each in rows(training)] == ["Beka", "Ana"]
        page = focal.get(at(training)).text
        assert "1 more may be nominated" in page
        assert page.index("Beka") < page.index("Ana</bdi>")
        assert "Kazakhstan" not in page
        focal.post(at(training, f"new/{gela.public_id}?instead={row.public_id}"), data={"reason": "Ill"})
        assert {str(each): each.state for each in rows(training)} == {
            "Beka": "nominated",
            "Ana": "withdrawn",
            "Gela": "nominated",
        }
        beka_row = next(each for each in rows(training) if str(each) == "Beka")
        assert focal.post(at(training, f"{beka_row.public_id}/take-back")).status_code == 422
        focal.post(at(training, f"{beka_row.public_id}/take-back"), data={"reason": "Retires"})
        assert beka_row.events[-1].reason == "Retires"
        assert focal.post(at(training, f"{beka_row.public_id}/"), data={"motivation": "x"}).status_code == 409

    def test_somebody_new_is_vouched_for_and_gets_one_link_to_the_profile(self, make, focal, training, call, ministry):
        data = {
            "native": "გიორგი ბერიძე",
            "latin": "GIORGI BERIDZE",
            "email": "giorgi@example.org",
            "organisation": ministry.slug,
            "level": "practitioners",
            "language": "ru",
        }
        assert focal.post(at(training, "new"), data=data).status_code == 303
        person = db.session.query(Person).filter_by(email="giorgi@example.org").one()
        place = db.session.query(Affiliation).filter_by(person_id=person.id).one()
        assert (person.country_code, person.language, place.organisation_id) == ("GE", "ru", ministry.id)
        assert place.confirmed_at is not None
        assert rows(training)[0].facts.category_code == "ministry"
        kinds = [mail.kind for mail in db.session.query(Message).filter_by(person_id=person.id)]
        assert sorted(kinds) == ["claim_profile", "registration_nominated"]
        again = focal.post(at(training, "new"), data=data | {"native": "Someone Else", "latin": ""})
        assert (again.status_code, "has this e-mail" in again.text) == (422, True)
        twin = focal.post(at(training, "new"), data=data | {"email": "other@example.org"})
        assert (twin.status_code, "Is it one of these?" in twin.text) == (422, True)
        assert db.session.query(Person).filter_by(email="other@example.org").count() == 0
        sure = focal.post(at(training, "new"), data=data | {"email": "other@example.org", "other": "y"})
        assert sure.status_code == 303

    def test_documents_are_brought_replaced_and_read(self, make, focal, training, call, ministry):
        focal.post(at(training, f"new/{official(make, ministry, 'Ana').public_id}"))
        row = rows(training)[0]
        where = at(training, f"{row.public_id}/documents/cv")
        assert "Curriculum vitae" in focal.get(at(training, f"{row.public_id}/")).text
        for content, name in ((PDF, "cv.pdf"), (PDF + b"2", "new.pdf"), (b"x", "cv.exe")):
            focal.post(where, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
        assert focal.get(where).data == PDF + b"2"
        assert focal.get(where.replace("/cv", "/passport")).status_code == 404
        assert [each.file.name for each in row.documents] == ["new.pdf"]

    def test_documents_of_who_applied_alone_are_not_a_focal_points(self, make, focal, training, call, ministry):
        row = make.registration(training, official(make, ministry, "Ana"), state="applied")
        db.session.commit()
        where, sent = at(training, f"{row.public_id}/documents/cv"), {"content_type": "multipart/form-data"}
        focal.post(where, data={"file": (io.BytesIO(PDF), "cv.pdf")}, **sent)
        assert row.documents == []
        services.bring(row, ["cv"], services.DocumentUpload("cv", io.BytesIO(PDF), "own.pdf"))
        db.session.commit()
        page = focal.get(at(training, f"{row.public_id}/")).text
        assert ("Curriculum vitae" in page, where in page) == (True, False)
        assert focal.get(where).status_code == 404
        focal.post(where, data={"file": (io.BytesIO(PDF + b"2"), "cv.pdf")}, **sent)
        assert [each.file.name for each in row.documents] == ["own.pdf"]

    def test_the_audience_is_commented_while_it_is_being_agreed(self, make, focal, training):
        call = make.call(training, state="draft", agreement="proposed", women_target=0.4)
        page = focal.get(at(training)).text
        assert "Is this the right audience?" in page
        assert "Your view is asked" in focal.get("/nominations/").text
        assert focal.post(at(training, "comment"), data={"agrees": "no"}).status_code == 422
        focal.post(at(training, "comment"), data={"agrees": "no", "text": "Border police too"})
        said = db.session.query(CallComment).one()
        assert (said.country_code, said.agrees, said.text) == ("GE", False, "Border police too")
        assert "Border police too" in focal.get(at(training)).text
        call.agreement = "agreed"
        db.session.commit()
        assert focal.get(at(training)).status_code == 404  # a draft again, as long as it is not open

    def test_women_are_told_as_a_rounded_share_of_enough_people_only(self, make, focal, training, ministry):
        make.call(training)
        people = [official(make, ministry, f"P{number}") for number in range(6)]
        for person, gender in zip(people[:4], "fmfm", strict=True):
            make.registration(training, person, state="nominated", gender=gender, origin="nomination")
        assert "not told for so few people" in focal.get(at(training)).text
        for person in people[4:]:
            make.registration(training, person, state="nominated", gender="f", origin="nomination")
        assert "65%" in focal.get(at(training)).text.replace("\xa0", "")

    def test_staff_stand_in_for_a_focal_point_in_their_own_centre_only(self, make, sign_in, training, call, ministry):
        ana = official(make, ministry, "Ana")
        other = make.staff(make.centre("dushanbe", country_code="TJ"))
        assert sign_in(other).get(at(training)).status_code == 404
        staff = sign_in(make.staff())
        assert "Kazakhstan" in staff.get(at(training)).text
        assert staff.post(at(training, f"new/{ana.public_id}")).status_code == 303
        assert sign_in(make.account()).get(at(training)).status_code == 403

    def test_the_pages_ask_as_much_for_three_as_for_one(self, make, focal, training, call, ministry, queries):
        def asked(path):
            with queries(12) as statements:
                assert focal.get(path).status_code == 200
            return len(statements)

        person = official(make, ministry, "A0")
        make.registration(training, person, state="nominated", origin="nomination")
        over = make.session(state="completed", day=-9)
        make.registration(over, person)
        paths = ("/nominations/", at(training), "/nominations/past/", at(training, "new?q=zz"))
        one = [asked(path) for path in paths]
        for number in range(2):
            more = official(make, ministry, f"A{number + 1}")
            make.registration(training, more, state="nominated", origin="nomination")
            make.registration(over, more)
            make.call(make.session(day=15), quotas={("country", "GE"): 3})
        db.session.commit()
        assert [asked(path) for path in paths] == one


class TestForeign:
    def test_others_are_not_found_not_listed_and_not_named(self, make, focal, training, call, abroad):
        theirs = make.registration(training, abroad, state="nominated", origin="nomination")
        closed = make.session(day=12)
        make.call(closed, quotas={("country", "KZ"): 5})
        none = make.session(day=12)
        over = make.session(state="completed", day=-9)
        make.registration(over, abroad)
        asked = make.registration(
            training, make.person(country_code="KZ", display="Foreignmarker two"), state="applied"
        )
        asked.endorsement = "asked"
        db.session.commit()
        before = theirs.state, theirs.motivation
        for path in (
            at(closed),
            at(none),
            at(none, "new"),
            at(training, f"{theirs.public_id}/"),
            at(training, f"{theirs.public_id}/take-back"),
            at(training, f"{theirs.public_id}/documents/cv"),
            at(training, f"new/{abroad.public_id}"),
            at(training, f"new?instead={theirs.public_id}"),
            f"/nominations/approvals/{asked.public_id}/",
            f"/imports/new/nominations/?subject={closed.public_id}",
        ):
            for send in (focal.get, focal.post):
                answer = send(path)
                assert answer.status_code in {403, 404, 405} or send is focal.get, path
                assert "Foreignmarker" not in answer.text
        assert focal.post(at(training, f"{theirs.public_id}/move/up")).status_code == 404
        assert focal.get(f"/imports/new/nominations/?subject={training.public_id}").status_code == 200
        assert (theirs.state, theirs.motivation) == before
        for path in ("/", "/nominations/", "/nominations/past/", "/nominations/approvals/", at(training)):
            for kind in ("", "csv", "xlsx"):
                answer = focal.get(path, query_string={"format": kind} if kind else None)
                assert answer.status_code == 200
                assert b"Foreignmarker" not in answer.data
        assert (
            "Foreignmarker" not in focal.get(at(training, "new?q=Foreignmarker")).text.split('type="search"')[1][200:]
        )
        used = focal.post(at(training, "new"), data={"native": "X", "email": abroad.email, "organisation": "x"})
        assert "Foreignmarker" not in used.text

    def test_a_focal_point_of_an_institution_sees_its_departments_and_not_its_neighbours(
        self, make, sign_in, training, ministry
    ):
        department = make.organisation(country_code="GE", parent_id=ministry.id)
        neighbour = make.organisation(country_code="GE")
        make.call(training, quotas={("organisation", str(ministry.id)): 2, ("organisation", str(neighbour.id)): 2})
        inside = make.person(country_code="GE", organisation=department, display="Insider")
        outside = make.person(country_code="GE", organisation=neighbour, display="Outsider")
        client = sign_in(make.account("focal_point", scope=("organisation", ministry.id), country_code="GE"))
        assert client.post(at(training, f"new/{inside.public_id}")).status_code == 303
        assert client.post(at(training, f"new/{outside.public_id}")).status_code == 404
        assert "Ministry of Migration" in client.get(at(training)).text
        assert str(neighbour.title) not in client.get(at(training)).text


LIST = """Name;E-mail;Organisation;Position;Level;Rank;Motivation
Ana A;ana@example.org;MoM;Head;Practitioners;2;Runs the unit
Beka B;beka@example.org;Ministry of Migration;;;1;
Gela G;gela@example.org;MoM;;;3;
Dato D;not an address;MoM;;;4;
Eka E;eka@example.org;MoM;;;5;
Foka F;foka@example.org;Foreignmarker Agency;;;6;
Gia I;gia@example.org;MoM;;;7;
Hana H;hana@example.org;MoM;;;8;
Ira I;ira@example.org;MoM;;;9;
Jaba J;jaba@example.org;MoM;;;10;
"""


class TestList:
    def bring(self, client, subject, text=LIST):
        where = f"/imports/new/nominations/?subject={subject}"
        data = {"file": (io.BytesIO(text.encode()), "list.csv")}
        answer = client.post(where, data=data, content_type="multipart/form-data")
        assert answer.status_code == 303
        jobs.drain()
        return answer.location

    def test_two_bad_rows_of_ten_leave_eight_nominated_in_order(self, make, focal, training, abroad, ministry):
        make.call(training, quotas={("country", "GE"): (8, 2)})
        known = official(make, ministry, "Gela G", email="gela@example.org")
        db.session.commit()
        subject, known = training.public_id, known.id
        record = self.bring(focal, subject)
        page = focal.get(record).text
        assert "E-mail: This does not look like an e-mail address." in page
        assert "This is no organisation of your country or institution." in page
        assert (rows(training), db.session.query(Message).count()) == ([], 0)  # tried only
        assert focal.post(f"{record}start").status_code == 303
        jobs.drain()
        names = [str(row) for row in rows(training)]
        assert names == ["Beka B", "Ana A", "Gela G", "Eka E", "Gia I", "Hana H", "Ira I", "Jaba J"]
        assert (rows(training)[2].person_id, rows(training)[1].motivation) == (known, "Runs the unit")
        file = focal.get(f"{record}rejected.xlsx")
        assert file.status_code == 200
        told = list(csv.reader(io.StringIO(focal.get(f"{record}?format=csv&outcome=rejected").text)))
        assert [line[2] for line in told[1:]] != []
        again = self.bring(focal, subject)
        assert "8" in focal.get(again).text
        assert focal.post(f"{again}start").status_code == 409  # nothing to take in: all is there
        changed = self.bring(focal, subject, LIST.replace("gela@example.org;MoM;;;3", "gela@example.org;MoM;;;20"))
        assert focal.post(f"{changed}start").status_code == 303
        jobs.drain()
        assert str(rows(training)[-1]) == "Gela G"

    def test_the_quota_holds_for_lists_and_nobody_else_sees_the_report(self, make, focal, sign_in, training, call):
        record = self.bring(focal, training.public_id)
        assert "No more may be nominated for Georgia" in focal.get(record).text
        focal.post(f"{record}start")
        jobs.drain()
        assert len(rows(training)) == 3
        stranger = sign_in(make.account("focal_point", scope=("country", "KZ"), country_code="KZ"))
        for rest in ("", "rejected.xlsx", "?format=csv"):
            assert stranger.get(f"{record}{rest}").status_code == 404


class TestApproving:
    def test_the_institution_says_yes_or_no_with_a_reason_and_the_person_is_told(self, make, focal, training, ministry):
        make.call(training, apply=True, endorse=True)
        yes, no = (
            make.registration(
                training, official(make, ministry, name), state="applied", endorsement="asked", motivation="To learn"
            )
            for name in ("Yesman", "Nomad")
        )
        own = db.session.query(Account).filter(Account.grants.any(RoleGrant.role == "focal_point")).one().person
        mine = make.registration(training, own, state="applied", endorsement="asked")
        db.session.commit()
        assert "2 applications ask for your approval" in focal.get("/").text
        page = focal.get("/nominations/approvals/").text
        assert "Yesman" in page
        assert "Nomad" in page
        where = "/nominations/approvals/{}/".format
        assert focal.get(where(mine.public_id)).status_code == 404
        assert "To learn" in focal.get(where(yes.public_id)).text
        focal.post(where(yes.public_id), data={"yes": "yes"})
        assert focal.post(where(no.public_id), data={"yes": "no"}).status_code == 422
        focal.post(where(no.public_id), data={"yes": "no", "reason": "Needed here"})
        assert (yes.state, yes.endorsement, no.state, no.endorsement) == ("applied", "given", "declined", "refused")
        kinds = {mail.person.display: mail.kind for mail in db.session.query(Message)}
        assert kinds == {"Yesman": "registration_endorsed", "Nomad": "registration_declined"}
        assert focal.post(where(yes.public_id), data={"yes": "yes"}).status_code == 404


class TestPast:
    def test_who_attended_and_has_a_certificate(self, make, focal, ministry):
        over = make.session(state="completed", day=-9, title=make.texts("Return and reintegration"))
        ana, beka = official(make, ministry, "Ana"), official(make, ministry, "Beka")
        certificate = make.certificate(make.graduate(over, ana))
        make.registration(over, beka)
        db.session.commit()
        lines = list(csv.DictReader(io.StringIO(focal.get("/nominations/past/?format=csv").text.lstrip("\ufeff"))))
        said = {line["Name"]: (line["Attended"], line["Certificate"]) for line in lines}
        assert said == {"Ana": ("3 of 3 h", certificate.number), "Beka": ("0 of 3 h", "")}
        assert certificate.number in focal.get("/nominations/past/?q=ana").text
        make.registration(make.session(state="completed", day=-40), ana)
        db.session.commit()
        text = focal.get("/nominations/past/").text
        for words in ("Georgia", "2 people", "3 places", "2 trainings"):
            assert words in text, words
        assert "told only where enough people said" in text
        since = over.first_day.isoformat()
        lines = focal.get(f"/nominations/past/?since={since}&columns=name,country&format=csv").text.splitlines()
        assert sorted(lines[1:]) == ["Ana,Georgia", "Beka,Georgia"]
        assert focal.get("/nominations/past/?since=soon").status_code == 200


class TestReminders:
    def test_only_those_with_missing_names_are_reminded_and_only_while_it_is_true(
        self, make, focal, training, ministry, clock
    ):
        call = make.call(
            training, quotas={("country", "GE"): 1, ("country", "KZ"): 1}, deadline=time.now() + timedelta(days=6)
        )
        end = call.deadline
        make.account("focal_point", scope=("country", "KZ"), country_code="KZ", display="Aigul")
        make.account("focal_point", scope=("country", "UZ"), country_code="UZ")
        focal.post(at(training, f"new/{official(make, ministry, 'Ana').public_id}"))
        db.session.commit()

        def reminded(kind):
            jobs.enqueue("messages.remind")
            db.session.commit()
            jobs.drain()
            return [(mail.person.display, mail.state) for mail in db.session.query(Message).filter_by(kind=kind)]

        assert [name for name, _state in reminded("nominations_7")] == ["Aigul"]
        assert len(reminded("nominations_7")) == 1
        assert reminded("nominations_1") == []
        clock.set(end - timedelta(hours=20))
        assert [name for name, _state in reminded("nominations_1")] == ["Aigul"]
