"""Gender and age band: asked, not demanded; frozen for statistics; read by few."""

import ast
from pathlib import Path

import pytest

import trainhub
from trainhub.kernel.errors import Invalid
from trainhub.people import services as people

ALLOWED = ("people/", "registration/services", "reports/", "demo/people")  # the demo writes invented answers


def test_the_facts_are_what_the_person_said_and_what_is_confirmed(make, queries):
    person = make.person(category="agency", country_code="KZ")
    people.save_statistic(person, gender="f", age_band="35-44")
    with queries(2):
        facts = people.frozen_facts(person.id)
    assert facts == people.Facts("f", "35-44", "KZ", "agency", person.affiliations[0].organisation_id, "policy-makers")


def test_an_unconfirmed_place_is_no_fact_and_silence_stays_silence(make):
    person = make.person(category="agency", confirmed=False, country_code="KZ")
    assert people.frozen_facts(person.id) == people.Facts(country_code="KZ")


def test_prefer_not_to_say_is_an_answer_and_differs_from_none(make):
    person = make.person()
    assert people.own_statistic(person).gender == ""
    people.save_statistic(person, gender="undisclosed")
    assert people.own_statistic(person) == people.Answers("undisclosed", "")
    people.save_statistic(person)
    assert people.own_statistic(person).gender == ""


@pytest.mark.parametrize("answers", [{"gender": "x"}, {"age_band": "44"}])
def test_only_offered_answers_are_taken(make, answers):
    with pytest.raises(Invalid):
        people.save_statistic(make.person(), **answers)


def test_only_people_registration_and_reports_know_the_table():
    home = Path(trainhub.__file__).parent
    seen, offenders = 0, []
    for path in home.rglob("*.py"):
        place = path.relative_to(home).as_posix()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and "Statistic" in {alias.name for alias in node.names}:
                seen += 1
                if not place.startswith(ALLOWED):
                    offenders.append(place)
    assert seen
    assert offenders == []
