"""A centre in Baku with two rooms, two trainers, a project with a budget line, and a plan for 2028."""

from datetime import date
from typing import Any

from trainhub.accounts.login import SignedIn
from trainhub.kernel.types import Texts
from trainhub.planner import services
from trainhub.planner.models import BudgetLine, Plan, PlanLine
from trainhub.planner.services import LineCommand, PlanCommand, money

MONDAY = date(2028, 2, 7)  # an ordinary week in Baku


def text(words: str) -> Texts:
    return Texts.of({"en": words})


class Scene:
    """What stories of the planner begin with."""

    def __init__(self, make: Any) -> None:
        self.make = make
        self.centre = make.centre()
        self.staff = make.staff(self.centre)
        self.room = make.room(centre_id=self.centre.id)
        self.other_room = make.room(centre_id=self.centre.id)
        self.rights = make.activity("m04-a02")
        self.borders = make.activity("m11-a01")
        self.ana, self.bek = make.person(), make.person()
        for person in (self.ana, self.bek):
            make.expert(person)
        self.project = make.project(centre_id=self.centre.id, ends_on=date(2028, 6, 30))
        self.budget = self.fund("Travel", self.project.id)
        self.plan = self.make_plan()

    def make_plan(self, **values: Any) -> Plan:
        said: dict[str, Any] = {
            "title": text("Plan 2028"),
            "starts_on": date(2028, 1, 1),
            "ends_on": date(2028, 12, 31),
        }
        return services.save_plan(command=PlanCommand(**said | values), centre=self.centre)

    def fund(self, title: str, project_id: int | None = None, **values: Any) -> BudgetLine:
        said: dict[str, Any] = {
            "title": text(title),
            "opens_on": date(2028, 1, 1),
            "closes_on": date(2028, 9, 30),
            "amount": 50_000.0,
            "project_id": project_id,
        }
        return money.save_budget(command=money.BudgetCommand(**said | values), centre_id=self.centre.id)

    def line(
        self, title: str = "Event", *, plan: Plan | None = None, on: date | None = None, half: int = 0, **values: Any
    ) -> PlanLine:
        """Add a line with a room and a trainer; place it where a day is given."""
        said: dict[str, Any] = {
            "title": text(title),
            "format_id": self.make.format().id,
            "room_id": self.room.id,
            "trainers": (self.ana.id,),
            "countries": ("GE",),
            "languages": ("en",),
        }
        line = services.add_line(plan=plan or self.plan, command=LineCommand(**said | values))
        if on is not None:
            services.move_to(line=line, start=on, half=half)
        return line

    def signed(self, account: Any = None) -> SignedIn:
        return SignedIn(account or self.staff)

    @property
    def where(self) -> str:
        return f"/plan/{self.plan.public_id}/"
