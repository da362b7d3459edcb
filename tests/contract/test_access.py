"""Who may call what: every view says so, and a walk over all addresses as eight kinds of people finds it true."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from trainhub.web.access import ACCESS, EVERYWHERE

LIBRARY = {"static"}
NOBODYS_ID = {"string": "no-such-thing", "int": 987654, "path": "no/such", "default": "no-such-thing"}
OF_A_CENTRE = {"trainer", "other_staff", "staff"}  # whose role is limited, in the walk below
KINDS = ("visitor", "participant", "trainer", "focal_point", "observer", "other_staff", "staff", "administrator")


def views(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield endpoint and declared access of every view."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in LIBRARY:
            yield endpoint, ACCESS.get(view, "")


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Return every address that can be read, with ids of nothing, and the access its view declares."""
    access = dict(views(app))
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in access and "GET" in (rule.methods or ()):
            found.append(
                (
                    re.sub(r"<(?:(\w+)[^:>]*:)?\w+>", lambda m: str(NOBODYS_ID[m[1] or "default"]), rule.rule),
                    access[rule.endpoint],
                )
            )
    return sorted(found)


def test_every_view_says_who_may_call_it(app: Flask) -> None:
    assert [endpoint for endpoint, access in views(app) if not access] == []


def test_every_permission_a_view_asks_for_exists(app: Flask) -> None:
    asked = {access.removesuffix(EVERYWHERE) for _, access in views(app)} - {"public", "signed_in", "token", ""}
    assert asked <= set(app.extensions["permissions"])


@pytest.fixture
def everybody(make: Any, app: Flask, sign_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """Give a client of each kind of person."""
    make.activity()  # so that there is a curriculum in force
    baku, other = make.centre(), make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    people = {
        "participant": lambda: make.account(category="ngo"),
        "trainer": lambda: make.account("trainer", scope=("centre", baku.id)),
        "focal_point": lambda: make.account("focal_point", scope=("country", "GE")),
        "observer": lambda: make.account("observer"),
        "other_staff": lambda: make.staff(other),
        "staff": lambda: make.staff(baku),
        "administrator": lambda: make.account("administrator"),
    }

    def act(kind: str) -> FlaskClient:
        return app.test_client() if kind == "visitor" else sign_in(people[kind]())

    return act


@pytest.mark.parametrize("kind", KINDS)
def test_a_walk_over_all_addresses_finds_what_was_declared(
    app: Flask, everybody: Callable[[str], FlaskClient], kind: str
) -> None:
    client = everybody(kind)
    wrong = []
    for path, access in addresses(app):
        answer = client.get(path)
        if not _as_declared(app, kind, path, access, answer.status_code, answer.headers.get("Location", "")):
            wrong.append(f"{path} ({access}) answered {kind} {answer.status_code} {answer.headers.get('Location', '')}")
    assert wrong == []


def _as_declared(app: Flask, kind: str, path: str, access: str, status: int, target: str) -> bool:
    """Say whether an answer fits: visitors are sent to sign in, others refused; an id of nothing is not found."""
    nothing = any(str(each) in path for each in NOBODYS_ID.values())
    if access in {"public", "token"}:
        return status == 404 if nothing else status in {200, 302, 303, 308}
    if kind == "visitor":
        return status == 303 and target.startswith("/sign-in")
    if access != "signed_in" and not _has(app, kind, access):
        return status == 403
    return status == 404 if nothing else status in {200, 302, 303, 308}


def _has(app: Flask, kind: str, access: str) -> bool:
    role = "staff" if kind == "other_staff" else kind
    roles = app.extensions["permissions"][access.removesuffix(EVERYWHERE)].roles
    return (role in roles or "participant" in roles) and not (access.endswith(EVERYWHERE) and kind in OF_A_CENTRE)


def test_every_page_and_form_carries_its_token(app: Flask) -> None:
    """A POST without the token is refused, whoever sends it."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = app.test_client()
        posts = [
            rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()) and "<" not in rule.rule
        ]
        assert posts
        assert [path for path in posts if client.post(path).status_code not in {303, 400}] == []
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
