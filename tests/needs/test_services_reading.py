"""What planning reads of needs: states that never become numbers, weights, what was last given; on both databases."""

from datetime import date

from trainhub.kernel.db import db
from trainhub.needs.models import Cell, Recommendation, Topic
from trainhub.needs.services import loading, reading
from trainhub.needs.vocabulary import State

DAY = date(2027, 3, 2)


def test_a_need_is_a_number_or_a_word_and_a_word_is_never_a_number(session, make):
    empty = reading.need_table()
    assert (empty.round_id, empty.of("AZ", 4).state) == (None, State.NOT_ASKED)
    asked = make.needs_round(countries=("AZ", "GE", "TM"), modules=(1, 2, 3, 4, 5), invented=True)
    make.said(asked, "AZ", {1: 4, 2: "zero", 3: "no", 4: "not_available", 5: 2})
    make.said(asked, "AZ", {1: 3, 2: 2, 5: 2}, name="A second institution")
    make.said(asked, "GE", {1: "partial"})
    table = reading.need_table()
    assert table.invented
    assert (table.lowest, table.highest) == (1, 4)
    assert table.countries == ("AZ", "GE", "TM")
    assert table.modules == (1, 2, 3, 4, 5)
    states = {module: (table.of("AZ", module).state, table.of("AZ", module).value) for module in table.modules}
    assert states == {
        1: (State.VALUE, 4),  # between 3 and 4, the more urgent
        2: (State.VALUE, 2),  # nought is a word of one institution, and no number in the middle of the others
        3: (State.NO, None),
        4: (State.NOT_AVAILABLE, None),
        5: (State.VALUE, 2),
    }
    assert (table.of("GE", 1).state, table.of("GE", 2).state) == (State.PARTIAL, State.NO_ANSWER)
    assert table.of("TM", 1).state is State.NO_ANSWER
    assert table.of("UZ", 1).state is State.NOT_ASKED
    assert table.of("AZ", 5).confidence > table.of("GE", 1).confidence > table.of("AZ", 4).confidence == 0


def test_editors_lift_a_need_with_a_reason_and_the_answers_stay(session, make):
    asked = make.needs_round(modules=(13,))
    topic = db.session.query(Topic).one()
    db.session.add(Cell(round_id=asked.id, country_code="GE", topic_id=topic.id, value=4, reason="Named in interviews"))
    need = reading.need_table(round_id=asked.id).of("GE", 13)
    assert (need.state, need.value, need.lifted, need.answers) == (State.VALUE, 4, True, 0)
    assert need.reason == "Named in interviews"


def test_all_recommendations_come_as_records_and_once(session, make):
    version = make.shipped_curriculum("rtcm-migration")
    assert (loading.load_shipped(), loading.load_shipped()) == (111, 0)
    counts = dict.fromkeys(("training", "exchange", "policy-dialogue", "mechanism", "research"), 0)
    for each in db.session.query(Recommendation):
        for kind in each.types:
            counts[kind] = counts.get(kind, 0) + 1
    assert counts == {
        "training": 46,
        "exchange": 38,
        "policy-dialogue": 29,
        "mechanism": 20,
        "research": 8,
        "presentation": 5,
        "seminar": 2,
        "information-session": 2,
    }
    weights = reading.recommendation_weights()
    answering = {text.key: weights.by_activity[text.activity_id] for text in reading.activity_texts()}
    assert answering["m02-a02"].codes == ("REC-GCM-01", "REC-POL-02", "REC-POL-08")
    assert answering["m01-a02"].total == 0
    assert weights.by_module[18].total >= 4
    assert 19 in weights.by_module
    chosen = next(text.activity_id for text in reading.activity_texts() if text.key == "m02-a03")
    [(code, text, state)] = reading.recommendations_of(chosen)
    assert (code, state) == ("REC-GCM-02", "open")
    assert "2022" in str(text)
    assert version.label == "1.0"


def test_what_was_last_given_by_module_activity_and_country(session, make, clock):
    clock.set("2027-03-02T08:00")
    early, late, ahead = (make.session(day=day, state="published") for day in (-40, -7, 30))
    guest, host = make.person(country_code="GE"), make.person(country_code="AZ")
    for found in (early, late):
        make.registration(found, guest)
    make.registration(late, host)
    make.registration(ahead, host)
    told = reading.given()
    [module] = told.by_module
    assert (told.by_module[module].sessions, told.by_module[module].people) == (2, 3)
    assert told.by_country["GE", module].sessions == 2
    assert told.by_country["AZ", module].people == 1
    assert told.by_module[module].last == late.last_day
    assert reading.given(since=late.first_day).by_module[module].sessions == 1
