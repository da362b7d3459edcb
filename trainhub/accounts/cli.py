"""Commands about accounts: the first administrator is made here."""

import re

import click

from ..kernel import i18n, work
from ..kernel.db import db
from ..people import queries as people_queries
from ..people import services as people
from ..people.models import Person
from . import policies, services
from .models import Role

ROLES = [role.value for role, scopes in policies.SCOPES.items() if "" in scopes]


@click.group("accounts")
def accounts() -> None:
    """Make accounts."""


@accounts.command()
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", help="The person's name as it is shown; without it the e-mail gives one.")
@click.option("--role", type=click.Choice(ROLES), help="What the person does here; without it a participant.")
@click.option("--centre", "centre_slug", metavar="SLUG", help="Limit the role to one centre.")
@click.option(
    "--password",
    envvar="TRAINHUB_PASSWORD",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    help="Asked for if it is neither given nor in TRAINHUB_PASSWORD.",
)
def create(email: str, name: str | None, role: str | None, centre_slug: str | None, password: str) -> None:
    """Open an account whose e-mail counts as confirmed, with a role.

    The first administrator:  trainhub accounts create --email you@example.org --role administrator
    """
    person = people.person_of_email(email) or _new_person(email, name or name_of(email))
    account = services.create_account(person, email, password, confirmed=True)
    if role is not None:
        kind, number = _scope(centre_slug)
        services.grant_role(account, Role(role), kind, number)
    work.commit()
    click.echo(f"{account.login} can sign in.", err=True)


def _new_person(email: str, name: str) -> Person:
    return people.create_person(people.PersonCommand(native=name, display=name, email=email, language=i18n.language()))


def name_of(email: str) -> str:
    """Return a name to begin with: leyla.aliyeva@example.org gives Leyla Aliyeva."""
    words = re.split(r"[._+-]+", email.partition("@")[0])
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or email


def _scope(slug: str | None) -> tuple[str, str]:
    if slug is None:
        return "", ""
    centre = db.session.scalar(people_queries.centre(slug))
    if centre is None:
        raise click.UsageError(f"There is no centre {slug!r}.")
    return "centre", str(centre.id)
