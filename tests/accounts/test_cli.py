"""The command that makes the first administrator."""

import pytest
from click.testing import CliRunner

from trainhub.accounts import queries
from trainhub.accounts.cli import accounts
from trainhub.accounts.passwords import matches
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid
from trainhub.testing import PASSWORD


@pytest.fixture
def run(app, session):
    def call(*arguments, password=PASSWORD, typed=""):
        env = {"TRAINHUB_PASSWORD": password} if password else {}
        return CliRunner().invoke(accounts, ["create", *arguments], env=env, input=typed)

    return call


def account(email):
    return db.session.scalar(queries.by_login(email))


def test_the_first_administrator(run):
    answer = run("--email", "Boss@Example.org", "--name", "Nigar Əliyeva", "--role", "administrator")
    assert answer.exit_code == 0, answer.output
    made = account("boss@example.org")
    assert made.state == "open"
    assert made.person.display == "Nigar Əliyeva"
    assert [(grant.role, grant.scope_kind) for grant in made.grants] == [("administrator", "")]
    assert matches(made.password_hash, PASSWORD)


def test_a_name_is_made_of_the_address_where_none_is_given(run):
    assert run("--email", "leyla.aliyeva@example.org").exit_code == 0
    assert account("leyla.aliyeva@example.org").person.display == "Leyla Aliyeva"


def test_staff_of_a_centre_who_is_in_the_address_book(run, make):
    centre, person = make.centre(), make.person(email="staff@example.org")
    assert run("--email", "staff@example.org", "--name", "x", "--role", "staff", "--centre", "baku").exit_code == 0
    made = account("staff@example.org")
    assert made.person_id == person.id
    assert [(grant.scope_kind, grant.scope_id) for grant in made.grants] == [("centre", str(centre.id))]


def test_the_password_is_asked_for(run):
    answer = run("--email", "boss@example.org", "--name", "B", password=None, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert answer.exit_code == 0
    assert PASSWORD not in answer.output
    assert matches(account("boss@example.org").password_hash, PASSWORD)


def test_what_is_wrong_is_said(run, make):
    assert run("--email", "a@example.org", "--name", "A", "--role", "king").exit_code == 2
    assert run("--email", "a@example.org", "--name", "A", "--role", "staff", "--centre", "nowhere").exit_code == 2
    assert isinstance(run("--email", "b@example.org", "--name", "B", password="short").exception, Invalid)
