"""A centre with a framework, trained people in the last quarter of 2026, a project, and institutions that report."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.people.models import Organisation
from trainhub.plugin_api.reports import periods
from trainhub.reports.services import facts
from trainhub.sessions.models import SessionProject, TrainingSession
from trainhub.testing.make import Make
from trainhub_impact.models import Tracked
from trainhub_impact.services import entries, starting
from trainhub_impact.services.entries import EntryCommand

PERIOD = periods.quarter(2026, 4)
QUARTER = PERIOD.key


@dataclass
class Scene:
    """What stories are told with."""

    make: Make
    centre: Any
    tracked: dict[str, Tracked]
    session: TrainingSession
    project: Any
    bodies: list[Organisation]

    def train(self, number: int, country: str = "AZ") -> None:
        """Let so many people of a country have been there."""
        for _ in range(number):
            self.make.graduate(self.session, self.make.person(country_code=country))
        self.count()

    def count(self) -> None:
        facts.rebuild()
        work.commit()

    def tell(self, key: str, period: Any, *answers: EntryCommand) -> None:
        """Let the institutions answer, each in its turn."""
        for body, answer in zip(self.bodies, answers, strict=False):
            entries.enter(self.tracked[key], period, answer, organisation=body)


def scene(make: Make) -> Scene:
    """Make it: six people of Azerbaijan and two of Georgia in one session of November, paid by a project."""
    centre = make.centre()
    session = make.session(day=date(2026, 11, 10), slots=2, state="completed", seats=40)
    project = make.project(title=make.texts("Common Ground", az="Ümumi zəmin"))
    db.session.add(SessionProject(session_id=session.id, project_id=project.id))
    bodies = [make.organisation(country_code=code) for code in ("AZ", "AZ", "GE")]
    tracked = {each.key: each for each in starting.start(centre)}
    found = Scene(make, centre, tracked, session, project, bodies)
    found.train(6)
    found.train(2, "GE")
    return found
