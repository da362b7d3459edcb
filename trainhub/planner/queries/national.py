"""What is asked of the countries' own plans."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ..models import CountryPlan, Plan


def country_plans(countries: Collection[str] | None, *, shared: bool) -> Select[CountryPlan]:
    """Select the plans of some countries (None: of all), and those that others show."""
    found = select(CountryPlan).options(joinedload(CountryPlan.organisation))
    found = found.order_by(CountryPlan.country_code, CountryPlan.starts_on.desc(), CountryPlan.id)
    if countries is None:
        return found
    own = CountryPlan.country_code.in_(sorted(countries))
    return found.where(or_(own, CountryPlan.shared.is_(True)) if shared else own)


def country_plan(public_id: str) -> Select[CountryPlan]:
    return select(CountryPlan).where(CountryPlan.public_id == public_id).options(joinedload(CountryPlan.organisation))


def plans_in(first: date, last: date) -> Select[Plan]:
    """Select the plans of centres, no scenarios, that fall into some time; year plans first, the newest of them."""
    return (
        select(Plan)
        .where(Plan.starts_on <= last, Plan.ends_on >= first, Plan.scenario_of_id.is_(None))
        .options(joinedload(Plan.centre))
        .order_by(Plan.kind != "annual", Plan.starts_on.desc(), Plan.id)
    )
