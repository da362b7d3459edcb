"""Tables against examples small enough to be worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from trainhub.hooks.types import Scope
from trainhub.kernel import i18n
from trainhub.kernel.db import db
from trainhub.reports import services as reports
from trainhub.reports.models import Headcount, Participation
from trainhub.reports.services import ALL, NOT_STATED, facts
from trainhub.sessions.models import SessionActivity, SessionProject

YEAR = Scope(date(2026, 1, 1), date(2027, 1, 1))
YEARS = Scope(date(2026, 1, 1), date(2028, 1, 1))


def table(indicator: str, *by: str, scope: Scope = YEAR) -> Any:
    return reports.tabulate(reports.indicator(indicator), [reports.breakdown(key) for key in by], scope)


def values(found: Any) -> dict[Any, Any]:
    """Return the values that are not nought, by their codes; one axis without its tuple."""
    return {codes if len(codes) != 1 else codes[0]: cell.value for codes, cell in found.cells.items() if cell.value}


@pytest.fixture
def four(make):
    """Make two trainings: May with modules 4 and 7 for Aynur (AZ), Giorgi (GE) and Nino (GE, said nothing);
    June with module 4 for Aynur and Rustam, who was absent. Everybody but Giorgi completed."""
    people = {
        "aynur": make.person(category="ministry", country_code="AZ"),
        "giorgi": make.person(category="ngo", country_code="GE"),
        "nino": make.person(country_code="GE"),
        "rustam": make.person(category="agency", country_code="UZ"),
    }
    may = make.session(day=date(2026, 5, 4), slots=2, state="completed", activity="m04-a02")
    db.session.add(SessionActivity(session_id=may.id, activity_id=make.activity("m07-a01").activity_id))
    june = make.session(day=date(2026, 6, 8), slots=2, state="completed", activity="m04-a03", format="seminar")
    make.graduate(may, people["aynur"], gender="f")
    make.graduate(may, people["giorgi"], marks=("present", "absent"), gender="m")
    make.graduate(may, people["nino"])
    make.graduate(june, people["aynur"], gender="f")
    make.graduate(june, people["rustam"], marks=("absent", "excused"), gender="m")
    facts.rebuild()
    return people


def test_a_figure_without_breakdowns(four):
    assert table("core.participations").total.value == 4
    assert table("core.persons").total.value == 3
    assert table("core.registrations").total.value == 5
    assert table("core.hours").total.value == pytest.approx(3 * 6 + 3)
    assert table("core.completed").total.value == 3
    assert table("core.completion_rate").total.value == pytest.approx(3 / 4)
    assert table("core.completion_rate").total.n == 4
    assert table("core.sessions").total.value == 2


def test_margins_add_up_where_they_are_sums(four):
    found = table("core.participations", "country", "level")
    assert values(found) == {
        ("AZ", "policy-makers"): 2,
        ("GE", "policy-makers"): 1,
        ("GE", NOT_STATED): 1,
        ("AZ", ALL): 2,
        ("GE", ALL): 2,
        (ALL, "policy-makers"): 3,
        (ALL, NOT_STATED): 1,
        (ALL, ALL): 4,
    }
    for code in found.axes[0].codes:
        assert sum(found.cell(code, level).value for level in found.axes[1].codes) == found.cell(code).value


def test_not_stated_and_closed_lists_stand_there_when_they_are_empty(four):
    country, level = table(
        "core.participations", "country", "level", scope=Scope(date(2020, 1, 1), date(2021, 1, 1))
    ).axes
    assert {"AZ", "BY", "GE", "UZ"} <= set(country.codes)
    assert level.codes == ("policy-makers", "practitioners", "researchers", NOT_STATED)
    assert country.codes[-1] == NOT_STATED
    assert table("core.participations", "level").cell(NOT_STATED).value == 1


def test_a_session_of_two_modules_counts_under_both_and_once_in_the_total(four):
    found = table("core.participations", "module")
    assert values(found) == {"4": 4, "7": 3, ALL: 4}
    assert [found.axes[0].label(code) for code in found.axes[0].codes] == ["4. Module 4", "7. Module 7", "No module"]
    by_country = table("core.participations", "country", "module")
    assert [by_country.cell("GE", code).value for code in ("4", "7", ALL)] == [2, 2, 2]
    assert values(table("core.sessions", "module")) == {"4": 2, "7": 1, ALL: 2}


def test_persons_are_never_added_up(four):
    assert values(table("core.persons", "module")) == {"4": 3, "7": 3, ALL: 3}
    assert values(table("core.persons", "format")) == {"training": 3, "seminar": 1, ALL: 3}
    assert values(table("core.persons", "month")) == {"202605": 3, "202606": 1, ALL: 3}
    assert table("core.persons", "country", "format").cell("AZ").value == 1


def test_an_erased_person_counts_once_for_each_training(four, make):
    aynur = four["aynur"].id
    db.session.query(Participation).filter_by(person_id=aynur).update({"person_id": None})
    facts.version().mark = "changed by hand"
    assert table("core.persons").total.value == 4  # Aynur's two trainings cannot be told to be one person's
    assert table("core.participations").total.value == 4


def test_shares_are_told_with_their_n_and_without_what_is_not_decided(four, make):
    running = make.session(day=date(2026, 9, 7), slots=2)  # not closed: nobody has completed or failed it yet
    make.graduate(running)
    facts.rebuild()
    found = table("core.completion_rate", "format")
    assert (found.cell("training").value, found.cell("training").n) == (pytest.approx(2 / 3), 3)
    assert (found.cell("seminar").value, found.cell("seminar").n) == (1, 1)
    assert found.total.value == pytest.approx(3 / 4)
    assert found.cell("study-visit").value is None


def test_kinds_of_organisations_gather_their_categories(four):
    found = table("core.participations", "organisation_type")
    assert values(found) == {"government": 2, "csos": 1, NOT_STATED: 1, ALL: 4}


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"country": "GE"}, 2),
        ({"module": 7}, 3),
        ({"module": 70}, 0),
        ({"format_key": "seminar"}, 1),
        ({"first": date(2026, 6, 1)}, 1),
        ({"until": date(2026, 5, 4)}, 0),
        ({"centres": ()}, 0),
    ],
)
def test_a_scope_narrows(four, narrowed, number):
    assert table("core.participations", scope=replace(YEAR, **narrowed)).total.value == number


def test_a_project_is_a_breakdown_and_a_filter(four, make):
    one, two = make.project(), make.project()
    session = make.session(day=date(2026, 10, 5), state="completed")
    for project in (one, two):
        db.session.add(SessionProject(session_id=session.id, project_id=project.id))
    make.graduate(session)
    facts.rebuild()
    found = table("core.participations", "project")
    assert values(found) == {one.public_id: 1, two.public_id: 1, NOT_STATED: 4, ALL: 5}
    assert table("core.participations", scope=replace(YEAR, project_id=one.id)).total.value == 1


def test_a_centre_counts_only_its_own(four, make):
    other = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    make.graduate(make.session(day=date(2026, 7, 6), state="completed", centre=other))
    facts.rebuild()
    assert values(table("core.participations", "centre")) == {"baku": 4, "dushanbe": 1, ALL: 5}
    assert table("core.participations", scope=replace(YEAR, centres=(other.id,))).total.value == 1
    assert table("core.sessions", scope=replace(YEAR, centre_id=other.id)).total.value == 1


def test_time_stands_in_order_and_has_no_gaps(four, make):
    make.graduate(make.session(day=date(2027, 2, 1), state="completed"))
    facts.rebuild()
    assert table("core.participations", "quarter", scope=YEARS).axes[0].codes == ("20262", "20263", "20264", "20271")
    assert table("core.sessions", "month", scope=YEARS).axes[0].codes[:3] == ("202605", "202606", "202607")
    assert values(table("core.participations", "year", scope=YEARS)) == {"2026": 4, "2027": 1, ALL: 5}


def test_trainers_are_counted_by_assignment_and_by_person(make):
    trainer = make.person(country_code="GE")
    for day in (4, 5):
        make.session(day=date(2026, 5, day), state="completed", trainer=trainer)
    assert table("core.trainers").total.value == 2
    assert table("core.trainer_persons").total.value == 1
    assert values(table("core.trainers", "country")) == {"GE": 2, ALL: 2}


class TestHeads:
    """People counted by heads, and what does not count as training, are in no figure of trainees."""

    @pytest.fixture
    def counted(self, four, make):
        session = make.session(day=date(2026, 8, 3), state="completed", format="information-session")
        for gender, heads, number in (("f", "departing", 9), ("m", "departing", 13), ("", "families", 4)):
            db.session.add(
                Headcount(
                    session_id=session.id,
                    heads=heads,
                    gender=gender,
                    number=number,
                    reported_by="Gulnora",
                    reported_on=date(2026, 8, 3),
                )
            )
        make.graduate(session)
        facts.rebuild()
        return session

    def test_they_have_their_own_figure(self, counted):
        assert table("core.headcount").total.value == 26
        found = table("core.headcount", "heads", scope=YEAR)
        assert values(found) == {"departing": 22, "families": 4, ALL: 26}

    def test_they_are_in_no_figure_of_training(self, counted):
        for key in ("core.participations", "core.registrations"):
            assert table(key).total.value == {"core.participations": 4, "core.registrations": 5}[key]
        assert table("core.persons").total.value == 3
        assert table("core.sessions").total.value == 2
        assert table("core.other_sessions").total.value == 1
        assert table("core.other_participations").total.value == 1

    def test_what_was_taken_out_is_not_counted(self, counted):
        reports.remove_headcount(db.session.query(Headcount).filter_by(number=13).one())
        assert table("core.headcount").total.value == 13


def test_a_table_is_remembered_until_the_facts_change(four, make, queries):
    table("core.participations", "country", "level")
    with queries(1):
        assert table("core.participations", "country", "level").total.value == 4
    make.graduate(make.session(day=date(2026, 12, 1), state="completed"))
    assert table("core.participations", "country", "level").total.value == 4
    facts.rebuild()
    assert table("core.participations", "country", "level").total.value == 5


def test_countries_stand_by_the_readers_alphabet(four):
    with i18n.speaking("az"):
        axis = table("core.participations", "country").axes[0]
    assert [axis.label(code) for code in axis.codes][:3] == ["Azərbaycan", "Belarus", "Gürcüstan"]
    assert axis.label(axis.codes[-1]) == "Bildirilməyib"


def test_a_table_of_a_lasting_scope_forgets_nothing_between_scopes(four):
    assert table("core.participations").total.value == 4
    assert table("core.participations", scope=replace(YEAR, country="GE")).total.value == 2
    assert table("core.participations").total.value == 4
