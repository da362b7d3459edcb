"""Who learned to train reports, the centre confirms, the next generation reports; on both databases."""

import io
from datetime import date, timedelta

import pytest

from tests.cascade.scene import DAY, command
from trainhub.accounts.login import SignedIn
from trainhub.cascade import policies, queries, services
from trainhub.cascade.models import Rollout, RolloutPerson
from trainhub.cascade.services import Count, Evidence, Named
from trainhub.certificates import services as certificates
from trainhub.certificates.models import Certificate
from trainhub.kernel import clock as kernel_clock
from trainhub.kernel import files, invariants
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.jobs import JobRow
from trainhub.messages.models import Message
from trainhub.people import services as people
from trainhub.people.models import Person
from trainhub.people.services import MergeCommand
from trainhub.reports.models import Participation
from trainhub.reports.services import facts

NAMES = (Named("Nino Beridze", "Border police", "nino@example.ge"), Named("Luka Maisuradze"))


class Running:
    account_id = None

    def checkpoint(self, *_figures):
        pass


def jobs_of(session):
    return [
        row
        for row in db.session.query(JobRow).filter_by(name="certificates.issue")
        if row.args["session_id"] == session.id
    ]


def test_only_who_completed_a_training_of_trainers_reports_and_only_what_came_after(session, make, scene):
    absent = make.person()
    make.graduate(scene.session, absent, marks=("absent", "absent"))
    make.graduate(make.session(day=-7), absent)  # no training of trainers
    assert services.origins(absent) == []
    with pytest.raises(Refused):
        services.report(person=absent, command=command("s-x"))
    [origin] = services.origins(scene.ana.person)
    assert (origin.session, origin.generation, origin.modules) == (scene.session, 1, [4])
    wrong = {
        "first_day": {"first_day": scene.session.last_day, "last_day": DAY},
        "last_day": {"last_day": date(2027, 3, 9)},
        "hours": {"hours": 100.0},
        "country": {"country_code": "XX"},
        "modules": {"modules": (99,)},
        "numbers": {"counts": ()},
        "names": {"counts": (Count(3),), "persons": NAMES},
        "origin": {"origin": "s-of-others"},
    }
    for field, values in wrong.items():
        with pytest.raises(Invalid) as refused:
            services.report(person=scene.ana.person, command=command(values.pop("origin", origin.key), **values))
        assert field in refused.value.fields
    for counts in ((Count(0),), (Count(3, "x"),), (Count(3, "f"), Count(4, "f")), (Count(3, "f", "nobody"),)):
        with pytest.raises(Invalid):
            scene.tell(counts=counts)
    with pytest.raises(Invalid):
        scene.tell(persons=(NAMES[1], NAMES[1]))
    assert db.session.query(Rollout).count() == 0


