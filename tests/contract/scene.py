"""One of everything that an address can name, all of another centre and of other people than those who walk."""

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.questionnaires.sample import OPINION, USEFUL
from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.attendance import services as attendance
from trainhub.attendance.models import Conflict, Excuse
from trainhub.cascade import services as cascade
from trainhub.certificates.services import designs
from trainhub.certificates.services.seal import seal
from trainhub.evidence import services as evidence
from trainhub.evidence.models import EvidencePack
from trainhub.holidays import services as holidays
from trainhub.imports import services as imports
from trainhub.imports.models import ImportRow, ImportRun
from trainhub.kernel import clock, files
from trainhub.kernel.db import db
from trainhub.kernel.jobs import JobRow
from trainhub.kernel.types import Texts
from trainhub.kernel.work import Actor
from trainhub.messages.models import Message, ReceivedMail
from trainhub.needs import services as needs
from trainhub.needs.models import Finding, Recommendation, Topic
from trainhub.people import services as people
from trainhub.people.models import Centre, Organisation
from trainhub.people.services.importing import IMPORTER
from trainhub.planner import services as planner
from trainhub.planner.models import CountryMoney, CountryPlan, PlanRun
from trainhub.questionnaires import services as questionnaires
from trainhub.questionnaires.models import Questionnaire, Wave
from trainhub.registration import services as registrations
from trainhub.registration.models import Call, Quota, Registration, RegistrationDocument
from trainhub.registration.services.documents import POLICY
from trainhub.reports.disclosure.models import Release
from trainhub.reports.models import Headcount
from trainhub.roster import services as roster
from trainhub.roster.models import ExpertApplication, ExpertCall, ExpertDocument
from trainhub.sessions import services as sessions
from trainhub.sessions.models import Donor, TrainingSession
from trainhub.testing.make import Make
from trainhub.testing.make.people import add

Arguments = dict[str, Any]
NO_OBJECT = {"static"}  # addresses whose argument names no record
WAVES = ("wave", "wave_act", "do_wave_act", "wave_answers", "paper", "keep_paper", "paper_form")  # of questionnaires
SECTIONS = ("edit_part", "remove_part", "add_question", "pick_questions")


@dataclass
class Foreign:
    """A centre in Dushanbe with its staff, a trainer and a participant; `ids` says what stands for which argument."""

    staff: Account
    graduate: Account
    draft: TrainingSession
    over: TrainingSession
    ids: dict[str, Any] = field(default_factory=dict)  # "blueprint.argument" or "endpoint.argument" -> value

    def arguments(self, rule: Rule, session: TrainingSession) -> Arguments | None:
        """Return what stands in an address, of one of the two sessions; None where the scene knows nothing for it."""
        place = rule.endpoint.partition(".")[0]
        own = self._of(session) if rule.rule.startswith("/sessions/<slug>") else {}
        found = {}
        for name in rule.arguments:
            for key in (f"{rule.endpoint}.{name}", f"{place}.{name}", name):
                if (value := own.get(key, self.ids.get(key))) is not None:
                    found[name] = value
                    break
        return found if len(found) == len(rule.arguments) else None

    def _of(self, session: TrainingSession) -> Arguments:
        slot = session.slots[0].public_id
        registration = self.ids["registration.public_id"]
        return {
            "slug": session.slug,
            "slot_id": slot,
            "sessions.public_id": slot,
            "certificates.public_id": registration,
            "registration_id": registration,
        }


PNG = bytes.fromhex(  # a white dot
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c4944415478da63f8ffff3f0005fe02fe331295140000000049454e44ae426082"
)


