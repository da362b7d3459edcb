"""Reports of countries, registers, documents, names behind answers, reminders, consultations; on both databases."""

from datetime import date

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.imports import services as imports
from trainhub.kernel import i18n, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound
from trainhub.kernel.types import Texts
from trainhub.messages.models import Message
from trainhub.needs import own_data, paper, policies, queries, services
from trainhub.needs.models import (
    Consultation,
    Contributor,
    Finding,
    LeadBody,
    OtherTraining,
    PolicyDocument,
    Recommendation,
    Register,
    RegisterEntry,
)
from trainhub.needs.services import taking
from trainhub.needs.services.records import DocumentCommand, LeadCommand
from trainhub.needs.services.registers import Said
from trainhub.needs.services.rounds import CountryCommand
from trainhub.needs.vocabulary import State
from trainhub.people import services as people
from trainhub.questionnaires.models import WaveMember

STAFF = policies.Sight(None, None)
GEORGIA = policies.Sight(countries=frozenset({"GE"}), focal=True)


class Running:
    """A job that is not interrupted."""

    def checkpoint(self, done: int = 0, total: int = 0) -> None:
        pass


def test_the_report_of_a_country_tells_who_answered_and_keeps_states_apart(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("AZ", "GE", "MD"), modules=(4, 7, 9, 11), revalidate_by=date(2027, 5, 1))
    make.said(asked, "GE", {4: 4, 7: "zero", 9: "not_available"}, name="Ministry")
    make.said(asked, "GE", {4: 2, 7: 1}, name="Association", category_code="ngo", source="interview")
    make.said(asked, "GE", {}, name="Court", state="invited")
    make.said(asked, "AZ", {4: 4, 11: 4})
    held = make.session(day=-30)
    make.registration(held, make.person(country_code="GE"))
    [number] = services.reading.given().by_module
    centre = asked.assessment.centre_id
    mine, region, theirs = (
        Finding(text=Texts.of({"en": name}), section="data", countries=codes)
        for name, codes in (("Own", ["GE"]), ("All", []), ("Theirs", ["AZ"]))
    )
    other = OtherTraining(country_code="GE", topic="Rights", provider="A university", year=2026, centre_id=centre)
    modules = {each.number: each for each in db.session.scalars(queries.modules())}
    advice = Recommendation(code="REC-T-01", text=Texts.of({"en": "Do"}), section="data", modules=[modules[4]])
    aside = Recommendation(code="REC-T-02", text=Texts.of({"en": "Not"}), section="data", modules=[modules[11]])
    db.session.add_all([mine, region, theirs, other, advice, aside])
    db.session.flush()
    report = services.countries.report("GE", GEORGIA, asked)
    assert (report.asked.own.asked, report.asked.own.answered, report.asked.own.interviews) == (3, 2, 1)
    assert [rate.answered for _category, rate in report.asked.categories] == [1, 1]
    assert [each.name for each in report.asked.institutions] == ["Ministry", "Association", "Court"]
    states = {each.number: (each.cell.state, each.cell.value) for each in report.priorities}
    assert states == {
        4: (State.VALUE, 3),
        7: (State.VALUE, 1),
        9: (State.NOT_AVAILABLE, None),
        11: (State.NO_ANSWER, None),
    }
    assert report.counts == {State.VALUE: 2, State.NOT_AVAILABLE: 1, State.NO_ANSWER: 1}
    assert [each.code for each in (one.recommendation for one in report.advice)] == ["REC-T-01"]
    assert [str(each.text) for each in report.own_findings] == ["Own"]
    assert [str(each.text) for each in report.regional_findings] == ["All"]
    assert (len(report.others), report.revalidate_by) == (1, date(2027, 5, 1))
    assert services.countries.profile("GE", GEORGIA).focal_points == ()  # only staff see who speaks for a country
    assert {each.number: each.given.people for each in report.priorities if each.given} == {number: 1}
    assert {each.number for each in report.blind} == {4} - {number}
    with pytest.raises(NotFound):
        services.countries.report("AZ", GEORGIA, asked)
    with pytest.raises(NotFound):
        services.countries.report("GE", policies.Sight(), asked)
    silent = services.countries.report("KZ", STAFF, asked)
    assert silent.column is None
    assert {each.cell.state for each in silent.priorities} == {State.NOT_ASKED}
    assert services.countries.report("KZ", STAFF, None).priorities == []
    lines = services.countries.lines(asked, GEORGIA, ("AZ", "GE"))
    assert [(each.code, each.rate.answered, each.pressing, each.known) for each in lines] == [("GE", 2, 1, 2)]
    db.session.expunge_all()


