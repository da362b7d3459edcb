"""What pages of attendance answer with besides pages."""

from flask import Response, make_response


def pdf(body: bytes, name: str) -> Response:
    """Return a PDF that the browser shows, kept by nobody on the way: there are names in it."""
    answer = make_response(body)
    answer.mimetype = "application/pdf"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
