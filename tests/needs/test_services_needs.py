"""Rounds, answers, what editors set and focal points say, files with a wrong row, waves; on both databases."""

from datetime import date

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.needs import policies, queries, services
from trainhub.needs.matrix import Said, Scale, cell, simplified, summary
from trainhub.needs.models import Response, Topic
from trainhub.needs.services.answering import ResponseCommand
from trainhub.needs.services.rounds import CountryCommand, RoundCommand, TopicCommand
from trainhub.needs.vocabulary import State
from trainhub.questionnaires import services as questionnaires

SCALE = Scale()


def said(*words):
    return [Said(State.VALUE, word) if isinstance(word, int) else Said(State(word)) for word in words]


def test_words_and_numbers_are_never_mixed_whatever_the_rule():
    assert simplified([], "median", SCALE) == Said(State.NO_ANSWER)
    assert simplified(said("zero", "no"), "median", SCALE) == Said(State.ZERO)
    assert simplified(said("not_available"), "highest", SCALE) == Said(State.NOT_AVAILABLE)
    assert simplified(said(1, 2), "median", SCALE) == Said(State.VALUE, 2)
    assert simplified(said(1, 4), "highest", SCALE) == Said(State.VALUE, 4)
    assert simplified(said(3, 3), "consensus", SCALE) == Said(State.VALUE, 3)
    assert simplified(said(3, 2), "consensus", SCALE) == Said(State.PARTIAL)
    turned = Scale(1, 4, high_is_urgent=False)
    assert simplified(said(1, 2), "median", turned) == Said(State.VALUE, 1)
    assert (turned.urgent, turned.urgency(1), SCALE.urgency(1)) == (1, 1.0, 0.0)
    with pytest.raises(ValueError, match="number"):
        Said(State.ZERO, 0)
    with pytest.raises(ValueError, match="number"):
        Said(State.VALUE)
    cells = [cell(each, asked=1, column=True, rule="median", scale=SCALE) for each in (said(4), said("zero"), said())]
    total = summary(cells, SCALE)
    assert (total.urgent, total.numbers, total.mean) == (1, 1, 4)
    assert total.counts == {State.VALUE: 1, State.ZERO: 1, State.NO_ANSWER: 1}
    assert cell([], asked=0, column=False, rule="median", scale=SCALE).state is State.NOT_ASKED


def command(**values):
    given = {"name": "Ministry", "country_code": "GE", "category_code": "government"}
    return ResponseCommand(**given | values)


def test_an_institution_answers_and_what_is_not_on_the_scale_is_refused(session, make):
    asked = make.needs_round(countries=("AZ", "GE"), modules=(1, 4))
    one, four = (topic.id for topic in db.session.scalars(queries.topics(asked.id)))
    kept = services.answering.keep(found=asked, command=command(answers={one: "3", four: "not_available"}))
    assert {(each.topic_id, each.state, each.value) for each in kept.answers} == {
        (one, "value", 3),
        (four, "not_available", None),
    }
    services.answering.keep(found=asked, command=command(answers={one: "0", four: ""}), response=kept)
    db.session.expire_all()
    [only] = kept.answers
    assert (only.state, only.value) == ("zero", None)
    for wrong in ("5", "value", "no_answer", "½"):
        with pytest.raises(Invalid):
            services.answering.keep(found=asked, command=command(answers={one: wrong}))
    with pytest.raises(NotFound):  # the round does not ask Iran
        services.answering.keep(found=asked, command=command(country_code="IR"))
    with pytest.raises(Refused):
        services.rounds.change(found=asked, command=round_command(highest=5))


def round_command(**values):
    days = {"first_day": date(2027, 1, 1), "last_day": date(2027, 2, 1)}
    return RoundCommand(**{"title": Texts.of({"en": "Round"}), "countries": ("AZ", "GE")} | days | values)


