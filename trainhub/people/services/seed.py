"""What every installation begins with."""

from ...kernel.db import db
from ...kernel.types import Texts
from .. import queries, reference
from ..models import Category, Country, CountryGroup, CountryGroupMember
from .privacy import ensure_notice


def ensure_reference_data() -> None:
    """Add countries, groups, categories and the privacy notice where they are missing; leave what is there."""
    _ensure_countries()
    _ensure_groups()
    have = set(db.session.scalars(queries.category_codes()))
    for order, (code, (parent, titles)) in enumerate(reference.CATEGORIES.items()):
        if code not in have:
            db.session.add(Category(code=code, parent_code=parent, title=Texts.of(titles), order=order))
            db.session.flush()  # a child names its parent
    ensure_notice()


def _ensure_countries() -> None:
    have = set(db.session.scalars(queries.country_codes()))
    for code, zone in (reference.MEMBERS | reference.OTHERS).items():
        if code not in have:
            weekend = reference.WEEKENDS.get(code, [5, 6])
            db.session.add(Country(code=code, zone=zone, weekend=weekend, member=code in reference.MEMBERS))
    db.session.flush()


def _ensure_groups() -> None:
    have = set(db.session.scalars(queries.group_codes()))
    for code, (titles, members) in reference.GROUPS.items():
        if code not in have:
            rows = [
                CountryGroupMember(country_code=country, since=since, until=until)
                for country, (since, until) in members.items()
            ]
            db.session.add(CountryGroup(code=code, title=Texts.of(titles), members=rows))
