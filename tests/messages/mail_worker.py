"""The workers of test_exactly_once.py: one after the other sends what waits, and is killed in the middle of it.

One interpreter loads the program and forks before it opens any database: loading it each time takes longest.
"""

import json
import multiprocessing
import sys
import threading
from datetime import UTC, datetime, timedelta

from flask import Flask

from trainhub.app import create_app
from trainhub.kernel import clock, jobs
from trainhub.kernel.db import expect_writes
from trainhub.messages.services import JOB

BEGIN = datetime(2027, 3, 2, 8, tzinfo=UTC)
TURN = timedelta(minutes=11)  # leases and pauses of the worker before are over


def run(app: Flask, turn: int, last: bool) -> None:
    """Work as `trainhub worker` does, at a moment of its own; the last one works until nothing waits."""
    clock.stop(BEGIN + turn * TURN)
    if not last:
        jobs.run_worker(app, threading.Event())
    expect_writes(True)
    with app.app_context():
        jobs.schedule()
        jobs.drain()


def main() -> None:
    """Read the order, name each worker to whoever kills it, then let the last one finish."""
    order = json.loads(sys.stdin.readline())
    app = create_app(order["config"])
    app.extensions["jobs"] = jobs.Registry({JOB: app.extensions["jobs"][JOB]})  # the others would only take turns
    forking = multiprocessing.get_context("fork")
    for turn in range(order["kills"] + 1):
        worker = forking.Process(target=run, args=(app, turn, turn == order["kills"]))
        worker.start()
        print(worker.pid, flush=True)
        worker.join()
        print(worker.exitcode, flush=True)


main()
