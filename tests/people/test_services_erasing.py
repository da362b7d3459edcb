"""Erasure: nothing of a person is left in any column of any table, and figures stay whole."""

from datetime import date

import pytest

from tests.people.filling import NAMES, Filler, standing
from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.hooks.types import Scope
from trainhub.kernel import work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.errors import Refused
from trainhub.people import services as people
from trainhub.people.models import Person
from trainhub.reports import services as reports
from trainhub.reports.services import facts


@pytest.fixture
def marked(make) -> Person:
    """Make a person who took a training, with an account, and a row in every table with a marker in every text."""
    registration = make.graduate()
    person = registration.person
    other = make.person()
    account = make.account(person=person)
    for name, value in NAMES.items():
        setattr(person, name, value)
    person.search = "zqxmarker vwperson"
    account.login = NAMES["email"]
    assert other.id != person.id
    failed = Filler(person, account.id).fill()
    print("\n".join(failed))
    assert not failed
    return person


def test_after_erasure_no_column_of_any_table_holds_anything(session, marked):
    before = standing()
    assert len(before) > 60
    people.erase(marked, reason=f"Asked for by {NAMES['display']}.")
    session.flush()
    assert standing() == {}


def test_what_erasure_leaves_is_a_tombstone_and_the_log_says_who_did_it(session, make):
    staff, person = make.account("staff"), make.person(latin="GULNARA VALIYEVA", native="Gülnarə Vəliyeva")
    make.account(person=person)
    other = make.person(native="Vəliyeva Gülnarə Hacı qızı", search="veliyeva gulnare haci qizi")
    with work.acting(work.Actor(staff.id, "Staff")):
        people.erase(person, reason="Gülnarə Vəliyevanın xahişi ilə")
    assert (person.display, person.native, person.email, person.country_code) == ("—", "", None, None)
    assert person.erased_at is not None
    assert session.query(Account).filter_by(person_id=person.id).count() == 0
    entry = session.query(AuditEntry).filter_by(action="erased").one()
    assert (entry.actor, entry.label, entry.reason, entry.changes) == ("Staff", "—", "— xahişi ilə", {})
    assert other.native == "Vəliyeva Gülnarə Hacı qızı"
    with pytest.raises(Refused):
        people.erase_later(person, reason="", by=SignedIn(staff))


def test_statistics_and_seats_stay_as_they_were(session, make):
    registration = make.graduate()
    session_id, person, taken = registration.session_id, registration.person, registration.session.taken
    facts = (registration.facts.gender, registration.facts.category_code, registration.facts.level)
    people.erase(person)
    assert (registration.session_id, registration.session.taken) == (session_id, taken)
    assert (registration.facts.gender, registration.facts.category_code, registration.facts.level) == facts
    assert registration.person is person  # nobody's by now, but one and the same: different persons stay as many
    assert registration.person.display == "—"


def test_figures_are_equal_before_and_after(session, make):
    """Somebody who took two trainings is still one person, and all figures of core and plugins stay."""
    person = make.person(category="ministry", country_code="GE", native="Vəliyeva Gülnarə")
    for month in (5, 6):
        make.graduate(make.session(day=date(2026, month, 4), slots=2, state="completed"), person, gender="f")
    make.graduate(make.session(day=date(2026, 7, 6), slots=2, state="completed"), make.person(), gender="m")
    facts.rebuild()
    before = figures()
    assert before["core.persons"][("GE",)] == 1
    people.erase(person)
    facts.rebuild()
    assert figures() == before


def figures() -> dict[str, dict[tuple[str, ...], float | None]]:
    """Return the values of every indicator, split by country where that can be."""
    scope, found = Scope(date(2026, 1, 1), date(2027, 1, 1)), {}
    for indicator in reports.indicators().values():
        by = [reports.breakdown("country")] if "registration" in indicator.splits else []
        found[indicator.key] = {code: cell.value for code, cell in reports.tabulate(indicator, by, scope).cells.items()}
    return found