def told(code, asked):
    return services.countries.report(code, STAFF, asked), services.countries.profile(code, STAFF), "Centre"


def test_the_report_is_printed_in_every_language_and_says_that_it_is_invented(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("AZ", "GE"), modules=(4, 7), invented=True)
    make.said(asked, "GE", {4: 4, 7: "no"}, behalf="IOM")
    services.loading.load_shipped()
    services.loading.load_registers()
    for language, words in (("en", "Invented for the demonstration"), ("ru", "Выдумано для демонстрации")):
        with i18n.speaking(language):
            page = paper.page(*told("GE", asked))
            assert words in page["warnings"][0]
            assert paper.print_report(*told("GE", asked)).startswith(b"%PDF")
    with i18n.speaking("en"):
        said = str(page := paper.page(*told("GE", asked)))
    assert "1 of 1 institution answered. One voice does not speak for a country." in page["warnings"]
    for words in ("answered on its behalf by IOM", "Convention on Stateless Persons", "Migration Strategy", "No: 1"):
        assert words in said
    for language in ("az", "tk"):
        with i18n.speaking(language):
            assert paper.print_report(*told("AZ", asked)).startswith(b"%PDF")


def test_registers_are_shipped_with_what_is_certain_and_loading_again_changes_nothing(session, make):
    assert services.loading.load_registers() > 100
    assert services.loading.load_registers() == 0
    registers = {each.key: each for each in db.session.query(Register)}
    grid = services.registers.grid(registers["data"], STAFF)
    items = {item.key: item for item in grid.items}
    assert grid.of("IR", items["protection"]).state == "partial"
    assert grid.of("BY", items["unit"]).state == "not_available"  # which is neither "no" nor nothing known
    assert grid.of("BY", items["frequency"]) is None
    assert (grid.held(items["gender"]), grid.known(items["gender"])) == (1, 7)
    law = services.registers.grid(registers["law"], STAFF)
    nationality = next(item for item in law.items if item.key == "nationality")
    assert (law.of("RU", nationality).state, law.held(nationality)) == ("signed", 2)
    assert services.registers.grid(registers["challenges"], STAFF).cells == {}  # the source lost whose marks they are
    assert len(registers["challenges"].items) == 8
    own = services.registers.grid(registers["compact"], GEORGIA)
    assert own.countries == ["GE"]
    leads = db.session.query(LeadBody).all()
    assert len({each.country_code for each in leads}) == 13
    assert db.session.query(PolicyDocument).filter_by(country_code="TM").one().state == "none"


def test_what_is_known_of_a_country_is_entered_in_the_words_of_each_item(session, make):
    register = services.registers.keep_register(title=Texts.of({"en": "Frameworks"}), about=Texts())
    signed = services.registers.keep_item(register=register, title=Texts.of({"en": "Convention"}), kind="law")
    member = services.registers.keep_item(register=register, title=Texts.of({"en": "Member"}), kind="yesno")
    said = {signed.id: Said("ratified", date(2010, 5, 4), "With a reservation"), member.id: Said("no")}
    services.registers.keep_country(register=register, code="GE", said=said)
    grid = services.registers.grid(register, STAFF)
    assert (grid.of("GE", signed).day, grid.held_in("GE"), grid.known(member)) == (date(2010, 5, 4), 1, 1)
    with pytest.raises(Invalid):
        services.registers.keep_country(register=register, code="GE", said={member.id: Said("ratified")})
    with pytest.raises(Invalid):
        services.registers.keep_item(register=register, title=signed.title, kind="yesno", item=signed)
    services.registers.keep_country(register=register, code="GE", said={member.id: Said("")})
    assert services.registers.grid(register, STAFF).of("GE", member) is None
    made_up = db.session.query(RegisterEntry).one()
    made_up.invented = True
    services.registers.keep_country(register=register, code="GE", said={signed.id: Said("signed")})
    assert made_up.invented is False  # what a person has entered is not made up
    with pytest.raises(Invalid):
        services.registers.keep_register(title=Texts(), about=Texts())
    changes = [each for each in db.session.query(AuditEntry) if each.subject_kind == "need_register"]
    assert {each.action for each in changes} >= {"created", "changed", "removed"}


