"""The staff's figures against numbers counted by hand: shares, the way to the certificate, rates, trend."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from trainhub.kernel import i18n
from trainhub.plugin_api.explorer import read
from trainhub.plugin_api.reports import breakdown, indicator
from trainhub.registration.models import Registration
from trainhub.reports.models import FactsVersion
from trainhub.reports.services import facts
from trainhub_gender import balance, figures

from . import hand


class Everybody:
    """A reader of all centres' figures."""

    def may(self, permission: str, **_where: Any) -> bool:
        return True

    def centres(self, permission: str) -> None:
        return None


def asked(app: Flask, query: str = "period=2026") -> Any:
    with app.test_request_context(f"/x/gender/?{query}"):
        return read(Everybody())  # type: ignore[arg-type]


@pytest.fixture
def way(make: Any, app: Flask, session: Any) -> Any:
    """Make a closed training: 6 women and 6 men apply; 3 and 5 get a place; 3 and 4 come; 2 and 4 stay to the end."""
    training = make.session(day=date(2026, 5, 4), slots=2, state="completed", seats=30)
    for gender, marks in (
        ("f", [("present", "present")] * 2 + [("present", "absent")] + [None] * 3),
        ("m", [("present", "present")] * 4 + [("absent", "absent")] + [None]),
    ):
        for mark in marks:
            person = make.person(category="ministry")
            if mark is None:
                make.registration(training, person, state="declined", gender=gender, origin="application")
            else:
                make.graduate(training, person, gender=gender, marks=mark, origin="application")
    confirmed = session.query(Registration).filter_by(session_id=training.id, state="confirmed")
    for row in confirmed.order_by(Registration.id).limit(2):
        make.certificate(row)
    facts.rebuild()
    session.get_one(FactsVersion, 1).mark = ""
    return training


def test_the_way_from_registration_to_certificate(app: Flask, way: Any) -> None:
    ways, chain = figures.steps(asked(app))
    counted = {step.title: (step.balance.count("f"), step.balance.count("m")) for step in (*ways, *chain)}
    assert counted == {
        "Applied": (6, 6),
        "Registrations": (6, 6),
        "Selected": (3, 5),
        "Participations": (3, 4),
        "Completed": (2, 4),
        "Certificates": (2, 0),
    }  # nobody was invited or nominated: these join when somebody is
    selected = chain[1]
    assert selected.women is not None
    assert selected.men is not None
    assert (selected.women.value, round(selected.men.value, 4)) == (0.5, 0.8333)
    assert selected.gap is not None
    assert (round(selected.gap.value, 3), selected.gap.clear) == (-0.333, False)  # so few could be chance
    worst = figures.drop(chain)
    assert worst is not None
    assert (worst.title, round(worst.moved or 0, 3)) == ("Selected", -0.125)


def test_states_join_by_themselves(app: Flask, make: Any, way: Any, session: Any) -> None:
    make.registration(way, make.person(), state="declined", gender="f", origin="nomination")
    facts.rebuild()
    session.get_one(FactsVersion, 1).mark = ""
    ways, _chain = figures.steps(asked(app))
    assert [step.title for step in ways] == ["Nominated", "Applied"]


def test_rates_tell_women_and_men_apart(app: Flask, way: Any) -> None:
    rate = next(each for each in figures.rates(asked(app)) if each.title == "Share that completed")
    assert rate.women[0] == pytest.approx(2 / 3)
    assert rate.women[1] == 3
    assert (rate.men, rate.all[1]) == ((1, 4), 7)
    assert rate.gap is not None
    assert rate.difference == pytest.approx(-1 / 3)


def test_lines_of_two_splits_have_sums(app: Flask, make: Any) -> None:
    hand.year(make)
    splits = [breakdown("country"), breakdown("level")]
    table = figures.table(asked(app), indicator("core.participations"), splits)
    assert table is not None
    lines = {line.labels: (line.balance.counts, line.kind) for line in figures.lines(table)}
    assert lines["Azerbaijan", "All"] == ((14, 10, 0, 0, 2), "part")
    assert lines["Azerbaijan", "Practitioners"] == ((0, 0, 0, 0, 2), "")
    assert lines["All", ""] == ((31, 31, 0, 0, 2), "all")
    assert ("Belarus", "Practitioners") not in lines


def test_a_balance_counts_silence_in_the_whole(app: Flask, make: Any) -> None:
    hand.year(make)
    table = figures.table(asked(app), indicator("core.participations"), [])
    assert table is not None
    found = balance.at(table)
    assert (found.total, found.unstated, found.of_stated, found.ratio) == (64, 2, 0.5, 1)
    assert found.share is not None
    assert found.share.value == 31 / 64


def test_the_trend_is_a_line_of_years(app: Flask, make: Any) -> None:
    session = hand.year(make)
    later = make.session(day=date(2025, 5, 5), state="completed", seats=500, activity="m04-a02", centre=session.centre)
    hand.came(later, "AZ", "ministry", "practitioners", "f", 1, 1)
    hand.came(later, "AZ", "ministry", "practitioners", "m", 3, 1)
    with i18n.speaking("en"):
        drawn, before = figures.trend(asked(app), indicator("core.participations"))
    assert before == ("2025", 0.25)
    assert drawn is not None
    assert [line[:2] for line in drawn.body][-2:] == [("2025", "25%"), ("2026", "48%")]
