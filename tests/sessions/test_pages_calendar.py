"""The calendar and the public feed."""

import re

import pytest
import vobject

from trainhub.kernel.db import db
from trainhub.kernel.types import Texts
from trainhub.sessions import services

MARCH = "/calendar/?month=2027-03"


def test_a_month_is_drawn_as_half_days(client, make):
    make.session(day=7, slots=3, title=Texts.of({"en": "Rights in strategies"}))  # Tuesday and Wednesday morning
    db.session.commit()
    page = client.get(MARCH).text
    assert "March 2027" in page
    assert 'class="ev k3 w4 r1"' in page
    assert '<i class="on"></i><i class="on"></i><i class="on"></i><i></i>' in page
    assert "Rights in strategies" in client.get(f"{MARCH}&view=list").text
    assert "Rights in strategies" not in client.get("/calendar/?month=2027-04&view=list").text


def test_previous_next_and_what_is_no_month(client, make):
    make.centre()
    db.session.commit()
    page = client.get("/calendar/?month=2027-12").text
    assert "month=2027-11" in page
    assert "month=2028-01" in page
    assert "March 2027" in client.get("/calendar/?month=nonsense").text


def test_filters_narrow_the_month(client, make):
    make.session(title=Texts.of({"en": "In Baku"}))
    make.session(
        title=Texts.of({"en": "In Moldova"}),
        activity="m08-a01",
        centre=make.centre("chisinau", country_code="MD", zone="Europe/Chisinau"),
    )
    db.session.commit()
    for query, seen in (
        ("module=8", "In Moldova"),
        ("module=4", "In Baku"),
        ("country=MD", "In Moldova"),
        ("centre=baku", "In Baku"),
    ):
        page = client.get(f"{MARCH}&view=list&{query}").text
        assert [title for title in ("In Baku", "In Moldova") if title in page] == [seen]


def test_drafts_are_dashed_for_staff_and_cancelled_ones_struck(make, sign_in):
    make.session(state="draft", title=Texts.of({"en": "Planned"}))
    services.cancel(make.session(title=Texts.of({"en": "Gone"})), "ill")
    db.session.commit()
    page = sign_in(make.staff()).get(MARCH).text
    assert ' draft" title="Planned"' in page
    assert ' cancel" title="Gone"' in page


def test_staff_see_double_bookings_and_visitors_do_not(make, sign_in, client):
    room = make.room()
    for _ in range(2):
        make.session(room=room)
    db.session.commit()
    assert "double-booked" not in client.get(MARCH).text
    page = sign_in(make.staff()).get(MARCH).text
    assert "2 sessions are double-booked this month." in page
    assert "has-clash" in page


def moves(page):
    """Return where the bars of a page may be moved."""
    return [address.replace("&amp;", "&") for address in re.findall(r'data-move="([^"]+)"', page)]


def test_bars_lead_to_their_move_for_those_who_may_schedule(client, make, sign_in):
    ours = make.session(day=7, title=Texts.of({"en": "Ours"}))
    make.session(day=7, centre=make.centre("chisinau"))
    services.cancel(make.session(day=8), "ill")
    db.session.commit()
    assert moves(client.get(MARCH).text) == []
    page = sign_in(make.staff()).get(f"{MARCH}&module=4").text
    assert moves(page) == [f"/sessions/{ours.slug}/move?by=0&month=2027-03&module=4"]
    assert "move it by half a day" in page
    assert page.count(f'id="session-{ours.slug}"') == 1


def test_a_move_from_the_calendar_comes_back_to_the_same_month(make, sign_in):
    trainer, room = make.person(display="Nino Beridze"), make.room(title=Texts.of({"en": "Hall A"}))
    session = make.session(day=7, slots=2, room=room, trainer=trainer)  # Tuesday 9 March
    make.session(day=9, room=room)
    db.session.commit()
    client = sign_in(make.staff())
    (address,) = [each for each in moves(client.get(f"{MARCH}&module=4").text) if session.slug in each]
    back = f"/calendar/?month=2027-03&module=4#session-{session.slug}"
    assert client.get(address).location == back
    blocked = client.get(address.replace("by=0", "by=4")).text
    assert ("Hall A is taken" in blocked, "Move, tell" in blocked) == (True, False)
    page = client.get(address.replace("by=0", "by=1")).text
    for text in ("Tue 9 March, 14:00–17:00", "Wed 10 March, 10:00–13:00", "Move, tell 1 person", "Nino Beridze"):
        assert text in page
    assert moves(page) == [address.replace("by=0", "by=1")]
    for step in (2, 15, -13):
        assert f"by={step}&amp;month=2027-03&amp;module=4" in page
    assert back in page.replace("&amp;", "&")
    answer = client.post(address.replace("by=0", "by=1"))
    assert (answer.status_code, answer.location) == (303, back)
    answer = client.post(address.replace("by=0", "by=60"))
    assert answer.location == f"/calendar/?month=2027-04&module=4#session-{session.slug}"


