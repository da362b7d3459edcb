"""What speaks against a placement is said at once, and by the same rules to which the search keeps."""

from datetime import date, timedelta
from time import perf_counter

from tests.planner.scene import MONDAY
from tests.planner.test_services_timetable import STEPS, compiled, run_of
from trainhub.curriculum.models import Prerequisite
from trainhub.engine import solving
from trainhub.people.models import Country
from trainhub.planner import services
from trainhub.planner.policies import Sight
from trainhub.planner.services import money
from trainhub.planner.services.conflicts import INFO
from trainhub.planner.services.timetable import proposals, running
from trainhub.sessions import services as sessions

DAY = timedelta(days=1)


def kinds(outcome):
    return [each.kind for each in outcome.conflicts]


def put(line, day, half=0):
    return kinds(services.move_to(line=line, start=day, half=half))


def keep(scene, **numbers):
    running.keep_wishes(scene.centre.id, numbers)


def test_countries_send_people_to_as_many_events_as_the_rules_say(scene, session):
    first, second = (scene.line(name, room_id=None, trainers=(), on=MONDAY) for name in ("First", "Second"))
    third = scene.line("Third", room_id=None, trainers=(), countries=("GE", "TJ"))
    assert kinds(services.look(second)) == [], "two at a time are what a country can do"
    [full] = services.move_to(line=third, start=MONDAY).conflicts
    assert (full.kind, full.message) == (
        "audience",
        "Countries send people to 2 events at a time. Then there are also “First”, “Second”, for: Georgia.",
    )
    assert kinds(services.look(first)) == ["audience"]
    keep(scene, guests=3)
    assert kinds(services.look(third)) == []
    keep(scene, guests=1)
    assert kinds(services.look(second)) == ["audience"]
    keep(scene)
    found = services.situation.read(scene.plan)
    assert services.conflicts.alternatives(found, third)[0].start == MONDAY + DAY


def test_seats_preparation_and_hours(scene, session):
    line = scene.line("Large", seats=31)
    assert put(line, MONDAY) == ["seats"]
    line.seats = 30
    services.save_plan(
        command=services.PlanCommand(scene.plan.title, date(2027, 3, 1), date(2028, 12, 31)),
        centre=scene.centre,
        plan=scene.plan,
    )
    soon = date(2027, 4, 13)
    assert put(line, soon) == ["lead"], "the clock of tests stands at the second of March"
    assert kinds(services.look(line)) == [], "what stands there already is not told every day that it is late"
    assert put(line, date(2027, 4, 19)) == []
    line.mode, line.room_id = "online", None
    assert put(line, soon) == []
    session.query(Country).filter_by(code="GE").one().zone = "America/New_York"
    [odd] = services.move_to(line=line, start=MONDAY).conflicts
    assert (odd.kind, odd.message) == ("hours", "Too early or too late by the clocks of: Georgia.")


def test_what_the_curriculum_puts_first_comes_first(scene, make, session):
    session.add(Prerequisite(activity_text_id=scene.borders.id, before_id=scene.rights.activity_id))
    session.flush()
    rights = scene.line("Rights", activities=(scene.rights.activity_id,), trainers=(), on=MONDAY)
    borders = scene.line("Borders", activities=(scene.borders.activity_id,), trainers=())
    [early] = services.move_to(line=borders, start=MONDAY - 7 * DAY).conflicts
    assert (early.kind, early.message) == ("order", "“Rights” comes before it, and begins later.")
    assert "It comes before “Borders”, which begins earlier." in [
        each.message for each in services.look(rights).conflicts
    ]
    elsewhere = scene.line("Elsewhere", activities=(scene.borders.activity_id,), trainers=(), countries=("TJ",))
    assert put(elsewhere, MONDAY - 14 * DAY) == [], "another country has its own order"
    assert put(borders, MONDAY + DAY) == []
    again = scene.line("Rights again", activities=(scene.rights.activity_id,), trainers=())
    assert put(again, MONDAY + 28 * DAY) == [], "the first run was before it"


def test_who_knows_and_who_speaks(scene, make, session):
    make.expert(ivan := make.person(), modules={4: "expert"}, languages=["ru"])
    line = scene.line("Borders", activities=(scene.borders.activity_id,), trainers=(ivan.id,), languages=("ru",))
    [said] = services.move_to(line=line, start=MONDAY).conflicts
    assert (said.kind, said.level) == ("knows", INFO)
    keep(scene, interpreters=1)
    first, second = (
        scene.line(name, room_id=None, trainers=(who.id,), languages=("fr",), countries=(code,), on=MONDAY + 7 * DAY)
        for name, who, code in (("First", scene.ana, "GE"), ("Second", scene.bek, "TJ"))
    )
    assert kinds(services.look(first)) == ["language"], "one interpreter for two events"
    make.expert(lea := make.person(), languages=["fr"], roles=["interpreter"])
    make.expert(make.person(), languages=["fr"], roles=["interpreter"])
    assert kinds(services.look(second)) == []
    make.session(centre=scene.centre, trainer=lea, day=MONDAY + 7 * DAY)
    assert kinds(services.look(second)) == ["language"], "one of them has a part in a session"


