"""An assessment of needs with an invented matrix: all states a cell can have, uneven answers, a proxy.

It has dice of its own, so that nothing else of the demonstration changes with it.
"""

import random
from datetime import timedelta
from typing import Any

from ..curriculum import queries as curriculum
from ..kernel import work
from ..kernel.db import db
from ..kernel.types import Texts
from ..needs import queries
from ..needs import services as needs
from ..needs.models import Cell, NeedAnswer, OtherTraining, RegisterEntry, Response, Round, Topic
from ..needs.services.rounds import CountryCommand, RoundCommand, TopicCommand
from ..needs.vocabulary import State
from ..people.models import Organisation
from .world import World, read

PROXY = "International Organization for Migration"
WORDS = (State.NOT_AVAILABLE, State.NOT_AVAILABLE, State.NO, State.PARTIAL, State.ZERO)


def fill_needs(world: World) -> None:
    """Load the recommendations that are shipped, and one closed round."""
    data, dice = read("needs"), random.Random(world.day.toordinal())  # noqa: S311 - invented values, no secret
    needs.loading.load_shipped()
    needs.loading.load_registers()
    found = _round(world, data)
    topics = _topics(found, data)
    for code, (asked, answered) in data["answers"].items():
        for number, body in enumerate(_bodies(world, code, asked)):
            _response(found, topics, data, dice, code, body, number < answered)
    db.session.flush()
    _lift(found, topics)
    _beside(world, found, data)
    db.session.add_all(_others(world, data))
    db.session.add_all(_challenges(data))
    _findings(world, found, data)
    work.commit()


def _round(world: World, data: dict[str, Any]) -> Round:
    command = RoundCommand(
        title=Texts.of(data["round"]),
        first_day=world.day - timedelta(days=90),
        last_day=world.day - timedelta(days=15),
        countries=tuple(data["answers"]),
        method="Desk review, a questionnaire for each category of stakeholders, and interviews on line.",
        revalidate_by=world.day + timedelta(days=60),
    )
    found = needs.rounds.begin(
        centre=world.centres["baku"], title=Texts.of(data["title"]), command=command, invented=True
    )
    needs.rounds.open_round(found)
    needs.rounds.close(found)
    until = world.day + timedelta(days=14)
    for code in ("GE", "UA"):
        again = CountryCommand("answering", until, "The focal point asked for two more weeks.")
        needs.rounds.set_country(found=found, code=code, command=again)
    for code in ("AZ", "MD"):
        done = CountryCommand("complete", revalidated_on=world.day - timedelta(days=3))
        needs.rounds.set_country(found=found, code=code, command=done)
    return found


def _topics(found: Round, data: dict[str, Any]) -> dict[int, Topic]:
    """Return the topics of modules by number, then the free ones; sub-needs stand beneath."""
    topics = {each.module.number: each for each in db.session.scalars(queries.topics(found.id)) if each.module}
    for entry in data["sub"]:
        parent = topics[entry["module"]].public_id
        needs.rounds.add_topic(found=found, command=TopicCommand(Texts.of(entry["title"]), parent))
    for more, entry in enumerate(data["free"], max(topics) + 1):
        topics[more] = needs.rounds.add_topic(found=found, command=TopicCommand(Texts.of(entry["title"])))
    for entry in data["comment"]:
        topics[entry["module"]].commentary = Texts.of(entry["text"])
    return topics


def _bodies(world: World, code: str, number: int) -> list[Organisation | None]:
    own = [each for each in world.organisations.values() if each.country_code == code]
    own.sort(key=lambda each: (each.category_code != "government", each.slug))
    return (own + [None] * number)[:number]


def _response(
    found: Round,
    topics: dict[int, Topic],
    data: dict[str, Any],
    dice: random.Random,
    code: str,
    body: Organisation | None,
    answered: bool,
) -> None:
    response = Response(
        round_id=found.id,
        country_code=code,
        name=str(body.title) if body else "Migration office",
        category_code=body.category_code if body else "government",
        behalf=PROXY if code == "TM" else "",
        state="answered" if answered else "invited",
        source="interview" if code in ("KG", "TJ", "UZ") else "questionnaire",
        mode="online",
        day=found.last_day - timedelta(days=dice.randrange(5, 60)) if answered else None,
    )
    db.session.add(response)
    if answered:
        response.answers = list(_answers(topics, data["urgency"]["values"], dice))


