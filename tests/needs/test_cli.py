"""`trainhub needs`: a matrix from a file as a whole or not at all, and the recommendations that are shipped."""

from click.testing import CliRunner

from trainhub.kernel import work
from trainhub.kernel.db import db
from trainhub.kernel.i18n import speaking
from trainhub.needs.cli import commands
from trainhub.needs.models import NeedAnswer, Recommendation


def run(*words):
    with speaking("en"):
        return CliRunner().invoke(commands, [*map(str, words)], standalone_mode=True)


def test_a_matrix_is_taken_in_only_when_every_row_is_right(app, session, make, tmp_path):
    asked = make.needs_round(countries=("AZ", "GE"), modules=(1, 4))
    work.commit()
    file = tmp_path / "matrix.csv"
    file.write_text("Country,Module,Priority\nAZ,1,4\nGE,4,n/a\nGE,1,lost\n")
    wrong = run("import", file)
    assert wrong.exit_code == 1
    assert "line 4: rejected: GE – Priority: “lost” cannot be read" in wrong.stdout
    assert "Nothing was taken in" in wrong.stderr
    assert db.session.query(NeedAnswer).count() == 0
    file.write_text("Country,Module,Priority\nAZ,1,4\nGE,4,n/a\nGE,1,0\n")
    assert run("import", file, "--dry-run").exit_code == 0
    assert db.session.query(NeedAnswer).count() == 0
    taken = run("import", file, "--round", asked.public_id)
    assert (taken.exit_code, taken.stderr) == (0, "3 new, 0 changed, 0 as before, 0 rejected\n")
    assert sorted((each.state, each.value) for each in db.session.query(NeedAnswer)) == [
        ("not_available", None),
        ("value", 4),
        ("zero", None),
    ]


def test_recommendations_are_added_once(app, session, make):
    make.shipped_curriculum("rtcm-migration")
    assert run("recommendations").stdout == "111 recommendations added\n"
    assert run("recommendations").stdout == "0 recommendations added\n"
    assert all(set(each.text.values) == {"en", "az", "ru", "tk"} for each in db.session.query(Recommendation))
