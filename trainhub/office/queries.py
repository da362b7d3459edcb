"""What the pages about the installation ask."""

from sqlalchemy import Select, or_, select

from ..hooks.delivery import Delivery
from ..kernel.jobs import JobRow


def job(public_id: str) -> Select[JobRow]:
    return select(JobRow).where(JobRow.public_id == public_id)


def troubled_deliveries() -> Select[Delivery]:
    """Select events that a plugin has not taken yet, or never will."""
    return (
        select(Delivery)
        .where(or_(Delivery.state == "dead", Delivery.tries > 0), Delivery.state != "done")
        .order_by(Delivery.id.desc())
        .limit(100)
    )


def dead_jobs() -> Select[JobRow]:
    return select(JobRow).where(JobRow.state == "dead").order_by(JobRow.id.desc()).limit(100)


def alive() -> Select[int]:
    """Select a one: the database answers."""
    return select(1)
