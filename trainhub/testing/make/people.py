"""Factories of persons, organisations, centres and accounts."""

from itertools import count
from typing import Any

from ...accounts.models import Account, RoleGrant
from ...accounts.passwords import hash_password
from ...kernel import clock
from ...kernel.db import db
from ...kernel.types import Texts
from ...people import services as people
from ...people.models import Affiliation, Centre, Organisation, Person

PASSWORD = "correct horse battery staple"
_numbers = count(1)
_hash: list[str] = []


def add(row: Any) -> Any:
    """Add a row and give it its id."""
    db.session.add(row)
    db.session.flush()
    return row


class PeopleMake:
    """People and the bodies they belong to."""

    def texts(self, english: str, **others: str) -> Texts:
        """Make a text in English and, by language code, in others."""
        return Texts.of({"en": english, **others})

    def centre(self, slug: str = "baku", **values: Any) -> Centre:
        found = db.session.query(Centre).filter_by(slug=slug).one_or_none()
        if found is not None:
            return found
        number = next(_numbers)
        defaults: dict[str, Any] = {
            "slug": slug,
            "title": Texts.of({"en": f"Centre {slug}", "az": f"Mərkəz {slug}"}),
            "short": Texts.of({"en": slug.upper()}),
            "city": Texts.of({"en": "Baku", "az": "Bakı"}),
            "country_code": "AZ",
            "zone": "Asia/Baku",
            "prefix": f"T{number}",
        }
        return add(Centre(**defaults | values))  # type: ignore[no-any-return]

    def organisation(self, **values: Any) -> Organisation:
        number = next(_numbers)
        defaults: dict[str, Any] = {
            "slug": f"organisation-{number}",
            "title": Texts.of({"en": f"Organisation {number}"}),
            "country_code": "AZ",
            "category_code": "ministry",
            "verified_at": clock.now(),
        }
        return add(Organisation(**defaults | values))  # type: ignore[no-any-return]

    def person(
        self,
        *,
        organisation: Organisation | None = None,
        category: str | None = None,
        confirmed: bool = True,
        **values: Any,
    ) -> Person:
        """Make a person; with an organisation, or a category to make one in, also the affiliation."""
        number = next(_numbers)
        defaults: dict[str, Any] = {
            "native": f"Şəxs {number}",
            "native_lang": "az",
            "latin": f"SHAKHS {number}",
            "display": f"Şəxs {number}",
            "email": f"person{number}@example.org",
            "country_code": "AZ",
        }
        person: Person = add(Person(**defaults | values))
        if category is not None:
            organisation = self.organisation(category_code=category, country_code=person.country_code)
        if organisation is not None:
            self.affiliation(person, organisation, confirmed=confirmed)
        return person

    def affiliation(
        self, person: Person, organisation: Organisation, *, confirmed: bool = True, **values: Any
    ) -> Affiliation:
        defaults: dict[str, Any] = {"level": "policy-makers", "confirmed_at": clock.now() if confirmed else None}
        return add(Affiliation(person=person, organisation=organisation, **defaults | values))  # type: ignore[no-any-return]

    def account(
        self,
        role: str = "participant",
        *,
        person: Person | None = None,
        scope: tuple[str, Any] | None = None,
        agreed: bool = True,
        **person_values: Any,
    ) -> Account:
        """Make an account with a role; `scope` is ("centre", id), ("country", "AZ") or ("organisation", id).

        Its owner agreed to the privacy notice and the terms, unless `agreed` says no.
        """
        person = person or self.person(**person_values)
        if not _hash:
            _hash.append(hash_password(PASSWORD))
        account: Account = add(
            Account(
                person=person,
                login=person.email or f"login{next(_numbers)}@example.org",
                password_hash=_hash[0],
                confirmed_at=clock.now(),
                stamp="1",
            )
        )
        if agreed:
            people.agree(person)
        if role != "participant":
            kind, number = scope or ("", "")
            add(RoleGrant(account=account, role=role, scope_kind=kind, scope_id=str(number)))
            db.session.refresh(account)
        return account

    def staff(self, centre: Centre | None = None) -> Account:
        """Make a member of a centre's staff (the Baku centre's, if none is named)."""
        centre = centre or self.centre()
        return self.account("staff", scope=("centre", centre.id))