def test_a_round_is_carried_over_closed_and_opened_again_for_one_country(session, make, clock):
    clock.set("2027-03-02T08:00")
    make.module(4)
    first = services.rounds.begin(centre=make.centre(), title=Texts.of({"en": "All"}), command=round_command())
    services.rounds.add_topic(
        found=first,
        command=TopicCommand(
            Texts.of({"en": "Monitoring"}), db.session.scalars(queries.topics(first.id)).first().public_id
        ),
    )
    assert not services.rounds.is_open(first, "GE")
    services.rounds.open_round(first)
    assert services.rounds.is_open(first, "GE")
    assert not services.rounds.is_open(first, "IR")
    services.rounds.close(first)
    with pytest.raises(Invalid):
        services.rounds.set_country(found=first, code="GE", command=CountryCommand("answering", date(2027, 3, 9)))
    again = CountryCommand("answering", date(2027, 3, 9), "Two institutions were missing", date(2027, 5, 1))
    services.rounds.set_country(found=first, code="GE", command=again)
    assert services.rounds.is_open(first, "GE")
    assert not services.rounds.is_open(first, "AZ")
    assert services.rounds.to_revalidate(first, "GE") == date(2027, 5, 1)
    services.rounds.confirm_values(found=first, code="GE")
    assert services.rounds.to_revalidate(first, "GE") is None
    clock.set("2027-03-10T08:00")
    assert not services.rounds.is_open(first, "GE")
    second = services.rounds.next_round(before=first, command=round_command())
    names = [
        (topic.module_id is None, topic.parent_id is None) for topic in db.session.scalars(queries.topics(second.id))
    ]
    assert (second.no, names.count((True, False))) == (2, 1)
    milestone = services.keeping.add_milestone(found=second, title="Draft", due=date(2027, 5, 30))
    with pytest.raises(Invalid):
        services.keeping.move_milestone(milestone=milestone, due=date(2027, 7, 31), reason=" ", done=False)
    services.keeping.move_milestone(milestone=milestone, due=date(2027, 7, 31), reason="More time", done=True)
    assert [(move.before, move.after, move.reason) for move in milestone.moves] == [
        (date(2027, 5, 30), date(2027, 7, 31), "More time")
    ]


def test_rates_show_who_outweighs_the_others_and_sums_agree(session, make):
    asked = make.needs_round(countries=("AZ", "GE", "MD", "TM", "UA"))
    for number in range(4):
        make.said(asked, "AZ", {1: 4}, name=f"Institution {number}")
    make.said(asked, "TM", {1: 3}, behalf="IOM")
    make.said(asked, "GE", {}, source="interview", category_code="csos")
    make.said(asked, "MD", {}, state="invited")
    found = services.rates.rates(asked)
    assert (found.whole.asked, found.whole.answered, found.whole.proxies, found.whole.interviews) == (7, 6, 1, 1)
    assert found.silent == ("MD", "UA")
    assert found.largest == ("AZ", pytest.approx(4 / 6))
    assert found.agrees
    assert found.categories["csos"].answered == 1


def test_gaps_hold_needs_against_what_was_held_and_planned(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("AZ", "GE"), modules=(4, 7, 9))
    make.said(asked, "AZ", {4: 4, 7: 4, 9: 1})
    make.said(asked, "GE", {4: 4, 7: "zero", 9: "not_available"})
    held, planned = make.session(day=-30), make.session(day=20)
    make.registration(held, make.person(country_code="GE"))
    found = services.gaps.gaps(asked, policies.Sight(None, None))
    rows = {row.number: row for row in found.rows}
    [number] = {row.number for row in found.rows if row.activities}  # the module of the sessions
    assert (rows[number].held.sessions, rows[number].planned) == (1, 1)
    assert not rows[number].cells["GE"].blind  # somebody of Georgia was trained
    assert rows[number].cells["AZ"].blind
    assert [row.number for row in found.without_activity] == [7]
    assert rows[7].cells["GE"].pressing is False  # nought is no priority
    assert [row.number for row in found.empty] == [7, 9]
    assert planned.id
    assert services.gaps.gaps(None, policies.Sight()).rows == []


def test_a_questionnaire_asks_focal_points_and_its_answers_fill_the_matrix(session, make):
    asked = make.needs_round(countries=("GE",), modules=(1, 4))
    body = make.organisation(country_code="GE")
    person = make.person(organisation=body, country_code="GE")
    make.account("focal_point", scope=("country", "GE"), person=person)
    instrument = services.keeping.add_instrument(
        found=asked, kind="questionnaire", title=Texts.of({"en": "Form"}), category_code="government", wave_id=None
    )
    with pytest.raises(Refused):
        services.waves.take(instrument=instrument, found=asked)
    closes = kernel_clock.now().replace(year=kernel_clock.now().year + 1)
    services.waves.send(instrument=instrument, found=asked, opens_at=kernel_clock.now(), closes_at=closes)
    questionnaires.open_wave(instrument.wave)
    assert services.waves.invite_focal_points(instrument=instrument, found=asked) == 1
    token = questionnaires.token_of(instrument.wave, person)
    one, four = (topic.id for topic in db.session.scalars(queries.topics(asked.id)))
    given = {f"priorities.t{one}": ["p4"], f"priorities.t{four}": ["not_available"]}
    questionnaires.answer(token, given)
    work.commit()
    assert services.waves.take(instrument=instrument, found=asked) == 1
    assert services.waves.take(instrument=instrument, found=asked) == 0
    [response] = db.session.query(Response)
    assert (response.name, response.country_code, response.source) == (str(body.title), "GE", "questionnaire")
    states = {each.topic_id: (each.state, each.value) for each in response.answers}
    assert states == {one: ("value", 4), four: ("not_available", None)}


