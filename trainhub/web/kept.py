"""Pages of visitors, kept until something changes.

Every change of a record writes an audit row, so the number of the last one names the state of the data: a page made
at that state may be handed out again. What changes without an audit row (the clock, a plugin's own tables, on
PostgreSQL two transactions that overtake each other) is told a minute late at the most. Only people without an
account get kept pages, and only pages that hold no token of theirs. They are kept compressed.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

import brotli
from flask import Flask, Response, current_app, g, make_response, request, session

from ..kernel import audit, clock, i18n
from .access import ACCESS, viewer

View = TypeVar("View", bound=Callable[..., Any])
ROOM = 16 << 20  # bytes of pages in the memory of one process
LARGEST = 2 << 20  # bytes of one page
PACKERS: dict[str, Callable[[bytes], bytes]] = {  # done once and sent often: worth more than the usual effort
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, mtime=0),
}


class Shelf:
    """The pages that were used last, by key; shared by the threads of a process."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[Any, ...], Response] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: tuple[Any, ...]) -> Response | None:
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: tuple[Any, ...], page: Response) -> None:
        with self._lock:
            self._size += _size(page) - _size(self._pages.pop(key, None))
            self._pages[key] = page
            while self._size > ROOM:
                self._size -= _size(self._pages.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._size = 0


def _size(page: Response | None) -> int:
    return len(page.get_data()) if page else 0


def init_app(app: Flask) -> None:
    app.extensions["kept"] = Shelf()


def kept_for_visitors(view: View) -> View:
    """Keep what a public view answers to visitors; goes between the route and `public`."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        if viewer().is_authenticated or request.method != "GET" or "_flashes" in session:
            return make_response(view(*args, **kwargs))
        shelf = cast("Shelf", current_app.extensions["kept"])
        packer = request.accept_encodings.best_match(PACKERS)
        minute = clock.now().replace(second=0, microsecond=0)
        key = (request.full_path, i18n.language(), packer, audit.last_number(), minute)
        page = shelf.get(key)
        if page is None:
            page = make_response(view(*args, **kwargs))
            if not _may_keep(page):
                return page
            page = _packed(page, packer)
            shelf.put(key, page)
        return _copy(page)

    ACCESS[answered] = ACCESS[view]
    return cast("View", answered)


def _may_keep(page: Response) -> bool:
    plain = page.status_code == 200 and not page.is_streamed and "Set-Cookie" not in page.headers
    return plain and "csrf_token" not in g and _size(page) <= LARGEST


def _packed(page: Response, packer: str | None) -> Response:
    """Return the page compressed; its mark says how, as one mark stands for the same bytes always (RFC 9110, 8.8.3)."""
    if packer is None:
        return page
    page.set_data(PACKERS[packer](page.get_data()))
    page.headers["Content-Encoding"] = packer
    mark = page.get_etag()[0]
    if mark:
        page.set_etag(f"{mark}:{packer}")
    return page


def _copy(page: Response) -> Response:
    """Return the page anew, for what comes after the view to write its headers on; 304 where the asker has it."""
    copy = Response(page.get_data(), page.status_code, page.headers.copy())
    if copy.get_etag()[0]:
        copy.make_conditional(request)
    return copy