def test_documents_and_leading_bodies_have_years_goals_and_a_history(session, make):
    title = Texts.of({"en": "Strategy"})
    wrong = DocumentCommand("GE", title, first_year=2030, last_year=2021)
    with pytest.raises(Invalid, match="before the first"):
        services.records.keep_document(command=wrong)
    kept = services.records.keep_document(
        command=DocumentCommand("GE", title, "adopted", 2021, 2030, services.records.goals_of("SDG 8, 10.7; 10.7"))
    )
    assert kept.goals == ["8", "10.7"]
    for text in ("18", "0", "ten"):
        with pytest.raises(Invalid):
            services.records.goals_of(text)
    with pytest.raises(NotFound):
        services.records.find_document(kept.public_id, policies.Sight(countries=frozenset({"AZ"})))
    services.records.keep_lead(command=LeadCommand("RU", Texts.of({"en": "Federal Service"}), until=date(2016, 4, 5)))
    services.records.keep_lead(command=LeadCommand("RU", Texts.of({"en": "Directorate"}), since=date(2016, 4, 5)))
    backwards = LeadCommand("RU", title, since=date(2016, 4, 5), until=date(2015, 1, 1))
    with pytest.raises(Invalid):
        services.records.keep_lead(command=backwards)
    assert [str(each.title) for each in db.session.scalars(queries.lead_bodies())] == ["Directorate", "Federal Service"]
    services.records.remove(kept)
    assert db.session.query(PolicyDocument).count() == 0


def test_registers_documents_and_bodies_come_from_files(session, make):
    services.loading.load_registers()
    who = SignedIn(make.staff(make.centre()))
    work.commit()
    register = db.session.query(Register).filter_by(key="law").one()
    assert taking.ENTRIES.may(who, register.public_id)
    assert not taking.ENTRIES.may(who, "nothing")
    lines = [
        {"country": "Georgia", "item": "Refugee Convention, 1951", "state": "Ratified", "day": "1999-05-28"},
        {"country": "GE", "item": "protocol", "state": "perhaps"},
        {"country": "Georgia", "item": "Stamps", "state": "yes", "day": "soon"},
    ]
    context = imports.Context(subject=register.public_id)
    taking.ENTRIES.prepare(lines, context)
    assert taking.ENTRIES.row(lines[0], context).kind == imports.Kind.ADDED
    for row, keys in ((lines[1], {"state"}), (lines[2], {"item", "day"})):
        with pytest.raises(Invalid) as caught:
            taking.ENTRIES.row(row, context)
        assert set(caught.value.fields) == keys
    db.session.flush()
    item = next(each for each in register.items if each.key == "refugees")
    entry = db.session.query(RegisterEntry).filter_by(item_id=item.id).one()
    assert (entry.country_code, entry.state, entry.day) == ("GE", "ratified", date(1999, 5, 28))
    context = imports.Context(subject=taking.ALL)
    taking.DOCUMENTS.prepare([], context)
    known = {"country": "Ukraine", "title": "State Migration Strategy", "state": "expired", "first_year": "2017"}
    assert taking.DOCUMENTS.row(known, context).kind == imports.Kind.CHANGED
    fresh = {"country": "UZ", "title": "Law on migration", "state": "adopted", "goals": "8, 10.7"}
    assert taking.DOCUMENTS.row(fresh, context).kind == imports.Kind.ADDED
    assert taking.DOCUMENTS.row(fresh, context).kind == imports.Kind.SAME
    with pytest.raises(Invalid):
        taking.DOCUMENTS.row(fresh | {"goals": "99"}, context)
    with pytest.raises(Invalid):
        taking.DOCUMENTS.row(fresh | {"first_year": "soon", "state": "lost"}, context)
    taking.LEADS.prepare([], context)
    assert taking.LEADS.row({"country": "KZ", "title": "A new ministry", "since": "2027-01-01"}, context)
    with pytest.raises(Invalid):
        taking.LEADS.row({"country": "Atlantis", "title": "A ministry", "until": "x"}, context)
    assert taking.LEADS.may(who, taking.ALL)
    assert not taking.LEADS.may(SignedIn(make.account("focal_point", scope=("country", "GE"))), taking.ALL)


