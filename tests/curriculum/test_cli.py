"""The commands: what they print, on which stream, and how they end."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from trainhub import paths
from trainhub.curriculum import services
from trainhub.curriculum.cli import commands
from trainhub.kernel import i18n

SHIPPED = paths.folder("curricula") / "rtcm-migration"


@pytest.fixture
def run(app, session):
    """Give a function that runs a command as the program does."""

    def act(*arguments: object):
        with i18n.speaking("en"):
            return CliRunner().invoke(commands, [str(each) for each in arguments])

    return act


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "rtcm"))


def test_check_counts_and_warns(run):
    done = run("check", SHIPPED)
    assert done.exit_code == 0
    assert done.stdout == "rtcm-migration 1.0: 22 modules, 56 entries, 53 activities.\n"
    assert all(": warning: " in line for line in done.stderr.splitlines())
    assert len(done.stderr.splitlines()) > 5


def test_check_says_file_and_line_and_ends_with_1(run, folder):
    place = folder / "modules" / "m04.md"
    place.write_text(place.read_text().replace('format = "training"', 'format = "trainig"'))
    done = run("check", folder)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert (
        f"{place}:33: m04-a03 format: “trainig” is not a format. Did you mean “training”?" in done.stderr.splitlines()
    )


def test_import_says_what_it_did(run, folder):
    assert run("import", folder).stdout == "Added rtcm-migration 1.0 (in force).\n"
    assert run("import", folder).stdout == "Nothing to do, unchanged: rtcm-migration 1.0 (in force).\n"
    place = folder / "modules" / "m04.md"
    place.write_text(place.read_text().replace('format = "training"', 'format = "seminar"'))
    lines = run("import", folder).stdout.splitlines()
    assert lines[0] == "Added rtcm-migration 1.1 (draft)."
    assert lines[1].startswith("Version 1.0 stays as it is")
    assert services.current().label == "1.0"


def test_a_shipped_curriculum_is_known_by_its_name_where_no_folder_has_it(run, folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert run("check", "rtcm-migration").stdout == "rtcm-migration 1.0: 22 modules, 56 entries, 53 activities.\n"
    assert run("import", "rtcm-migration@1.1").stdout == "Added rtcm-migration 1.1 (draft).\n"
    (folder.parent / "rtcm-migration").mkdir()  # what lies here comes first
    assert run("check", "rtcm-migration").exit_code == 1
    done = run("import", "rtcm")
    assert (done.exit_code, done.stdout) == (0, "Added rtcm-migration 1.0 (in force).\n")


def test_a_folder_that_is_not_there_is_a_wrong_call_that_names_what_there_is(run):
    done = run("import", "nowhere")
    assert done.exit_code == 2
    assert "trainhub ships rtcm-migration, rtcm-migration@1.1" in done.stderr


def test_a_folder_with_mistakes_is_not_imported(run, folder):
    (folder / "curriculum.toml").write_text("format = 1\n")
    assert run("import", folder).exit_code == 1


def test_export_and_diff(run, folder, tmp_path):
    run("import", folder)
    assert run("export", "rtcm-migration", tmp_path / "out").exit_code == 0
    assert run("diff", folder, tmp_path / "out").stdout == ""
    place = tmp_path / "out" / "modules" / "m04.md"
    place.write_text(
        place.read_text().replace(
            '{ category = "government" }, { category = "csos" }]\nlevels = ["policy',
            '{ category = "government" }]\nlevels = ["policy',
        )
    )
    assert run("diff", tmp_path / "out", "rtcm-migration@1.0").stdout == "activity m04-a02: audience + CSOs\n"


@pytest.mark.parametrize(
    "arguments", [("export", "nothing", "x"), ("export", "nothing@1.0", "x"), ("diff", "nothing", "nothing")]
)
def test_what_is_not_there_is_told_in_one_line(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert not Path("x").exists()
