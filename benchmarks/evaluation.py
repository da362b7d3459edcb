"""Three hundred answers to the opinion form of one training, closed: the page of its results."""

from datetime import timedelta

from trainhub.kernel import clock, work
from trainhub.kernel.db import db
from trainhub.people.models import Person
from trainhub.questionnaires import services as questionnaires
from trainhub.questionnaires.services.closing import rewrite
from trainhub.sessions.models import TrainingSession
from trainhub_evaluation import services
from trainhub_evaluation.models import Instrument, SessionWave

ANSWERS = 300


def fill(slug: str) -> str:
    """Ask and answer in a session that is there; return its slug."""
    services.ensure_instruments()
    session = db.session.query(TrainingSession).filter_by(slug=slug).one()
    instrument = db.session.query(Instrument).filter_by(purpose="reaction").one()
    version = instrument.questionnaire.latest
    assert version is not None
    wave = questionnaires.plan_wave(
        version=version,
        identity="anonymous",
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=7),
        title=session.title,
        blocks={"module": [("m04", "4")], "trainer": [("ada", "Ada"), ("bob", "Bob")]},
        centre_id=session.centre_id,
    )
    questionnaires.open_wave(wave)
    people = [Person(display=f"Answers {number}", language="en") for number in range(ANSWERS)]
    db.session.add_all(people)
    db.session.flush()
    content = questionnaires.content_of(wave)
    fields = list(content.fields(questionnaires.blocks_of(wave)))
    for number, person in enumerate(people):
        given = {
            field.name: [field.item.codes[(number + place) % len(field.item.codes)]] if field.item.codes else ["Cases"]
            for place, field in enumerate(fields)
        }
        questionnaires.answer(questionnaires.invite(wave, person, mail=False), given)
    rewrite(wave.id)
    row = SessionWave(session=session, instrument=instrument, wave=wave)
    db.session.add(row)
    db.session.flush()
    services.measure(row)
    work.commit()
    return slug
