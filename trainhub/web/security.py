"""What every answer carries, and what every request is measured by before a view sees it."""

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from ..kernel import db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    app.before_request_funcs.setdefault(None, []).insert(0, _expect_writes)  # first: loading the viewer begins it
    app.before_request(_refuse_nul)
    app.after_request(_headers)


def _expect_writes() -> None:
    db.expect_writes(request.method not in SAFE)


def _refuse_nul() -> None:
    """Refuse text with a NUL in it: nobody types one, PostgreSQL cannot keep one, and no field can show it."""
    typed = [pair for fields in (request.args, request.form) for pair in fields.items(multi=True)]
    if "\x00" in request.path or any("\x00" in name or "\x00" in value for name, value in typed):
        abort(400)


def _headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if str(current_app.config["BASE_URL"]).startswith("https://"):
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if answer.mimetype == "text/html":
        answer.headers.setdefault(
            "Cache-Control", "no-store" if "Set-Cookie" in answer.headers else "private, no-cache"
        )
    return answer
