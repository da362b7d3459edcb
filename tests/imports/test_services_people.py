"""Persons from a list: tried, taken in, taken in again; what is wrong with a row comes back to be mended."""

import csv
import io

import pytest
import python_calamine
from sqlalchemy import func, select

from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.imports import services as imports
from trainhub.imports.models import ImportRow, ImportRun
from trainhub.kernel import files, jobs, work
from trainhub.kernel.audit import AuditEntry
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.files import File
from trainhub.kernel.jobs import Running
from trainhub.people import services as people
from trainhub.people.models import Affiliation, Organisation, Person
from trainhub.people.services.importing import IMPORTER
from trainhub.web import sheets as downloads

HEAD = "Фамилия;Имя;Name as in the passport;E-mail;Ölkə;Ведомство;Position;Level;Category"
ROWS = """
Алиева;Гюнай;GUNAY ALIYEVA;Gunay@Example.org;Azerbaijan;SMS;Head of unit;practitioners;
Beridze;Nino;NINO BERIDZE;nino@example.org;Gürcüstan;Migration Service of Georgia;Adviser;Policy makers;ministry
Ким;Ольга;;olga@example.org;Казахстан;Migration Service of Georgia;;;
Ким;Ольга;;olga@example.org;Казахстан;;;;
;;АЛИЕВА;;;;;;
Nobody;At All;;nobody at example;;;;;
Somebody;Else;;else@example.org;Atlantis;;;;
"""


class Member:
    """Somebody with an account, also after a job has closed the session."""

    def __init__(self, account):
        self.number = account.id

    def __call__(self):
        account = db.session.get(Account, self.number)
        work.act_as(work.Actor(account.id, account.person.display))
        return SignedIn(account)


@pytest.fixture
def staff(make):
    return Member(make.staff())


@pytest.fixture
def service(make):
    """The body that the list calls by its short name."""
    return make.organisation(short="SMS")


def bring(staff, text, name="list.csv", options=("new_organisations",), **more):
    body = text if isinstance(text, bytes) else text.encode()
    run = imports.begin(IMPORTER, imports.Upload(io.BytesIO(body), name), staff(), options=options, **more)
    work.commit()
    return run


def worked(run):
    """Let the jobs run; they close the session, so the run is fetched anew."""
    number = run.id
    jobs.drain()
    return db.session.get(ImportRun, number)


def tried(staff, text, **more):
    return worked(bring(staff, text, **more))


def taken(staff, text, **more):
    run = tried(staff, text, **more)
    imports.bring_in(run)
    work.commit()
    return worked(run)


def counts(run):
    return run.added, run.changed, run.same, run.rejected


def number_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def said(run):
    rows = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id).order_by(ImportRow.line))
    return {row.line: (row.outcome, row.message) for row in rows}


def named(email):
    return db.session.scalar(select(Person).where(Person.email == email))


def test_a_dry_run_says_what_would_become_of_each_row_and_keeps_nothing(staff, service):
    before = [number_of(each) for each in (Person, Organisation, Affiliation, AuditEntry)]
    run = tried(staff, HEAD + ROWS)
    assert (run.state, counts(run)) == ("checked", (3, 0, 0, 4))
    assert [number_of(each) for each in (Person, Organisation, Affiliation, AuditEntry)] == before
    told = said(run)
    assert told[3] == ("added", "New organisation: Migration Service of Georgia")
    assert told[4][0] == "added"
    assert told[5] == ("rejected", "This is on line 4 already.")
    assert told[6][1].startswith("Name as in the passport: Write this name in Latin letters")
    assert told[7][1].startswith("E-mail: This does not look like")
    assert told[8][1].startswith("Country: “Atlantis” is not known")
    assert run.passed_over == []
    names = {row.line: row.label for row in db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id))}
    assert (names[2], names[6], names[8]) == ("Гюнай Алиева", "АЛИЕВА", "Else")
    kept = db.session.scalars(select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.values.is_not(None)))
    assert {row.outcome for row in kept} <= {"rejected", "added"}


