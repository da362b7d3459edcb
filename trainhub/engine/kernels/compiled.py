"""Where the kernels meet numba: what compiles them, where the results are kept, and their random numbers.

Compiled code is kept in the user's cache, in a folder named for all sources of the kernels: numba itself looks only at
the file of a function, not at those of the functions that it calls. Importing this takes half a second.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
from numba import config, njit

U12, U25, U27, U32 = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(32)
STAR = np.uint64(2685821657736338717)
LOW = np.uint64(4095)


def cache_folder() -> Path:
    """Return the folder for compiled code; where the user has none that can be written to, a passing one."""
    names = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        names.update(path.read_bytes())
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "trainhub" / f"engine-{names.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="trainhub-engine-"))
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
