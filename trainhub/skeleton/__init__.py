"""What `trainhub plugins new` begins a plugin with: files in which $name, $title and others are filled in."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from ..hooks.loading import PACKAGE_PREFIX
from ..kernel.errors import Refused

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 24  # a revision's mark has 32 characters


def write(name: str, folder: Path, *, project: bool, revision: str) -> Path:
    """Write a new plugin into a folder and return where it lies; with `project` what makes a wheel of it too.

    `revision` is the one of core that its first table depends on.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise Refused(f"{name!r} is no name for a plugin: small letters, figures and _, {LONGEST} at the most.")
    home = folder / f"trainhub-{name.replace('_', '-')}" if project else folder
    package = home / f"{PACKAGE_PREFIX}{name}"
    if package.exists():
        raise Refused(f"{package} is there already.")
    words = {
        "name": name,
        "package": package.name,
        "title": name.replace("_", " ").capitalize(),
        "dashed": name.replace("_", "-"),
        "revision": revision,
    }
    for source, target in _files(name, home, package, project=project):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text("utf-8")).substitute(words), "utf-8")
    return package


def _files(name: str, home: Path, package: Path, *, project: bool) -> Iterator[tuple[Path, Path]]:
    places = [(HERE / "plugin", package), *([(HERE / "project", home)] if project else [])]
    for origin, place in places:
        for source in sorted(origin.rglob("*.txt")):
            inside = source.relative_to(origin).as_posix().removesuffix(".txt").replace("NAME", name)
            yield source, place / inside
