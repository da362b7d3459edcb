"""Pages of plans: the board, lines, candidates, approval, money, coverage, scenarios."""

import re
from datetime import date, timedelta

from tests.planner.scene import MONDAY
from trainhub.kernel.db import db
from trainhub.planner import services
from trainhub.planner.models import CostRate, Plan, PlanComment, PlanLine
from trainhub.planner.services import Part, approving
from trainhub.sessions.models import Unavailability

FIRST_HALF = "?from=2028-01"


def fill(scene):
    first = scene.line("First", on=MONDAY, activities=(scene.rights.activity_id,), funds=((scene.budget.id, 1.0),))
    second = scene.line("Second", on=MONDAY, trainers=(scene.bek.id,), activities=(scene.borders.activity_id,))
    third = scene.line("Third")
    db.session.commit()
    return first, second, third


def test_the_board_by_module_room_and_trainer(scene, sign_in):
    fill(scene)
    client = sign_in(scene.staff)
    page = client.get(scene.where + FIRST_HALF).text
    assert page.count('class="card-s') == 3
    assert "Without a day" in page
    assert "needs a look" in page
    assert "room, 7" in page, "both stand in one room"
    assert re.search(r"4 of 24 half-days", page)
    for way, words in (("room", str(scene.room.title)), ("trainer", scene.ana.display)):
        assert words in client.get(f"{scene.where}{FIRST_HALF}&by={way}").text
    assert "stand in other months" in client.get(f"{scene.where}?from=2028-07").text


def test_a_line_is_moved_fixed_and_undone_from_the_board(scene, sign_in):
    _first, second, _third = fill(scene)
    client = sign_in(scene.staff)
    where = f"{scene.where}lines/{second.public_id}/"
    back = {"to": "board", "by": "room", "from": "2028-01"}
    answer = client.post(f"{where}move", data=back | {"months": "1"})
    assert answer.location == f"{scene.where}?by=room&from=2028-01#line-{second.public_id}"
    assert db.session.get(PlanLine, second.id).starts_on.month == 3
    client.post(f"{where}move", data=back | {"month": "2028-09-01"})
    assert db.session.get(PlanLine, second.id).starts_on.month == 9
    for _twice in range(2):  # two people at once mean the same
        client.post(f"{where}act", data=back | {"act": "fix"})
        assert db.session.get(PlanLine, second.id).pinned
    client.post(f"{scene.where}undo", data=back)
    client.post(f"{scene.where}undo", data=back)
    assert db.session.get(PlanLine, second.id).starts_on.month == 3
    client.post(f"{where}move", data=back | {"month": "nonsense"})
    assert "Choose a month." in client.get(scene.where).text


def test_on_another_row_a_card_gets_that_room_or_trainer_and_the_conflict_is_told(scene, sign_in, queries):
    _first, second, third = fill(scene)
    client, ana, bek, other = sign_in(scene.staff), scene.ana.public_id, scene.bek.public_id, scene.other_room.public_id
    where = f"{scene.where}lines/{second.public_id}/move"
    page = client.get(f"{scene.where}{FIRST_HALF}&by=room").text
    assert f'data-row="{other}"' in page, "an empty room is there to be dropped on"
    assert f'data-row="{bek}"' in client.get(f"{scene.where}?from=2028-07&by=trainer").text
    for way in ("room", "trainer"):
        with queries(12):
            client.get(f"{scene.where}{FIRST_HALF}&by={way}")
    back = {"to": "board", "from": "2028-01"}
    answer = client.post(where, data=back | {"by": "room", "row": other, "was": scene.room.public_id})
    assert answer.location.endswith(f"by=room&from=2028-01#line-{second.public_id}")
    line = db.session.get(PlanLine, second.id)
    assert (line.room_id, line.starts_on) == (scene.other_room.id, MONDAY)
    assert scene.bek.display in client.get(scene.where).text
    client.post(where, data=back | {"by": "trainer", "row": ana, "was": bek})
    assert [row.person_id for row in line.trainers] == [scene.ana.id]
    assert "teaches something else on" in client.get(scene.where).text
    client.post(where, data=back | {"by": "trainer", "row": bek, "was": ana, "month": "2028-03-01"})
    assert ([row.person_id for row in line.trainers], line.starts_on.month) == ([scene.bek.id], 3)
    client.post(f"{scene.where}undo", data=back)
    assert ([row.person_id for row in line.trainers], line.starts_on) == ([scene.ana.id], MONDAY)
    client.post(where, data=back | {"by": "trainer", "row": "none", "was": ana})
    client.post(where, data=back | {"by": "room", "row": "none", "was": other})
    db.session.refresh(line)
    assert (line.room_id, list(line.trainers)) == (None, [])
    client.post(where, data=back | {"by": "room", "row": "online"})
    assert "Change its way of meeting" in client.get(scene.where).text
    client.post(where, data=back | {"by": "room", "row": "nonsense"})
    assert "is not there any more" in client.get(scene.where).text
    away = f"{scene.where}lines/{third.public_id}/move"
    client.post(away, data=back | {"by": "room", "row": other})
    assert (db.session.get(PlanLine, third.id).room_id, third.starts_on) == (scene.other_room.id, None)
    assert "has no day yet" in client.get(scene.where).text


