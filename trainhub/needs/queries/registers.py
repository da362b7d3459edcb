"""What is known of countries: registers, policy documents, bodies that lead."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...people.models import Organisation
from ..models import LeadBody, PolicyDocument, Register, RegisterEntry, RegisterItem

Rows = Select[*tuple[Any, ...]]


def registers() -> Rows:
    """Select the registers with how many items each has, and of how many countries it tells something."""
    items = select(func.count(RegisterItem.id)).where(RegisterItem.register_id == Register.id)
    told = (
        select(func.count(func.distinct(RegisterEntry.country_code)))
        .join(RegisterItem, RegisterItem.id == RegisterEntry.item_id)
        .where(RegisterItem.register_id == Register.id)
    )
    return select(
        Register,
        items.correlate(Register).scalar_subquery().label("things"),
        told.correlate(Register).scalar_subquery().label("countries"),
    ).order_by(Register.place, Register.id)


def register(public_id: str) -> Select[Register]:
    return select(Register).where(Register.public_id == public_id).options(selectinload(Register.items))


def registers_with_items() -> Select[Register]:
    return select(Register).options(selectinload(Register.items)).order_by(Register.place, Register.id)


def entries(register_id: int) -> Select[RegisterEntry]:
    """Select what a register says, an item and a country each."""
    return (
        select(RegisterEntry)
        .join(RegisterEntry.item)
        .where(RegisterItem.register_id == register_id)
        .options(contains_eager(RegisterEntry.item))
        .order_by(RegisterEntry.country_code, RegisterItem.place, RegisterItem.id)
    )


def all_entries() -> Select[RegisterEntry]:
    return select(RegisterEntry)


def entries_of_country(code: str) -> Select[RegisterEntry]:
    """Select what all registers say of a country: one statement."""
    return (
        select(RegisterEntry)
        .join(RegisterEntry.item)
        .join(RegisterItem.register)
        .where(RegisterEntry.country_code == code)
        .options(contains_eager(RegisterEntry.item).contains_eager(RegisterItem.register))
        .order_by(Register.place, Register.id, RegisterItem.place, RegisterItem.id)
    )


def documents() -> Select[PolicyDocument]:
    return select(PolicyDocument).order_by(PolicyDocument.country_code, PolicyDocument.id)


def lead_bodies() -> Select[LeadBody]:
    """Select the bodies that lead or led; of a country the present ones first."""
    return (
        select(LeadBody)
        .options(joinedload(LeadBody.organisation))
        .order_by(LeadBody.country_code, LeadBody.until.is_not(None), LeadBody.until.desc(), LeadBody.id)
    )


def organisations_of(codes: list[str] | None = None) -> Select[Organisation]:
    """Select the organisations of countries (None: of all) that are not archived."""
    query = (
        select(Organisation).where(Organisation.archived_at.is_(None)).order_by(Organisation.search, Organisation.id)
    )
    return query if codes is None else query.where(Organisation.country_code.in_(codes))