def test_what_was_tried_is_taken_in_once_and_a_second_time_changes_nothing(staff, service):
    run = taken(staff, HEAD + ROWS)
    assert (run.state, counts(run)) == ("done", (3, 0, 0, 4))
    gunay, nino = named("gunay@example.org"), named("nino@example.org")
    assert (gunay.native, gunay.latin, gunay.native_lang) == ("Гюнай Алиева", "GUNAY ALIYEVA", "ru")
    assert (gunay.country_code, gunay.affiliations[0].organisation_id) == ("AZ", service.id)
    assert (gunay.affiliations[0].level, gunay.affiliations[0].confirmed_at) == ("practitioners", None)
    body = nino.affiliations[0].organisation
    assert (body.title.text("en"), body.verified_at, body.category_code) == (
        "Migration Service of Georgia",
        None,
        "ministry",
    )
    assert named("olga@example.org").affiliations[0].organisation == body
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.kind == "person", AuditEntry.row_id == nino.id))
    assert (entry.action, entry.account_id, entry.reason) == ("created", staff.number, f"Import {run.public_id}")
    last = db.session.scalar(select(func.max(AuditEntry.id)))
    again = tried(staff, HEAD + ROWS)
    assert counts(again) == (0, 0, 3, 4)
    with pytest.raises(Refused):
        imports.bring_in(again)
    assert db.session.scalar(select(func.max(AuditEntry.id))) == last


def test_only_filled_cells_that_differ_change_somebody(staff, make, service):
    person = make.person(email="leyla@example.org", native="Leyla Əliyeva", latin="LEYLA ALIYEVA", organisation=service)
    person.affiliations[0].position = "Adviser"
    work.commit()
    run = taken(
        staff, "Name;E-mail;Latin;Organisation;Position;Citizenship\nLeyla Aliyeva-Quliyeva;LEYLA@example.org;;sms;;az"
    )
    assert counts(run) == (0, 1, 0, 0)
    person = named("leyla@example.org")
    assert (person.native, person.latin) == ("Leyla Aliyeva-Quliyeva", "LEYLA ALIYEVA")
    assert (person.nationality_code, person.affiliations[0].position) == ("AZ", "Adviser")
    assert said(run)[2][1] == "Name in own script, Nationality"


def test_without_an_e_mail_name_and_organisation_find_somebody(staff, make, service):
    known = make.person(native="Aysel Məmmədova", email=None, organisation=service).id
    make.person(native="Aysel Məmmədova", email="other@example.org", organisation=make.organisation())
    run = taken(staff, "Name;Organisation;E-mail;Position\nAysel Məmmədova;SMS;aysel@example.org;Inspector")
    assert counts(run) == (0, 1, 0, 0)
    assert named("aysel@example.org").id == known
    namesake = tried(staff, "Name;Organisation;E-mail\nAysel Məmmədova;SMS;another@example.org")
    assert said(namesake)[2] == ("added", "Somebody of this name works there already, with another e-mail.")
    stranger = tried(staff, "Name;E-mail\nJohn Smith;aysel@example.org")
    assert "belongs to" in said(stranger)[2][1]


def test_new_organisations_come_only_when_they_were_allowed(staff):
    run = tried(staff, "Name;Organisation\nAysel;Nowhere Ministry", options=())
    assert said(run)[2] == (
        "rejected",
        "Organisation: There is no such organisation. Add it first, or allow new ones.",
    )


def test_rejected_rows_come_back_mended(staff, service):
    run = taken(staff, HEAD + ROWS)
    file = downloads.xlsx([("", imports.rejected_lines(run))])
    lines = python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert lines[0][:3] == ["Line", "Why it was not taken", "First name"]
    place = {head: number for number, head in enumerate(lines[0])}
    broken = {int(line[0]): line for line in lines[1:]}
    assert set(broken) == {5, 6, 7, 8}
    broken[7][place["E-mail"]], broken[8][place["Country"]] = "nobody@example.org", "Georgia"
    mended = downloads.xlsx([("", [lines[0], broken[7], broken[8]])])
    again = taken(staff, mended, name="rejected.xlsx")
    assert counts(again) == (2, 0, 0, 0)
    assert named("else@example.org").country_code == "GE"


def test_columns_nobody_knows_are_named_by_hand(staff):
    run = bring(staff, "Teilnehmer;Adresse\nLeyla;leyla@example.org\n")
    assert (run.state, run.columns, run.job) == ("mapping", {}, None)
    assert run.passed_over == ["Teilnehmer", "Adresse"]
    with pytest.raises(Invalid) as error:
        imports.assign(run, {"email": "Adresse", "latin": ""})
    assert "Name in own script" in error.value.fields[""]
    with pytest.raises(Invalid) as error:
        imports.assign(run, {"native": "Teilnehmer", "email": "Teilnehmer"})
    assert set(error.value.fields) == {"email"}
    imports.assign(run, {"native": "Teilnehmer", "email": "Adresse", "no such": "Adresse"})
    work.commit()
    assert counts(worked(run)) == (1, 0, 0, 0)


def test_a_file_that_cannot_be_read_leaves_nothing(staff):
    with pytest.raises(Invalid):
        bring(staff, b"PK\x03\x04 no workbook", name="list.xlsx")
    assert number_of(File) == 0