def test_the_form_of_the_day_says_room_and_trainers_too(scene, sign_in):
    _first, second, _third = fill(scene)
    client = sign_in(scene.staff)
    where = f"{scene.where}lines/{second.public_id}/"
    assert f'<option selected value="{scene.room.public_id}">' in client.get(where).text
    said = {"start": "2028-02-14", "half": "0", "places": "1", "room": scene.other_room.public_id}
    client.post(f"{where}move", data=said | {"trainers": [scene.ana.public_id, scene.bek.public_id]})
    line = db.session.get(PlanLine, second.id)
    assert (line.starts_on, line.room_id) == (MONDAY + timedelta(days=7), scene.other_room.id)
    assert {row.person_id for row in line.trainers} == {scene.ana.id, scene.bek.id}
    client.post(f"{where}move", data={"start": "2028-02-21", "half": "0"})  # a button for a day
    db.session.refresh(line)
    assert (line.room_id, len(line.trainers)) == (scene.other_room.id, 2)
    assert client.post(f"{where}move", data=said | {"trainers": ["nobody"]}).status_code == 422
    line.mode, line.room_id = "online", None
    db.session.commit()
    client.post(f"{where}move", data={"by": "room", "row": scene.room.public_id})
    assert "This is held online." in client.get(where).text


def test_a_line_shows_conflicts_better_days_and_takes_one(scene, sign_in):
    first, second, _third = fill(scene)
    client = sign_in(scene.staff)
    where = f"{scene.where}lines/{second.public_id}/"
    page = client.get(where).text
    assert "The room is taken by “First”" in page
    assert "Everything is free" in page
    assert client.post(f"{where}move", data={"start": ""}).status_code == 422
    day = (MONDAY + timedelta(days=1)).isoformat()
    assert client.post(f"{where}move", data={"start": day, "half": "0"}).status_code == 303
    page = client.get(where).text
    assert "Nothing speaks against it." in page
    assert f"Put here by {scene.staff.person.display}." in page
    client.post(f"{where}act", data={"act": "agreed"})
    assert "Agreed" in client.get(where).text
    client.post(f"{where}book", data={f"committed-{scene.budget.public_id}": "5"})
    fund = first.funds[0]
    client.post(
        f"{scene.where}lines/{first.public_id}/book",
        data={f"committed-{scene.budget.public_id}": "1200,50", f"spent-{scene.budget.public_id}": "80"},
    )
    db.session.refresh(fund)
    assert (fund.committed, fund.spent) == (1200.5, 80)


