"""A call for experts with an application, and two graduates of a training of trainers proposed for the roster."""

from datetime import time, timedelta

from ..kernel import work
from ..kernel.db import db
from ..kernel.types import Texts
from ..people.models import Centre, Person
from ..registration.models import Registration
from ..roster import services as roster
from ..roster.models import RosterProposal
from ..sessions.models import Format, TrainingSession
from .world import World

TITLE = Texts.of(
    {
        "en": "Trainers on labour migration, in Russian or Azerbaijani",
        "az": "Əmək miqrasiyası üzrə təlimçilər, rus və ya Azərbaycan dilində",
        "ru": "Тренеры по трудовой миграции на русском или азербайджанском языке",
        "tk": "Zähmet migrasiýasy boýunça tälimçiler, rus ýa-da azerbaýjan dilinde",
    }
)
TEXT = Texts.of(
    {
        "en": "We look for people who have worked with migrant workers and can teach two to four days a year.",
        "az": "Əməkçi miqrantlarla işləmiş və ildə iki-dörd gün dərs deyə bilən şəxsləri axtarırıq.",
        "ru": "Мы ищем людей, которые работали с трудовыми мигрантами и могут преподавать два–четыре дня в год.",
        "tk": "Zähmet migrantlary bilen işlän we ýylda iki-dört gün sapak berip bilýän adamlary gözleýäris.",
    }
)


def load_roster(world: World) -> None:
    """Open a call that closes in three weeks and let one person apply; propose two graduates, one of whom agrees."""
    graduates = _graduates()
    if len(graduates) < 3:  # few people were asked for
        return
    _call(world, graduates[2])
    session = graduates[0].session
    roster.propose(session, [row.person for row in graduates[:2] if row.person is not None])
    there = db.session.query(RosterProposal).filter_by(session_id=session.id, state="proposed")
    for proposal in there.order_by(RosterProposal.id).limit(1):  # completing the session may have proposed all before
        roster.consent(proposal=proposal, given=roster.Consent("own-agency", ("az", "ru")))
    work.commit()


def _call(world: World, applicant: Registration) -> None:
    plan = roster.CallPlan(
        title=TITLE,
        text=TEXT,
        zone="Asia/Baku",
        day=world.day + timedelta(days=21),
        hour=time(18),
        modules=(4, 5),
        languages=("ru", "az"),
        documents=(),
        state="open",
    )
    baku = db.session.query(Centre).filter_by(slug="baku").one()
    call = roster.save_call(plan, centre_id=baku.id)
    assert isinstance(applicant.person, Person)
    answer = roster.ApplicationPlan(
        kind="own-agency", modules=(5,), languages=("ru",), note="I advised migrant workers for six years."
    )
    roster.apply(call=call, person=applicant.person, plan=answer, documents={})


def _graduates() -> list[Registration]:
    """Return those who had a place in the training of trainers that is completed."""
    rows = db.session.query(Registration).join(Registration.session).join(TrainingSession.format)
    done = rows.filter(Format.key == roster.FORMAT, TrainingSession.state == "completed")
    return done.filter(Registration.state == "confirmed").order_by(Registration.id).limit(3).all()
