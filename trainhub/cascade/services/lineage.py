"""The tree of one training of trainers: who learned there, what they held, who learned from them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...certificates import services as certificates
from ...kernel.db import db
from ...kernel.errors import NotFound
from ...people.models import Person
from ...sessions.models import TrainingSession
from .. import queries
from ..policies import Sight
from .counting import Line, Sums, lines


@dataclass(slots=True)
class Node:
    """A roll-out in the tree, with those that follow from it. `level` is 1 below the session."""

    line: Line
    level: int = 1
    above: Line | None = None
    below: list["Node"] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for each in self.below:
            yield from each.all()


@dataclass(frozen=True, slots=True)
class Tree:
    """A session and what grew from it. `graduates` is None for whoever is no staff there."""

    session: TrainingSession
    nodes: list[Node]
    graduates: list[Person] | None = None

    def all(self) -> Iterator[Node]:
        for each in self.nodes:
            yield from each.all()

    @property
    def countries(self) -> list[str]:
        """Return the countries of roll-outs."""
        return sorted({node.line.rollout.country_code for node in self.all()})

    @property
    def sums(self) -> Sums:
        """Return all roll-outs counted once, persons anew in each."""
        found = Sums(None, "")
        for node in self.all():
            found.add(node.line, ())
        return found

    @property
    def silent(self) -> list[Person]:
        """Return the graduates of whom no roll-out of the first generation is confirmed."""
        spoken = {node.line.rollout.person_id for node in self.all()}
        return [person for person in self.graduates or () if person.id not in spoken]


def roots(sight: Sight) -> list[TrainingSession]:
    """Return the sessions that the roll-outs a viewer knows of go back to, the latest first."""
    return list(db.session.scalars(queries.with_rollouts(sight, confirmed=False)))


def tree(slug: str, sight: Sight) -> Tree:
    """Return the tree of a session as a viewer sees it; raises NotFound where there is none for them."""
    session = db.session.scalar(queries.session(slug))
    if session is None:
        raise NotFound
    found = lines(queries.of_session(sight, session.id), sight)
    if sight.staff(session.centre_id):
        return Tree(session, _grow(found, session.id), certificates.completed(session))
    if not found:
        raise NotFound
    return Tree(session, _grow(found, session.id))


def _grow(found: list[Line], session_id: int) -> list[Node]:
    """Hang each roll-out below the nearest one before it that the viewer knows of."""
    parents = {row.id: row.parent_id for row in db.session.execute(queries.parents_in(session_id))}
    nodes = {one.rollout.id: Node(one) for one in found}
    below: dict[int | None, list[Node]] = defaultdict(list)
    for number, node in nodes.items():
        below[_above(number, parents, nodes)].append(node)
    return list(_levels(below, None, 1))


def _above(number: int, parents: dict[int, int | None], nodes: dict[int, Node]) -> int | None:
    parent = parents[number]
    while parent is not None and parent not in nodes:
        parent = parents[parent]
    return parent


def _levels(below: dict[int | None, list[Node]], above: Line | None, level: int) -> Iterator[Node]:
    for node in below[above.rollout.id if above else None]:
        node.level, node.above = level, above
        node.below = list(_levels(below, node.line, level + 1))
        yield node
