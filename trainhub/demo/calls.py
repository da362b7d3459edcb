"""Two calls: one open, with quotas for five countries and nominations coming in, and one whose choice is to be made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ..kernel import clock
from ..kernel.db import db
from ..kernel.types import Texts
from ..kernel.work import Actor
from ..people import services as people
from ..people.models import Person
from ..registration import services as registration
from ..registration.models import Call, CallComment
from ..registration.services import Application, CallPlan, QuotaPlan
from ..sessions import services as sessions
from ..sessions.models import TrainingSession
from .world import World

STAFF = Actor(None, "Leyla Hüseynova")
LETTER = Texts.of(
    {
        "en": "Letter of nomination",
        "az": "Namizədlik məktubu",
        "ru": "Письмо о выдвижении",
        "tk": "Hödürleme haty",
    }
)
NOTE = Texts.of(
    {
        "en": "Travel and hotel are paid. Please nominate women and men alike.",
        "az": "Yol və otel xərcləri ödənilir. Qadın və kişiləri bərabər namizəd göstərin.",
        "ru": "Дорога и гостиница оплачиваются. Выдвигайте наравне женщин и мужчин.",
        "tk": "Ýol we myhmanhana tölenýär. Zenanlary we erkekleri deň hödürläň.",
    }
)
COMMENTS = (
    ("GE", True, "The level is right for us."),
    ("KZ", True, ""),
    ("UZ", False, "Please leave one place for the statistics office."),
)


@dataclass(frozen=True, slots=True)
class Story:
    """How a call is told: its plan, how many days ago it opened and for how many, and how many come in from where."""

    plan: CallPlan
    opened: int
    lasts: int
    nominees: tuple[tuple[str, int], ...]
    applicants: int = 0
    closes: bool = False


def _quotas(seats: dict[str, int], reserve: int) -> tuple[QuotaPlan, ...]:
    return tuple(QuotaPlan("country", code, number, reserve if code != "*" else 0) for code, number in seats.items())


OPEN = Story(
    CallPlan(
        women_target=0.5,
        documents=(("", LETTER),),
        note=NOTE,
        needs=("travel", "diet", "passport"),
        cancel_days=5,
        quotas=_quotas({"AZ": 12, "GE": 4, "KZ": 10, "MD": 8, "UZ": 10, "*": 4}, 2),
    ),
    opened=6,
    lasts=20,
    nominees=(("GE", 5), ("KZ", 4), ("UZ", 3), ("MD", 2)),
)
CHOOSING = Story(
    CallPlan(
        apply=True,
        women_target=0.4,
        rule="ranking",
        cancel_days=3,
        quotas=_quotas({"AZ": 6, "GE": 5, "TR": 4, "*": 8}, 4),
    ),
    opened=25,
    lasts=24,
    nominees=(("GE", 6), ("AZ", 5)),
    applicants=9,
    closes=True,
)
STORIES = {"women-migrants-and-development": OPEN, "integrated-border-management": CHOOSING}


def load_call(world: World, session: TrainingSession, story: Story) -> None:
    """Prepare a call as staff do, agree on it, open it, and let people come in."""
    with clock.stopped(clock.ago(days=story.opened)):
        plan = replace(story.plan, deadline=clock.now() + timedelta(days=story.lasts))
        call = registration.save_call(session=session, plan=plan, by=STAFF)
        for step in ("proposed", "consulted", "agreed"):
            registration.agree(call, step, by=STAFF)
            if step == "proposed":
                _comment(world, call)
        registration.open_call(call, by=STAFF)
    stock = [person for person in world.participants if person.id != world.accounts["participant"].person_id]
    with clock.stopped(clock.ago(days=2)):
        for code, number in story.nominees:
            for person in _fitting(world, session, stock, code, number):
                registration.nominate(session=session, person=person, by=_focal(world, code))
        for person in _fitting(world, session, stock, "", story.applicants):
            registration.register(session=session, person=person, command=Application(), by=Actor(None, person.display))
        if story.closes:
            registration.close_call(call, by=STAFF)


def _comment(world: World, call: Call) -> None:
    """Let somebody of a few countries say what they think of the audience."""
    for code, agrees, text in COMMENTS:
        person = next((each for each in world.participants if each.country_code == code), None)
        db.session.add(CallComment(call_id=call.id, person=person, country_code=code, agrees=agrees, text=text))


def _focal(world: World, code: str) -> Actor:
    """Return the focal point of a country: the demonstration has an account for Georgia's."""
    account = world.accounts["focal_point"]
    return Actor(account.id, account.person.display) if code == "GE" else Actor(None, f"Focal point {code}")


def _fitting(world: World, session: TrainingSession, stock: Sequence[Person], code: str, number: int) -> list[Person]:
    """Return people of a country (or of any) whom the session is for and who are not in it."""
    chosen: list[Person] = []
    for person in stock:
        if len(chosen) == number:
            break
        if code and person.country_code != code:
            continue
        if person.id not in world.standings:
            world.standings[person.id] = people.standing(person.id)
        if sessions.eligible(session, world.standings[person.id]).ok and registration.own(session, person.id) is None:
            chosen.append(person)
    return chosen
