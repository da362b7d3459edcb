"""Pages of visitors are kept, and never tell what is no longer so."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from trainhub.kernel import work
from trainhub.kernel.types import Texts


@pytest.fixture
def asked() -> Any:
    """Give the list of statements that the database was asked."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def selects(statements: list[str]) -> int:
    return sum(1 for each in statements if each.lstrip().upper().startswith("SELECT"))


@pytest.mark.parametrize("path", ["/", "/calendar/?month=2027-03", "/calendar/?month=2027-03&view=list"])
def test_the_second_visitor_costs_one_question(path: str, client: FlaskClient, make: Any, asked: list[str]) -> None:
    make.session(title=make.texts("Rights at the border"))
    work.commit()
    first = client.get(path).data
    asked.clear()
    assert client.get(path).data == first
    assert selects(asked) == 1


def test_a_change_shows_at_once(client: FlaskClient, make: Any) -> None:
    session = make.session(title=make.texts("Rights at the border"))
    work.commit()
    assert "Rights at the border" in client.get(f"/sessions/{session.slug}/").text
    session.title = Texts.of({"en": "Rights at the airport"})
    work.commit()
    assert "Rights at the airport" in client.get(f"/sessions/{session.slug}/").text


@pytest.mark.parametrize("packer", ["br", "gzip", ""])
def test_what_the_asker_has_is_not_sent_again(packer: str, client: FlaskClient, make: Any) -> None:
    make.session(title=make.texts("Rights at the border"))
    work.commit()
    whole = client.get("/calendar.ics", headers={"Accept-Encoding": packer})
    assert whole.headers.get("Content-Encoding", "") == packer
    marked = {"Accept-Encoding": packer, "If-None-Match": whole.headers["ETag"]}
    again = client.get("/calendar.ics", headers=marked)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/calendar.ics").text.startswith("BEGIN:VCALENDAR")


def test_each_language_has_its_own_page(client: FlaskClient, make: Any) -> None:
    make.session(title=make.texts("Rights", az="Hüquqlar"))
    work.commit()
    assert '<html lang="en"' in client.get("/?lang=en").text
    assert '<html lang="az"' in client.get("/?lang=az").text


def test_who_is_signed_in_never_meets_a_visitor_s_page(app: Flask, make: Any, sign_in: Any) -> None:
    session = make.session(title=make.texts("Rights at the border"))
    work.commit()
    path = f"/sessions/{session.slug}/"
    visitor = app.test_client().get(path).text
    staff = sign_in(make.staff(session.centre)).get(path).text
    assert "/sign-in" in visitor
    assert "/sign-in" not in staff
    assert app.test_client().get(path).text == visitor


def test_a_calendar_program_that_has_the_feed_is_told_so_without_reading_it(
    client: FlaskClient, make: Any, asked: list[str]
) -> None:
    make.session()
    work.commit()
    mark = client.get("/calendar.ics").headers["ETag"]
    asked.clear()
    answer = client.get("/calendar.ics", headers={"If-None-Match": mark})
    assert answer.status_code == 304
    assert answer.data == b""
    assert selects(asked) == 1


def test_a_kept_page_carries_nothing_of_who_met_it_before(app: Flask, make: Any) -> None:
    make.session(title=make.texts("Rights at the border"))
    work.commit()
    for compressed in ("br", "gzip", ""):
        answer = app.test_client().get("/?lang=az", headers={"Accept-Encoding": compressed})
        assert answer.headers.get("Content-Encoding", "") == compressed
        assert len(answer.headers.getlist("Set-Cookie")) == 1  # the own session, of which the language is a part
        assert len(answer.headers.getlist("Content-Security-Policy")) == 1
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_the_clock_alone_renews_a_page_within_a_minute(client: FlaskClient, make: Any, clock: Any) -> None:
    session = make.session(title=make.texts("Rights at the border"))
    work.commit()
    path = f"/sessions/{session.slug}/"
    client.get(path)
    clock.set(session.slots[-1].utc_end.replace(hour=23))
    assert "Over" in client.get(path).text
