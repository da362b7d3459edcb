"""What will go out about a session, as its staff see it."""

from datetime import timedelta

from trainhub.kernel import clock
from trainhub.kernel.db import db


def test_people_of_a_closed_training_are_counted_at_once(make, sign_in, queries):
    session = make.session(seats=8, day=30, closed=True, audience=("ministry",))
    session.join_url = "https://meet.example/1"
    for slot in session.slots:
        slot.online = True
    client, slug = sign_in(make.staff()), session.slug
    for number in (1, 3):
        for category in ("ministry", "ngo") * number:
            make.registration(session, make.person(category=category))
        db.session.commit()
        db.session.expire_all()
        with queries(12):
            text = client.get(f"/sessions/{slug}/messages/").text
        assert text.count("1 person as things stand" if number == 1 else "4 people as things stand") >= 4


def test_it_tells_of_mails_to_focal_points_and_asks_as_often_for_three_of_them_as_for_one(make, sign_in, queries):
    session = make.session(seats=8, day=30)
    make.call(session, quotas={("country", "GE"): 2}, deadline=clock.now() + timedelta(days=20))
    client, slug, costs = sign_in(make.staff()), session.slug, []
    for number in (1, 2):
        for _each in range(number):
            make.account("focal_point", scope=("country", "GE"), country_code="GE")
        db.session.commit()
        db.session.expire_all()
        with queries(12) as seen:
            answer = client.get(f"/sessions/{slug}/messages/")
        assert answer.text.count("to focal points who still have names to give") == 2
        costs.append(len(seen))
    assert costs[0] == costs[1]
