"""`trainhub plan bench`: the planner's engine on a public instance; no installation and no database."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import click

from ..engine import solving
from ..engine.solving import Progress
from . import compiling, reading, writing


@click.command("bench")
@click.argument("instance", metavar="FILE.ectt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60, show_default=True, help="By the clock.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--islands", type=click.IntRange(1, 64), default=2, show_default=True, help="Searches side by side.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the solution goes.")
def bench(instance: Path, seconds: float, seed: int, islands: int, out: Path) -> None:
    """Solve a curriculum-based timetable (formulation UD2) and print cost, hard violations and seconds as JSON.

    Unlike every other plan, this one is cut by the clock: two runs differ.
    """
    try:
        problem = compiling.compiled(source := reading.read(instance))
        with out.open("a"):  # else it would come out after all the work that nothing can be written there
            pass
        solving.warm()
    except (reading.BadFile, OSError, solving.EngineMissing) as fault:
        raise click.ClickException(str(fault)) from fault
    began = time.perf_counter()
    seeds = [seed * islands + island for island in range(islands)]
    firsts: dict[int, float] = {}
    found = solving.solve(problem, seeds=seeds, seconds=seconds, watch=_noting(firsts, began))
    took = time.perf_counter() - began
    out.write_text(writing.solution(source, found.plan), "utf-8")
    cost = found.score.cost + compiling.constant(source)
    answer = {"cost": cost, "hard": found.score.hard, "seconds": round(took, 2), "seed": seed}
    click.echo(json.dumps(answer | {"first": round(min(firsts.values()), 3)} if firsts else answer))


def _noting(firsts: dict[int, float], began: float) -> Callable[[Progress], bool]:
    """Note when each island has its first plan without a hard violation."""

    def watch(progress: Progress) -> bool:
        if progress.cost is not None:
            firsts.setdefault(progress.island, time.perf_counter() - began)
        return False

    return watch
