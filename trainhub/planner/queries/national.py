"""What is asked of the countries' own plans."""

from collections.abc import Collection

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ..models import CountryPlan


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