def test_a_report_is_sent_back_corrected_and_confirmed_and_the_trainer_is_told(session, make, scene):
    rollout = scene.tell(modules=(4,), evidence=Evidence(io.BytesIO(b"%PDF-1.7 list"), "list.pdf"))
    by = SignedIn(scene.staff)
    with pytest.raises(Invalid):
        services.send_back(rollout=rollout, by=by, reason=" ")
    services.send_back(rollout=rollout, by=by, reason="Which city?")
    assert (rollout.state, rollout.reason) == ("returned", "Which city?")
    kept = rollout.counts[0].id
    origin = services.origins(scene.ana.person)[0].key
    again = command(origin, place="Batumi", counts=(Count(14, "f", "ministry"), Count(11, "m", "ministry")))
    services.correct(rollout=rollout, command=again)
    assert (rollout.state, rollout.reason, rollout.place, rollout.evidence.name) == (
        "reported",
        "",
        "Batumi",
        "list.pdf",
    )
    assert [(row.gender, row.number) for row in rollout.counts] == [("f", 14), ("m", 11)]
    assert rollout.counts[0].id == kept
    scene.confirm(rollout)
    assert (rollout.state, rollout.account_id) == ("confirmed", scene.staff.id)
    for act in (lambda: services.correct(rollout=rollout, command=again), lambda: services.take_back(rollout)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        scene.confirm(rollout)
    mails = {mail.kind: mail.body for mail in db.session.query(Message).filter(Message.kind.like("rollout%"))}
    assert mails.keys() == {"rollout_returned", "rollout_confirmed"}
    assert "Which city?" in mails["rollout_returned"]
    assert f"/me/rollouts/{rollout.public_id}/" in mails["rollout_confirmed"]


def test_the_first_confirmed_roll_out_queues_the_certificates_of_its_session(session, make, scene):
    assert services.lacking([1]) == {1: "No training held at home is confirmed yet."}
    registration = db.session.scalars(queries.learned_in(scene.ana.person_id, kernel_clock.today())).one()
    first, second = scene.tell(), scene.tell(title="Again")
    assert services.lacking([registration.id])[registration.id]
    certificates.issue_for_session(Running(), session_id=scene.session.id)
    assert {row.kind for row in db.session.query(Certificate)} == {"participation"}  # of the network: not yet
    assert jobs_of(scene.session) == []
    scene.confirm(first)
    assert len(jobs_of(scene.session)) == 1
    assert services.lacking([registration.id]) == {registration.id: ""}
    held = db.session.query(Certificate).filter_by(kind="tot", registration_id=registration.id)
    certificates.issue_for_session(Running(), session_id=scene.session.id)
    assert [row.person_id for row in held] == [scene.ana.person_id]
    db.session.query(JobRow).delete()
    scene.confirm(second)
    assert jobs_of(scene.session) == []


def test_named_people_become_persons_or_are_found_and_report_the_next_generation(session, make, scene):
    luka = make.person(display="Luka Maisuradze", native="Luka Maisuradze", latin="", country_code="GE")
    rollout = scene.tell(persons=NAMES)
    nino_row, luka_row = rollout.persons
    assert services.candidates(rollout) == {nino_row.id: [], luka_row.id: [luka]}
    with pytest.raises(Refused):
        services.link(rollout=rollout, row=nino_row, person=scene.ana.person)
    services.link(rollout=rollout, row=luka_row, person=luka)
    with pytest.raises(Refused):
        services.link(rollout=rollout, row=nino_row, person=luka)
    before = db.session.query(Person).count()
    scene.confirm(rollout, trains_trainers=True)
    nino = nino_row.person
    assert db.session.query(Person).count() == before + 1
    assert (nino.display, nino.email, nino.country_code, nino_row.email) == (
        "Nino Beridze",
        "nino@example.ge",
        "GE",
        None,
    )
    assert services.may_have_learned(nino.id)
    [origin] = services.origins(nino)
    assert (origin.parent, origin.generation) == (rollout, 2)
    with pytest.raises(Invalid):
        scene.tell(nino)  # not on the day on which she learned it
    child = scene.confirm(scene.tell(nino, first_day=DAY + timedelta(days=2), last_day=DAY + timedelta(days=2)))
    assert (child.generation, child.session_id, child.parent_id) == (2, scene.session.id, rollout.id)
    for act in (
        lambda: services.send_back(rollout=rollout, by=SignedIn(scene.staff), reason="No"),
        lambda: services.mark(rollout=rollout, by=SignedIn(scene.staff), trains_trainers=False),
    ):
        with pytest.raises(Refused):
            act()
    assert jobs_of(scene.session)
    found = services.tree(scene.session.slug, policies.Sight(centres=None))
    assert [(node.level, node.line.rollout.person.display) for node in found.all()] == [(1, "Ana"), (2, "Nino Beridze")]
    assert found.silent == []
    assert [line for name, line in invariants.audit() if name == services.LINEAGE.name] == []
    child.generation = 3
    db.session.flush()
    assert [line for name, line in invariants.audit() if name == services.LINEAGE.name] != []


def test_an_e_mail_of_somebody_else_stops_the_confirmation_until_staff_say_who_it_is(session, make, scene):
    other = make.person(display="Somebody", email="nino@example.ge")
    rollout = scene.tell(persons=NAMES)
    with pytest.raises(Refused, match="Somebody"):
        scene.confirm(rollout)
    services.link(rollout=rollout, row=rollout.persons[0], person=other)
    scene.confirm(rollout)
    assert rollout.persons[0].person is other


def test_nobody_decides_about_their_own_report(session, make, scene):
    own = make.staff(scene.session.centre)
    make.graduate(scene.session, own.person)
    rollout = scene.tell(own.person)
    with pytest.raises(Refused):
        services.confirm(rollout=rollout, by=SignedIn(own))
    scene.confirm(rollout)


def test_numbers_and_persons_are_counted_apart_and_no_figure_of_participants_changes(session, make, scene):
    facts.rebuild()
    before = db.session.query(Participation).count()
    scene.confirm(scene.tell(modules=(4,)))
    make.module(5)
    scene.confirm(scene.tell(persons=NAMES, country_code="AZ", modules=(4, 5)))
    scene.tell(title="Not looked at yet")
    all_ = policies.Sight(centres=None)
    by = {way: services.counts(all_, way) for way in services.WAYS}
    assert [(row.trainings, row.reported, len(row.persons), len(row.trainers)) for row in by["generation"]] == [
        (2, 25, 2, 1),
        (2, 25, 2, 1),
    ]
    assert [(row.key, row.reported, len(row.persons)) for row in by["country"]] == [
        ("AZ", 0, 2),
        ("GE", 25, 0),
        (None, 25, 2),
    ]
    assert [(row.key, row.trainings) for row in by["module"]] == [(4, 2), (5, 1), (None, 2)]
    facts.rebuild()
    assert db.session.query(Participation).count() == before
    assert certificates.completed(scene.session) == [scene.ana.person]


def test_focal_points_see_what_is_confirmed_in_their_country_and_no_small_number(session, make, scene):
    large = scene.confirm(scene.tell())
    small = scene.confirm(scene.tell(title="Small", counts=(Count(3, "f"),)))
    scene.tell(title="Not confirmed")
    elsewhere = scene.confirm(scene.tell(title="Elsewhere", country_code="TJ"))
    sees = services.sight(SignedIn(make.account("focal_point", scope=("country", "GE"))))
    assert (sees.whole, sees.countries) == (False, {"GE"})
    found = {row.rollout.title: row for row in services.lines(queries.listed(sees), sees)}
    assert {title: (row.reported, row.known) for title, row in found.items()} == {
        "Rights at the border": (25, True),
        "Small": (None, True),
    }
    [row, total] = services.counts(sees, "generation")
    assert (row.trainings, row.veiled, row.reported) == (2, 1, 25)
    assert (total.trainings, total.veiled, total.reported) == (2, 1, 25)
    assert services.genders(large, sees) is None  # two people did not state a gender
    assert services.genders(small, sees) is None
    with pytest.raises(NotFound):
        services.find(elsewhere.public_id, sees)
    scene.session.closed = True
    db.session.flush()
    assert services.lines(queries.listed(sees), sees) == []
    with pytest.raises(NotFound):
        services.tree(scene.session.slug, sees)
    body = services.sight(SignedIn(make.account("focal_point", scope=("organisation", 1))))
    assert services.lines(queries.listed(body), body) == []


def test_a_focal_point_sees_the_tree_of_the_own_country_only(session, make, scene):
    rollout = scene.confirm(scene.tell(persons=NAMES, country_code="TJ"), trains_trainers=True)
    nino = rollout.persons[0].person
    later = DAY + timedelta(days=2)
    scene.confirm(scene.tell(nino, first_day=later, last_day=later))
    sees = services.sight(SignedIn(make.account("focal_point", scope=("country", "GE"))))
    found = services.tree(scene.session.slug, sees)
    assert [(node.level, node.line.known) for node in found.all()] == [(1, False)]  # her country is Tajikistan
    assert found.graduates is None


def test_merging_and_erasing_leave_the_counts_whole(session, make, scene):
    rollout = scene.confirm(scene.tell(persons=(*NAMES, Named("Nino Berize"))))
    nino, double = rollout.persons[0].person, rollout.persons[2].person
    people.register_person_columns()
    people.merge(double, nino, MergeCommand(), by=SignedIn(make.account("administrator")))
    all_ = policies.Sight(centres=None)
    assert len(services.counts(all_, "generation")[0].persons) == 2
    people.erase(nino)
    people.erase(scene.ana.person)
    row = db.session.query(RolloutPerson).filter_by(person_id=nino.id).first()
    assert (row.name, row.organisation, row.email) == ("", "", None)
    luka = db.session.query(RolloutPerson).filter_by(name="Luka Maisuradze").one()
    assert luka.person.display == "Luka Maisuradze"  # the report was another's, his name stays
    assert db.session.query(Rollout).one().title == "Rights at the border"
    assert len(services.counts(all_, "generation")[0].persons) == 2


def test_names_nobody_confirmed_go_after_a_year_and_evidence_after_five(session, make, scene, clock):
    waits = scene.tell(persons=NAMES)
    done = scene.confirm(scene.tell(evidence=Evidence(io.BytesIO(b"%PDF-1.7 x"), "x.pdf")))
    place = files.path(done.evidence)
    clock.set(kernel_clock.now() + timedelta(days=366))
    services.forget(Running())
    db.session.refresh(waits)
    assert waits.persons == []
    assert done.evidence is not None
    clock.set(kernel_clock.now() + timedelta(days=4 * 365 + 10))
    services.forget(Running())
    assert (done.evidence, place.exists()) == (None, False)
    services.take_back(waits)
    assert db.session.query(Rollout).all() == [done]
