"""A training of trainers that is over, and what its graduates report."""

from datetime import date
from typing import Any

from trainhub.accounts.login import SignedIn
from trainhub.cascade import services
from trainhub.cascade.models import Rollout
from trainhub.cascade.services import Count, RolloutCommand

DAY = date(2027, 2, 27)  # after the training of trainers of the scene, before the day of the tests


def command(origin: str, **values: Any) -> RolloutCommand:
    """Return what a graduate might report."""
    said: dict[str, Any] = {
        "origin": origin,
        "title": "Rights at the border",
        "country_code": "GE",
        "first_day": DAY,
        "last_day": DAY,
        "hours": 6.0,
    }
    if not {"counts", "persons"} & values.keys():
        said["counts"] = (Count(14, "f", "ministry"), Count(9, "m", "ministry"), Count(2))
    return RolloutCommand(**said | values)


class Scene:
    """A training of trainers with one graduate of Georgia; `tell` lets somebody report, `confirm` the staff confirm."""

    def __init__(self, make: Any) -> None:
        self.make = make
        self.session = make.session(day=-7, slots=2, format="training-of-trainers")
        body = make.organisation(country_code="GE")
        self.ana = make.account(person=make.person(organisation=body, country_code="GE", display="Ana", search="ana"))
        make.graduate(self.session, self.ana.person)
        self.staff = make.staff(self.session.centre)

    def tell(self, person: Any = None, **values: Any) -> Rollout:
        person = person or self.ana.person
        return services.report(person=person, command=command(services.origins(person)[-1].key, **values))

    def confirm(self, rollout: Rollout, **values: Any) -> Rollout:
        services.confirm(rollout=rollout, by=SignedIn(self.staff), **values)
        return rollout
