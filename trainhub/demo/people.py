"""Invented centres, organisations, persons, experts and accounts."""

from typing import Any

from ..accounts.models import Account, Role, RoleGrant
from ..accounts.passwords import hash_password
from ..curriculum.models import Module
from ..kernel import clock
from ..kernel.db import db
from ..kernel.text import fold
from ..kernel.types import Texts
from ..people import services as people
from ..people.models import Affiliation, Centre, Organisation, Person
from ..sessions.models import Expert, Expertise, Room
from .world import DATA, World, read

PASSWORD = "demo-baku-2027"  # noqa: S105 - printed at every start of the demonstration
CATEGORY_CODES = {
    "migrant-association": "migrant-associations",
    "international-organisation": "international-organisations",
}
LEVELS = ("policy-makers", "practitioners", "practitioners", "researchers")
AGES = ("25-34", "25-34", "35-44", "35-44", "45-54", "55-64", "")
POSITIONS = {
    "government": ("Head of department", "Chief specialist", "Adviser", "Senior inspector"),
    "other": ("Coordinator", "Project manager", "Lecturer", "Editor", "Legal adviser"),
}
CITIES = {
    "baku": {"en": "Baku", "az": "Bakı", "ru": "Баку", "tk": "Baku"},
    "dushanbe": {"en": "Dushanbe", "az": "Düşənbə", "ru": "Душанбе", "tk": "Duşenbe"},
}
DIRECTOR = {
    "en": "Director of the Centre",
    "az": "Mərkəzin direktoru",
    "ru": "Директор центра",
    "tk": "Merkeziň direktory",
}


def load_places(world: World) -> None:
    """Make the two centres and their rooms."""
    for number, entry in enumerate(read("places")["centre"]):
        key = entry["key"]
        director = draw_name(world, entry["country"], "f" if number else "m")
        world.centres[key] = centre = Centre(
            slug=key,
            kind="resource" if number else "training",
            title=Texts.of(entry["name"]),
            short=Texts.of({"en": entry["short"]} | entry.get("short_name", {})),
            country_code=entry["country"],
            city=Texts.of(CITIES[key]),
            zone=entry["zone"],
            prefix=entry["short"].split()[0],
            email=f"training@{key}.example",
            signatories=[{"name": director["native"], "roles": DIRECTOR}],
        )
        db.session.add(centre)
        db.session.flush()
        for room in entry["room"]:
            world.rooms[room["key"]] = Room(
                centre_id=centre.id,
                title=Texts.of(room["name"]),
                seats=room["seats"],
                equipment=", ".join(room.get("equipment", ())).replace("-", " "),
            )
            db.session.add(world.rooms[room["key"]])
    db.session.flush()


def load_organisations(world: World) -> None:
    """Make the sixty organisations; a department comes after its parent."""
    for entry in sorted(read("organisations")["organisation"], key=lambda each: "parent" in each):
        parent = world.organisations.get(entry.get("parent", ""))
        names = [*entry["name"].values(), entry["native"], entry.get("short", "")]
        row = Organisation(
            slug=entry["slug"],
            parent_id=parent.id if parent else None,
            country_code=entry["country"],
            category_code=CATEGORY_CODES.get(entry["category"], entry["category"]),
            title=Texts.of(entry["name"]),
            short=entry.get("short", ""),
            native=entry["native"],
            native_lang=entry["native_lang"],
            verified_at=clock.now(),
            search=fold(" ".join(names)),
        )
        db.session.add(row)
        db.session.flush()
        _give_logo(row)
        world.organisations[entry["slug"]] = row


def _give_logo(organisation: Organisation) -> None:
    """Give an organisation the picture of its name, where there is one."""
    picture = DATA / "logos" / f"{organisation.slug}.png"
    if picture.exists():
        with picture.open("rb") as stream:
            people.set_logo(organisation, people.LogoUpload(stream, picture.name))


def draw_name(world: World, country: str, gender: str) -> dict[str, str]:
    """Draw a name of a country for a woman (f) or a man (m): native and passport form."""
    stock = read("names")[country]
    given = world.dice.choice(stock["female" if gender == "f" else "male"])
    family = world.dice.choice(stock["family"])
    suffix = "_f" if gender == "f" and "native_f" in family else ""
    return {
        "native": f"{given['native']} {family['native' + suffix]}",
        "latin": f"{given['latin']} {family['latin' + suffix]}",
        "language": stock["language"],
    }


