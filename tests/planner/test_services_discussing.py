"""Stories of a plan between its draft and its end: told, commented, approved and changed meanwhile, and what came."""

from datetime import date, timedelta

import pytest

from tests.planner.scene import MONDAY, text
from trainhub.kernel import clock
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.messages.models import Message
from trainhub.planner import policies, services
from trainhub.planner.models import CostRate, PlanRun
from trainhub.planner.services import actual, approving, discussing, money, national, nested, publishing
from trainhub.planner.services.many import Said
from trainhub.planner.services.timetable import proposals


def mails(session):
    return session.query(Message).filter_by(kind=discussing.KIND).order_by(Message.id).all()


def test_who_may_comment_is_told_and_what_they_write_waits_to_be_read(scene, make, session):
    first = scene.line("For Georgia")
    scene.line("For all", countries=())
    scene.line("For Tajikistan", countries=("TJ",))
    georgia = make.account("focal_point", scope=("country", "GE"), language="ru")
    make.account("focal_point", scope=("country", "DE"))  # of a country that nobody invites
    make.account("observer")
    approving.discuss(plan=scene.plan)
    [mail] = mails(session)
    assert mail.person_id == georgia.person_id
    assert "Просим прокомментировать план" in mail.subject
    assert "приглашена ваша страна: 2" in mail.body
    assert f"/plan/{scene.plan.public_id}/lines/" in mail.body
    assert discussing.still_true(mail, str(scene.plan.id)) == ""
    waits = session.execute(discussing.waiting({"GE"})).all()
    assert [row.plan for row in waits] == [scene.plan.public_id]
    assert session.execute(discussing.waiting({"DE"})).all(), "a line without countries invites all"
    national.comment(line=first, by=scene.signed(georgia), text="Invite border guards")
    assert session.execute(discussing.waiting({"GE"})).all() == []
    mine = frozenset({scene.centre.id})
    assert [row.number for row in session.execute(discussing.unread(mine))] == [1]
    assert session.execute(discussing.unread(frozenset())).all() == []
    assert discussing.around(scene.plan)[1] == 1
    assert discussing.note(line=first) == 1
    assert discussing.around(scene.plan)[1] == 0
    national.comment(line=first, by=scene.signed(georgia), text="And the police")
    national.comment(line=first, by=scene.signed(), text="They will be invited.")
    assert discussing.around(scene.plan)[1] == 0, "who answers has read it"
    approving.back_to_draft(plan=scene.plan)
    assert mails(session) == [], "a mail that still waits is not sent about a draft"
    assert discussing.still_true(mail, str(scene.plan.id))


def given(scene, line):
    """Let one of two parties approve a plan."""
    first, _other = (approving.add_party(plan=scene.plan, party=name) for name in ("Council", "IOM"))
    approving.discuss(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=first, on=date(2027, 3, 1))
    return first


def reasons(session):
    found = session.query(AuditEntry).filter(AuditEntry.subject_kind == "plan", AuditEntry.reason != "").all()
    return [row.reason for row in found]


@pytest.mark.parametrize(
    "change",
    [
        lambda scene, line: services.move_to(line=line, start=MONDAY + timedelta(days=7)),
        lambda scene, line: services.many.say(plan=scene.plan, keys=[line.public_id], said=Said(seats=12)),
        lambda scene, line: services.many.say(plan=scene.plan, keys=[line.public_id], said=Said(whom="all")),
        lambda scene, line: services.many.say(
            plan=scene.plan, keys=[line.public_id], said=Said(budget_id=scene.fund("Other").id)
        ),
        lambda scene, line: services.remove_line(line=line),
        lambda scene, line: scene.line("Another"),
    ],
)
def test_a_change_takes_back_the_approvals_given_and_says_why(scene, session, change):
    line = scene.line("Event", on=MONDAY, funds=((scene.budget.id, 1.0),))
    row = given(scene, line)
    change(scene, line)
    session.flush()
    assert row.approved_on is None
    assert row.withdrawn_at == clock.now()
    [said] = reasons(session)
    assert said.startswith(f"The approvals of Council were withdrawn: “{row.withdrawn_for}”")
    with pytest.raises(Refused, match="Council, IOM"):
        approving.freeze(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=row, on=date(2027, 3, 2))
    assert (row.withdrawn_at, row.withdrawn_for) == (None, "")