def foreign(make: Make) -> Foreign:
    """Make the other centre, and one of everything in it."""
    centre = make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")
    staff, room = make.staff(centre), make.room(centre_id=centre.id)
    body = make.organisation(country_code="TJ")
    person = make.person(organisation=body, country_code="TJ")
    account = make.account(person=person)
    trainer = make.account("trainer", scope=("centre", centre.id), country_code="TJ")
    expert = make.expert(trainer.person)
    expert.cv = files.store(io.BytesIO(b"%PDF-1.7 life"), "cv.pdf", roster.CV)
    values: dict[str, Any] = {"centre": centre, "room": room, "trainer": trainer.person}
    draft = make.session(state="draft", **values)
    over = make.session(state="completed", day=-7, format="information-session", **values)
    over.slots[0].online = True
    graduated = make.graduate(over, person)
    certificate = make.certificate(graduated)
    seal(certificate)
    material = make.material(over, visibility="trainers")
    today = date(2027, 3, 2)
    message = Message(
        kind="plain", person=person, centre=centre, address=person.email, language="en", subject="To one", body="Only"
    )
    asked = make.expert(make.person(country_code="TJ"))
    part = roster.ask(session=draft, request=roster.Request(asked.person.public_id))
    [proposal] = roster.propose(over, [person])
    wanted = ExpertCall(
        centre_id=centre.id,
        title=Texts.of({"en": "Wanted"}),
        text=Texts.of({"en": "Experts"}),
        zone="Asia/Dushanbe",
        deadline=clock.now() + timedelta(days=7),
    )
    applied = ExpertApplication(call=wanted, person=person, kind="ngo", modules=[4], languages=["ru"])
    life = files.store(io.BytesIO(b"%PDF-1.7 of one"), "life.pdf", roster.CV)
    applied.documents.append(ExpertDocument(kind="cv", file=life))
    absence = roster.add_absence(person=person, since=today, until=today)
    closing, _held = sessions.close_room(room=room, since=today, until=today)
    db.session.add_all([wanted, applied])
    release = Release(title=Texts.of({"en": "Trainees"}), audience="public", first=today, until=today, centre=centre)
    heads = Headcount(session_id=over.id, number=3, reported_by="Gulnora", reported_on=today)
    job = JobRow(name="nothing", account_id=staff.id, state="done")
    answer = ReceivedMail(mark="a", person=person, centre=centre, kind="reply", subject="From one", open=True)
    paper = files.store(io.BytesIO(b"%PDF-1.7 of a court"), "summons.pdf", attendance.excuses.POLICY)
    excuse = add(Excuse(registration=graduated, reason="A hearing", file=paper, slots=[over.slots[0]]))
    packed = files.store(io.BytesIO(b"PK\x03\x04 all of it"), "pack.zip", evidence.POLICY)
    pack = EvidencePack(session=over, file=packed, manifest="0" * 64, files=1)
    db.session.add_all([message, answer, release, heads, job, pack])
    db.session.flush()
    logo = files.store(io.BytesIO(PNG), "logo.png", designs.PICTURE)
    design = designs.create(centre, designs.Look(name="Theirs", kind="", layout="landscape", pairs=("en",)))
    db.session.flush()
    design.logos = [{"file": logo.public_id, "sha256": logo.sha256, "name": "A body", "donor": True}]
    ids = {
        "centres.slug": centre.slug,
        "certificate_kinds.key": "participation",
        "designs.public_id": design.public_id,
        "designs.file": logo.public_id,
        "certificates.public_id": certificate.public_id,
        "certificates.issue_taught.number": over.assignments[0].id,
        "certificates.code": certificate.code,
        **{f"certificates.{name}.slug": centre.slug for name in ("did", "status_list", "small_status_list")},
        "evidence.public_id": pack.public_id,
        "attendance.decide_excuse.public_id": excuse.public_id,
        "attendance.excuse_document.public_id": excuse.public_id,
        "excuses.public_id": graduated.public_id,
        "excuses.excuse_id": excuse.public_id,
        "checkin.slot_id": over.slots[0].public_id,
        "checkin.code": "AAAAAA",
        "checkin.ticket": "of.nobody",
        "curriculum.entry": "m05-a01",
        "curriculum.key": "m04-a02",
        "curriculum.number": 4,
        "curriculum.label": "1.0",
        "curriculum.slug": "test",
        "donors.public_id": add(Donor(title=Texts.of({"en": "A fund"}))).public_id,
        "formats.key": "training",
        "statuses.key": "late",
        "attendance.decide.public_id": _conflict(certificate.registration, over).public_id,
        "imports.public_id": _list(staff).public_id,
        "headcounts.public_id": heads.public_id,
        "materials.public_id": material.public_id,
        "materials.download.public_id": material.versions[0].public_id,
        "messages.public_id": message.public_id,
        "messages.received_one.public_id": answer.public_id,
        "messages.received_done.public_id": answer.public_id,
        "messages.kind": "place_offered",
        "office.public_id": job.public_id,
        "organisations.slug": body.slug,
        "projects.public_id": make.project(centre_id=centre.id).public_id,
        "questionnaires.act": "close",
        "questionnaires.no": 1,
        "mine.public_id": certificate.registration.public_id,
        "registration.act": "open",
        "registration.step": "proposed",
        "registration.key": "cv",
        "registration.document.public_id": _document(certificate.registration).public_id,
        "registration.public_id": certificate.registration.public_id,
        "accounts.person_id": person.public_id,
        "registration.person_id": person.public_id,
        "releases.public_id": release.public_id,
        "releases.key": "t1",
        "releases.name": "tables.xlsx",
        "rooms.public_id": room.public_id,
        "rooms.closing_id": closing.public_id,
        "trainers.public_id": trainer.person.public_id,
        "proposals.public_id": proposal.public_id,
        "expert.consent.public_id": proposal.public_id,
        "trainers.absence_id": absence.public_id,
        "expert.public_id": absence.public_id,
        "expert.token": roster.token_of(part),
        "calls.public_id": wanted.public_id,
        "calls.application_id": applied.public_id,
        "calls.kind": "cv",
        "profile.affiliation_id": person.affiliations[0].public_id,
        "people.affiliation_id": person.affiliations[0].public_id,
        "confidential.attribute": "diet",
        "word": "yes",
        "no": account.id,
    }
    ids |= _paper(over)
    ids |= _nominations(make, {**values, "seats": 5}, body)
    ids |= dict.fromkeys(("people.public_id", "confidential.public_id", "roles.public_id"), person.public_id)
    ids |= dict.fromkeys(("claims.public_id", "duplicates.public_id", "erasure.erase.public_id"), person.public_id)
    ids["duplicates.other_id"] = trainer.person.public_id
    ids["erasure.decide.public_id"] = people.ask_for_erasure(trainer.person).public_id
    ids |= _questionnaires(centre.id)
    ids |= _cascade(make, values, account)
    ids |= _plans(make, centre)
    ids |= _needs(make, draft)
    db.session.commit()
    return Foreign(staff, account, draft, over, ids)


