"""What waits for somebody is one question to the database, whoever asks it; on both databases it says the same."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, column, false, literal, null, select, table, text, true

from trainhub.accounts.models import Account
from trainhub.hooks.host import PluginHost
from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.people.models import Category, Person
from trainhub.plugin_api import Waiting, hookimpl
from trainhub.reports.queries.waiting import MOST, together, unpacked
from trainhub.sessions import queries as sessions
from trainhub.sessions.models import Slot, TrainingSession
from trainhub.testing.make import Make

SignIn = Callable[[Account], FlaskClient]
Queries = Callable[[int], AbstractContextManager[list[str]]]
PEOPLE = "people/waiting.html"  # it tells thing.number


def asked(*queries: Select[*tuple[Any, ...]]) -> list[list[dict[str, Any]]]:
    """Return what each query gives when all are asked at once."""
    found: list[list[dict[str, Any]]] = [[] for _query in queries]
    dialect = db.session.get_bind().dialect
    for number, _place, row in sorted(db.session.execute(together(queries)), key=lambda each: (each[0], each[1])):
        found[number].append(unpacked(queries[number], row, dialect))
    return found


def test_every_kind_of_value_comes_as_its_own_query_gives_it(make: Make) -> None:
    title = Texts.of({"en": "Borders", "az": "Sərhədlər: «A» 'B' \"C\""})
    session = make.session(slots=1, title=title)
    values = select(
        TrainingSession.title,
        TrainingSession.closed,
        TrainingSession.seats,
        TrainingSession.slug.label("a 'name' of 100 %"),
        Slot.local_date,
        Slot.local_start,
        Slot.utc_end,
        Slot.topic,
        Slot.cancelled_at,
        true().label("yes"),
        null().label("missing"),
        literal(0.5).label("half"),
    ).join(Slot, Slot.session_id == TrainingSession.id)
    ((found,),) = asked(values)
    assert found == dict(db.session.execute(values).one()._mapping)
    assert found["title"] == title
    kinds = {name: type(found[name]) for name in ("local_date", "local_start", "utc_end", "closed")}
    assert kinds == {"local_date": date, "local_start": time, "utc_end": datetime, "closed": bool}
    assert found["utc_end"].tzinfo is UTC
    assert found["a 'name' of 100 %"] == session.slug


def test_each_query_keeps_its_order_and_its_first_rows(make: Make) -> None:
    for number in range(MOST + 3):
        make.person(display=f"{number:03}")
    names, none = select(Person.display).order_by(Person.display.desc()), select(Category.code).where(false())
    back, nothing, forth = asked(names, none, select(Person.display).order_by(Person.display))
    assert [each["display"] for each in back] == [f"{number:03}" for number in range(MOST + 2, 2, -1)]
    assert nothing == []
    assert [each["display"] for each in forth] == [f"{number:03}" for number in range(MOST)]


class Adds:
    """A plugin that has something to say about what waits."""

    def __init__(self, *waiting: Waiting) -> None:
        self.waiting = waiting

    @hookimpl
    def extend_waiting(self) -> list[Waiting]:
        return list(self.waiting)


def of(number: int, **values: Any) -> Adds:
    return Adds(Waiting(select(literal(number).label("number")), PEOPLE, **values))


Add = Callable[..., PluginHost]


@pytest.fixture
def add(app: Flask) -> Iterator[Add]:
    """Let plugins join by their names; what they do wrong is written down, not raised."""
    host: PluginHost = app.extensions["plugins"]
    host.strict, names = False, []

    def register(**plugins: Adds) -> PluginHost:
        for name, plugin in plugins.items():
            host.pm.register(plugin, name=name)
            names.append(name)
        return host

    yield register
    for name in names:
        host.pm.unregister(name=name)
    host.strict = True
    host.failures.clear()
    host.waiting.clear()


def home(client: FlaskClient) -> str:
    answer = client.get("/")
    assert answer.status_code == 200, answer.text[-3000:]
    return answer.text


def test_more_contributors_ask_no_more_questions(
    make: Make, sign_in: SignIn, queries: Queries, add: Add, session: Any
) -> None:
    client = sign_in(make.account())
    make.registration(make.session(), db.session.query(Person).one(), state="offered")
    db.session.commit()
    home(client)
    with queries(20) as before:
        home(client)
    add(one=of(12, order=90), two=of(11, order=1), three=of(13, more=lambda thing: None))
    with queries(len(before)):
        page = home(client)
    assert "3 things wait for you." in page
    told = ("11 people wait", "A place is offered to you", "12 people wait")
    places = [page.find(words) for words in told]
    assert places == sorted(places)
    assert places[0] > 0
    assert "13 people" not in page


def test_a_broken_one_is_missing_alone(make: Make, sign_in: SignIn, add: Add) -> None:
    client = sign_in(make.account())
    make.registration(make.session(), db.session.query(Person).one(), state="offered")
    db.session.commit()
    host = add(
        fine=of(11),
        no_table=Adds(Waiting(select(column("number")).select_from(table("nowhere")), PEOPLE)),
        no_query=Adds(Waiting(42, PEOPLE)),  # type: ignore[arg-type]
        no_template=Adds(Waiting(select(literal(1).label("number")), "crashing/nowhere.html")),
        no_more=of(12, more=lambda thing: thing.nowhere),
    )
    page = home(client)
    assert "2 things wait for you." in page
    assert "A place is offered to you" in page
    assert "11 people wait" in page
    broken = {"no_table", "no_query", "no_template", "no_more"}
    assert {(each.plugin, each.hook) for each in host.failures} == {(name, "extend_waiting") for name in broken}


def test_what_is_wrong_with_core_is_not_hidden(make: Make, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(make.account())
    monkeypatch.setattr(sessions, "visible", lambda who, standing: select(TrainingSession).where(text("nowhere = 1")))
    assert client.get("/").status_code == 500
