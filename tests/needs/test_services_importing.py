"""Needs from files: a line for each answer or a matrix, mended in the preview, taken in as a whole or not at all."""

import io

import pytest

from trainhub.accounts.login import SignedIn
from trainhub.accounts.models import Account
from trainhub.imports import services as imports
from trainhub.imports.models import ImportRow
from trainhub.kernel import jobs, work
from trainhub.kernel.db import db
from trainhub.kernel.errors import Invalid, NotFound, Refused
from trainhub.kernel.types import Texts
from trainhub.needs import services
from trainhub.needs.models import NeedAnswer, Response, Round

FILE = (
    "Country;Module;Priority;Institution;Category;Proxy\n"
    "Azerbaijan;1;4;Migration Service;government;\n"
    "Грузия;Human rights of migrants;not available;;;\n"
    "TM;4;0;;;IOM\n"
    "GE;1;3,5;;;\n"
)


class Brought:
    """A file that staff brought, by its ids: jobs leave no row behind in the session."""

    def __init__(self, make, asked, text=FILE):
        self.staff = make.staff(asked.assessment.centre).id
        upload = imports.Upload(io.BytesIO(text.encode()), "needs.csv")
        self.id = imports.begin(services.importing.MATRIX, upload, self.who, subject=asked.public_id).public_id
        self.settle()

    @property
    def who(self):
        return SignedIn(db.session.get(Account, self.staff))

    @property
    def run(self):
        return imports.find(self.id, self.who)

    def settle(self):
        work.commit()
        jobs.drain()
        return self.run


def test_a_file_with_one_wrong_row_is_mended_on_the_page_and_then_taken_in_as_a_whole(session, make):
    asked = make.needs_round(countries=("AZ", "GE", "TM"), modules=(1, 4))
    make.module(4).title = Texts.of({"en": "Human rights of migrants"})
    work.commit()
    file = Brought(make, asked)
    run = file.run
    assert (run.state, run.added, run.rejected) == ("checked", 3, 1)
    [row] = db.session.query(ImportRow).filter_by(run_id=run.id, outcome="rejected")
    assert (row.line, row.values["value"]) == (5, "3,5")
    assert "3,5" in row.message
    assert db.session.query(Response).count() == 0  # nothing is half saved
    with pytest.raises(Refused):
        imports.bring_in(run)
    with pytest.raises(Invalid):
        imports.mend(run, 5, {"value": "3,5"})
    with pytest.raises(NotFound):
        imports.mend(run, 2, {"value": "3"})
    imports.mend(run, 5, {"value": "3", "country": "GE"})
    run = file.settle()
    assert (run.state, run.added + run.changed, run.rejected) == ("checked", 4, 0)
    imports.bring_in(run)
    assert file.settle().state == "done"
    found = {
        (each.response.country_code, each.topic.module.number): (each.state, each.value)
        for each in db.session.query(NeedAnswer)
    }
    assert found == {
        ("AZ", 1): ("value", 4),
        ("GE", 4): ("not_available", None),
        ("TM", 4): ("zero", None),
        ("GE", 1): ("value", 3),
    }
    proxy = db.session.query(Response).filter_by(country_code="TM").one()
    assert proxy.behalf == "IOM"
    again = Brought(make, db.session.query(Round).one(), FILE.replace("3,5", "3")).run
    assert (again.same, again.added, again.changed) == (4, 0, 0)


def test_what_was_lost_is_refused_and_never_becomes_a_number(session, make):
    make.needs_round(countries=("AZ",), modules=(1,))
    work.commit()
    for word in ("", "?", "-", "5", "4*", "3.0.1", "vier", "IV", "²"):
        text = f"Country,Module,Priority,Institution\nAZ,1,{word},A\n"
        run = Brought(make, db.session.query(Round).one(), text).run
        assert (run.rejected, run.added) == (1, 0), word
    text = "Country,Module,Priority\nAZ,1,no answer\nIran,1,4\nAZ,99,4\n"
    run = Brought(make, db.session.query(Round).one(), text).run
    assert (run.same, run.added, run.rejected) == (1, 0, 2)
    assert db.session.query(Response).count() == 0  # nobody answered, and nobody is said to have


WIDE = (
    "Priorities of needs;;;;;\n"
    "No.;Module or topic;Azerbaijan;Gorgia;TM;Most urgent\n"
    "1;1;4;;not available;1\n"
    "4;Human rights of migrants;3,5;2;0;\n"
)


def test_a_matrix_of_topics_and_countries_is_read_cell_by_cell(session, make):
    asked = make.needs_round(countries=("AZ", "GE", "TM"), modules=(1, 4))
    make.module(4).title = Texts.of({"en": "Human rights of migrants"})
    work.commit()
    file = Brought(make, asked, WIDE)
    run = file.run
    assert (run.state, run.total, run.added, run.rejected) == ("checked", 5, 3, 2)
    assert run.passed_over == ["No.", "Most urgent"]
    wrong = {row.place: (row.line, row.message) for row in db.session.query(ImportRow).filter_by(outcome="rejected")}
    assert set(wrong) == {"C4", "D4"}  # as a spreadsheet names its cells
    assert "Gorgia" in wrong["D4"][1]
    imports.mend(run, wrong["D4"][0], {"country": "GE"})
    imports.mend(file.settle(), wrong["C4"][0], {"value": "3"})
    run = file.settle()
    assert run.rejected == 0
    imports.bring_in(run)
    file.settle()
    assert answers() == {("AZ", 1): 4, ("TM", 1): None, ("AZ", 4): 3, ("GE", 4): 2, ("TM", 4): 0}


def test_a_matrix_may_stand_the_other_way_round_and_its_corner_be_named_by_hand(session, make):
    asked = make.needs_round(countries=("AZ", "GE"), modules=(1, 4))
    work.commit()
    file = Brought(make, asked, ";1;4\nAzerbaijan;4;no answer\nGE;;2\n")
    assert file.run.state == "mapping"  # what stands under the empty corner nobody can know
    imports.assign(file.run, {**file.run.columns, "country": "A"})
    run = file.settle()
    assert (run.added, run.same, run.rejected) == (2, 1, 0)
    imports.bring_in(run)
    file.settle()
    assert answers() == {("AZ", 1): 4, ("GE", 4): 2}


def answers():
    return {
        (each.response.country_code, each.topic.module.number): 0 if each.state == "zero" else each.value
        for each in db.session.query(NeedAnswer)
    }


def test_others_import_nothing_into_a_round(session, make):
    asked = make.needs_round()
    other = make.staff(make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe"))
    focal = make.account("focal_point", scope=("country", "GE"))
    for account in (other, focal):
        with pytest.raises(NotFound):
            imports.begin(
                services.importing.MATRIX,
                imports.Upload(io.BytesIO(FILE.encode()), "needs.csv"),
                SignedIn(account),
                subject=asked.public_id,
            )
