"""Answers of calendar feeds: told from what is kept, and not told twice to who has it already."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, request

from .. import calendar
from ..models import Slot

TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


def answer_feed(slots: Sequence[Slot], name: str, *, joined: bool = False, private: bool = False) -> Response:
    """Return slots as a calendar file; 304 where the asker has it already.

    `joined` adds the links to join, for people who are registered.
    """
    text = calendar.calendar_text(slots, name, joined=joined)
    return answer(text, max((slot.modified_at for slot in slots), default=None), private=private)


def answer(text: str, modified: datetime | None, *, private: bool = False) -> Response:
    answer = Response(text, content_type=TYPE)
    answer.set_etag(calendar.etag(text))
    answer.last_modified = modified
    answer.headers["Cache-Control"] = "private, no-cache" if private else "public, max-age=300"
    answer.headers["Vary"] = "Cookie"
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.make_conditional(request)
    return answer
