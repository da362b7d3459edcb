"""Flask, with a memory for the addresses it builds: a page names a hundred, and the next page the same ones."""

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request


class App(Flask):
    """Flask whose `url_for` asks the routing once for each address inside the site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = lru_cache(maxsize=8192, typed=True)(self._built)

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        how = {"_anchor": _anchor, "_method": _method, "_scheme": _scheme, "_external": _external}
        if not has_request_context() or any(each is not None for each in how.values()):
            return super().url_for(endpoint, **how, **values)  # type: ignore[arg-type]
        near = request.blueprint if endpoint.startswith(".") else None
        try:
            return self._kept(request.root_path, near, endpoint, **values)
        except TypeError:  # a list among the values
            return super().url_for(endpoint, **values)

    def _built(self, _root: str, _near: str | None, endpoint: str, /, **values: Any) -> str:
        return super().url_for(endpoint, **values)
