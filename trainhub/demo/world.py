"""The demonstration's data files, its own dice, and what was made so far."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ..accounts.models import Account
from ..people.models import Centre, Organisation, Person
from ..people.services import Standing
from ..sessions.models import Project, Room, TrainingSession

DATA = Path(__file__).parent / "data"
SEED = 2027


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the data files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class World:
    """What is being made: deterministic for a day and the numbers asked for."""

    day: date
    persons_wanted: int = 400
    sessions_wanted: int = 30
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - invented people, no secret
    centres: dict[str, Centre] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    participants: list[Person] = field(default_factory=list)
    trainers: list[Person] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    sessions: dict[str, TrainingSession] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)  # of those who took part, by person
    accounts: dict[str, Account] = field(default_factory=dict)  # one a role, by role

    def working_day(self, offset: int) -> date:
        """Return the day so many working days (Monday to Friday) from the demonstration day."""
        day, step = self.day, 1 if offset > 0 else -1
        while offset:
            day += timedelta(days=step)
            if day.weekday() < 5:
                offset -= step
        return day