def test_a_search_that_is_taken_over_takes_approvals_back_too(scene, session):
    line = scene.line("Event", on=MONDAY)
    row = given(scene, line)
    there = {"start": "2028-03-06", "half": 1, "room": scene.room.id, "people": [scene.ana.id]}
    run = PlanRun(
        plan=scene.plan,
        state="done",
        proposal={"lines": {line.public_id: there | {"funds": [], "parts": []}}, "left": {}},
    )
    session.add(run)
    session.flush()
    proposals.apply(run=run)
    assert row.approved_on is None


def test_what_parties_do_not_approve_takes_nothing_back(scene, session):
    line = scene.line("Event", on=MONDAY, funds=((scene.budget.id, 1.0),))
    other = scene.line("In another plan", plan=scene.make_plan())
    row = given(scene, line)
    services.move_to(line=other, start=MONDAY)
    services.pin(line=line, fixed=True)
    services.set_audience(line=line, state="agreed")
    money.book(line=line, said={scene.budget.public_id: (100.0, 50.0)})
    services.many.say(plan=scene.plan, keys=[line.public_id], said=Said(public=True))
    session.flush()
    assert (row.approved_on, reasons(session)) == (date(2027, 3, 1), [])


def test_real_days_people_and_money_beside_what_was_approved(scene, make, session, as_actor):
    as_actor(scene.staff)
    session.add(CostRate(centre_id=scene.centre.id, travel=100.0))
    said = {"funds": ((scene.budget.id, 1.0),), "seats": 10}
    held, coming, gone = (
        scene.line(name, on=MONDAY + timedelta(days=number), **said)
        for number, name in enumerate(("Held", "Coming", "Gone"))
    )
    row = approving.add_party(plan=scene.plan, party="Council")
    approving.discuss(plan=scene.plan)
    approving.enter_approval(plan=scene.plan, row=row, on=date(2027, 3, 1))
    approving.freeze(plan=scene.plan)
    training = publishing.make_session(line=held)
    publishing.make_session(line=coming)
    services.remove_line(line=gone)
    places = [make.registration(training) for _one in range(3)]
    make.registration(training, state="withdrawn")
    for place in places[:2]:
        for slot in training.slots:
            make.mark(place, slot)
    make.mark(places[2], training.slots[0], status="absent")
    training.state = "completed"
    money.book(line=held, said={scene.budget.public_id: (900.0, 600.0)})
    found = {str(each.title): each for each in actual.read(scene.plan)}
    first = found["Held"]
    assert (first.approved.day, first.approved.seats, first.approved.cost) == (MONDAY, 10, 1000.0)
    assert (first.first, first.last, first.held) == (MONDAY, MONDAY, True)
    assert (first.confirmed, first.attended, first.spent, first.each) == (3, 2, 600.0, 300.0)
    assert (found["Coming"].held, found["Coming"].confirmed, found["Coming"].attended) == (False, 0, None)
    assert (found["Gone"].line, found["Gone"].approved.cost) == (None, 1000.0)
    sums = actual.totals(found.values())
    assert (sums.events, sums.held, sums.confirmed, sums.attended) == (2, 1, 3, 2)
    assert (sums.cost, sums.seats, sums.planned_each, sums.each) == (3000.0, 30, 100.0, 300.0)
    dollars = scene.fund("Dollars", currency="USD")
    held.funds[0].budget_line = dollars
    session.flush()
    [first] = [each for each in actual.read(scene.plan) if each.line is held]
    assert (first.spent, first.others, first.each) == (0.0, (("USD", 600.0),), None)


def test_many_lines_are_let_out_invited_and_spoken_at_once(scene, session):
    one, all_, closed = scene.line("One"), scene.line("All", countries=()), scene.line("Closed", closed=True)
    keys = [line.public_id for line in (one, all_, closed)]

    def say(**said):
        return services.many.say(plan=scene.plan, keys=keys, said=Said(**said))

    assert say(public=True) == (2, ["Closed"]), "government alone is not invited in public"
    assert say(whom="also", countries=("TJ", "AZ"), languages=("en", "ru"), seats=24) == (3, [])
    assert (one.countries, all_.countries, one.languages, one.seats) == (["AZ", "GE", "TJ"], [], ["en", "ru"], 24)
    say(whom="not", countries=("GE",))
    assert one.countries == ["AZ", "TJ"]
    assert "GE" not in all_.countries
    assert len(all_.countries) > 5
    say(whom="only", countries=("TJ",))
    assert say(whom="not", countries=("TJ",)) == (0, ["One", "All", "Closed"]), "nobody would be left"
    say(whom="all")
    assert all_.countries == one.countries == []
    one.quotas = [["government", 20]]
    assert say(seats=10) == (2, ["One"])
    for half, field in (({"whom": "only"}, "countries"), ({"countries": ("TJ",)}, "whom")):
        with pytest.raises(Invalid) as wrong:
            say(**half)
        assert field in wrong.value.fields