def _paper(session: TrainingSession) -> Arguments:
    """Make a sign-in sheet of a session that is over, and its scan."""
    by = Actor(None, "Gulnora")
    sheet = attendance.make_sheet(session=session, day=None, languages=["en"], by=by)
    upload = attendance.Upload(io.BytesIO(b"%PDF-1.7 signed"), "signed.pdf")
    [scan] = attendance.attach(session=session, uploads=[upload], sheet=sheet, by=by)
    return {
        "attendance.sheet_id": sheet.public_id,
        "attendance.scan_id": scan.public_id,
        "sheets.public_id": sheet.public_id,
        "sheets.page": 1,
    }


def _nominations(make: Make, values: Arguments, body: Organisation) -> Arguments:
    """Make a call to come for that country only: a nominee with a document, an application, somebody not yet in."""
    session = make.session(day=9, **values)
    call = make.call(session, quotas={("country", "TJ"): 5}, apply=True, endorse=True)
    call.documents = [{"key": "cv", "title": {"en": "Curriculum vitae"}}]
    nominee, applicant, other = (make.person(organisation=body, country_code="TJ") for _ in range(3))
    nominated = make.registration(session, nominee, state="nominated", origin="nomination")
    upload = registrations.DocumentUpload("cv", io.BytesIO(b"%PDF-1.4"), "cv.pdf")
    registrations.bring(nominated, ["cv"], upload)
    asked = make.registration(session, applicant, state="applied", endorsement="asked")
    return {
        "nominations.slug": session.slug,
        "nominations.public_id": nominated.public_id,
        "nominations.approval.public_id": asked.public_id,
        "nominations.person_id": other.public_id,
        "nominations.key": "cv",
        "way": "up",
    }