def _answers(topics: dict[int, Topic], urgency: list[float], dice: random.Random) -> Any:
    for number, topic in topics.items():
        luck = dice.random()
        if luck < 0.12:
            continue  # no answer
        if luck < 0.26:
            yield NeedAnswer(topic_id=topic.id, state=dice.choice(WORDS).value, note="")
            continue
        wanted = urgency[(number - 1) % len(urgency)] + dice.gauss(0, 0.7)
        yield NeedAnswer(topic_id=topic.id, state=State.VALUE.value, value=max(1, min(4, round(wanted))), note="")


def _lift(found: Round, topics: dict[int, Topic]) -> None:
    """Lift labour migration where interviews say more than numbers, and note what is doubtful (R-039, R-044)."""
    for code in ("KG", "TJ", "UZ"):
        reason = "Every interview in the country names it as a gap."
        db.session.add(Cell(round_id=found.id, country_code=code, topic_id=topics[13].id, value=4, reason=reason))
    note = "The table counts six answers of media, the text five."
    db.session.add(Cell(round_id=found.id, country_code="AZ", topic_id=topics[9].id, note=note))


def _beside(world: World, found: Round, data: dict[str, Any]) -> None:
    """Add instruments, approvals, milestones with a moved date, and risks."""
    kinds = (("questionnaire", "government"), ("interview", "csos"))
    for kind, category in kinds:
        title = Texts.of(data[kind])
        needs.keeping.add_instrument(found=found, kind=kind, title=title, category_code=category, wave_id=None)
    for approver in ("State Migration Service", PROXY):
        day = found.first_day - timedelta(days=12)
        needs.keeping.approve(found=found, what="Methodology and questionnaires", approver=approver, day=day)
    for entry in data["milestone"]:
        due = world.day + timedelta(days=entry["due"])
        first = world.day + timedelta(days=entry.get("moved", entry["due"]))
        row = needs.keeping.add_milestone(found=found, title=entry["title"], due=first)
        needs.keeping.move_milestone(milestone=row, due=due, reason=entry.get("reason", ""), done=entry["done"])
    for entry in data["risk"]:
        needs.keeping.add_risk(found=found, **entry)


def _challenges(data: dict[str, Any]) -> list[RegisterEntry]:
    """Return made-up marks in the register whose real ones the source has lost."""
    register = next(each for each in db.session.scalars(queries.registers_with_items()) if each.key == "challenges")
    items = {item.key: item for item in register.items}
    return [
        RegisterEntry(item=items[entry["item"]], country_code=code, state="yes", invented=True)
        for entry in data["challenge"]
        for code in entry["countries"]
    ]


def _findings(world: World, found: Round, data: dict[str, Any]) -> None:
    """Add made-up gaps and practices of countries; they belong to the assessment, which says that it is made up."""
    for entry in data["finding"]:
        command = needs.concluding.FindingCommand(
            text=Texts.of(entry["text"]),
            kind=entry["kind"],
            section=entry["section"],
            severity=entry["severity"],
            confidence="indicative",
            countries=tuple(entry["countries"]),
            modules=tuple(entry["modules"]),
            revalidate_by=world.day + timedelta(days=60),
            body=entry.get("body", ""),
            reusable=entry.get("reusable", ""),
            shared=entry.get("shared", False),
        )
        row = needs.concluding.keep_finding(command=command, centre_id=found.assessment.centre_id)
        row.assessment = found.assessment


def _others(world: World, data: dict[str, Any]) -> list[OtherTraining]:
    modules = {each.number: each.id for each in db.session.scalars(curriculum.module_identities())}
    return [
        OtherTraining(
            country_code=entry["country"],
            module_id=modules[entry["module"]],
            topic=entry["topic"],
            provider=entry["provider"],
            year=world.day.year - entry["years_ago"],
            people=entry.get("people"),
            centre_id=world.centres["baku"].id,
            invented=True,
        )
        for entry in data["other"]
    ]
