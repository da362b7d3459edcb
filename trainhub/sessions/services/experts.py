"""The roster of experts: who can teach which module, how well, in which languages (R-135 to R-138)."""

from dataclasses import dataclass

from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from .. import queries
from ..models import Expert, Expertise


@dataclass(frozen=True, slots=True)
class ExpertPlan:
    """What staff say of an expert. `expertise` gives (module number, level, evidence)."""

    kind: str
    languages: tuple[str, ...] = ()
    active: bool = True
    expertise: tuple[tuple[int, str, str], ...] = ()


def find_expert(public_id: str) -> Expert:
    """Return the expert that a person is; raises NotFound."""
    expert = db.session.scalars(queries.expert(public_id)).unique().one_or_none()
    if expert is None:
        raise NotFound
    return expert


def save_expert(plan: ExpertPlan, expert: Expert | None = None, *, email: str = "") -> Expert:
    """Put a person of the address book (by e-mail) on the roster, or change what the roster says.

    Raises Invalid on `email` when there is no such person, or they are on the roster.
    """
    if expert is None:
        person = db.session.scalar(queries.person_by_email(email))
        if person is None:
            raise Invalid({"email": _("Nobody in the address book has this e-mail. Add the person first.")})
        if db.session.scalars(queries.expert(person.public_id)).unique().one_or_none() is not None:
            raise Invalid({"email": _("%(person)s is on the roster already.", person=person.display)})
        expert = Expert(person=person)
        db.session.add(expert)
    expert.kind, expert.languages, expert.active = plan.kind, list(plan.languages), plan.active
    db.session.flush()
    _set_expertise(expert, plan)
    return expert


def _set_expertise(expert: Expert, plan: ExpertPlan) -> None:
    numbers = {module.number: module.id for module in db.session.scalars(queries.modules())}
    wanted = {numbers[number]: (level, evidence) for number, level, evidence in plan.expertise if number in numbers}
    for row in [row for row in expert.expertise if row.module_id not in wanted]:
        expert.expertise.remove(row)
    by_module = {row.module_id: row for row in expert.expertise}
    for module_id, (level, evidence) in wanted.items():
        row = by_module.get(module_id) or Expertise(expert_id=expert.id, module_id=module_id)
        if module_id not in by_module:
            expert.expertise.append(row)
        row.level, row.evidence = level, evidence
    db.session.flush()
