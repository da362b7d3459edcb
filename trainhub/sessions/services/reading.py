"""A session read back as the plan that would make it: for the editor, for cloning, for checking a move."""

from ..models import TrainingSession
from .plans import AudiencePlan, PartPlan, SessionPlan, SlotPlan


def plan_of(session: TrainingSession) -> SessionPlan:
    """Return the plan a session follows now; its cancelled slots are not in it."""
    parts = {part.id: part.no for part in session.parts}
    return SessionPlan(
        centre_id=session.centre_id,
        format_id=session.format_id,
        title=session.title,
        short_title=session.short_title,
        description=session.description,
        zone=session.zone,
        mode=session.mode,
        seats=session.seats,
        min_seats=session.min_seats,
        join_url=session.join_url,
        register_until=session.register_until,
        approval=session.approval,
        closed=session.closed,
        contact=session.contact,
        note=session.note,
        activities=tuple(row.activity_id for row in session.activities),
        parts=tuple(
            PartPlan(part.title, part.activity_id, part.recommendation, part.lead, part.no) for part in session.parts
        ),
        slots=tuple(
            SlotPlan(
                slot.local_date,
                slot.local_start,
                slot.local_end,
                slot.room_id,
                slot.online,
                slot.topic,
                slot.public_id,
                parts.get(slot.part_id or 0),
            )
            for slot in session.standing
        ),
        languages=tuple(session.languages),
        interpretation=tuple(session.interpretation),
        levels=tuple(session.levels),
        audience=tuple(
            AudiencePlan(row.category_code, row.rule, row.group_code, row.organisation_id) for row in session.audience
        ),
        people=tuple((row.person_id, row.role) for row in session.assignments),
        organisers=tuple((row.organisation_id, row.role) for row in session.organisers),
        projects=tuple(row.project_id for row in session.projects),
    )
