"""Figures against examples worked out by hand; what a certificate waits for; what the registry counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from trainhub.certificates import services as core_certificates
from trainhub.kernel.errors import Postponed
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.office.services import save
from trainhub.plugin_api import Refused, db
from trainhub.plugin_api.questionnaires import Content, Item, Option, Section, create, freeze
from trainhub.plugin_api.reports import Scope, breakdown, indicator, tabulate
from trainhub.plugin_api.sessions import TrainingSession
from trainhub_evaluation import services
from trainhub_evaluation.models import Instrument, Measured, SessionWave
from trainhub_evaluation.services import certificates, results

from .conftest import MakeSession, close, fill, row_of

BEFORE = (1, 2, 2, 3, 4)  # right answers of five people, of five questions
AFTER = (3, 3, 4, 5, 4)
SCOPE = Scope(date(2027, 1, 1), date(2028, 1, 1))


def t(english: str) -> Texts:
    return Texts.of({"en": english})


def sheet(right: int) -> dict[str, str]:
    """Return the answers of somebody who knows the first so many of five."""
    return {f"k{number}": "yes" if number <= right else "no" for number in range(1, 6)}


@pytest.fixture
def tested(planned: MakeSession, make: Any) -> TrainingSession:
    """Five people answered a test of five questions before and after: 1 2 2 3 4 and 3 3 4 5 4 were right."""
    options = (Option("yes", t("Yes")), Option("no", t("No")))
    items = tuple(
        Item(f"k{number}", "single", t(f"{number}?"), options=options, correct=("yes",)) for number in range(1, 6)
    )
    questionnaire = create(
        title=t("Five"), kind="test", key="five", content=Content((Section("q", t("Q"), items=items),))
    )
    freeze(questionnaire.versions[0])
    services.ensure_instruments()
    for instrument in db.session.query(Instrument).filter(Instrument.purpose.in_(("pre", "post"))):
        instrument.questionnaire = questionnaire
        instrument.archived_at = None
    session: TrainingSession = make.session(day=0, slots=2)
    people = [make.graduate(session).person for _number in BEFORE]
    services.plan(session)
    for purpose, right in (("pre", BEFORE), ("post", AFTER)):
        _answer(row_of(session, purpose), people, right)
    return session


def _answer(row: SessionWave, people: Sequence[Any], right: Sequence[int]) -> None:
    if row.state == "planned":
        services.open_now(row)
    for person, number in zip(people, right, strict=True):
        fill(row, person, sheet(number))
    close(row)


def test_a_pair_of_tests_gives_the_gain_that_paper_gives(tested: TrainingSession) -> None:
    """Worked out on paper, in points of 100.

    Before 20 40 40 60 80, mean 48; after 60 60 80 100 80, mean 76. Differences 40 20 40 40 0, mean 28;
    their squared deviations 144 + 64 + 144 + 144 + 784 = 1280, so sd = sqrt(1280 / 4) = 17.8885. Student's t for 4
    degrees of freedom is 2.7764 (two-sided 95 %), reach 2.7764 × 17.8885 / sqrt(5) = 22.212: from 5.79 to 50.21.
    The paired interval is that of NIST/SEMATECH, e-Handbook of Statistical Methods, 7.3.1.
    """
    gain = results.gain(row_of(tested, "post"), "pre")
    assert gain is not None
    assert gain.n == 5
    assert [gain.before, gain.after, gain.gain] == pytest.approx([48, 76, 28])
    assert [gain.sd, gain.low, gain.high] == pytest.approx([17.8885, 5.788, 50.212], abs=1e-3)
    found = db.session.query(Measured).filter_by(measure="learning_gain").order_by(Measured.id)
    assert [row.value for row in found] == pytest.approx([0, 20, 40, 40, 40])  # sorted: nobody's order


def test_items_are_told_apart_by_how_hard_and_how_telling_they_are(tested: TrainingSession) -> None:
    """Before, 5 of 5 knew the first question, 4 the second, 2 the third, 1 the fourth, nobody the fifth.

    The second goes with the rest (points in the others 1 1 1 2 3 against 0 1 1 1 1): means 1.6 and 0.8, products of
    deviations 0.48 - 0.12 - 0.12 + 0.08 + 0.28 = 0.6, squares 3.2 and 0.8, so r = 0.6 / sqrt(3.2 × 0.8) = 0.375.
    """
    wave = row_of(tested, "pre").wave
    assert wave is not None
    found = results.test_items(wave)
    assert [each.analysis.difficulty for each in found] == pytest.approx([1.0, 0.8, 0.4, 0.2, 0.0])
    assert found[1].analysis.discrimination == pytest.approx(0.375)
    assert [each.flags for each in found] == [("easy",), (), (), (), ("hard",)]


def test_indicators_split_by_what_is_known_of_the_session(tested: TrainingSession) -> None:
    gain = tabulate(indicator("evaluation.learning_gain"), [breakdown("module"), breakdown("venue")], SCOPE)
    assert gain.total.n == gain.cell("4", "AZ").n == 5
    assert [gain.total.value, gain.cell("4", "AZ").value] == pytest.approx([28, 28])
    rate = tabulate(indicator("evaluation.response_rate"), [breakdown("session")], SCOPE)
    assert rate.total.n == 10
    assert rate.total.value == pytest.approx(1.0)
    for key in ("satisfaction", "behaviour", "institution"):
        assert tabulate(indicator(f"evaluation.{key}"), [breakdown("format")], SCOPE).total.n == 0


def test_practice_before_and_after_pairs_over_months(planned: MakeSession, make: Any) -> None:
    session = planned(people=5, day=-1)
    people = [row.person for row in services.expected(session)]
    follow_up = row_of(session, "follow_up", 30)
    before = [row for row in services.waves_of(session) if row.instrument.purpose == "baseline"]
    assert before == []  # it is over: it would have been before the training
    services.open_now(follow_up)
    for person in people:
        fill(follow_up, person, {"b_procedure": "4", "b_used": "yes"})
    close(follow_up)
    assert results.gain(follow_up, "baseline") is None
    assert results.summary(results.lines(session)).practice is None


def test_fewer_answers_than_the_minimum_are_never_shown(planned: MakeSession, make: Any) -> None:
    session = planned(people=4, day=-1)
    row = row_of(session, "reaction")
    services.look_after(row)
    for registration in services.expected(session):
        fill(row, registration.person, {"relevant": "5"})
    close(row)
    assert row.wave is not None
    assert not results.lines(session)[0].shown or row.wave.kept
    assert row.wave.kept is False
    assert results.summary(results.lines(session)).satisfaction is None
    assert services.coded([row.wave]) == []
    assert db.session.query(Measured).count() == 0


def test_a_certificate_waits_for_the_opinion_form(planned: MakeSession, make: Any) -> None:
    session = planned(people=1, day=-1)
    registration = services.expected(session)[0]
    certificates.check(registration)
    save("evaluation", {"certificate": "evaluation"}, session)
    with pytest.raises(Refused, match="not been answered"):
        certificates.check(registration)
    row = row_of(session, "reaction")
    services.look_after(row)
    fill(row, registration.person, {"relevant": "5"})
    certificates.check(registration)
    other = make.graduate(make.session(day=-1))
    save("evaluation", {"certificate": "evaluation"}, other.session)
    with pytest.raises(Refused, match="none is planned"):
        certificates.check(other)


def test_a_certificate_waits_for_a_test_by_name(tested: TrainingSession, make: Any, monkeypatch: Any) -> None:
    session = make.session(day=-1)
    able, unable, silent = (make.graduate(session) for _number in range(3))
    save("evaluation", {"certificate": "test"}, session)
    with pytest.raises(Refused, match="none is planned"):
        certificates.check(able)
    instrument = db.session.query(Instrument).filter_by(purpose="post").one()
    instrument.identity = "named"
    services.plan(session)
    row = row_of(session, "post")
    services.look_after(row)
    fill(row, able.person, sheet(3))
    fill(row, unable.person, sheet(2))
    certificates.check(able)
    with pytest.raises(Refused, match="2 of 5 points, and 60% are needed"):
        certificates.check(unable)
    with pytest.raises(Refused, match="has not been taken"):
        certificates.check(silent)
    by = Actor(None, "Staff")
    with pytest.raises(Refused):
        core_certificates.issue(unable, by)
    from trainhub.hooks.host import host  # optional: to break it as in production

    def broken(_registration: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(certificates, "check", broken)
    monkeypatch.setattr(host(), "strict", False)
    with pytest.raises(Postponed):
        core_certificates.issue(able, by)