def test_trainers_have_a_most_a_month_and_time_to_travel(scene, session):
    keep(scene, trainer_month=3)
    first, second = scene.line("First", on=MONDAY), scene.line("Second", room_id=None)
    assert put(second, MONDAY + 7 * DAY) == ["month"]
    assert put(second, MONDAY + 28 * DAY) == []
    keep(scene, travel_rest=2)
    scene.ana.country_code = "TJ"
    session.flush()
    assert put(second, MONDAY + DAY) == ["travel"]
    assert put(second, MONDAY + 2 * DAY) == []
    second.mode = first.mode = "online"
    assert put(second, MONDAY + DAY) == [], "nobody travels"


def test_the_event_that_uses_up_the_money_says_so(scene, session):
    money.save_rate(command=money.RateCommand(fixed=10_000.0), centre_id=scene.centre.id)
    paid = {"funds": ((scene.budget.id, 1.0),), "room_id": None, "trainers": ()}
    lines = [scene.line(f"Event {number}", on=MONDAY + number * 7 * DAY, **paid) for number in range(3)]
    assert [kinds(services.look(line)) for line in lines] == [[], [], ["money"]], "50 000 are there, each takes 20 000"
    [short] = services.look(lines[2]).conflicts
    assert short.message == "“Travel” does not hold as much: 60,000 EUR until then, and 50,000 EUR are there."
    other = scene.make_plan(title=services.planning.Texts.of({"en": "Other"}))
    scene.line("Elsewhere", plan=other, funds=((scene.budget.id, 1.0),))
    other.state = "approved"
    session.flush()
    assert kinds(services.look(lines[1])) == ["money"], "what other plans take is gone"


def test_a_closed_room_is_not_planned_in_and_who_puts_a_session_there_is_told(scene, make, session):
    held = make.session(centre=scene.centre, room=scene.room, day=MONDAY)
    _row, number = sessions.close_room(room=scene.room, since=MONDAY, until=MONDAY + 4 * DAY, note="Paint")
    assert number == 1
    said = [(each.kind, each.level) for each in sessions.conflicts(sessions.plan_of(held), held)]
    assert ("room", "block") in said
    line = scene.line("Event")
    assert put(line, MONDAY + DAY) == ["closed"]
    found = services.situation.read(scene.plan)
    assert services.conflicts.alternatives(found, line)[0].start not in {MONDAY + n * DAY for n in range(5)}
    assert (MONDAY, 1) in found.rooms[scene.room.id], "the search reads it, too"
    sessions.open_room(room=scene.room, public_id=_row.public_id)
    assert kinds(services.look(line)) == []


def test_a_searched_plan_shows_no_conflict_but_what_the_search_told(scene, make, session):
    """Board and search judge by the same rules: what the search allowed needs no look."""
    keep(scene, trainer_month=8)
    session.add(Prerequisite(activity_text_id=scene.borders.id, before_id=scene.rights.activity_id))
    make.expert(make.person(country_code="TJ"), modules={4: "expert", 11: "expert"}, languages=["ru"])
    money.save_rate(command=money.RateCommand(fixed=2_000.0), centre_id=scene.centre.id)
    topics = (scene.rights.activity_id, scene.borders.activity_id)
    for number in range(7):
        scene.line(
            f"Event {number}",
            activities=topics[number % 2 :][:1],
            half_days=2 + number % 3,
            seats=25,
            countries=() if number % 2 else ("GE", "TJ"),
            languages=("ru",) if number % 3 == 0 else ("en",),
            mode="online" if number % 5 == 4 else "room",
            room_id=None,
            funds=((scene.budget.id, 1.0),) if number < 3 else (),
        )
    found = compiled(scene, trainer_month=8)
    outcome = solving.solve(found.problem, seeds=(1,), steps=10 * STEPS)
    run = run_of(scene, proposals.told(found, outcome.plan, outcome.score))
    proposals.apply(run=run)
    look = 0
    for each in services.situation.read(scene.plan).placed():
        told = {part for part, _points in each.line.why[1]["parts"]}
        said = {one.kind for one in services.look(each.line).conflicts if one.level != INFO}
        assert said <= told, str(each.line.title)
        look += bool(said)
    board = services.board.read(scene.plan, Sight(None, None))
    assert board.look == look
    assert len(board.unplaced) < 4


def test_a_hundred_lines_are_checked_fast(scene, make, session):
    for number in range(100):
        scene.line(f"Event {number}", room_id=None, trainers=(), countries=())
    days = [day for number in range(300) if (day := MONDAY + number * DAY).weekday() < 5]
    for number, line in enumerate(scene.plan.lines):
        line.starts_on = days[2 * number % len(days)]
    session.commit()
    began = perf_counter()
    found = services.situation.read(scene.plan)
    services.conflicts.alternatives(found, found.lines[0])
    assert perf_counter() - began < 3, "a fraction of it on a quiet machine"