def test_asking_before_a_move_costs_as_many_questions_however_long_the_session(make, sign_in, queries):
    client, counts = sign_in(make.staff()), []
    for number in (1, 6):
        session = make.session(slots=number, trainer=make.expert().person, room=make.room())
        db.session.commit()
        slug = session.slug
        db.session.expunge_all()
        with queries(12) as seen:
            assert client.get(f"/sessions/{slug}/move?by=1").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_month_begins_with_a_capital_where_the_language_writes_it_small(make, sign_in):
    make.session()
    db.session.commit()
    client = sign_in(make.staff())
    page = client.get(f"{MARCH}&lang=ru").text
    for text in ("<h1>Март 2027", "<span>Пн</span>", 'aria-label="Апрель 2027', "Календарь, март 2027"):
        assert text in page
    assert "<h1>İyun 2027</h1>" in client.get("/calendar/?month=2027-06&lang=az").text
    assert ">Вторник, 2 марта 2027" in client.get("/?lang=ru").text


@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("who", ["visitor", "ngo", "other_staff"])
def test_a_setting_shows_the_days_of_closed_sessions_to_who_may_know_no_more(
    client, make, sign_in, app, monkeypatch, shown, who
):
    monkeypatch.setitem(app.config, "SHOW_CLOSED", shown)
    make.session(closed=True, title=Texts.of({"en": "Zirbel"}), slots=3, audience=("government",))
    db.session.commit()
    if who != "visitor":
        sign_in(make.account(category="ngo") if who == "ngo" else make.staff(make.centre("dushanbe")))
    for address in (MARCH, f"{MARCH}&view=list", f"{MARCH}&view=list&sort=title&module=4"):
        page = client.get(address).text
        assert ("Closed" in page) is shown
        assert "Zirbel" not in page
        assert "10:00" not in page
    lines = client.get(f"{MARCH}&view=list&format=csv").text.splitlines()[1:]
    assert lines == (["Closed,,9 March 2027,,,,", "Closed,,10 March 2027,,,,"] if shown else [])


def test_who_may_know_a_closed_session_sees_it_and_not_its_shadow(make, sign_in, app, monkeypatch):
    monkeypatch.setitem(app.config, "SHOW_CLOSED", True)
    make.session(closed=True, title=Texts.of({"en": "Zirbel"}), audience=("government",))
    db.session.commit()
    for account in (make.staff(), make.account(category="ministry")):
        page = sign_in(account).get(f"{MARCH}&view=list").text
        assert "Zirbel" in page
        assert ">Closed<" not in page.replace("</svg> ", "</svg>")


def test_the_list_of_a_month_is_a_file_of_what_is_shown(make, client):
    for day in (7, 9):
        make.session(day=day)
    make.session(day=80)
    make.session(day=8, state="draft")
    db.session.commit()
    lines = client.get(f"{MARCH}&view=list&format=csv&sort=-when&columns=when,free").text.splitlines()
    assert [line.removeprefix("\ufeff") for line in lines] == [
        "When,Free places",
        "11 March 2027,20",
        "9 March 2027,20",
    ]
    page = client.get(f"{MARCH}&view=list&module=4").text
    assert "view=list&amp;module=4&amp;format=csv" in page
    assert "view=list&amp;module=4&amp;format=xlsx" in page


def test_the_feed_reaches_two_months_back(client, make):
    wanted = [make.session(day=day) for day in (-60, 7, 200)]
    make.session(day=-70)
    make.session(state="draft")
    make.session(closed=True)
    cancelled = make.session(day=9)
    services.cancel(cancelled, "ill")
    db.session.commit()
    answer = client.get("/calendar.ics")
    assert answer.content_type == "text/calendar; method=PUBLISH; charset=utf-8"
    events = {event.uid.value: event.status.value for event in vobject.readOne(answer.text).vevent_list}
    assert events == {session.slots[0].uid: "CONFIRMED" for session in wanted} | {cancelled.slots[0].uid: "CANCELLED"}


def test_who_has_the_feed_is_not_sent_it_again(client, make, clock):
    session = make.session()
    db.session.commit()
    for address in ("/calendar.ics", f"/sessions/{session.slug}.ics"):
        clock.set("2027-03-02 08:00")
        first = client.get(address)
        tag, day = first.headers["ETag"], first.headers["Last-Modified"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": day}).status_code == 304
        clock.set("2027-03-02 09:00")
        services.move_half_days(session.slots[0], 2)
        db.session.commit()
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_the_feed_costs_one_question_besides_whether_anything_changed(client, make, queries):
    for _ in range(3):
        make.session(slots=2)
    db.session.commit()
    with queries(2):
        client.get("/calendar.ics")