def _cascade(make: Make, values: Arguments, account: Account) -> Arguments:
    """Make a training of trainers, and what its graduate reports: with a name, and a file."""
    learned = make.session(day=-9, format="training-of-trainers", state="completed", **values)
    make.graduate(learned, account.person)
    day = clock.today() - timedelta(days=1)
    command = cascade.RolloutCommand(
        origin=cascade.origins(account.person)[0].key,
        title="Taught on",
        country_code="TJ",
        first_day=day,
        last_day=day,
        hours=3,
        persons=(cascade.Named("Somebody"),),
        evidence=cascade.Evidence(io.BytesIO(b"%PDF-1.7 of one"), "list.pdf"),
    )
    rollout = cascade.report(person=account.person, command=command)
    return {
        "cascade.public_id": rollout.public_id,
        "cascade.row_id": rollout.persons[0].public_id,
        "cascade.slug": learned.slug,
        "rollouts.public_id": rollout.public_id,
    }


def _plans(make: Make, centre: Centre) -> Arguments:
    """Make a draft plan with a line, its money, a country's own plan, and a decision about a holiday."""
    title = Texts.of({"en": "Plan"})
    first, last = date(2028, 1, 1), date(2028, 12, 31)
    plan = planner.save_plan(command=planner.PlanCommand(title, first, last), centre=centre)
    line = planner.add_line(plan=plan, command=planner.LineCommand(title=title, countries=("TJ",)))
    party = planner.approving.add_party(plan=plan, party="A ministry")
    base = planner.save_plan(command=planner.PlanCommand(title, first, last), centre=centre)
    planner.coverage.scenario(plan=base, title=title)
    said = planner.money.BudgetCommand(title, first, last, 1000.0)
    budget = planner.money.save_budget(command=said, centre_id=centre.id)
    rate = planner.money.save_rate(command=planner.money.RateCommand(travel=1.0), centre_id=centre.id)
    run = add(PlanRun(plan=plan, state="done"))
    own = add(CountryPlan(country_code="TJ", title="Own plan", starts_on=first, ends_on=last))
    paid = add(CountryMoney(plan_id=own.id, title="Courses", amount=100.0))
    tajikistan = holidays.find_country("TJ")
    decided = holidays.Decision(date(2028, 6, 1), "added", "Decree 1", title="A day")
    return {
        "planner.public_id": plan.public_id,
        "planner.line_id": line.public_id,
        "planner.number": party.id,
        "planner.key": "m04-a02",
        "planner.run_id": run.public_id,
        "budgets.public_id": budget.public_id,
        "rates.public_id": rate.public_id,
        "country_plans.public_id": own.public_id,
        "country_plans.row_id": paid.public_id,
        "holidays.code": "TJ",
        "holidays.public_id": holidays.decide(country=tajikistan, said=decided).public_id,
    }


def _needs(make: Make, draft: TrainingSession) -> Arguments:
    """Make a round that is in preparation and asks that country only, with one of everything beside it."""
    asked = make.needs_round(countries=("TJ",), modules=(4,), centre_id=draft.centre_id, state="draft")
    response = make.said(asked, "TJ", {4: 3})
    keeping = needs.keeping
    stream = io.BytesIO(b"%PDF-1.7 terms")
    annex = keeping.add_annex(found=asked, title="Terms", sight="office", stream=stream, name="terms.pdf")
    milestone = keeping.add_milestone(found=asked, title="Report", due=date(2027, 4, 1))
    title = Texts.of({"en": "Questionnaire"})
    instrument = keeping.add_instrument(
        found=asked, kind="questionnaire", title=title, category_code="government", wave_id=None
    )
    topic = db.session.query(Topic).filter_by(round_id=asked.id).one()
    finding = add(Finding(text=Texts.of({"en": "A gap"}), section="data", countries=["TJ"]))
    about = Texts.of({"en": "Conventions"})
    register = needs.registers.keep_register(title=about, about=Texts())
    item = needs.registers.keep_item(register=register, title=about, kind="law")
    document = needs.records.keep_document(command=needs.records.DocumentCommand("TJ", about))
    lead = needs.records.keep_lead(command=needs.records.LeadCommand("TJ", about))
    spoke = {"name": "Somebody", "position": "", "email": "", "until": None}
    question = needs.consulting.ConsultationCommand(about, ("ministry",), clock.today() + timedelta(days=9))
    consultation = needs.consulting.begin(session=draft, command=question)
    contributor = needs.voices.add_contributor(found=asked, response=response, **spoke)
    advice = add(Recommendation(code="REC-X-01", text=Texts.of({"en": "Do it"}), section="data", types=["training"]))
    return {
        "needs.public_id": asked.public_id,
        "needs.code": "TJ",
        "needs.recommendation.code": advice.code,
        "needs.edit_recommendation.code": advice.code,
        "needs.topic_id": topic.public_id,
        "needs.response_id": response.public_id,
        "needs.finding_id": finding.public_id,
        "needs.register_id": register.public_id,
        "needs.item_id": item.public_id,
        "needs.document_id": document.public_id,
        "needs.lead_id": lead.public_id,
        "needs.person_id": contributor.public_id,
        "needs.slug": draft.slug,
        "needs.consultation_id": consultation.public_id,
        "needs.part_id": milestone.public_id,
        "needs.annex.part_id": annex.public_id,
        "needs.instrument.part_id": instrument.public_id,
        "needs.instrument_act.part_id": instrument.public_id,
        "needs.instrument_act.act": "invite",
        "needs.add_part.kind": "milestone",
        "needs.remove_part.kind": "milestone",
        "needs.answers.kind": "csv",
        "imports.line": 2,
    }