def test_a_focal_point_answers_for_the_own_country_while_it_is_open(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("AZ", "GE"))
    focal = SignedIn(make.account("focal_point", scope=("country", "GE")))
    staff = SignedIn(make.staff(asked.assessment.centre))
    watcher = SignedIn(make.account("observer", scope=("country", "AZ")))
    assert policies.may_fill(focal, asked, "GE", open_=True)
    assert not policies.may_fill(focal, asked, "GE", open_=False)
    assert not policies.may_fill(focal, asked, "AZ", open_=True)
    assert policies.may_remark(focal, asked, "GE")
    assert not policies.may_remark(focal, asked, "AZ")
    assert not policies.may_edit(focal, asked.assessment)
    assert policies.may_fill(staff, asked, "AZ", open_=False)
    assert policies.sight(watcher).country("AZ")
    assert not policies.sight(watcher).beneath(asked)
    assert not policies.may_remark(watcher, asked, "AZ")
    topic = db.session.query(Topic).first()
    with pytest.raises(Invalid):
        services.answering.set_cell(found=asked, country="GE", topic=topic, value=4, reason=" ", note="")
    with pytest.raises(Invalid):
        services.answering.set_cell(found=asked, country="GE", topic=topic, value=7, reason="So", note="")


def test_who_is_asked_by_a_wave_counts_as_asked_until_they_answer(session, make):
    asked = make.needs_round(countries=("AZ", "GE", "MD"), modules=(1, 4))
    bodies = {code: [make.organisation(country_code=code) for _n in range(4)] for code in ("AZ", "GE", "MD")}
    bodies["GE"][0].category_code = "ngo"
    focal = {}
    for code, owned in bodies.items():
        focal[code] = [make.person(organisation=body, country_code=code) for body in owned]
    focal["AZ"].append(make.person(organisation=bodies["AZ"][0], country_code="AZ"))  # two speak for one institution
    focal["MD"].append(make.person(country_code="MD"))  # and one for none
    for code, persons in focal.items():
        for person in persons:
            make.account("focal_point", scope=("country", code), person=person)
    noted = services.answering.keep(
        found=asked, command=command(name=str(bodies["GE"][0].title), state="invited", category_code=None)
    )
    instrument = services.keeping.add_instrument(
        found=asked, kind="questionnaire", title=Texts.of({"en": "Form"}), category_code="government", wave_id=None
    )
    closes = kernel_clock.now().replace(year=kernel_clock.now().year + 1)
    services.waves.send(instrument=instrument, found=asked, opens_at=kernel_clock.now(), closes_at=closes)
    questionnaires.open_wave(instrument.wave)
    for _again in range(2):  # asked again, they are asked once
        assert services.waves.invite_focal_points(instrument=instrument, found=asked) == 14
        rate = services.rates.rates(asked)
        assert (rate.whole.asked, rate.whole.answered, rate.silent) == (13, 0, ("AZ", "GE", "MD"))
        assert {code: each.asked for code, each in rate.countries.items()} == {"AZ": 4, "GE": 4, "MD": 5}
    topics = [topic.id for topic in db.session.scalars(queries.topics(asked.id))]
    for person in (focal["GE"][0], focal["GE"][1], focal["MD"][-1]):
        given = {f"priorities.t{topic}": ["p4"] for topic in topics}
        questionnaires.answer(questionnaires.token_of(instrument.wave, person), given)
    work.commit()
    assert services.waves.take(instrument=instrument, found=asked) == 3
    assert services.waves.take(instrument=instrument, found=asked) == 0
    rate = services.rates.rates(asked)
    assert (rate.whole.asked, rate.whole.answered, rate.agrees) == (13, 3, True)
    assert {code: (each.asked, each.answered) for code, each in rate.countries.items()} == {
        "AZ": (4, 0),
        "GE": (4, 2),
        "MD": (5, 1),
    }
    assert {code: (each.asked, each.answered) for code, each in rate.categories.items()} == {
        "ministry": (11, 1),
        "ngo": (1, 1),
        "government": (1, 1),
    }
    db.session.refresh(noted)
    assert (noted.state, noted.category_code) == ("answered", "ngo"), "noted by hand, and the same institution"
    assert services.waves.invite_focal_points(instrument=instrument, found=asked) == 14
    assert services.rates.rates(asked).whole.asked == 13