def test_names_behind_answers_have_an_end_and_follow_the_person(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("GE",), modules=(4,))
    response = make.said(asked, "GE", {4: 3})
    person = make.person(email="nino@example.org", display="Nino Beridze")
    given = {"found": asked, "response": response, "position": "Head"}
    for wrong in (
        {"name": " ", "email": "", "until": None},
        {"name": "A", "email": "nobody@example.org", "until": None},
        {"name": "A", "email": "", "until": date(2035, 1, 1)},
        {"name": "A", "email": "", "until": date(2020, 1, 1)},
    ):
        with pytest.raises(Invalid):
            services.voices.add_contributor(**given, **wrong)
    known = services.voices.add_contributor(**given, name="", email="nino@example.org", until=None)
    services.voices.add_contributor(**given, name="Somebody Else", email="", until=date(2027, 4, 1))
    assert (known.name, known.person_id, known.until) == ("Nino Beridze", person.id, date(2029, 2, 26))
    work.commit()
    told = next(each for each in own_data.own(person) if each.key == "need_contributors")
    assert (told.rows[0]["name"], told.rows[0]["until"]) == ("Nino Beridze", date(2029, 2, 26))
    logged = [each for each in db.session.query(AuditEntry) if "Somebody Else" in str(each.changes)]
    assert logged == []  # the log never has the name
    clock.set("2027-04-02T08:00")
    services.voices.forget(Running())
    assert [each.name for each in db.session.query(Contributor)] == ["Nino Beridze"]
    assert ("need_contributor", "person_id") in people.person_columns()
    with pytest.raises(NotFound):
        services.voices.remove_contributor(response, "nothing")
    services.voices.remove_contributor(response, known.public_id)
    assert db.session.query(Contributor).count() == 0


def test_focal_points_are_reminded_once_a_stage_and_not_of_what_stands(session, make, clock):
    clock.set("2027-03-02T08:00")
    asked = make.needs_round(countries=("GE", "MD", "UA"), modules=(4,), revalidate_by=date(2027, 3, 20))
    speaker = make.account("focal_point", scope=("country", "GE"), email="ge@example.org").person
    make.account("focal_point", scope=("country", "MD"), email="md@example.org")
    services.rounds.confirm_values(found=asked, code="MD")
    later = CountryCommand("answering", revalidate_by=date(2027, 6, 1))
    services.rounds.set_country(found=asked, code="UA", command=later)
    work.commit()

    def sent():
        services.reminding.remind(Running())
        work.commit()
        mails = db.session.query(Message).filter_by(kind=services.reminding.KIND).order_by(Message.id)
        return [(each.person_id, each.subject) for each in mails]

    assert sent() == []  # eighteen days are left
    for moment, number in (
        ("2027-03-07", 1),
        ("2027-03-08", 1),
        ("2027-03-18", 2),
        ("2027-03-22", 3),
        ("2027-05-02", 3),
    ):
        clock.set(f"{moment}T08:00")
        assert len(sent()) == number, moment
    assert {person for person, _subject in sent()} == {speaker.id}
    assert "Georgia" in sent()[0][1]
    waiting = db.session.execute(services.reminding.waiting(frozenset({"GE", "MD"}))).all()
    assert [each.country for each in waiting] == ["GE"]
    mail = db.session.query(Message).filter_by(kind=services.reminding.KIND).first()
    argument = mail.check.partition(":")[2]
    assert services.reminding.still_true(mail, argument) == ""
    services.rounds.confirm_values(found=asked, code="GE")
    assert services.reminding.still_true(mail, argument)
    assert db.session.execute(services.reminding.waiting(frozenset({"GE"}))).all() == []


