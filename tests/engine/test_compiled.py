"""Where compiled code is kept: by all that it hangs on, and somewhere in any case."""

import atexit
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba", reason="the extra `planner` is not installed")

from trainhub.engine.kernels import compiled


def test_the_folder_is_named_for_all_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numba knows a tuple by the places of its arrays: where their names are exchanged it must compile anew."""
    read: list[str] = []
    bytes_of = Path.read_bytes

    def noting(path: Path) -> bytes:
        read.append(path.name)
        return bytes_of(path)

    monkeypatch.setattr(Path, "read_bytes", noting)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiled.cache_folder().parent == tmp_path / "trainhub"
    assert {"grid.py", "general.py", "cells.py", "walk.py"} <= set(read)


def test_where_nothing_can_be_kept_a_passing_folder_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the way, a folder that cannot be written to, no home: the folder goes when the program ends."""
    ends: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = []
    monkeypatch.setattr(atexit, "register", lambda act, *args, **more: ends.append((act, args, more)))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("in the way")
    found = [compiled.cache_folder()]

    def refuse(*args: object, **more: object) -> None:
        raise PermissionError

    with monkeypatch.context() as other:
        other.setattr(tempfile, "TemporaryFile", refuse)
        other.setenv("XDG_CACHE_HOME", str(tmp_path / "read only"))
        found.append(compiled.cache_folder())

    def homeless(*args: object) -> None:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    found.append(compiled.cache_folder())
    assert all(folder.is_dir() and not folder.is_relative_to(tmp_path / "read only") for folder in found)
    for act, args, more in ends:
        act(*args, **more)
    assert not any(folder.exists() for folder in found)
