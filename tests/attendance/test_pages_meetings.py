"""Pages of a meeting's log: uploaded, reviewed, saved; for those who take the registers only."""

import html
import io
import re

import pytest

from trainhub.attendance import services
from trainhub.attendance.models import Attendance
from trainhub.kernel.db import db
from trainhub.kernel.text import fold

from . import meeting_logs as logs


def page(answer, status=200):
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer.get_data(as_text=True)


@pytest.fixture
def trainer(make):
    return make.account("trainer")


@pytest.fixture
def training(make, trainer, clock):
    clock.set("2027-03-02 06:00")
    session = make.session(day=0, slots=2, trainer=trainer.person, mode="hybrid")
    for email, name in {"rashad@example.org": "Rəşad Əliyev", "o@example.org": "Ольга Щербакова", "": "Ali"}.items():
        make.registration(session, make.person(native=name, display=name, email=email or None, search=fold(name)))
    return session


def place(session, rest="log"):
    return f"/sessions/{session.slug}/attendance/{session.slots[0].public_id}/{rest}"


def upload(client, session, body=logs.ZOOM, name="log.csv"):
    file = (io.BytesIO(body.encode() if isinstance(body, str) else body), name)
    return client.post(place(session), data={"file": file}, content_type="multipart/form-data")


def fields(text):
    """Return what the review would send if nobody touched it."""
    sent = {}
    for tag in re.findall(r"<input[^>]+>", text):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found.get("type") in ("hidden", "number") or " checked" in tag:
            sent.setdefault(found.get("name"), []).append(html.unescape(found.get("value", "")))
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"|<option value="([^"]*)" selected', inside)
        sent[name] = [next(filter(None, chosen.groups()), "") if chosen else ""]
    return sent


class TestTheLog:
    def test_from_the_register_to_the_marks(self, sign_in, training, trainer):
        client = sign_in(trainer)
        assert place(training) in page(client.get(place(training, "")))
        index = f"/sessions/{training.slug}/attendance/"
        assert f"{index}log" in page(client.get(index))
        assert client.get(f"{index}log").headers["Location"].endswith("/log")
        assert "The file is not kept" in page(client.get(place(training)))
        text = page(upload(client, training))
        for said in (
            "Zoom",
            "by the e-mail",
            "nobody of the register",
            "Leave out",
            "50 minutes missed",
            "waiting room",
        ):
            assert said in text
        assert db.session.query(Attendance).count() == 0
        sent = fields(text)
        assert "example" not in sent["sealed"][0]
        answer = client.post(place(training, "log/review"), data=sent | {"act": "save"})
        assert "Say who these are, or leave them out: iPhone" in page(answer, 422)
        [unsure] = [name for name, value in sent.items() if value == ["?"]]
        again = page(client.post(place(training, "log/review"), data=sent | {"act": "look", unsure: "", "grace": "60"}))
        assert "50 minutes missed" not in again
        wrong = page(client.post(place(training, "log/review"), data=sent | {"act": "save", "grace": "many"}), 422)
        assert "Write a whole number." in wrong
        assert db.session.query(Attendance).count() == 0
        answer = client.post(place(training, "log/review"), data=sent | {"act": "save", unsure: ""})
        assert answer.headers["Location"] == place(training, "")
        found = {str(row.registration): (row.status, row.source) for row in db.session.query(Attendance)}
        assert found == {"Rəşad Əliyev": ("present", "log"), "Ольга Щербакова": ("late", "log")}
        assert "marked so already" in page(upload(client, training))

    def test_a_log_without_times_asks_and_a_strange_file_is_told(self, sign_in, training, trainer):
        client = sign_in(trainer)
        assert "came late" in page(upload(client, training, logs.MEET_TURKISH))
        assert "This is no attendance log" in page(upload(client, training, "Name;Country\nA;AZ\n"), 422)
        assert "Choose the file" in page(client.post(place(training), data={}), 422)
        sealed = {"sealed": "nothing", "act": "save"}
        assert "Upload it again" in page(client.post(place(training, "log/review"), data=sealed), 422)

    def test_not_for_others_nor_where_nobody_met_online(self, make, sign_in, training, trainer):
        someone = services.on_register(training)[0].person
        for account in (make.account("trainer"), make.account(person=someone)):
            assert sign_in(account).get(place(training)).status_code == 404
            assert upload(sign_in(account), training).status_code == 404
        room = make.session(day=0, trainer=trainer.person, mode="room")
        assert sign_in(trainer).get(place(room)).status_code == 404
        assert "Meeting log" not in page(sign_in(trainer).get(place(room, "")))

    def test_it_does_not_cost_more_with_more_people(self, make, sign_in, training, trainer, queries):
        costs = []
        for _ in range(2):
            client = sign_in(trainer)
            db.session.expire_all()
            with queries(40) as seen:
                page(upload(client, training))
            costs.append(len(seen))
            for _ in range(3):
                make.registration(training, make.person(category="ministry"))
        assert costs[0] == costs[1]