def add_person(
    world: World, country: str, gender: str, organisation: Organisation | None, number: int, **values: Any
) -> Person:
    """Make a person with a confirmed affiliation and what statistics know of them."""
    name = draw_name(world, country, gender)
    language = {"AZ": "az", "TM": "tk", "AL": "en", "TR": "en", "GE": "en", "IR": "en", "MD": "en"}.get(country, "ru")
    email = values.pop("email", f"person{number}@{country.lower()}.example")
    person = Person(
        native=name["native"],
        native_lang=name["language"],
        latin=name["latin"],
        display=name["native"],
        email=email,
        language=language,
        country_code=country,
        search=fold(f"{name['native']} {name['latin']} {email}"),
        **values,
    )
    db.session.add(person)
    db.session.flush()
    if organisation is not None:
        db.session.add(_affiliation(world, person, organisation))
    said = gender if world.dice.random() < 0.93 else "undisclosed"
    people.save_statistic(person, gender=said, age_band=world.dice.choice(AGES))
    return person


def _affiliation(world: World, person: Person, organisation: Organisation) -> Affiliation:
    government = organisation.category_code in {
        "ministry",
        "agency",
        "statistics-office",
        "parliament",
        "ombudsman",
        "court",
    }
    return Affiliation(
        person=person,
        organisation=organisation,
        level=world.dice.choice(LEVELS[:3] if government else LEVELS),
        position=world.dice.choice(POSITIONS["government" if government else "other"]),
        confirmed_at=clock.now(),
    )


def load_participants(world: World) -> None:
    """Make the participants of the thirteen countries, somewhat more men than women."""
    bodies = list(world.organisations.values())
    secret = hash_password(PASSWORD)
    for number in range(1, world.persons_wanted + 1):
        organisation = bodies[number % len(bodies)]
        gender = "f" if world.dice.random() < 0.47 else "m"
        person = add_person(world, organisation.country_code or "AZ", gender, organisation, number)
        world.participants.append(person)
        if number % 2 == 0:  # the others were nominated and never opened an account
            db.session.add(
                Account(person=person, login=person.email, password_hash=secret, confirmed_at=clock.now(), stamp="1")
            )
    db.session.flush()


def load_experts(world: World) -> None:
    """Make the forty trainers with what they can teach."""
    modules = {module.number: module.id for module in db.session.query(Module)}
    for number, entry in enumerate(read("experts")["expert"], start=1):
        person = add_person(world, entry["country"], entry["gender"], None, 9000 + number)
        expert = Expert(
            person_id=person.id,
            kind=entry["kind"],
            languages=entry["languages"],
            expertise=[
                Expertise(module_id=modules[each["module"]], level=each["level"], evidence=each["evidence"])
                for each in entry["expertise"]
                if each["module"] in modules
            ],
        )
        db.session.add(expert)
        world.trainers.append(person)
    db.session.flush()


def load_accounts(world: World) -> None:
    """Make one account a role, known by its address."""
    baku, dushanbe = world.centres["baku"], world.centres["dushanbe"]
    service = world.organisations["az-state-migration-service"]
    secret = hash_password(PASSWORD)
    focal = next(body for body in world.organisations.values() if body.country_code == "GE" and body.parent_id is None)
    people = {
        Role.ADMINISTRATOR: (add_person(world, "AZ", "m", None, 1, email="administrator@demo.example"), "", ""),
        Role.STAFF: (add_person(world, "AZ", "f", None, 2, email="staff@demo.example"), "centre", str(baku.id)),
        Role.TRAINER: (world.trainers[0], "centre", str(baku.id)),
        Role.PARTICIPANT: (add_person(world, "AZ", "f", service, 3, email="participant@demo.example"), "", ""),
        Role.FOCAL_POINT: (add_person(world, "GE", "m", focal, 4, email="focal.point@demo.example"), "country", "GE"),
        Role.OBSERVER: (add_person(world, "TR", "f", None, 5, email="observer@demo.example"), "country", "TR"),
    }
    world.trainers[0].email = "trainer@demo.example"
    for role, (person, kind, number) in people.items():
        world.accounts[role] = _account(person, role, kind, number, secret)
    second = add_person(world, "TJ", "f", None, 6, email="staff.dushanbe@demo.example")
    _account(second, Role.STAFF, "centre", str(dushanbe.id), secret)


def _account(person: Person, role: Role, kind: str, number: str, secret: str) -> Account:
    account = Account(person=person, login=person.email, password_hash=secret, confirmed_at=clock.now(), stamp="1")
    db.session.add(account)
    if role != Role.PARTICIPANT:
        db.session.add(RoleGrant(account=account, role=role, scope_kind=kind, scope_id=number))
    db.session.flush()
    return account
