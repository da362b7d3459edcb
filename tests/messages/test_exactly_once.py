"""A mail is queued once a fact and sent at least once, whenever the worker dies; a second copy is known as the same."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.messages.post import Postman, free_port
from trainhub.app import create_app
from trainhub.kernel import work
from trainhub.kernel.db import db, expect_writes
from trainhub.messages import services
from trainhub.messages.models import Message
from trainhub.testing.make import Make
from trainhub.testing.prepared import prepare

MAILS, KILLS, SEED = 150, 20, 20270302
WORKER = Path(__file__).with_name("mail_worker.py")


@pytest.fixture
def slow_postman():
    """Give a mail server that thinks a little over each mail, so that workers die with one in their hands."""
    port, handler = free_port(), Postman(slow=0.004)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


def killed_in_turn(order, handler):
    """Kill each worker but the last when it has sent a few mails more and begun the next; return their exit codes."""
    moments, codes = random.Random(SEED), []
    with subprocess.Popen(
        [sys.executable, str(WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as workers:
        print(json.dumps(order), file=workers.stdin, flush=True)
        for turn in range(order["kills"] + 1):
            number = int(workers.stdout.readline())
            if turn < order["kills"]:
                wanted, end = len(handler.taken) + moments.randint(1, 5), time.monotonic() + 10
                while len(handler.taken) < wanted and time.monotonic() < end:
                    time.sleep(0.001)
                time.sleep(moments.uniform(0, 0.008))
                os.kill(number, signal.SIGKILL)
            codes.append(int(workers.stdout.readline()))
    return codes


def test_a_worker_that_is_killed_twenty_times_loses_nothing_and_names_nothing_twice(
    slow_postman, tmp_path, clock, record_property
):
    handler, url = slow_postman
    config = {"DATA": str(tmp_path), "MAIL_URL": url, "LOG_LEVEL": "ERROR", "BASE_URL": "http://localhost"}
    app = create_app(config)
    clock.set("2027-03-02 08:00")
    expect_writes(True)
    with app.app_context():
        prepare(app)
        make = Make()
        session = make.session()
        for number in range(MAILS):
            person = make.person(email=f"reader{number}@example.org")
            for _told_twice in range(2):
                services.post("registration_received", person, key=f"fact:{number}", session=session, url="/me/")
        work.commit()
        db.session.remove()
    codes = killed_in_turn({"config": config, "kills": KILLS}, handler)
    assert codes == [-signal.SIGKILL] * KILLS + [0]
    numbers = defaultdict(set)
    for mail in handler.mails:
        numbers[mail["To"].addresses[0].addr_spec].add(str(mail["Message-ID"]))
    with app.app_context():
        states = [mail.state for mail in db.session.scalars(select(Message))]
        db.session.remove()
        db.engine.dispose()
    assert states == ["sent"] * MAILS
    assert len(numbers) == MAILS  # nothing lost
    assert {len(each) for each in numbers.values()} == {1}  # no two Message-IDs for one fact
    turns = Counter(str(mail["Date"]) for mail in handler.mails)  # every worker has a time of its own
    assert len(turns) > KILLS / 2  # they died while they sent
    copies = len(handler.mails) - MAILS
    record_property("finding", f"mail: {KILLS} kills, {MAILS} mails, {copies} second copies with the same Message-ID")
