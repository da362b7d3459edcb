"""Serving: gunicorn where processes can fork, waitress elsewhere; jobs run in a thread beside them."""

import gc
import signal
import sys
import threading
from typing import Any

from flask import Flask

from .kernel import jobs

GRACE_SECONDS = 8  # a request may take this long to end after SIGTERM


def serve(app: Flask, host: str, port: int, *, with_jobs: bool) -> None:
    """Answer requests until SIGTERM."""
    settle()
    if sys.platform == "win32":
        _serve_waitress(app, host, port, with_jobs)
    else:
        _serve_gunicorn(app, host, port, with_jobs)


def settle() -> None:
    """Take what was loaded at the start out of the garbage collector's sight: it stays, and looking at it costs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def work(app: Flask) -> None:
    """Run background jobs until SIGTERM; the job at hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    jobs.run_worker(app, stop)


def _start_jobs(app: Flask) -> threading.Event:
    stop = threading.Event()
    threading.Thread(target=jobs.run_worker, args=(app, stop), name="jobs", daemon=True).start()
    return stop


def _serve_waitress(app: Flask, host: str, port: int, with_jobs: bool) -> None:
    import waitress  # optional: installed on Windows only

    if with_jobs:
        _start_jobs(app)
    waitress.serve(app, host=host, port=port, threads=app.config["THREADS"])


def _serve_gunicorn(app: Flask, host: str, port: int, with_jobs: bool) -> None:
    from gunicorn.app.base import BaseApplication  # optional: not on Windows

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _gunicorn_settings(app, host, port, with_jobs).items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Server().run()


def _gunicorn_settings(app: Flask, host: str, port: int, with_jobs: bool) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "bind": f"{host}:{port}",
        "workers": app.config["WORKERS"],
        "threads": app.config["THREADS"],
        "worker_class": "gthread",
        "preload_app": True,
        "graceful_timeout": GRACE_SECONDS,
        "timeout": 120,
        "keepalive": 5,
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    if with_jobs:
        settings["post_worker_init"] = lambda worker: _start_jobs(app)
    return settings
