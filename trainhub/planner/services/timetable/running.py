"""Searches as jobs: the search has a thread of its own, the job keeps its row up to date and hears when to stop."""

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Any

from ....engine import language, solving
from ....engine.judge import Score, score
from ....kernel import clock, jobs, work
from ....kernel.db import db
from ....kernel.errors import NotFound, Refused
from ....kernel.i18n import gettext as _
from ... import queries
from ...models import Plan
from ...models.timetable import PlanRun, TimetableWishes
from . import facts, proposals, wishes
from .compiling import Compiled, compile_plan

if TYPE_CHECKING:  # its import loads the solver
    from ....engine.exact.explain import Explanation

JOB = "planner.search"
LOOK = 0.5  # seconds between two looks at the search
EFFORTS = {"quick": 5_000_000, "usual": 20_000_000, "long": 200_000_000}  # steps
BOUND_SHARE, BOUND_MOST = 0.3 / 1_000_000, 30.0  # work for a bound, of each step; about two seconds each
ENGINE = ("numba", "ortools")
INSTALL = "pip install 'trainhub[planner]'"
WHOLE = 100
SHOWN = 20  # runs on the page
WAITING = 5  # searches of a centre that are not over
PROOF = 20  # deterministic time for how few changes would do anywhere: a minute or less
NEAR = 6 * 5 * 2  # half-days: what may be moved around an event that is hit lies within six weeks
EXPLAINED = 20  # lines left out of which a run says what stands against them


def available() -> bool:
    """Say whether the extra with the engine is installed."""
    return all(find_spec(name) is not None for name in ENGINE)


def wishes_of(centre_id: int) -> wishes.Wishes:
    row = db.session.scalar(queries.wishes(centre_id))
    return wishes.read(row.numbers if row else {})


def keep_wishes(centre_id: int, numbers: dict[str, int]) -> None:
    """Keep the numbers of a centre's rules."""
    row = db.session.scalar(queries.wishes(centre_id))
    if row is None:
        row = TimetableWishes(centre_id=centre_id)
        db.session.add(row)
    row.numbers = numbers
    db.session.flush()


def queue(*, plan: Plan, kind: str = "solve", effort: str = "usual", occasion: str = "") -> PlanRun:
    """Queue a search for a timetable of a plan. Raises Refused where one is going on, or no engine is there."""
    if not available():
        raise Refused(_("The engine of the planner is not installed. Install it: %(command)s", command=INSTALL))
    db.session.refresh(plan, ["state"], with_for_update=True)  # two people press the button at once
    if plan.state == "closed":
        raise Refused(_("This plan is closed."))
    if db.session.scalar(queries.going(plan.id)) is not None:
        raise Refused(_("A search for this plan is going on. Stop it first, or wait for it."))
    if len(list(db.session.scalars(queries.going_of(plan.centre_id)))) >= WAITING:
        raise Refused(_("Several searches of the centre are going on. Stop one of them, or wait for it."))
    run = PlanRun(plan=plan, kind=kind, steps=EFFORTS[effort], occasion=occasion)
    db.session.add(run)
    db.session.flush()
    run.job = jobs.enqueue(JOB, account_id=work.actor().account_id, run_id=run.id)
    return run


def stop(run: PlanRun) -> None:
    """Ask a search to end with the best it has; one whose job is gone is over."""
    if not run.going:
        raise Refused(_("This search is over."))
    run.stop = True
    if not jobs.alive(run.job):
        _fail(run)


def _fail(run: PlanRun) -> None:
    run.state, run.ended_at = "failed", clock.now()


def find(plan: Plan, public_id: str) -> PlanRun:
    """Return a run of a plan; raises NotFound."""
    run = db.session.scalar(queries.run(public_id))
    if run is None or run.plan_id != plan.id:
        raise NotFound
    return run


# --- the job ------------------------------------------------------------------------------------


@dataclass
class Watched:
    """What a search in its thread and the job tell each other."""

    percent: int = 0
    cost: int | None = None
    bound: int | None = None
    stop: bool = False
    error: BaseException | None = None
    found: dict[str, Any] = field(default_factory=dict)

    def watch(self, progress: solving.Progress) -> bool:
        """Take note of progress; True ends the search."""
        self.percent = max(self.percent, min(WHOLE - 1, int(progress.done * WHOLE)))
        if progress.cost is not None and (self.cost is None or progress.cost < self.cost):
            self.cost = progress.cost
        return self.stop

    def stopped(self) -> bool:
        return self.stop