def _questionnaires(centre_id: int) -> Arguments:
    """Make a questionnaire of a centre, sent once and begun anew, and a question of the centre's bank."""
    title = Texts.of({"en": "Opinion"})
    asked = questionnaires.create(title=title, kind="reaction", content=OPINION, centre_id=centre_id)
    wave = _wave(asked, centre_id)
    questionnaires.draft_of(asked)
    questionnaires.put_bank_item(USEFUL, centre_id=centre_id)
    return {
        "questionnaires.public_id": asked.public_id,
        "questionnaires.key": "useful",  # in the draft and in the bank
        **{f"questionnaires.{name}.public_id": wave.public_id for name in WAVES},
        **{f"questionnaires.{name}.key": "all" for name in SECTIONS},
    }


def _wave(asked: Questionnaire, centre_id: int) -> Wave:
    """Make an open wave of a centre, so that paper forms could be typed in."""
    wave = questionnaires.plan_wave(
        version=asked.versions[0],
        identity="named",
        title=Texts.of({"en": "Training"}),
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=7),
        centre_id=centre_id,
    )
    questionnaires.open_wave(wave)
    return wave


def _conflict(registration: Registration, session: TrainingSession) -> Conflict:
    """Let a device bring a mark that says something else than the register."""
    found: Conflict = add(
        Conflict(
            registration_id=registration.id,
            slot_id=session.slots[0].id,
            held_status="present",
            held_minutes=180,
            held_at=clock.now(),
            status="absent",
            minutes=0,
        )
    )
    return found


def _document(registration: Registration) -> RegistrationDocument:
    """Make a call with a quota for a session, and the document that it asks for."""
    title = {"key": "cv", "source": "en", "title": {"en": "CV"}}
    call = Call(session_id=registration.session_id, documents=[title], rule="ranking", decide_on=date(2027, 3, 1))
    call.quotas = [Quota(dimension="country", value="TJ", seats=1)]
    file = files.store(io.BytesIO(b"%PDF-1.7"), "cv.pdf", POLICY)
    document = RegistrationDocument(registration_id=registration.id, key="cv", file=file)
    db.session.add_all([call, document])
    db.session.flush()
    return document


def _list(account: Account) -> ImportRun:
    """Make a list that somebody brought, with a row that was rejected."""
    run = imports.begin(IMPORTER, imports.Upload(io.BytesIO(b"Name;E-mail\nA;b"), "list.csv"), SignedIn(account))
    run.state, run.rejected = "checked", 1
    db.session.add(ImportRow(run_id=run.id, line=2, outcome="rejected", message="No", values={"native": "A"}))
    return run


def addresses(app: Flask, scene: Foreign) -> tuple[list[tuple[Rule, str, TrainingSession]], list[str]]:
    """Return each address with an argument as the scene fills it, and the endpoints for which it has nothing."""
    known, unknown = [], []
    urls = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if not rule.arguments or rule.endpoint in NO_OBJECT:
            continue
        for session in (scene.draft, scene.over) if rule.rule.startswith("/sessions/<slug>") else (scene.over,):
            arguments = scene.arguments(rule, session)
            if arguments is None:
                unknown.append(rule.endpoint)
            else:
                method = "GET" if "GET" in (rule.methods or ()) else "POST"
                known.append((rule, urls.build(rule.endpoint, arguments, method=method), session))
    return known, unknown