def test_a_line_knows_what_it_comes_from_and_what_came_of_it(scene, make, session):
    above = scene.make_plan(title=text("Perspective"), kind="perspective", ends_on=date(2031, 12, 31))
    wide = scene.line("Border dialogue", plan=above)
    year = scene.make_plan(parent_id=above.id)
    line = scene.line("Border dialogue 2028", plan=year, up_id=wide.id)
    scene.line("For Tajikistan", plan=year, up_id=wide.id, countries=("TJ",))
    copy = services.coverage.scenario(plan=year, title=text("Otherwise"))
    assert len(copy.lines) == 2
    session.expire_all()
    staff = policies.sight(scene.signed())
    assert nested.above(line, staff) is wide
    assert [str(each) for each in nested.below(wide, staff)] == ["Border dialogue 2028", "For Tajikistan"]
    assert nested.under(above, staff) == [year]
    focal = policies.sight(scene.signed(make.account("focal_point", scope=("country", "GE"))))
    assert (nested.above(line, focal), nested.below(wide, focal), nested.under(above, focal)) == (None, [], [])
    year.state = "discussed"
    assert nested.below(wide, focal) == [line]


def test_a_country_shows_a_part_of_its_plan_and_keeps_its_money(scene, make, session):
    georgia, other = (scene.signed(make.account("focal_point", scope=("country", code))) for code in ("GE", "TJ"))
    service, foreign = make.organisation(country_code="GE"), make.organisation(country_code="TJ")
    said = {"country_code": "GE", "title": "Plan of Georgia", "checked": True}
    said |= {"starts_on": date(2028, 1, 1), "ends_on": date(2028, 12, 31), "modules": (4,)}

    def save(**more):
        return national.save(command=national.NationalCommand(**said | more), by=georgia)

    with pytest.raises(Invalid) as wrong:
        save(organisation=foreign.slug)
    assert "organisation" in wrong.value.fields
    plan = save(organisation=service.slug, shared=True, parts=("modules", "nonsense"))
    assert (plan.organisation, plan.parts) == (service, ["modules"])
    command = national.MoneyCommand("Courses", "state", 1000.0, 400.0, 250.0, "GEL")
    row = national.save_money(plan=plan, command=command, by=georgia)
    national.save_money(plan=plan, command=national.MoneyCommand("Travel", "international", 500.0), by=georgia)
    assert (row.left, plan.has_budget) == (600.0, True)
    assert [(each.currency, each.amount, each.spent) for each in national.wholes(plan.money)] == [
        ("EUR", 500.0, 0.0),
        ("GEL", 1000.0, 250.0),
    ]
    with pytest.raises(NotFound):
        national.save_money(plan=plan, command=command, by=other)
    with pytest.raises(Invalid):
        national.save_money(plan=plan, command=national.MoneyCommand("Courses", spent=-1.0), by=georgia, row=row)
    shown = [part for part in ("modules", "themes", "budget", "note") if policies.may_read_part(other, plan, part)]
    assert shown == ["modules"]
    assert policies.may_read_part(georgia, plan, "budget")
    assert session.query(AuditEntry).filter_by(subject_kind="country_plan", subject_id=plan.id).count() >= 3
    scene.line("Rights", activities=(scene.rights.activity_id,))
    scene.line("Borders", activities=(scene.borders.activity_id,))
    scene.line("Not theirs", activities=(scene.borders.activity_id,), countries=("TJ",))
    assert national.meeting(plan, georgia) == [], "a draft is the centre’s own"
    scene.plan.state = "discussed"
    assert national.meeting(plan, georgia) == [scene.plan]
    beside = {each.number: (each.kind, each.events) for each in national.beside(plan, scene.plan)}
    assert (beside[4], beside[11]) == (("both", 1), ("centre", 1))
