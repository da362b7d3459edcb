"""Addresses of style sheets, icons and scripts: the built file's name carries its hash and may be cached for ever."""

import hashlib
import json
import re
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup
from whitenoise import WhiteNoise

from .. import paths
from ..hooks.host import PluginHost

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
    """Return the address of a built asset by its logical name; a plugin's file is named <plugin>/<file>."""
    if "/" in name:
        return f"{request.script_root}{current_app.extensions['plugin_assets'].get(name, f'/static/x/{name}')}"
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
    """Serve /static/, and /static/x/<plugin>/ of each plugin, with long caching; ours have compressed twins."""
    app.jinja_env.globals.update(asset=asset, icon=icon)
    own: dict[str, str] = app.extensions.setdefault("plugin_assets", {})
    served = WhiteNoise(
        app.wsgi_app,
        autorefresh=app.debug,
        max_age=3600,
        immutable_file_test=lambda path, url: url in own.values() or _immutable(path, url),
    )
    served.add_files(str(paths.static()), prefix="static/")
    plugins: PluginHost = app.extensions["plugins"]
    for name, found in plugins.available.items():
        if name in plugins.infos:
            _serve(served, own, name, found.folder)
    app.wsgi_app = served  # type: ignore[method-assign]


def _serve(served: WhiteNoise, own: dict[str, str], plugin: str, package: Path | None) -> None:
    """Serve a plugin's static files, each also by an address that carries the hash of what it holds."""
    folder = package / "static" if package else None
    if folder is None or not folder.is_dir():
        return
    served.add_files(str(folder), prefix=f"static/x/{plugin}/")
    for file in sorted(each for each in folder.rglob("*") if each.is_file() and not served.autorefresh):
        inside = file.relative_to(folder)
        mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
        address = f"/static/x/{plugin}/{inside.with_name(f'{file.stem}.{mark}{file.suffix}').as_posix()}"
        own[f"{plugin}/{inside.as_posix()}"] = address
        served.add_file_to_dictionary(address, str(file))


def _immutable(path: str, url: str) -> bool:
    return Path(path).name in set(manifest().values())
