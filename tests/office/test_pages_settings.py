"""The pages where administrators decide about plugins, and the editor of a session that differs."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.kernel.db import db
from trainhub.office import services
from trainhub.testing.make import Make

SignIn = Callable[..., FlaskClient]
GOOD = {
    "decided-decided__days": "14",
    "decided-decided__share": "62,5",
    "decided-decided__test": "y",
    "decided-decided__words": "well done",
    "decided-decided__scale": "7",
}


@pytest.fixture
def administrator(make: Make, sign_in: SignIn) -> FlaskClient:
    return sign_in(make.account("administrator"))


def test_without_anything_to_decide_the_page_says_so(app: Any, administrator: FlaskClient) -> None:
    before, app.extensions["settings"] = app.extensions["settings"], []
    assert "There is nothing to decide" in administrator.get("/settings/").text
    app.extensions["settings"] = before


def test_the_section_of_a_plugin_shows_what_holds(plugin: str, administrator: FlaskClient) -> None:
    page = administrator.get("/settings/").text
    for words in ("Share, in percent", 'value="80"', "How much is enough.", "80 percent", "Seven"):
        assert words in page


def test_what_was_decided_is_stored_and_stands_in_the_history(plugin: str, administrator: FlaskClient) -> None:
    answer = administrator.post("/settings/decided", data=GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/settings/#decided")
    assert services.values(plugin) == {"days": 14, "share": 0.625, "test": True, "words": "well done", "scale": "7"}
    assert 'value="62.5"' in administrator.get("/settings/").text
    history = administrator.get("/plugins/decided/history").text
    assert "Decided, Days" in history
    assert ">14<" in history


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("days", "0", "Write a whole number from 1 to 365."),
        ("days", "soon", "Write a whole number."),
        ("days", "", "This is needed. Fill it in."),
        ("share", "120", "Write a share from 0 to 100 percent."),
        ("share", "much", "Write a number."),
        ("scale", "6", "Choose one of the list."),
    ],
)
def test_a_wrong_value_gets_a_sentence_and_nothing_is_stored(
    plugin: str, administrator: FlaskClient, field: str, value: str, sentence: str
) -> None:
    answer = administrator.post("/settings/decided", data=GOOD | {f"decided-decided__{field}": value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="well done"' in answer.text  # what was typed stays
    assert services.get(plugin, "words") == "thank you"


def test_only_administrators_decide(plugin: str, make: Make, sign_in: SignIn) -> None:
    client = sign_in(make.staff())
    assert client.get("/settings/").status_code == 403
    assert client.post("/settings/decided", data=GOOD).status_code == 403
    assert '"/settings/"' not in client.get("/").text


def test_a_plugin_that_is_not_there_is_not_found(administrator: FlaskClient) -> None:
    assert administrator.post("/settings/nobody", data={}).status_code == 404


def edit(client: FlaskClient, slug: str, **values: str) -> None:
    """Send the editor of a session as it stands, with other values for the plugins."""
    data = {
        "title-en": "Borders and rights",
        "format": "training",
        "zone": "Asia/Baku",
        "mode": "room",
        "seats": "20",
        "activities-0": "m04-a02",
        "audience-0-category": "all",
        "audience-0-rule": "in",
        "act": "save",
        **values,
    }
    answer = client.post(f"/sessions/{slug}/edit", data=data)
    assert answer.status_code == 303, answer.text[-3000:]


def test_staff_leave_a_plugin_out_of_one_session_and_give_another_other_values(
    plugin: str, make: Make, sign_in: SignIn
) -> None:
    one, other = make.session(), make.session()
    client = sign_in(make.staff())
    db.session.commit()
    page = client.get(f"/sessions/{one.slug}/edit").text
    assert 'name="plugins-decided__enabled"' in page
    assert "Decided: Days" in page
    assert "Decided: Words" not in page  # not one that may differ by session
    edit(client, one.slug, **{"plugins-seen": "1", "plugins-decided__days": "30"})
    assert not services.enabled_for(plugin, one)
    assert "Nobody has looked." not in client.get(f"/sessions/{one.slug}/").text
    assert "Nobody has looked." in client.get(f"/sessions/{other.slug}/").text
    assert "Decided, takes part" in client.get(f"/sessions/{one.slug}/history").text
    edit(
        client,
        other.slug,
        **{"plugins-seen": "1", "plugins-decided__enabled": "y", "plugins-decided__days": "7"},
    )
    assert (services.get(plugin, "days", other), services.get(plugin, "days")) == (7, 30)


def test_a_form_without_these_fields_switches_nothing_off(plugin: str, make: Make, sign_in: SignIn) -> None:
    session = make.session()
    client = sign_in(make.staff())
    db.session.commit()
    edit(client, session.slug)
    assert services.enabled_for(plugin, session)


def test_a_wrong_value_in_the_editor_is_said_there(plugin: str, make: Make, sign_in: SignIn) -> None:
    session = make.session()
    client = sign_in(make.staff())
    db.session.commit()
    answer = client.post(
        f"/sessions/{session.slug}/edit",
        data={"plugins-seen": "1", "plugins-decided__enabled": "y", "plugins-decided__days": "0", "act": "save"},
    )
    assert answer.status_code == 422
    assert "Write a whole number from 1 to 365." in answer.text