def search(running: jobs.Running, run_id: int) -> None:
    """The job: search and keep what was found. A search that fails is over: it would fail again."""
    run = db.session.get(PlanRun, run_id)
    if run is None or not run.going:
        return
    try:
        compiled, seen = _searched(running, run)
    except jobs.LeaseLost:
        raise
    except Exception:  # kept with the run, which else would stand in the way of every other one
        db.session.rollback()
        _fail(run)
        running.checkpoint()
        raise
    if run.kind == "again":
        running.checkpoint(WHOLE, WHOLE)  # the proposal stands, whatever becomes of the proof
        _prove(run, compiled, seen, running)


def _searched(running: jobs.Running, run: PlanRun) -> tuple[Compiled, Watched]:
    asked = wishes_of(run.plan.centre_id)
    compiled = compile_plan(facts.read(run.plan, asked), again=run.kind == "again")
    _begin(run, compiled, asked)
    seen = Watched()
    act = partial(_search, run.kind, run.seed, run.steps, compiled, seen)
    running.checkpoint(0, WHOLE)
    _beside(act, run, seen, running)
    if seen.error is not None:
        raise seen.error
    _end(run, seen)
    return compiled, seen


def _prove(run: PlanRun, compiled: Compiled, seen: Watched, running: jobs.Running) -> None:
    """Look how few changes would do anywhere, once the proposal can be read: that takes longer than to find it."""
    proposal, seed = run.proposal, run.seed
    if proposal["ring"] is None or proposal["fewest"] >= proposal["changes"]:
        return

    def act() -> None:
        from ....engine.exact import replan  # slow import: the solver

        least = replan.prove(
            compiled.problem, compiled.present, frozen=compiled.frozen, seed=seed, work=PROOF, stop=seen.stopped
        )
        seen.found["fewest"] = max(least, proposal["fewest"])

    seen.percent, seen.stop = WHOLE, run.stop  # it was told to stop when nobody waited for it any more
    running.checkpoint(WHOLE, WHOLE)
    _beside(act, run, seen, running)
    run.proposal = proposal | {"fewest": seen.found.get("fewest", proposal["fewest"])}


def search_now(plan: Plan, *, steps: int, seed: int) -> tuple[PlanRun, dict[str, Any]]:
    """Search at once, for the command line; return the run, and what it found."""
    solving.ready()
    run = PlanRun(plan=plan, kind="solve", seed=seed, steps=steps)
    db.session.add(run)
    asked, seen = wishes_of(plan.centre_id), Watched()
    compiled = compile_plan(facts.read(plan, asked))
    _begin(run, compiled, asked)
    _search(run.kind, seed, steps, compiled, seen)
    _end(run, seen)
    return run, {
        "problem": run.problem,
        "cost": run.cost,
        **run.proposal,
        **({"reasons": run.reasons} if run.reasons else {}),
    }