def test_a_round_that_was_followed_by_another_needs_no_second_look(session, make, clock):
    clock.set("2027-03-02T08:00")
    first = make.needs_round(countries=("GE",), modules=(4,), revalidate_by=date(2027, 3, 5))
    assert len(db.session.execute(queries.to_revalidate(date(2027, 3, 10))).all()) == 1
    command = services.rounds.RoundCommand(
        title=first.title, first_day=date(2027, 3, 1), last_day=date(2027, 4, 1), countries=("GE",)
    )
    services.rounds.open_round(services.rounds.next_round(before=first, command=command))
    db.session.flush()
    assert db.session.execute(queries.to_revalidate(date(2027, 3, 10))).all() == []


def test_chosen_categories_are_asked_before_a_training(session, make, clock):
    clock.set("2027-03-02T08:00")
    training = make.session(day=30, state="draft")
    here = make.organisation(category_code="ngo", country_code="GE")
    there = make.organisation(category_code="ngo", country_code="AZ")
    asked = make.person(organisation=here, email="a@example.org")
    make.person(organisation=there, email="b@example.org")
    make.person(organisation=here, email="c@example.org", confirmed=False)
    make.person(organisation=make.organisation(category_code="ministry", country_code="GE"), email="d@example.org")
    question = Texts.of({"en": "What must a training on COVID-19 look at?"})
    begin, command = services.consulting.begin, services.consulting.ConsultationCommand
    for wrong in (
        command(question, (), date(2027, 3, 20)),
        command(Texts(), ("ngo",), date(2027, 3, 20)),
        command(question, ("ngo",), date(2027, 3, 2)),
        command(question, ("media",), date(2027, 3, 20)),
    ):
        with pytest.raises(Invalid):
            begin(session=training, command=wrong)
    found = begin(session=training, command=command(question, ("csos",), date(2027, 3, 20), ("GE",)))
    work.commit()
    assert (found.asked, found.wave.state) == (1, "open")
    assert [each.person_id for each in db.session.query(WaveMember)] == [asked.id]
    assert [each.person_id for each in db.session.query(Message)] == [asked.id]
    services.consulting.conclude(consultation=found, outcome=" Time for questions was added. ")
    work.commit()
    assert db.session.query(Consultation).one().outcome == "Time for questions was added."
    logged = db.session.query(AuditEntry).filter_by(subject_kind="training_session", subject_id=training.id)
    assert any("Time for questions" in str(each.changes) for each in logged)
    with pytest.raises(NotFound):
        services.consulting.find(make.session(day=40), found.public_id)


def test_the_need_of_a_country_is_told_to_those_who_choose(session, make, clock):
    clock.set("2027-03-02T08:00")
    training = make.session(day=20)
    [number] = db.session.scalars(queries.modules_of_session(training.id)).all()
    assert services.reading.needs_of_session(training.id) == {}
    asked = make.needs_round(countries=("AZ", "GE", "MD"), modules=(number,), invented=True)
    make.said(asked, "GE", {number: 3})
    make.said(asked, "MD", {number: "not_available"})
    told = services.reading.needs_of_session(training.id)
    assert told == {"AZ": "No answer", "GE": "3 of 4 (invented)", "MD": "Value not available"}


def test_practices_are_shown_to_others_with_consent_only(session, make):
    rows = [
        Finding(text=Texts.of({"en": name}), section="data", kind=kind, countries=codes, shared=shared)
        for name, kind, codes, shared in (
            ("region", "gap", [], False),
            ("own gap", "gap", ["GE", "MD"], False),
            ("their gap", "gap", ["AZ"], False),
            ("shared practice", "practice", ["AZ"], True),
            ("kept practice", "practice", ["AZ"], False),
        )
    ]
    db.session.add_all(rows)
    db.session.flush()
    seen = {str(each.text) for each in db.session.scalars(queries.seen_findings(GEORGIA))}
    assert seen == {"region", "own gap", "shared practice"}
    with pytest.raises(NotFound):
        services.concluding.find_finding(rows[2].public_id, GEORGIA)
    assert len(db.session.scalars(queries.seen_findings(STAFF)).all()) == 5
