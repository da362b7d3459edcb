"""`trainhub plan`: a timetable searched for, explained and written out, without a browser."""

import json
import sys

import click

from ..ctt.cli import bench
from ..engine import language
from ..kernel import work
from ..kernel.db import db
from . import queries
from .models import Plan
from .services.timetable import facts, keys, proposals, running
from .services.timetable.compiling import Compiled, compile_plan


@click.group("plan")
def commands() -> None:
    """Plans: a timetable searched for, explained, written out."""


commands.add_command(bench)


def _plan(public_id: str) -> Plan:
    plan = db.session.scalars(queries.plan(public_id)).unique().one_or_none()
    if plan is None:
        raise click.ClickException(f"There is no plan {public_id}. Its id stands in its address: /plan/<id>/.")
    return plan


def _compiled(plan: Plan) -> Compiled:
    return compile_plan(facts.read(plan, running.wishes_of(plan.centre_id)))


def _needs_engine() -> None:
    if not running.available():
        raise click.ClickException(f"The engine of the planner is not installed. Install it: {running.INSTALL}")


@commands.command()
@click.argument("plan_id", metavar="PLAN")
@click.option("--steps", type=click.IntRange(1), default=running.EFFORTS["usual"], help="How many steps to search.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--take", is_flag=True, help="Take the timetable over into the plan.")
def solve(plan_id: str, steps: int, seed: int, take: bool) -> None:
    """Search for a timetable and print it as JSON. The same plan, steps and seed give the same bytes."""
    _needs_engine()
    plan = _plan(plan_id)
    run, found = running.search_now(plan, steps=steps, seed=seed)
    click.echo(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1))
    if run.state == "stuck":
        click.echo("Nothing fits. `trainhub plan explain` says why.", err=True)
        sys.exit(1)
    if take:
        click.echo(f"{proposals.apply(run=run)} lines changed.", err=True)
        work.commit()


@commands.command()
@click.argument("plan_id", metavar="PLAN")
@click.option("--seed", type=int, default=1, show_default=True)
def explain(plan_id: str, seed: int) -> None:
    """Say which rules of a plan cannot hold together, and what would help."""
    _needs_engine()
    from ..engine.exact import explain as explaining  # slow import: the solver

    plan = _plan(plan_id)
    said = explaining.explain(_compiled(plan).problem, seed=seed)
    if said is None:
        click.echo("Its rules can hold together.")
        return
    names = keys.Names.of(plan)
    for key in said.rules:
        click.echo(keys.sentence(key, names))
    for number, repair in enumerate(said.repairs, 1):
        asked = " ".join(keys.repair(change.key, change.amount, names) for change in repair.changes)
        click.echo(f"{number}. {asked} ({repair.cost})")


@commands.command()
@click.argument("plan_id", metavar="PLAN")
def export(plan_id: str) -> None:
    """Print a plan in the engine's language, as canonical JSON; its hash goes to the error output."""
    problem = _compiled(_plan(plan_id)).problem
    click.echo(language.written(problem).decode())
    click.echo(language.digest(problem), err=True)