def _begin(run: PlanRun, compiled: Compiled, asked: wishes.Wishes) -> None:
    run.state, run.problem = "running", language.digest(compiled.problem)
    run.wishes = asdict(asked)
    run.versions = {"python": platform.python_version(), **{name: _version(name) for name in ENGINE}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _beside(act: Callable[[], None], run: PlanRun, seen: Watched, running: jobs.Running) -> None:
    """Let the search work in a thread, show how far it is, and pass on when somebody stops it.

    While the job waits no transaction is open: on SQLite nobody else could write meanwhile.
    """

    def guarded() -> None:
        try:
            act()
        except Exception as error:  # told to whoever waits for the thread
            seen.error = error

    thread = Thread(target=guarded, name="search", daemon=True)
    thread.start()
    try:
        over = False
        while not over:
            thread.join(LOOK)
            over = not thread.is_alive()
            db.session.refresh(run)
            seen.stop = run.stop
            run.percent, run.cost, run.bound = seen.percent, seen.cost, seen.bound
            running.checkpoint(seen.percent, WHOLE)
    finally:
        seen.stop = True  # of a search that nobody waits for any more


def _search(kind: str, seed: int, steps: int, compiled: Compiled, seen: Watched) -> None:
    """Search; only plain values are touched here, never the database."""
    found = _again(compiled, seed, seen) if kind == "again" else _anew(compiled, seed, steps, seen)
    seen.found["proposal"] = found
    if found["broken"]:
        from ....engine.exact import explain  # slow import: the solver

        said = explain.explain(compiled.problem, seed=seed, stop=seen.stopped)
        seen.found["reasons"] = _reasons(compiled, said) if said else {}


def _anew(compiled: Compiled, seed: int, steps: int, seen: Watched) -> dict[str, Any]:
    outcome = solving.solve(compiled.problem, seeds=(seed, seed + 1), steps=steps, watch=seen.watch)
    found, judged = outcome.plan, outcome.score
    seen.cost, seen.bound = judged.cost, outcome.bound
    if not judged.hard:
        found, judged = _bounded(compiled, found, seed, steps, seen)
    told = proposals.told(compiled, found, judged)
    if not judged.hard:
        _explain_dropped(compiled, found, seed, told, seen)
    return told


def _bounded(
    compiled: Compiled, found: language.Plan, seed: int, steps: int, seen: Watched
) -> tuple[language.Plan, Score]:
    """Learn what no timetable can cost less than; where there was time for it, the proof may find a better one."""
    from ....engine.exact import bound  # slow import: the solver

    problem = compiled.problem
    best = max(seen.bound or 0, bound.floor(problem))
    if best < (seen.cost or 0) and not seen.stop:
        found, proven = bound.proven(
            problem, found, work=min(steps * BOUND_SHARE, BOUND_MOST), seed=seed, stop=seen.stopped
        )
        best = max(best, proven or 0)
    judged = score(problem, found)
    seen.cost, seen.bound = judged.cost, best
    return found, judged


def _explain_dropped(compiled: Compiled, found: language.Plan, seed: int, told: dict[str, Any], seen: Watched) -> None:
    """Add to lines that are left out what stands against them, and what it would cost to force them in."""
    from ....engine.exact import why  # slow import: the solver

    out = [number for number, placement in enumerate(found.placements) if placement.start is None]
    for number in out[:EXPLAINED]:
        said = why.dropped(compiled.problem, found, number, seed=seed, stop=seen.stopped)
        if seen.stop:
            return  # what it says then may be no reason at all
        told["lines"][compiled.keys[number]] |= {"against": list(said.against), "extra": said.extra}


def _again(compiled: Compiled, seed: int, seen: Watched) -> dict[str, Any]:
    from ....engine.exact import replan  # slow import: the solver

    again = replan.replan(
        compiled.problem, compiled.present, frozen=compiled.frozen, seed=seed, near=NEAR, stop=seen.stopped
    )
    seen.cost = again.score.cost
    facts_of = {"ring": again.ring, "changes": again.changes, "proven": again.proven, "fewest": again.bound}
    told = proposals.told(compiled, again.plan, again.score) | facts_of
    if not again.score.hard:
        _explain_dropped(compiled, again.plan, seed, told, seen)
    return told


def _reasons(compiled: Compiled, said: "Explanation") -> dict[str, Any]:
    """Return an explanation as a run keeps it: keys and amounts, with the plan that each repair would give."""
    repairs = [
        {
            "changes": [[change.key, change.amount] for change in repair.changes],
            "cost": repair.cost,
            "proposal": proposals.told(compiled, repair.plan, score(repair.problem, repair.plan)),
        }
        for repair in said.repairs
    ]
    starts = [[each.event, [list(count) for count in each.refused]] for each in said.barred]
    return {"core": list(said.rules), "events": list(said.events), "starts": starts, "repairs": repairs}


def _end(run: PlanRun, seen: Watched) -> None:
    run.proposal, run.reasons = seen.found.get("proposal", {}), seen.found.get("reasons", {})
    run.state = "stuck" if run.proposal.get("broken") else "done"
    run.percent, run.cost, run.bound, run.ended_at = WHOLE, seen.cost, seen.bound, clock.now()
    db.session.flush()
