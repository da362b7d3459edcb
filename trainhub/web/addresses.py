"""Flask, with a memory for the addresses it builds: a page names a hundred, and the next page the same ones."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that compiles what builds its addresses when the first one is built; most of hundreds are never asked."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return build


class App(Flask):
    """Flask whose `url_for` asks the routing once for each address inside the site."""

    url_rule_class = LateRule

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
