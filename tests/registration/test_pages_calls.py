"""Calls as the staff of a centre see them: preparing, quotas without a script, agreement, opening."""

import io
import re

import pytest

from trainhub.kernel import clock
from trainhub.kernel.db import db
from trainhub.kernel.files import File
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.messages.models import Message
from trainhub.questionnaires import services as questionnaires
from trainhub.registration import services
from trainhub.registration.models import CallComment, Quota, Registration, RegistrationDocument

from ..questionnaires.sample import OPINION, USEFUL, entered


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


def fields(text):
    """Return what the form of a page would send, without its buttons."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", text):
        sent = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = sent.get("type", "text")
        if sent.get("name") in {None, "act", "csrf_token", "q"} or (
            kind in {"checkbox", "radio"} and "checked" not in tag
        ):
            continue
        found.setdefault(sent["name"], []).append(sent.get("value", "y"))
    return found


class TestPreparing:
    def test_staff_prepare_a_call_row_by_row_and_open_it(self, make, sign_in):
        session = make.session(seats=8, day=30)
        asked = questionnaires.create(title=Texts.of({"en": "About you"}), kind="other", content=OPINION)
        version = questionnaires.freeze(asked.versions[0])
        client, address = sign_in(make.staff()), f"/sessions/{session.slug}/call/"
        assert "Prepare a call" in page(client.get(address))
        data = fields(page(client.get(f"{address}edit")))
        row = {"new_whom": "country:GE", "new_seats": "3", "new_reserve": "1"}
        text = page(client.post(f"{address}edit", data=data | row | {"act": "add-quotas"}))
        assert services.find_call(session) is None
        data = fields(text)
        assert (data["quotas-0-whom"], data["quotas-0-seats"], data["quotas-0-reserve"]) == (
            ["country:GE"],
            ["3"],
            ["1"],
        )
        assert 'value="country:GE"' not in text.partition("new_whom")[2]
        text = page(client.post(f"{address}edit", data=data | {"new_whom": "country:*", "act": "add-quotas"}), 422)
        text = page(client.post(f"{address}edit", data=data | {"act": "add-documents"}))
        data = fields(text) | {"documents-0-title-en": "Letter of your office", "documents-0-title-ru": "Письмо"}
        data |= {
            "deadline_day": session.first_day.isoformat(),
            "women": "40",
            "questions": version.public_id,
            "needs": ["diet", "passport"],
            "note-en": "We pay for travel.",
            "new_whom": "country:*",
            "new_seats": "9",
        }
        text = page(client.post(f"{address}edit", data=data | {"act": "save"}), 422)
        assert "after the beginning" in text
        data |= {"deadline_day": "2027-03-10", "deadline_time": "12:00"}
        text = page(client.post(f"{address}edit", data=data | {"act": "save"}), 422)
        assert "come to 12" in text
        assert client.post(f"{address}edit", data=data | {"new_seats": "5", "act": "save"}).status_code == 303
        call = services.find_call(session)
        assert call.deadline.isoformat() == "2027-03-10T08:00:00+00:00"  # noon in Baku
        assert (call.women_target, call.needs) == (0.4, ["diet", "passport"])
        text = page(client.get(address))
        for words in ("Georgia", "Everybody else", "Letter of your office", "About you", "We pay for travel.", "Draft"):
            assert words in text, words
        assert client.post(f"{address}open").status_code == 303
        assert (call.state, call.wave.state) == ("open", "open")
        text = page(client.get(f"{address}edit"))
        data = fields(text) | {"act": "drop-quotas-0", "rule": "ranking", "questions": version.public_id}
        data = fields(page(client.post(f"{address}edit", data=data)))
        assert [value for name, value in data.items() if name.endswith("whom")] == [["country:*"]]
        data |= {"questions": version.public_id, "act": "save"}
        assert client.post(f"{address}edit", data=data).status_code == 303
        db.session.expire_all()
        assert [(quota.value, quota.seats) for quota in services.find_call(session).quotas] == [("*", 5)]
        assert "Quota" in page(client.get(f"/sessions/{session.slug}/history"))

    def test_the_agreement_is_noted_step_by_step_beside_what_focal_points_say(self, make, sign_in):
        session = make.session()
        call = make.call(session, state="draft")
        person = make.person(display="Nino Beridze")
        db.session.add(CallComment(call_id=call.id, person=person, country_code="GE", text="<b>Two</b> more, please"))
        client, address = sign_in(make.staff()), f"/sessions/{session.slug}/call/"
        assert client.post(f"{address}agreement/proposed", data={"reason": "By letter"}).status_code == 303
        text = page(client.get(address))
        for words in ("By letter", "Audience proposed", "Nino Beridze", "Georgia", "&lt;b&gt;Two", "not agreed yet"):
            assert words in text, words
        page(client.post(f"{address}open"), 409)
        for step in ("consulted", "agreed"):
            assert client.post(f"{address}agreement/{step}").status_code == 303
        assert client.post(f"{address}open").status_code == 303
        assert client.post(f"{address}close").status_code == 303
        assert "Open again" in page(client.get(address))

    def test_nobody_else_meets_a_call(self, make, sign_in):
        trainer = make.account("trainer")
        session = make.session(trainer=trainer.person)
        make.call(session)
        for account in (trainer, make.staff(make.centre("shamakhi")), make.account("focal_point")):
            client = sign_in(account)
            for address in ("", "edit"):
                assert client.get(f"/sessions/{session.slug}/call/{address}").status_code == 404
            for address in ("open", "close", "agreement/proposed", "edit"):
                assert client.post(f"/sessions/{session.slug}/call/{address}").status_code == 404

    @pytest.mark.parametrize("quotas", [{}, {("country", "GE"): 2, ("country", "KZ"): 2, ("category", "ngo"): 1}])
    def test_the_page_costs_the_same_with_more_people(self, make, sign_in, queries, quotas):
        session, costs = make.session(), []
        make.call(session, quotas=quotas)
        client, address = sign_in(make.staff()), f"/sessions/{session.slug}/call/"
        for number in (1, 3):
            for _ in range(number):
                make.registration(session, make.person(country_code="GE", category="ngo"), state="nominated")
            page(client.get(address))
            db.session.expire_all()
            with queries(20) as seen:
                page(client.get(address))
            costs.append(len(seen))
        assert costs[0] == costs[1]


class TestChoosing:
    @pytest.fixture
    def chosen(self, make):
        """Give a session with a call and five nominees of two countries, by one focal point."""
        session = make.session(seats=9, audience=("ministry",))
        focal = make.account("focal_point", person=make.person(display="Tamar Focal"))
        make.call(
            session,
            women_target=0.5,
            endorse=True,
            apply=True,
            documents=[{"key": "cv", "title": {"en": "CV"}}],
            quotas={("country", "GE"): (2, 2), ("country", "*"): 4},
        )
        for number, code in enumerate(("GE", "GE", "GE", "KZ", "KZ"), 1):
            person = make.person(country_code=code, category="ministry")
            values = {"state": "nominated", "origin": "nomination", "nominated_by": focal.id, "nominee_rank": number}
            make.registration(session, person, gender="m", **values)
        return session

    def rows(self, session):
        return db.session.query(Registration).filter_by(session_id=session.id).order_by(Registration.id).all()

    def test_the_list_says_what_one_chooses_by_and_narrows_by_it(self, make, sign_in, chosen):
        stranger = make.registration(chosen, make.person(country_code="GE", category="ngo"), state="applied")
        stranger.endorsement = "asked"
        db.session.flush()
        client, address = sign_in(make.staff()), f"/sessions/{chosen.slug}/participants/"
        text = page(client.get(address))
        for words in ("Tamar Focal", "their no. 3", "Of another kind of organisation", "0 of 1"):
            assert words in text, words
        focal = chosen.id and self.rows(chosen)[0].nominated_by
        for query, number in (("origin=nomination", 5), ("endorsement=asked", 1), (f"by={focal}", 5), ("first=no", 0)):
            lines = client.get(f"{address}?{query}&format=csv").get_data(as_text=True).splitlines()
            assert len(lines) == number + 1, query
        columns = "name,origin,theirs,rank,level,first,earlier,fit,endorsement,documents,answers"
        lines = client.get(f"{address}?columns={columns}&format=csv").get_data(as_text=True).splitlines()
        assert "Nominated by Tamar Focal,1,,Policy makers,Yes,0,Fits the audience" in lines[1]
        page(client.get(f"{address}?columns={columns}"))

    def test_trainers_see_none_of_it(self, make, sign_in, chosen):
        trainer = make.account("trainer")
        session = make.session(trainer=trainer.person)
        make.call(session)
        make.registration(session)
        text = page(sign_in(trainer).get(f"/sessions/{session.slug}/participants/?columns=name,fit,origin"))
        assert "Fits" not in text

    def test_the_balance_tells_quotas_and_women_before_anything_is_decided(self, make, sign_in, chosen):
        client, rows = sign_in(make.staff()), self.rows(chosen)
        address = f"/sessions/{chosen.slug}/participants/balance"
        text = page(client.get(address, query_string={"pick": [row.public_id for row in rows]}))
        assert "3 of 2" in text
        assert "1 too many" in text
        assert "2 of 4" in text
        assert "not reached" in text
        few = page(client.get(address, query_string={"pick": [row.public_id for row in rows[:4]]}))
        assert "Shown when 5 people or more said." in few
        assert {row.state for row in rows} == {"nominated"}

    def test_a_choice_needs_its_reason_and_the_missed_target_an_explanation(self, make, sign_in, chosen):
        client, rows = sign_in(make.staff()), self.rows(chosen)
        address, picked = f"/sessions/{chosen.slug}/participants/decide", [row.public_id for row in rows]
        data = {"verb": "offer", "pick": picked}
        text = page(client.get(address, query_string=data))
        assert 'name="missed"' in text
        assert "Say why." in page(client.post(address, data=data), 422)
        text = page(client.post(address, data=data | {"reason": "All fit"}), 422)
        assert "missed with this choice" in text
        data |= {"reason": "All fit", "missed": "No women were nominated"}
        answer = client.post(address, data=data, follow_redirects=True)
        assert "4 people decided" in page(answer)
        assert "All places for Georgia are taken." in answer.get_data(as_text=True)
        assert [row.state for row in self.rows(chosen)] == ["offered", "offered", "nominated", "offered", "offered"]
        assert "No women were nominated" in page(client.get(f"/sessions/{chosen.slug}/call/"))
        record = f"/registrations/{rows[2].public_id}/decide"
        assert "Say why." in page(client.post(record, data={"verb": "decline"}), 422)
        assert client.post(record, data={"verb": "decline", "reason": "Full"}).status_code == 303

    def test_ranks_are_typed_or_moved_one_by_one(self, make, sign_in):
        session = make.session(seats=0)
        make.call(session, rule="ranking")
        rows = [make.registration(session, state="waiting") for _ in range(4)]
        a, b, c, d = (row.public_id for row in rows)
        client, address = sign_in(make.staff()), f"/sessions/{session.slug}/ranking"
        assert "/ranking" in page(client.get(f"/sessions/{session.slug}/participants/"))

        def order():
            return [row.public_id for row in services.to_rank(session)]

        assert client.post(address, data={f"rank-{d}": "1", "act": "save"}).status_code == 303
        assert order() == [d, a, b, c]
        client.post(address, data={"act": f"down-{d}"})
        assert order() == [a, d, b, c]
        client.post(address, data={"act": f"up-{c}"})
        assert order() == [a, d, c, b]
        client.post(address, data={"act": f"up-{a}"})
        assert order() == [a, d, c, b]
        assert services.Known(session, services.terms(session), dict).line[rows[0].id] == 1
        assert a in page(client.get(address))
        services.find_call(session).rule = "order"
        assert client.get(address).status_code == 404

    def test_the_list_does_not_cost_more_with_more_rows(self, make, sign_in, chosen, queries):
        """The most there is to ask: quotas of all kinds, people who wait, a filter."""
        costs, client, address = [], sign_in(make.staff()), f"/sessions/{chosen.slug}/participants/?state=nominated"
        ours, theirs = make.organisation(), make.organisation()
        call = services.find_call(chosen)
        for dimension, value in (("organisation", str(ours.id)), ("organisation", "*"), ("category", "ministry")):
            call.quotas.append(Quota(dimension=dimension, value=value, seats=3))
        for number in (1, 3):
            for state in ("nominated", "waiting") * number:
                for body in (ours, theirs):
                    person = make.person(country_code="KZ")
                    make.affiliation(person, body)
                    make.registration(chosen, person, state=state)
            db.session.commit()
            page(client.get(address))
            db.session.expire_all()
            with queries(12) as seen:
                page(client.get(address))
            costs.append(len(seen))
        assert costs[0] == costs[1]


PDF = b"%PDF-1.7\nA letter"


class TestComingIn:
    @pytest.fixture
    def training(self, make):
        """Give a session whose call asks for approval, a document and a few questions."""
        session = make.session(seats=5, day=30, audience=("ministry",))
        asked = questionnaires.create(title=Texts.of({"en": "About you"}), kind="other", content=OPINION)
        plan = services.CallPlan(
            apply=True,
            endorse=True,
            documents=(("", Texts.of({"en": "Letter of your office"})),),
            note=Texts.of({"en": "We pay for travel."}),
            version=questionnaires.freeze(asked.versions[0]),
        )
        call = services.save_call(session=session, plan=plan, by=Actor(1, "Staff"))
        services.open_call(call, by=Actor(1, "Staff"))
        db.session.commit()
        return session

    def test_an_applicant_reads_the_rules_applies_and_brings_what_is_asked(self, make, sign_in, training):
        account = make.account(person=make.person(category="ministry"))
        address, client = f"/sessions/{training.slug}/register", sign_in(account)
        text = page(client.get(address))
        for words in (
            "Your institution approves first.",
            "Letter of your office",
            "We pay for travel.",
            "registered first",
        ):
            assert words in text, words
        assert client.post(address, data={"motivation": "I draft the strategy."}).status_code == 303
        text = page(client.get(address))
        assert "with your institution" in text
        link = re.search(r'href="(/answer/[^"]+)"', text)[1]
        page(client.get(link))
        bring = re.search(r'action="(/registrations/[^"]+/documents/[^"]+)"', text)[1]
        before = db.session.query(File).count()
        for content, name, said in (
            (b"", "", "Choose a file"),
            (b"MZ", "virus.exe", "are not taken"),
            (PDF, "letter.pdf", "is there now"),
            (PDF + b"2", "letter2.pdf", "is there now"),
        ):
            sent = {"file": (io.BytesIO(content), name)}
            assert said in page(client.post(bring, data=sent, follow_redirects=True)), name
        document = db.session.query(RegistrationDocument).one()
        assert (document.file.name, db.session.query(File).count()) == ("letter2.pdf", before + 1)
        assert client.post(bring + "x", data={"file": (io.BytesIO(PDF), "a.pdf")}).status_code == 404
        read = f"/registrations/documents/{document.public_id}"
        assert client.get(read).data == PDF + b"2"
        for other in (make.account(), make.staff(make.centre("shamakhi")), make.account("focal_point")):
            assert sign_in(other).get(read).status_code == 404
        staff = sign_in(make.staff())
        assert staff.get(read).status_code == 200
        registration = db.session.query(Registration).one()
        text = page(staff.get(f"/registrations/{registration.public_id}/"))
        for words in ("letter2.pdf", "Fits the audience", "Registered themselves", "Asked"):
            assert words in text, words

    def test_answers_by_name_stand_on_the_record(self, make, sign_in, training):
        account = make.account(person=make.person(category="ministry"))
        client = sign_in(account)
        client.post(f"/sessions/{training.slug}/register", data={"motivation": "Because."})
        registration = db.session.query(Registration).one()
        wave = services.find_call(training).wave
        token = questionnaires.token_of(wave, account.person)
        questionnaires.answer(token, entered({"useful": "4", "again": "yes"}))
        db.session.commit()
        text = page(sign_in(make.staff()).get(f"/registrations/{registration.public_id}/"))
        assert USEFUL.text.text("en") in text
        assert "/answer/" not in page(client.get(f"/sessions/{training.slug}/register"))

    def test_staff_invite_by_a_link_that_needs_no_account(self, make, sign_in, client, training):
        staff, address = sign_in(make.staff()), f"/sessions/{training.slug}/participants/"
        known = make.person(category="ngo", display="Elena Rusu", search="elena rusu", email="elena@example.org")
        assert "Invite" in page(staff.get(f"{address}add?q=elena"))
        assert staff.post(f"{address}invite/{known.public_id}").status_code == 303
        row = db.session.query(Registration).one()
        assert (row.state, row.origin) == ("invited", "invitation")
        page(staff.post(f"{address}add", data={"native": "New One", "act": "invite"}), 422)
        new = {"native": "New One", "email": "new@example.org", "act": "invite"}
        assert staff.post(f"{address}add", data=new).status_code == 303
        place = f"/places/{services.place_token(row)}"
        text = page(client.get(place))
        assert "Letter of your office" in text
        bring = re.search(r'action="(/places/[^"]+/documents/[^"]+)"', text)[1]
        assert client.post(bring, data={"file": (io.BytesIO(PDF), "l.pdf")}).status_code == 303
        assert client.post(f"{place}/accept").status_code == 303
        db.session.expire_all()
        assert (row.state, row.documents[0].file.name) == ("confirmed", "l.pdf")
        row.state, training.closed = "invited", True
        db.session.commit()
        assert client.post(bring, data={"file": (io.BytesIO(PDF), "again.pdf")}).status_code == 404
        assert training.title.text("en") not in page(client.post(f"{place}/accept"), 422)
        db.session.expire_all()
        assert (row.state, row.documents[0].file.name) == ("invited", "l.pdf")
        training.closed = False
        db.session.commit()
        silent = make.person(email=None)
        page(staff.post(f"{address}invite/{silent.public_id}"), 409)


class TestGoOrNoGo:
    @pytest.fixture
    def thin(self, make):
        """Give a session that needs three people, has one, and whose day of decision has come."""
        session = make.session(seats=9, min_seats=3, day=10)
        make.call(session, decide_on=clock.today())
        make.registration(session, make.person(email="one@example.org"))
        return session

    def test_staff_are_asked_on_the_day_and_say_that_it_takes_place(self, make, sign_in, thin):
        client = sign_in(make.staff())
        assert "Go or no-go: 1 person is confirmed" in page(client.get("/"))
        assert "Go or no-go" not in page(sign_in(make.staff(make.centre("shamakhi"))).get("/"))
        client, address = sign_in(make.staff()), f"/sessions/{thin.slug}/go"
        assert "is due" in page(client.get(f"/sessions/{thin.slug}/call/"))
        assert "at least 3 are needed" in page(client.get(address))
        page(client.post(address, data={"reason": ""}), 422)
        assert client.post(address, data={"reason": "The donor agrees"}).status_code == 303
        text = page(client.get(f"/sessions/{thin.slug}/call/"))
        assert "The donor agrees" in text
        assert "is due" not in text
        assert "Go or no-go" not in page(client.get("/"))

    def test_or_cancel_it_and_everybody_is_told(self, make, sign_in, thin):
        client = sign_in(make.staff())
        assert client.post(f"/sessions/{thin.slug}/go/cancel", data={"reason": "Too few"}).status_code == 303
        db.session.expire_all()
        assert (thin.state, thin.cancel_reason) == ("cancelled", "Too few")
        assert services.find_call(thin).events[-1].what == "no-go"
        assert db.session.query(Message).filter_by(address="one@example.org").count() == 1
        assert "nothing to decide" in page(client.get(f"/sessions/{thin.slug}/go"))
        assert client.post(f"/sessions/{thin.slug}/go", data={"reason": "x"}).status_code == 422
