"""The explorer, files to take away, head-counts: what staff see, and who does not."""

import re

import pytest

from trainhub.reports.services import facts


@pytest.fixture
def figures(make):
    """Make a training of 2026 with three people who came and one who did not."""
    from datetime import date

    session = make.session(day=date(2026, 5, 4), slots=2, state="completed", seats=30)
    for country, category in (("AZ", "ministry"), ("GE", "ngo"), ("GE", "media")):
        make.graduate(session, make.person(country_code=country, category=category), gender="f")
    make.graduate(session, make.person(country_code="UZ", category="agency"), marks=("absent", "absent"))
    facts.rebuild()
    return session


def test_the_first_page_counts_last_years_participations_by_country(make, sign_in, figures):
    page = sign_in(make.staff()).get("/reports/").text
    assert re.search(r"Participations, 2026.*?>3<", page, re.S)
    assert "Georgia" in page
    assert "Not stated" in page


@pytest.mark.parametrize(
    "by", [[], ["country"], ["country", "level"], ["country", "level", "format"], ["month"], ["module"]]
)
@pytest.mark.parametrize("indicator", ["core.participations", "core.persons", "core.completion_rate", "core.sessions"])
def test_every_way_to_ask_has_a_page_and_a_file(make, sign_in, figures, indicator, by):
    client = sign_in(make.staff())
    query = {"indicator": indicator, "by": by, "period": "2026"}
    assert client.get("/reports/", query_string=query).status_code == 200
    for kind in ("csv", "xlsx"):
        answer = client.get("/reports/", query_string={**query, "format": kind})
        assert (answer.status_code, f".{kind}" in answer.headers["Content-Disposition"]) == (200, True)
