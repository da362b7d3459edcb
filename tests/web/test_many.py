"""Lists of 300 rows ask the database as often as lists of one, and at most twelve times."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.certificates.models import Certificate
from trainhub.kernel.db import db
from trainhub.people.models import Affiliation, Person
from trainhub.registration.models import Registration, RegistrationFact
from trainhub.sessions.models import Assignment, SessionActivity, Slot, TrainingSession

MANY = 300
MOST = 12
MARCH = "/calendar/?month=2027-03&view=list"


@pytest.fixture
def crowd(make: Any) -> Callable[[int], dict[str, str]]:
    """Give a function that fills the centre up to so many rows of each kind; it returns the lists' addresses."""
    body, session, certificate = make.organisation(), make.session(seats=1000), make.certificate()
    row = make.registration(session)
    make.affiliation(row.person, body)
    trainer = make.person()
    make.session(trainer=trainer, room=make.room())
    activity, body_id, trainer_id = session.activities[0].activity_id, body.id, trainer.id
    ids = session.id, certificate.id

    def copy(of: Any, **values: Any) -> Any:
        """Return a row like another, without its keys."""
        kept = {column.key for column in of.__mapper__.column_attrs} - {"id", "public_id", "uid"} - values.keys()
        return type(of)(**{name: getattr(of, name) for name in kept}, **values)

    def fill(number: int) -> dict[str, str]:
        session, certificate = db.session.get_one(TrainingSession, ids[0]), db.session.get_one(Certificate, ids[1])
        people = [Person(display=f"Person {each}", latin="X", country_code="AZ") for each in range(number)]
        db.session.add_all(people)
        db.session.flush()
        rows = [Registration(session_id=session.id, person_id=each.id, state="confirmed") for each in people]
        graduates = [copy(certificate.registration, person_id=each.id) for each in people]
        sessions = [copy(session, slug=f"copy-{each}", taken=0) for each in range(number)]
        db.session.add_all([*rows, *graduates, *sessions])
        db.session.flush()
        for place, person in enumerate(people):
            made, like = sessions[place], session.slots[0]
            db.session.add_all(
                [
                    Affiliation(person_id=person.id, organisation_id=body_id),
                    RegistrationFact(registration_id=rows[place].id, country_code="AZ", organisation_id=body_id),
                    copy(certificate, registration_id=graduates[place].id, number=f"X-{place}", code=f"CODE{place:08}"),
                    SessionActivity(session_id=made.id, activity_id=activity),
                    Assignment(session_id=made.id, person_id=trainer_id),
                    copy(like, session_id=made.id, local_date=like.local_date + timedelta(days=place % 9)),
                ]
            )
        db.session.commit()
        slug = session.slug
        db.session.expunge_all()
        return {
            "participants": f"/sessions/{slug}/participants/",
            "calendar": MARCH,
            "sessions": "/sessions/",
            "people": "/people/",
            "certificates": "/certificates/",
        }

    return fill


def test_three_hundred_rows_cost_no_more_questions_than_one(
    crowd: Callable[[int], dict[str, str]], make: Any, sign_in: Callable[..., FlaskClient], queries: Any
) -> None:
    client, counts = sign_in(make.account("administrator")), []
    for number in (0, MANY):
        found = {}
        for name, path in crowd(number).items():
            with queries(MOST) as seen:
                page = client.get(path)
            assert page.status_code == 200
            found[name] = len(seen)
        counts.append(found)
    assert counts[0] == counts[1]
    for model in (Registration, TrainingSession, Person, Certificate, Slot):
        assert db.session.query(model).count() >= MANY
