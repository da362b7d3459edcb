"""What is asked of holidays and weekends."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from ..people.models import Country
from .models import Holiday, HolidayDecision, HolidayYear


def years() -> Select[int]:
    return select(HolidayYear.year)


def members() -> Select[Country]:
    return select(Country).where(Country.member.is_(True)).order_by(Country.code)


def country(code: str) -> Select[Country]:
    return select(Country).where(Country.code == code, Country.member.is_(True))


def calendar(codes: Collection[str], first: date, last: date, *, members: bool) -> Select[*tuple[Any, ...]]:
    """Select countries with their weekend and each holiday that the library knows, if no decision took it away.

    With `members` the countries of the centre come, too, whatever `codes` names.
    """
    decided = exists().where(
        HolidayDecision.country_code == Holiday.country_code,
        HolidayDecision.day == Holiday.day,
        HolidayDecision.kind != "added",
    )
    held = and_(Holiday.country_code == Country.code, Holiday.day.between(first, last), ~decided)
    named = Country.code.in_(sorted(codes))
    return (
        select(Country.code, Country.weekend, Country.member, Holiday.day, Holiday.title, Holiday.estimated)
        .outerjoin(Holiday, held)
        .where(or_(named, Country.member.is_(True)) if members else named)
        .order_by(Holiday.day, Country.code)
    )


def decisions(first: date, last: date) -> Select[HolidayDecision]:
    """Select the decisions of all countries that concern days of a span: there are few."""
    days = or_(HolidayDecision.day.between(first, last), HolidayDecision.moved_to.between(first, last))
    return select(HolidayDecision).where(days).order_by(HolidayDecision.day)


def days_of_rest(first: date, last: date) -> Select[*tuple[str, date]]:
    """Select country and day of all holidays of a span, after what was decided about them; one question for all."""
    off = select(HolidayDecision.id).where(
        HolidayDecision.country_code == Holiday.country_code,
        HolidayDecision.day == Holiday.day,
        HolidayDecision.kind.in_(("moved", "cancelled")),
    )
    known = select(Holiday.country_code, Holiday.day).where(Holiday.day.between(first, last), ~off.exists())
    instead = func.coalesce(HolidayDecision.moved_to, HolidayDecision.day)
    decided = select(HolidayDecision.country_code, instead).where(
        HolidayDecision.kind != "cancelled", instead.between(first, last)
    )
    both = known.union(decided).subquery()
    return select(both.c.country_code, both.c.day)


def holiday(country_code: str, day: date) -> Select[Holiday]:
    return select(Holiday).where(Holiday.country_code == country_code, Holiday.day == day)


def decision(public_id: str) -> Select[HolidayDecision]:
    return select(HolidayDecision).where(HolidayDecision.public_id == public_id)


def decision_on(country_code: str, day: date) -> Select[HolidayDecision]:
    return select(HolidayDecision).where(HolidayDecision.country_code == country_code, HolidayDecision.day == day)