def test_a_job_that_died_goes_on_where_it_was(staff, monkeypatch):
    monkeypatch.setattr("trainhub.imports.services.engine.CHUNK", 2)
    lines = [f"Person {chr(65 + number)};p{number}@example.org" for number in range(6)]
    run = tried(staff, "\n".join(["Name;E-mail", *lines, lines[0]]))
    imports.bring_in(run)
    number = run.id
    work.commit()
    chunks = []
    checkpoint = Running.checkpoint

    def dies(self, done=0, total=0):
        checkpoint(self, done, total)
        chunks.append(done)
        if chunks == [0, 2, 4]:
            raise RuntimeError("the power went")

    monkeypatch.setattr(Running, "checkpoint", dies)
    jobs.work_once()
    half = db.session.get(ImportRun, number)
    assert (half.state, counts(half)) == ("running", (4, 0, 0, 0))
    db.session.query(jobs.JobRow).filter(jobs.JobRow.state == "queued").update({"run_at": half.created_at})
    work.commit()
    run = worked(half)
    assert (run.state, counts(run), chunks[3:]) == ("done", (6, 0, 0, 1), [4, 6, 7])
    assert said(run)[8] == ("rejected", "This is on line 2 already.")


def test_one_bad_row_does_not_stop_those_beside_it(staff):
    """What only the database knows is found row by row."""
    row = IMPORTER.row

    def sly(values, context):
        outcome = row(values, context)
        if values["email"].startswith("sly"):
            outcome.person.country_code = "XX"
        return outcome

    sly_importer = type(IMPORTER)(**{**vars(IMPORTER), "row": sly})
    context = imports.Context()
    rows = [(n, {"Name": f"P {n}", "E-mail": mail}) for n, mail in ((2, "a@x.org"), (3, "sly@x.org"), (4, "b@x.org"))]
    ((one, two, three),) = imports.perform(sly_importer, rows, {"native": "Name", "email": "E-mail"}, context)
    assert [each.outcome.value for each in (one, two, three)] == ["added", "rejected", "added"]
    assert "database refuses" in two.message
    assert named("b@x.org").id == three.person_id


def test_only_those_who_edit_people_and_only_ones_own(staff, make):
    run = bring(staff, "Name\nLeyla\n")
    assert imports.find(run.public_id, staff()) == run
    assert imports.find(run.public_id, SignedIn(make.account("administrator"))) == run
    for account in (make.staff(), make.account("focal_point", scope=("country", "AZ")), make.account()):
        with pytest.raises(NotFound):
            imports.find(run.public_id, SignedIn(account))
    with pytest.raises(NotFound):
        bring(Member(make.account("observer")), "Name\nLeyla\n")


def test_after_a_month_only_the_counts_are_left(staff, clock, service):
    run = taken(staff, HEAD + ROWS)
    place = files.path(run.file)
    assert place.exists()
    clock.set("2027-04-02 09:00")
    jobs.enqueue("imports.purge")
    work.commit()
    run = worked(run)
    assert (counts(run), run.file, run.actor, run.erased_at is None) == ((3, 0, 0, 4), None, "", False)
    assert (number_of(ImportRow), place.exists()) == (0, False)
    with pytest.raises(Refused):
        imports.bring_in(run)


def test_who_is_erased_goes_from_lists_too(staff, make, service):
    run = taken(staff, HEAD + ROWS).id
    other = taken(staff, "Name;E-mail\nSomebody Quite Other;other@example.org\n")
    place, person = files.path(db.session.get(ImportRun, run).file), named("olga@example.org")
    people.erase(person)
    work.commit()
    assert (db.session.get(ImportRun, run).file, place.exists()) == (None, False)
    assert db.session.get(ImportRun, other.id).file is not None
    left = " ".join(f"{row.label} {row.message} {row.values}" for row in db.session.scalars(select(ImportRow)))
    assert "Ольга" not in left
    assert "olga@example.org" not in left


def test_a_list_is_part_of_what_is_held_about_somebody(staff, service):
    taken(staff, HEAD + ROWS)
    (row,) = db.session.scalars(select(ImportRow).where(ImportRow.label == "Nino Beridze")).all()
    assert row.person_id == named("nino@example.org").id


def test_the_pattern_file_is_understood(staff):
    head = [str(each.label) for each in IMPORTER.columns]
    out = io.StringIO()
    csv.writer(out).writerows([head, ["Leyla Əliyeva", *[""] * (len(head) - 1)]])
    run = tried(staff, out.getvalue())
    assert set(run.columns) == {each.key for each in IMPORTER.columns}
    assert counts(run) == (1, 0, 0, 0)
