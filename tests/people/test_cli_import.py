"""`trainhub people import`: a report per row, exit code 1 where rows are wrong."""

from click.testing import CliRunner

from trainhub.kernel.db import db
from trainhub.kernel.i18n import speaking
from trainhub.people.cli import people
from trainhub.people.models import Organisation, Person


def run(*words):
    with speaking("en"):
        return CliRunner().invoke(people, ["import", *map(str, words)], standalone_mode=True)


def test_a_list_is_tried_taken_in_and_the_same_the_next_time(app, session, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("ФИО;E-mail;Organisation;Category\nЛейла Алиева;leyla@example.org;Migration Service;ministry\n")
    tried = run(file, "--dry-run", "--new-organisations")
    assert (tried.exit_code, tried.stdout) == (
        0,
        "line 2: new: Лейла Алиева – New organisation: Migration Service\n",
    )
    assert db.session.query(Person).filter_by(email="leyla@example.org").count() == 0
    assert run(file).exit_code == 1  # no such organisation
    taken = run(file, "--new-organisations")
    assert (taken.exit_code, taken.stderr) == (0, "1 new, 0 changed, 0 as before, 0 rejected\n")
    assert db.session.query(Person).filter_by(email="leyla@example.org").count() == 1
    assert db.session.query(Organisation).filter_by(slug="migration-service").one().verified_at is None
    again = run(file)
    assert (again.exit_code, again.stdout) == (0, "line 2: as before: Лейла Алиева\n")


def test_wrong_rows_are_told_and_a_file_without_names_is_refused(app, session, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Name;E-mail;Country\nLeyla;leyla;Atlantis\n")
    found = run(file)
    assert found.exit_code == 1
    assert "line 2: rejected: Leyla – E-mail: This does not look like" in found.stdout
    assert "Country: “Atlantis” is not known" in found.stdout
    file.write_text("Colour;E-mail\nred;a@example.org\n")
    assert "Name in own script" in str(run(file).exception)
