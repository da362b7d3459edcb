"""Logs as one JSON object a line. Never a password, a token, or a query string that may hold one."""

import json
import logging
import re
import sys
import time

from flask import Flask, Response, g, request

from ..kernel import clock

_SECRETS = "confirm|reset|claim|answer|me/calendar|me/expert/asked|trainers/asked|invite|places"
_SECRET_PATH = re.compile(rf"^(/(?:{_SECRETS})/)[^/]+")
_OWN = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLine(logging.Formatter):
    """Writes a record and what was given as `extra` as one line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": clock.now().isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in record.__dict__.items() if name not in _OWN}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def init_app(app: Flask, level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    logger = logging.getLogger("trainhub")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
    logger.propagate = app.testing
    app.before_request(_start)
    app.after_request(_request)


def _start() -> None:
    g.started = time.perf_counter()


def _request(answer: Response) -> Response:
    took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    logging.getLogger("trainhub.request").info(
        "request",
        extra={
            "method": request.method,
            "path": safe_path(request.path),
            "status": answer.status_code,
            "ms": round(took, 1),
        },
    )
    return answer


def safe_path(path: str) -> str:
    """Return a path without the secret some addresses carry."""
    return _SECRET_PATH.sub(r"\1…", path)