def test_a_line_is_made_changed_and_taken_out_by_forms(scene, make, sign_in, queries):
    fill(scene)
    for code in ("REC-CAP-06", "REC-CAP-18"):
        make.recommendation(code)
    client = sign_in(scene.staff)
    data = {
        "title-en": "Dialogue on staff",
        "activities": ["m04-a02", "m11-a01"],
        "format": "training",
        "mode": "hybrid",
        "scope": "regional",
        "half_days": "3",
        "seats": "25",
        "times_a_year": "2",
        "trainers_wanted": "2",
        "countries": ["GE", "TJ"],
        "languages": ["en", "ru"],
        "room": scene.room.public_id,
        "trainers": [scene.ana.public_id],
        "fund_1": scene.budget.public_id,
        "share_1": "60",
        "quota_1": "government",
        "quota_seats_1": "15",
        "umbrella": "y",
        "parts": "Training plans; REC-CAP-06; Leyla\nTwinning; REC-CAP-18",
    }
    assert client.post(f"{scene.where}lines/new", data=data | {"half_days": "0"}).status_code == 422
    for wrong, sentence in (
        ({"quota_seats_1": "26"}, "more places together"),
        ({"quota_1": ""}, "for which category"),
        ({"parts": "Training plans; REC-XXX-01"}, "There is no recommendation REC-XXX-01"),
    ):
        page = client.post(f"{scene.where}lines/new", data=data | wrong)
        assert (page.status_code, sentence in page.text, "Dialogue on staff" in page.text) == (422, True, True)
    answer = client.post(f"{scene.where}lines/new", data=data)
    assert answer.status_code == 303
    line = db.session.query(PlanLine).filter(PlanLine.umbrella).one()
    assert [part.recommendation for part in line.parts] == ["REC-CAP-06", "REC-CAP-18"]
    assert [row.share for row in line.funds] == [0.6]
    assert line.quotas == [["government", 15]]
    assert re.search(r"Everybody else: <span class=\"num\">10", client.get(answer.location).text)
    assert (line.countries, line.half_days, len(line.activities)) == (["GE", "TJ"], 3, 2)
    edit = f"{answer.location}edit"
    page = client.get(edit).text
    assert "Training plans; REC-CAP-06; Leyla" in page
    with queries(12):
        client.get(edit)
    assert client.post(edit, data=data | {"half_days": "4", "activities": ["m04-a02"]}).status_code == 303
    db.session.refresh(line)
    assert (line.half_days, len(line.activities)) == (4, 1)
    assert client.post(f"{answer.location}remove").status_code == 303
    assert db.session.query(PlanLine).filter(PlanLine.umbrella).count() == 0


def test_candidates_are_picked_merged_and_put_elsewhere(scene, sign_in):
    client = sign_in(scene.staff)
    where = f"{scene.where}candidates/"
    page = client.get(where).text
    assert "lowers how sure one is" in page
    assert "m04-a02" in page
    client.post(f"{scene.where}pick", data={"pick": ["m04-a02", "m11-a01"], "act": "each"})
    client.post(f"{scene.where}pick", data={"pick": ["m04-a02", "m11-a01"], "act": "merge"})
    assert sorted(len(line.activities) for line in db.session.query(PlanLine)) == [1, 1, 2]
    client.post(f"{scene.where}pick", data={})
    assert "Tick at least one activity." in client.get(where).text
    assert client.post(f"{where}m11-a01", data={"rank": "1", "reason": ""}).status_code == 422
    assert client.post(f"{where}m11-a01", data={"rank": "1", "reason": "Interviews"}).status_code == 303
    assert "Interviews" in client.get(where).text
    assert client.post(f"{where}m11-a01", data={"back": "1"}).status_code == 303
    assert "Interviews" not in client.get(where).text
    assert "m04-a02" in client.get(f"{where}?format=csv").text


def test_from_discussion_to_closing(scene, sign_in):
    first, second, third = fill(scene)
    client = sign_in(scene.staff)
    where = f"{scene.where}approval/"
    client.post(f"{scene.where}step", data={"act": "discuss"})
    assert client.post(f"{scene.where}parties", data={"party": ""}).status_code == 422
    client.post(f"{scene.where}parties", data={"party": "IOM"})
    client.post(f"{scene.where}step", data={"act": "freeze"})
    assert "Not yet approved by: IOM." in client.get(where).text
    [row] = db.session.get(Plan, scene.plan.id).approvals
    assert client.post(f"{scene.where}parties/{row.id}", data={"approved_on": ""}).status_code == 422
    client.post(f"{scene.where}parties/{row.id}", data={"approved_on": "2027-03-01", "note": "by letter"})
    client.post(f"{scene.where}step", data={"act": "freeze"})
    assert "as approved" in client.get(where).text
    client.post(f"{scene.where}lines/{second.public_id}/move", data={"months": "1"})
    assert "Moved from" in client.get(where).text
    assert "as approved on" in client.get(f"{scene.where}candidates/").text
    client.post(f"{scene.where}sessions/make", data={"pick": [first.public_id, third.public_id]})
    page = client.get(f"{scene.where}sessions/").text
    assert "Not ready yet: Third." in page
    session = db.session.get(PlanLine, first.id).session
    assert "From the plan" in client.get(f"/sessions/{session.slug}/").text
    client.post(f"{scene.where}step", data={"act": "close"})
    assert "Closed" in client.get(where).text


