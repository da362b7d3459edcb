"""Waves: who may answer, once; what is written where; reminders; closing."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest

from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.messages.models import Message
from trainhub.questionnaires import queries, sealing, services
from trainhub.questionnaires.models import Answer, AnswerSet, SealedAnswer, Wave, WaveMember
from trainhub.questionnaires.own_data import own
from trainhub.questionnaires.services.closing import destroy_spent_keys

from .sample import OPINION, TEST, close, entered, send, t


def mails(kind: str) -> list[str]:
    rows = db.session.query(Message).filter_by(kind=kind).order_by(Message.id)
    return [row.person.display for row in rows if row.person]


def waits_for(person: Any) -> list[str]:
    return [row.wave for row in db.session.execute(queries.open_for(person.id, kernel_clock.now()))]


def everybody(wave: Wave, make: Any, number: int, **values: Any) -> list[str]:
    return [services.invite(wave, make.person(**values)) for _each in range(number)]


def test_an_answer_is_sealed_and_ticks_its_member(wave: Any, make: Any) -> None:
    opinion = wave(blocks={"trainer": [("ada", "Ada")]})
    ann, bob = make.person(display="Ann"), make.person(display="Bob")
    token = services.invite(opinion, ann)
    assert services.invite(opinion, ann) == token  # a second time changes nothing
    services.invite(opinion, bob)
    assert services.find_sheet(token).state == "open"
    send(token, useful="5", again="yes", clear_at_ada="4")
    assert services.find_sheet(token).state == "answered"
    assert [(each.person.display, each.answered) for each in services.members(opinion)] == [
        ("Ann", True),
        ("Bob", False),
    ]
    assert db.session.query(SealedAnswer).filter_by(wave_id=opinion.id).count() == 1
    assert db.session.query(AnswerSet).filter_by(wave_id=opinion.id).count() == 0
    found = services.rate(opinion)
    assert (found.asked, found.ticked, found.paper, found.share) == (2, 1, 0, 0.5)


def test_nobody_answers_twice(wave: Any, make: Any) -> None:
    token = services.invite(wave(), make.person())
    send(token, again="yes")
    with pytest.raises(Refused, match="answered already"):
        send(token, again="no")


def test_a_new_link_for_the_same_person_is_the_same_link(wave: Any, make: Any) -> None:
    """Signing out and in, or being invited again, gives nobody a second answer."""
    opinion, ann = wave(), make.person()
    token = services.invite(opinion, ann)
    assert waits_for(ann) == [opinion.public_id]
    send(token, again="yes")
    assert waits_for(ann) == []
    assert services.invite(opinion, ann) == token == services.token_of(opinion, ann)
    with pytest.raises(Refused):
        send(token, again="yes")


def test_a_token_that_nobody_was_given(wave: Any) -> None:
    wave()
    with pytest.raises(NotFound):
        services.find_sheet("guessed")
    with pytest.raises(NotFound):
        send("guessed", again="yes")


def test_only_hashes_of_tokens_are_kept(wave: Any, make: Any) -> None:
    opinion = wave()
    token = services.invite(opinion, make.person(), mail=False)
    row = db.session.query(WaveMember).filter_by(wave_id=opinion.id).one()
    assert token not in {row.id, row.token_hash}
    assert len(token) == 32


def test_unusable_answers_tick_nobody(wave: Any, make: Any) -> None:
    opinion = wave()
    token = services.invite(opinion, make.person())
    with pytest.raises(Invalid) as caught:
        send(token, useful="9")
    assert set(caught.value.fields) == {"useful", "again"}
    assert services.find_sheet(token).state == "open"


def test_an_empty_answer_is_none(wave: Any, make: Any) -> None:
    from trainhub.questionnaires.content import Content, Section

    from .sample import USEFUL

    token = services.invite(wave(Content((Section("s", items=(USEFUL,)),))), make.person())
    with pytest.raises(Invalid, match="Nothing was entered"):
        send(token)


def test_a_wave_opens_and_closes_at_its_time(wave: Any, make: Any, clock: Any) -> None:
    now = kernel_clock.now()
    questionnaire = services.create(title=t("Opinion"), content=OPINION)
    planned = services.plan_wave(
        version=questionnaire.versions[0],
        identity="anonymous",
        title=t("Training"),
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=3),
    )
    public_id = planned.public_id
    token = services.invite(planned, make.person(display="Ann"))
    assert services.find_sheet(token).state == "early"
    with pytest.raises(Refused, match="not open yet"):
        send(token, again="yes")
    assert mails("questionnaire_invited") == []
    clock.set(now + timedelta(days=1, minutes=1))
    jobs.enqueue("questionnaires.tend")
    work.commit()
    jobs.drain()
    assert mails("questionnaire_invited") == ["Ann"]
    assert services.find_sheet(token).state == "open"
    clock.set(now + timedelta(days=3))
    assert services.find_sheet(token).state == "closed"  # at once, before the job comes round
    with pytest.raises(Refused, match="closed"):
        send(token, again="yes")
    jobs.enqueue("questionnaires.tend")
    work.commit()
    jobs.drain()
    assert services.find_wave(public_id).state == "closed"
    assert not sealing.has_key(public_id)


def test_closing_opens_the_answers_and_destroys_the_key(wave: Any, make: Any) -> None:
    opinion = wave(minimum=3)
    for number, token in enumerate(everybody(opinion, make, 5)):
        if number < 4:
            send(token, useful=str(number + 1), again="yes")
    assert services.results([opinion]).hidden
    closed = close(opinion)
    assert (closed.state, closed.counted, closed.kept) == ("closed", 4, True)
    assert db.session.query(SealedAnswer).filter_by(wave_id=closed.id).count() == 0
    assert db.session.query(AnswerSet).filter_by(wave_id=closed.id).count() == 4
    assert {row.source for row in db.session.query(AnswerSet)} == {""}
    assert sealing.names() == [] or closed.public_id not in sealing.names()
    assert sum(member.answered for member in services.members(closed)) == 4
    found = services.rate(closed)
    assert (found.asked, found.ticked, found.paper) == (5, 4, 0)


def test_too_few_answers_are_deleted_unread(wave: Any, make: Any) -> None:
    opinion = wave(minimum=5)
    for token in everybody(opinion, make, 4):
        send(token, useful="1", again="no", why="They know who I am")
    closed = close(opinion)
    assert (closed.counted, closed.kept) == (4, False)
    assert db.session.query(AnswerSet).filter_by(wave_id=closed.id).count() == 0
    assert db.session.query(Answer).count() == 0
    assert services.results([closed]).hidden
    assert services.texts_of([closed]) == []
    with pytest.raises(Refused, match="at least 5"):
        services.answers_table(closed)


def test_closing_twice_or_after_a_crash_is_closing_once(wave: Any, make: Any) -> None:
    """The transaction was committed, the machine stopped before the key was gone: the next round destroys it."""
    opinion = wave(minimum=3)
    for token in everybody(opinion, make, 3):
        send(token, again="yes")
    public_id = close(opinion).public_id
    sealing.make_key(public_id)
    jobs.enqueue("questionnaires.close", wave=public_id)
    jobs.enqueue("questionnaires.tend")
    work.commit()
    jobs.drain()
    again = services.find_wave(public_id)
    assert db.session.query(AnswerSet).filter_by(wave_id=again.id).count() == 3
    assert not sealing.has_key(again.public_id)
    with pytest.raises(Refused):
        services.close_wave(again)


def test_named_answers_have_their_person_at_once(wave: Any, make: Any) -> None:
    test = wave(TEST, identity="named")
    ann = make.person()
    send(services.invite(test, ann), one="yes", two="no", three=["book", "film"])
    row = db.session.query(AnswerSet).filter_by(wave_id=test.id).one()
    assert (row.person_id, row.source) == (ann.id, "web")
    assert services.scores(test) == {ann.id: (4.0, 4.0)}
    assert close(test).counted == 1


def test_paper_forms_tick_nobody(wave: Any, make: Any) -> None:
    opinion = wave(minimum=3)
    everybody(opinion, make, 4)
    for number in "123":
        services.enter_paper(opinion, entered({"useful": number}))  # "again" was left blank on paper
    with pytest.raises(Invalid, match="Nothing was entered"):
        services.enter_paper(opinion, {})
    found = services.rate(opinion)
    assert (found.asked, found.ticked, found.paper, found.share) == (4, 0, 3, 0.75)
    closed = close(opinion)
    assert services.rate(closed) == found
    with pytest.raises(Refused, match="only while it is open"):
        services.enter_paper(closed, entered({"useful": "1"}))


def test_reminders_reach_those_who_may_answer_and_have_not(wave: Any, make: Any) -> None:
    opinion = wave()
    ann, bob, col, dan = (make.person(display=name) for name in ("Ann", "Bob", "Col", "Dan"))
    tokens = [services.invite(opinion, each) for each in (ann, bob, col, dan)]
    make.person(display="Eve")  # was never asked
    services.uninvite(opinion, dan)  # may not any more
    services.remind(opinion)
    send(tokens[0], again="yes")  # between asking for the reminders and writing them
    work.commit()
    jobs.drain()
    assert mails("questionnaire_reminder") == ["Bob", "Col"]


def test_a_reminder_that_still_waits_is_taken_back_by_the_answer(wave: Any, make: Any) -> None:
    """The mail server was away for an hour, and meanwhile they answered from the start page."""
    opinion, other = wave(), wave()
    ann, bob = make.person(display="Ann"), make.person(display="Bob")
    token = services.invite(opinion, ann)
    services.invite(opinion, bob)
    services.invite(other, ann)
    services.send_reminders(opinion)
    send(token, again="yes")
    assert mails("questionnaire_reminder") == ["Bob"]
    assert mails("questionnaire_invited") == ["Bob", "Ann"]  # and what another wave asks stays
    closed = close(opinion)
    assert mails("questionnaire_reminder") == []
    assert closed.state == "closed"


def test_nobody_is_reminded_more_than_twice(wave: Any, make: Any) -> None:
    opinion = wave()
    public_id = opinion.public_id
    services.invite(opinion, make.person(display="Ann"))
    for _round in range(3):
        services.remind(services.find_wave(public_id))
        work.commit()
        jobs.drain()
    assert mails("questionnaire_reminder") == ["Ann", "Ann"]


def test_the_mail_speaks_the_persons_language_and_says_what_becomes_of_the_answer(wave: Any, make: Any) -> None:
    token = services.invite(wave(), make.person(language="en"))
    mail = db.session.query(Message).filter_by(kind="questionnaire_invited").one()
    assert f"http://localhost/answer/{token}" in mail.body
    assert "anonymous" in mail.body
    assert mail.secret


def test_a_closed_wave_asks_nobody(wave: Any, make: Any) -> None:
    closed = close(wave())
    with pytest.raises(Refused):
        services.invite(closed, make.person())
    with pytest.raises(Refused):
        services.remind(closed)


def test_an_invitation_taken_back_closes_the_link_but_not_an_answer(wave: Any, make: Any) -> None:
    opinion = wave()
    ann, bob = make.person(), make.person()
    first, second = services.invite(opinion, ann), services.invite(opinion, bob)
    send(second, again="yes")
    services.uninvite(opinion, ann)
    services.uninvite(opinion, bob)
    with pytest.raises(NotFound):
        services.find_sheet(first)
    assert [each.person_id for each in services.members(opinion)] == [bob.id]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"identity": "secret"}, "identity"),
        ({"minimum": 2}, "minimum"),
        ({"identity": "pseudonymous"}, "series"),
        ({"series": "pre-post"}, "series"),
        ({"identity": "pseudonymous", "series": "../etc"}, "series"),
        ({"blocks": {"trainer": [("no such code", "Ada")]}}, "blocks"),
        ({"blocks": {"room": []}}, "blocks"),
    ],
)
def test_plans_that_cannot_work(wave: Any, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        wave(**values)
    assert field in caught.value.fields


def test_keepers_may_type_in_paper_forms(wave: Any, make: Any) -> None:
    opinion, ada, bob = wave(), make.person(), make.person()
    services.set_keepers(opinion, [ada])
    assert services.is_keeper(opinion, ada.id)
    assert not services.is_keeper(opinion, bob.id)
    assert not services.is_keeper(opinion, None)
    services.set_keepers(opinion, [bob])
    assert not services.is_keeper(opinion, ada.id)


def test_pseudonyms_pair_and_their_key_goes_with_the_last_wave(wave: Any, make: Any) -> None:
    before = wave(TEST, identity="pseudonymous", series="s1", minimum=3)
    after = wave(TEST, identity="pseudonymous", series="s1", minimum=3)
    for person in [make.person() for _each in range(3)]:
        for each in (before, after):
            send(services.invite(each, person), one="yes")
    later, first = after.public_id, close(before).id
    assert sealing.has_key("series-s1")
    second = close(services.find_wave(later)).id
    assert not sealing.has_key("series-s1")
    rows = db.session.query(AnswerSet)
    assert len({row.pseudonym for row in rows}) == 3
    assert {row.pseudonym for row in rows.filter_by(wave_id=first)} == {
        row.pseudonym for row in rows.filter_by(wave_id=second)
    }
    with pytest.raises(Refused, match="nothing would pair"):
        wave(TEST, identity="pseudonymous", series="s1")


def test_a_lost_key_stops_answers_and_the_wave_can_begin_again(wave: Any, make: Any) -> None:
    """As after a restore: a backup holds no keys."""
    opinion = wave()
    ann = make.person()
    token = services.invite(opinion, ann)
    send(token, again="yes")
    with pytest.raises(Refused):
        services.renew(opinion)
    sealing.destroy_key(opinion.public_id)
    other = make.person()
    assert services.find_sheet(token).state == "answered"
    assert waits_for(other) == []
    services.renew(opinion)
    new = services.token_of(opinion, ann)
    assert new is not None
    assert new != token
    assert services.find_sheet(new).state == "open"
    with pytest.raises(NotFound):
        services.find_sheet(token)
    assert services.rate(opinion).answers == 0


def test_without_its_key_a_wave_still_closes(wave: Any, make: Any, caplog: Any) -> None:
    opinion = wave(minimum=3)
    for token in everybody(opinion, make, 3):
        send(token, again="yes")
    sealing.destroy_key(opinion.public_id)
    closed = close(opinion)
    assert (closed.state, closed.counted, closed.kept) == ("closed", 0, False)
    assert "could not be opened" in caplog.text


def test_erasure_of_a_person_leaves_how_many_were_asked(wave: Any, make: Any) -> None:
    """A membership keeps pointing at the tombstone, so that rates stay; what is anonymous stays, nobody knows whose."""
    from trainhub.people.services import person_columns

    policies = {f"{table}.{column}": policy for (table, column), policy in person_columns().items()}
    assert policies["wave_member.person_id"] == "move"
    assert policies["wave_keeper.person_id"] == "erase"
    assert policies["answer_set.person_id"] == "anonymise"


def test_the_audit_log_tells_of_the_wave_and_of_nobodys_answer(wave: Any, make: Any) -> None:
    opinion = wave(minimum=3)
    tokens = everybody(opinion, make, 3)
    work.commit()
    before = db.session.query(AuditEntry).count()
    for token in tokens:
        send(token, again="yes")
    work.commit()
    assert db.session.query(AuditEntry).count() == before
    close(opinion)
    kinds = {row.kind for row in db.session.query(AuditEntry)}
    assert kinds & {"wave_member", "answer_set", "answer", "sealed_answer"} == set()


def test_keys_of_unknown_waves_are_left_alone_for_a_day(session: object) -> None:
    """Another process may have made one and not committed its wave yet."""
    sealing.make_key("unknownwave1")
    destroy_spent_keys()
    assert sealing.has_key("unknownwave1")
    yesterday = time.time() - 90_000
    os.utime(sealing.folder() / "unknownwave1.key", (yesterday, yesterday))
    destroy_spent_keys()
    assert not sealing.has_key("unknownwave1")
    sealing.destroy_key("unknownwave1")  # a second time does nothing


def test_a_planned_wave_moves_and_goes(wave: Any, make: Any, clock: Any) -> None:
    now = kernel_clock.now()
    questionnaire = services.create(title=t("Opinion"), content=OPINION)
    planned = services.plan_wave(
        version=questionnaire.versions[0],
        identity="anonymous",
        title=t("Training"),
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=3),
    )
    later = {"opens_at": now + timedelta(days=2), "closes_at": now + timedelta(days=5)}
    services.replan(planned, **later, title=t("Moved"), blocks={"trainer": [("ada", "Ada")]})
    assert (str(planned.title), planned.opens_at) == ("Moved", later["opens_at"])
    assert services.blocks_of(planned) == {"trainer": [("ada", "Ada")]}
    with pytest.raises(Invalid):
        services.replan(planned, opens_at=now, closes_at=now)
    running = wave()
    services.replan(running, opens_at=now, closes_at=now + timedelta(days=9))
    assert running.closes_at == now + timedelta(days=9)
    with pytest.raises(Refused):
        services.replan(running, **later, blocks={})
    with pytest.raises(Refused):
        services.cancel_wave(running)


def test_a_planned_wave_can_be_taken_off(make: Any, session: object) -> None:
    now = kernel_clock.now()
    questionnaire = services.create(title=t("Opinion"), content=OPINION)
    planned = services.plan_wave(
        version=questionnaire.versions[0],
        identity="anonymous",
        title=t("Training"),
        opens_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=3),
    )
    public_id = planned.public_id
    token = services.invite(planned, make.person())
    services.set_keepers(planned, [make.person()])
    services.cancel_wave(planned)
    with pytest.raises(NotFound):
        services.find_wave(public_id)
    with pytest.raises(NotFound):
        services.find_sheet(token)


def test_own_data_shows_what_one_was_asked_and_answered_by_name(wave: Any, make: Any) -> None:
    ann = make.person()
    opinion, test = wave(), wave(TEST, identity="named")
    send(services.invite(opinion, ann), again="no", why="nobody shall know")
    send(services.invite(test, ann), one="yes", three=["book"])
    services.set_keepers(opinion, [ann])
    asked, answered = own(ann)
    assert [(row["as"], row["answered"]) for row in asked.rows] == [
        ("Participant", True),
        ("Participant", True),
        ("Types in paper forms", None),
    ]
    assert [(row["question"], row["answer"]) for row in answered.rows] == [("1?", "Yes"), ("3?", "book")]
