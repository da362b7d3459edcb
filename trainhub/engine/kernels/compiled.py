"""Where the kernels meet numba: what compiles them, where the results are kept, and their random numbers.

Compiled code is kept in the user's cache, in a folder named for all sources of the kernels and of what they are given:
numba itself looks only at the file of a function, not at those of the functions that it calls. Importing this takes
half a second.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
from numba import config, njit

U12, U25, U27, U32 = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(32)
STAR = np.uint64(2685821657736338717)
LOW = np.uint64(4095)
TUPLES = ("general.py", "grid.py")
"""Beside the kernels: where the tuples are that they are given."""


def cache_folder() -> Path:
    """Return the folder for compiled code; where the user has none that can be written to, a passing one."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = base / "trainhub" / f"engine-{_sources()[:16]}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):  # as numba looks itself
            return folder
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where the user's home is
        return _passing()


def _sources() -> str:
    """Return a hash of all that the compiled code depends on: numba knows arrays in a tuple by place, not by name."""
    here = Path(__file__).parent
    names = hashlib.sha256()
    for path in (*sorted(here.glob("*.py")), *(here.parent / name for name in TUPLES)):
        names.update(path.read_bytes())
    return names.hexdigest()


def _passing() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="trainhub-engine-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


Function = Callable[..., Any]
compiler = cast("Callable[..., Callable[[Function], Function]]", njit)  # its stubs lack half of its options
vars(config)["CACHE_DIR"] = str(cache_folder())


def kernel(function: Function) -> Function:
    """Compile a function; it lets go of Python's lock, so that islands run side by side."""
    return compiler(cache=True, nogil=True, no_cfunc_wrapper=True)(function)


def part(function: Function) -> Function:
    """Compile a function that only kernels call: without the way in from Python, most of the compiler's work."""
    return compiler(cache=True, nogil=True, no_cfunc_wrapper=True, no_cpython_wrapper=True)(function)


@part
def draw(rng: Any) -> Any:
    """Return the next 64 random bits (xorshift64*)."""
    x = rng[0]
    x ^= x >> U12
    x ^= x << U25
    x ^= x >> U27
    rng[0] = x
    return x * STAR


@part
def below(bits: Any, limit: Any) -> Any:
    """Return a number below the limit, of the upper half of random bits."""
    return np.int64(((bits >> U32) * np.uint64(limit)) >> U32)
