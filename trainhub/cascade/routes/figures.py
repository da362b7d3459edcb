"""Trees and counts of confirmed roll-outs."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel.i18n import country_name
from ...kernel.i18n import gettext as _
from ...web.access import require, viewer
from ...web.tables import Column, Few, Table
from ...web.templating import words
from .. import drawing, policies, queries, services
from ..services import Node, Sums
from .blueprint import blueprint

# --- counts -------------------------------------------------------------------------------------


@blueprint.get("/counts/")
@require(policies.VIEW)
def counts() -> ResponseReturnValue:
    """Count by generation, country or module: numbers reported and persons named side by side, never added."""
    sees = services.sight(viewer())
    asked = request.args.get("by", "")
    way = asked if asked in services.WAYS else "generation"
    table = Few(services.counts(sees, way), _columns(way, whole=sees.whole), name=f"cascade-{way}")
    return table.export() or render_template(
        "cascade/counts.html", table=table, way=way, ways=services.WAYS, whole=sees.whole, least=services.said(None)
    )


def _columns(way: str, *, whole: bool) -> list[Column]:
    heads = {"generation": _("Generation"), "country": _("Country"), "module": _("Module")}
    columns = [
        Column("label", heads[way], lambda row: row.label),
        Column("trainings", _("Trainings held"), lambda row: row.trainings, numeric=True),
    ]
    if whole:
        return [
            *columns,
            Column("trainers", _("Trainers"), lambda row: len(row.trainers), numeric=True),
            Column("reported", _("People reported as a number"), lambda row: row.reported, numeric=True),
            Column("named", _("Persons by name, each once"), lambda row: len(row.persons), numeric=True),
        ]
    return [
        *columns,
        Column("reported", _("People reported as a number"), lambda row: row.reported, numeric=True),
        Column("named", _("Persons by name, anew in each training"), lambda row: row.places, numeric=True),
        Column("veiled", _("Trainings with too few people to be shown"), _veiled, numeric=True),
    ]


def _veiled(row: Sums) -> int:
    return row.veiled


# --- trees --------------------------------------------------------------------------------------


@blueprint.get("/tree/")
@require(policies.VIEW)
def trees() -> ResponseReturnValue:
    """Lead to the tree of the latest training of trainers, or list them where there are several."""
    sees = services.sight(viewer())
    columns = (
        Column("title", _("Training of trainers"), lambda row: row.title),
        Column("first", _("First day"), lambda row: row.first_day),
    )
    table: Table = Table(queries.with_rollouts(sees), columns, name="cascade-trees")
    exported = table.export()
    if exported is None and table.total == 1:
        return redirect(url_for(".tree", slug=table.rows[0].slug), 303)
    return exported or render_template("cascade/trees.html", table=table)


@blueprint.get("/tree/<slug>/")
@require(policies.VIEW)
def tree(slug: str) -> ResponseReturnValue:
    """Draw what grew from one training of trainers, and say it as a table."""
    found = services.tree(slug, services.sight(viewer()))
    table = Few(list(found.all()), _tree_columns(), name=f"cascade-{slug}", per_page=1000)
    return table.export() or render_template(
        "cascade/tree.html",
        tree=found,
        table=table,
        drawing=drawing.draw(found),
        people=drawing.people,
        sums=found.sums,
        said=services.said,
        lands=[country_name(code) for code in found.countries],
        least=services.said(None),
        title=words(found.session.title),
    )


def _tree_columns() -> list[Column]:
    def of(reader: Any) -> Any:
        return lambda node: reader(node.line)

    return [
        Column("trainer", _("Trainer"), of(lambda line: line.rollout.person.display if line.known else "")),
        Column("generation", _("Generation"), of(lambda line: line.rollout.generation), numeric=True),
        Column("title", _("Training held"), of(lambda line: line.rollout.title)),
        Column("after", _("Learned from"), _after),
        Column("country", _("Country"), of(lambda line: country_name(line.rollout.country_code))),
        Column("first", _("First day"), of(lambda line: line.rollout.first_day)),
        Column(
            "reported", _("People reported as a number"), of(lambda line: services.said(line.reported)), numeric=True
        ),
        Column("named", _("Persons by name"), of(lambda line: services.said(line.named)), numeric=True),
    ]


def _after(node: Node) -> str:
    """Return from whom a trainer learned: who held the roll-out before, or nobody for the centre's own training."""
    if node.above is None or not node.above.known:
        return ""
    return node.above.rollout.person.display
