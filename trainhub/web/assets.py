"""Addresses of style sheets, icons and scripts: the built file's name carries its hash and may be cached for ever."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, request, url_for
from flask_login import current_user
from markupsafe import Markup
from whitenoise import WhiteNoise

from .. import paths

FOREVER = 365 * 24 * 3600
PUBLIC_SPRITE, SPRITE = "icons-public.svg", "icons.svg"


@cache
def manifest() -> dict[str, str]:
    """Return logical name -> file name, as the build wrote it."""
    place = paths.static() / "vendor" / "manifest.json"
    if not place.exists():
        return {}
    return {name: entry["file"] for name, entry in json.loads(place.read_text()).items()}


def asset(name: str) -> str:
    """Return the address of a built asset by its logical name."""
    return _address(request.script_root, name)


@lru_cache(maxsize=256)
def _address(_root: str, name: str) -> str:
    return url_for("static", filename=f"vendor/{manifest().get(name, name)}")


@cache
def _public_icons() -> frozenset[str]:
    place = paths.static() / "vendor" / manifest().get(PUBLIC_SPRITE, PUBLIC_SPRITE)
    return frozenset(re.findall(r'<symbol id="([^"]+)"', place.read_text())) if place.exists() else frozenset()


def icon(name: str, cls: str = "") -> Markup:
    """Return an icon; always beside a word, so hidden from readers. Visitors get the small sprite."""
    small = name in _public_icons() and not current_user.is_authenticated
    return _drawing(asset(PUBLIC_SPRITE if small else SPRITE), name, f"i {cls}".strip())


@lru_cache(maxsize=1024)
def _drawing(sprite: str, name: str, classes: str) -> Markup:
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(classes, sprite, name)


def init_app(app: Flask) -> None:
    """Serve /static/ with compressed twins and long caching."""
    app.jinja_env.globals.update(asset=asset, icon=icon)
    served = WhiteNoise(app.wsgi_app, autorefresh=app.debug, max_age=3600, immutable_file_test=_immutable)
    served.add_files(str(paths.static()), prefix="static/")
    app.wsgi_app = served  # type: ignore[method-assign]


def _immutable(path: str, url: str) -> bool:
    return Path(path).name in set(manifest().values())