def test_money_coverage_and_scenarios(scene, sign_in):
    fill(scene)
    client = sign_in(scene.staff)
    assert client.post("/rates/new", data={"travel": "400", "daily": "100", "fixed": "50"}).status_code == 303
    assert client.post("/rates/new", data={"travel": "1", "daily": "1", "fixed": "1"}).status_code == 422
    assert "every other" in client.get("/rates/").text
    page = client.get(f"{scene.where}money/").text
    assert "Travel" in page
    assert "Other plans" in page
    assert "Nobody pays for these yet" in page
    budget = {
        "title-en": "Hall",
        "source": "state",
        "opens_on": "2028-01-01",
        "closes_on": "2028-12-31",
        "amount": "900",
        "currency": "eur",
    }
    assert client.post("/budgets/new", data=budget | {"closes_on": "2027-01-01"}).status_code == 422
    assert client.post("/budgets/new", data=budget | {"project": scene.project.public_id}).status_code == 303
    assert "State budget" in client.get("/budgets/").text
    edit = f"/budgets/{scene.budget.public_id}/edit"
    assert 'value="Travel"' in client.get(edit).text
    assert "What trainers have to do" in client.get(f"{scene.where}coverage/").text
    compare = f"{scene.where}compare/"
    answer = client.post(compare, data={"title-en": "Without travel", "without": scene.budget.public_id})
    assert answer.status_code == 303
    page = client.get(compare).text
    assert "Without travel" in page
    made = db.session.query(Plan).filter(Plan.scenario_of_id == scene.plan.id).one()
    assert client.post(f"/plan/{made.public_id}/discard").location == compare
    assert "Without travel" not in client.get(compare).text


def test_a_plan_is_begun_and_its_weights_are_words(scene, sign_in):
    client = sign_in(scene.staff)
    weights = {f"weight-{key}": "10" for key in services.ranking.COMPONENTS}
    data = weights | {
        "title-en": "Perspective",
        "kind": "perspective",
        "starts_on": "2028-01-01",
        "ends_on": "2031-12-31",
        "month_load": "30",
        "currency": "EUR",
        "reach": "12",
    }
    assert client.post("/plan/new", data=data | {"ends_on": "2027-12-31"}).status_code == 422
    answer = client.post("/plan/new", data=data)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    plan = db.session.query(Plan).filter(Plan.kind == "perspective").one()
    assert plan.weights["need"] == 10
    edit = f"{scene.where}edit"
    under = {"title-en": "Plan 2028", "kind": "annual", "parent": plan.public_id, "ends_on": "2028-12-31"}
    assert client.post(edit, data=data | under).status_code == 303
    assert "part of Perspective" in client.get(scene.where).text
    assert client.get(f"{scene.where}history").status_code == 200
    assert "Perspective" in client.get("/plan/").text


def test_focal_points_and_observers_see_what_is_discussed(scene, make, sign_in):
    fill(scene)
    other = scene.line("For Tajikistan", countries=("TJ",), on=MONDAY + timedelta(days=7))
    focal = make.account("focal_point", scope=("country", "GE"))
    client = sign_in(focal)
    assert "Year plan" in client.get("/plan/").text
    assert client.get(scene.where).status_code == 404
    approving.discuss(plan=scene.plan)
    page = client.get(scene.where + FIRST_HALF).text
    assert "First" in page
    assert "For Tajikistan" not in page
    assert "data-put" not in page
    first = db.session.query(PlanLine).filter(PlanLine.starts_on == MONDAY).first()
    where = f"{scene.where}lines/{first.public_id}/"
    assert client.post(f"{where}comment", data={"text": ""}).status_code == 422
    assert client.post(f"{where}comment", data={"text": "Invite border guards"}).status_code == 303
    assert "Invite border guards" in client.get(where).text
    assert db.session.query(PlanComment).one().country_code == "GE"
    assert client.post(f"{where}move", data={"months": "1"}).status_code == 403
    assert client.get(f"{scene.where}lines/{other.public_id}/").status_code == 404
    observer = sign_in(make.account("observer"))
    assert "For Tajikistan" in observer.get(scene.where + FIRST_HALF).text
    assert observer.get(f"{scene.where}edit").status_code == 403


def test_who_is_ill_and_what_others_do_is_for_the_staff(scene, make, sign_in):
    """Focal points and observers read what speaks against a day, not who is away nor titles of lines hidden to them."""
    seen = scene.line("For Georgia", on=MONDAY, seats=10)
    scene.line("For Tajikistan", countries=("TJ",), on=MONDAY, trainers=(scene.bek.id,), seats=10)
    hidden = scene.line("Gone again", countries=("TJ",))
    scene.line("Too late", countries=("TJ",), on=date(2028, 11, 14), funds=((scene.budget.id, 1.0),))
    db.session.add(CostRate(centre_id=scene.centre.id, travel=100.0))
    db.session.add(Unavailability(person_id=scene.ana.id, since=MONDAY, until=MONDAY, note="Surgery"))
    approving.discuss(plan=scene.plan)
    approving.add_party(plan=scene.plan, party="Council").approved_on = MONDAY
    approving.freeze(plan=scene.plan)
    services.remove_line(line=hidden)
    db.session.commit()
    where = f"{scene.where}lines/{seen.public_id}/"
    pages: tuple[str, ...] = (where, scene.where + FIRST_HALF, f"{scene.where}money/", f"{scene.where}approval/")
    left = scene.line("Left out", fast_reason="Now", fast_by="Council")
    left.why = ["search", {"parts": [], "against": [f"away:{scene.ana.id}:2028-02-07"], "names": {}}]
    db.session.commit()
    pages += (f"{scene.where}lines/?format=csv", f"{scene.where}lines/{left.public_id}/")
    names = ("is away on", "is away from", "For Tajikistan", "Gone again", "Too late")
    staff = "".join(sign_in(scene.staff).get(page).text for page in pages)
    assert all(name in staff for name in names)
    client = sign_in(make.account("focal_point", scope=("country", "GE")))
    told = "".join(client.get(page).text for page in pages)
    assert "For Georgia" in told
    assert [name for name in (*names, "Nothing speaks against it", "Surgery") if name in told] == []
    assert scene.bek.display not in client.get(f"{scene.where}coverage/").text
    observer = sign_in(make.account("observer"))
    assert "is away on" not in "".join(observer.get(page).text for page in pages)


def test_new_needs_are_shown_and_taken_with_a_click(scene, make, sign_in):
    first, second, _third = fill(scene)
    make.said(make.needs_round(countries=("GE",), modules=(4, 11), invented=True), "GE", {4: 4, 11: 1})
    second.need = 50
    db.session.commit()
    client, where, key = sign_in(scene.staff), f"{scene.where}lines/", first.public_id
    page = client.get(where).text
    assert "Invented for the demonstration" in page
    assert "Take 2 new needs" in page
    assert "The need was not known; it is 100 of 100 by “First round”." in page
    assert "The need was 50; it is 0 of 100 by “First round”." in page
    assert client.post(f"{scene.where}needs", data={"line": key}).location == where
    assert "Take 1 new need" in client.get(where).text
    client.post(f"{scene.where}needs")
    assert "The needs say something else" not in client.get(where).text
    assert "Need" in client.get(f"{scene.where}history").text


def test_pages_ask_the_same_for_one_and_three_lines(scene, make, sign_in, queries):
    client, where = sign_in(scene.staff), scene.where
    said = {"activities": (scene.rights.activity_id,), "funds": ((scene.budget.id, 1.0),), "umbrella": True}
    make.recommendation("12.3")
    line = scene.line("One", on=MONDAY, parts=(Part("Visas", "12.3", "Ana"), Part("Return")), **said)
    make.said(make.needs_round(countries=("GE",)), "GE", {4: 4})
    db.session.commit()
    pages = ["", "lines/", "candidates/", "approval/", "money/"]
    pages += [f"coverage/?part={part}" for part in ("need", "missed", "held", "load")]
    pages += [f"lines/{line.public_id}/", f"lines/{line.public_id}/edit"]
    client.get(where)
    counts = {}
    for page in pages:
        with queries(12) as seen:
            assert client.get(where + page).status_code == 200
        counts[page] = len(seen)
    for number in range(2):
        scene.line(
            f"More {number}",
            on=MONDAY + timedelta(days=7 + number),
            activities=(scene.borders.activity_id,),
            trainers=(scene.bek.id,),
            funds=((scene.fund(f"F{number}").id, 1.0),),
        )
    db.session.commit()
    for page in pages:
        with queries(12) as seen:
            client.get(where + page)
        assert len(seen) <= counts[page], "\n".join([page, *seen])
