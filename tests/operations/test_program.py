"""The program: settings are checked at the start, doctor says what to mend, wrong calls exit as promised."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import programs
from trainhub import cli, config, doctor
from trainhub.app import create_app
from trainhub.kernel.errors import ConfigError
from trainhub.testing.prepared import prepare

ROOT = programs.ROOT


def environ(tmp_path: Path, **settings: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("TRAINHUB_")}
    return others | {"TRAINHUB_DATA": str(tmp_path)} | {f"TRAINHUB_{name}": value for name, value in settings.items()}


def run(tmp_path: Path, *arguments: str, **settings: str) -> programs.Ended:
    return programs.trainhub(*arguments, environ=environ(tmp_path, **settings))


def test_settings_lists_every_setting_with_its_help(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "trainhub.cli", "settings"]
    done = subprocess.run(command, env=environ(tmp_path), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert all(setting.variable in done.stdout and setting.help in done.stdout for setting in config.SETTINGS)


def test_a_secret_setting_is_not_shown(tmp_path: Path) -> None:
    assert "hunter2" not in run(tmp_path, "settings", MAIL_URL="smtp://me:hunter2@127.0.0.1:25").stdout


def test_init_may_be_run_twice(tmp_path: Path) -> None:
    assert run(tmp_path, "init").returncode == 0
    assert run(tmp_path, "init").returncode == 0


def test_a_setting_that_cannot_be_used_is_named_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, "settings", WORKERS="many")
    assert done.returncode == 1
    assert "TRAINHUB_WORKERS='many' cannot be used" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_call_exits_with_two(tmp_path: Path) -> None:
    assert run(tmp_path, "no-such-command").returncode == 2


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Give a function that runs the program in this process; it returns the exit code and the lines of its errors."""

    def act(*arguments: str, **settings: str) -> tuple[int, list[str]]:
        for name, value in ({"DATA": str(tmp_path), "LOG_LEVEL": "CRITICAL"} | settings).items():
            monkeypatch.setenv(f"TRAINHUB_{name}", value)
        try:
            cli.main(arguments)
            code = 0
        except SystemExit as end:
            code = int(str(end.code))
        return code, capsys.readouterr().err.strip().splitlines()

    return act


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "accounts create --email you@example.org --password correct-horse-battery-staple",
        "curriculum import rtcm-migration",
    ],
)
@pytest.mark.parametrize(
    "url",
    ["postgresql://me:hunter2@127.0.0.1:9/nowhere", "no address at all", "oracle9://me:hunter2@127.0.0.1/x"],
    ids=["dead", "garbage", "unknown"],
)
def test_a_database_that_does_not_answer_is_one_line(here: Any, command: str, url: str) -> None:
    code, told = here(*command.split(), DATABASE_URL=url)
    assert (code, len(told)) == (1, 1)
    assert "TRAINHUB_DATABASE_URL" in told[0]
    assert "hunter2" not in told[0]


def test_doctor_names_a_database_that_does_not_answer_and_looks_at_the_rest(here: Any) -> None:
    code, told = here("doctor", DATABASE_URL="postgresql://me:hunter2@127.0.0.1:9/nowhere")
    assert code == 1
    assert sum("TRAINHUB_DATABASE_URL" in line for line in told) == 1


def test_a_command_before_init_is_sent_to_init(here: Any) -> None:
    code, told = here("curriculum", "import", "rtcm-migration")
    assert (code, len(told)) == (1, 1)
    assert "Run `trainhub init`" in told[0]


def test_a_data_folder_that_cannot_be_made_is_one_line(here: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, told = here("init", DATA=str(tmp_path / "file" / "data"))
    assert (code, len(told)) == (1, 1)
    assert "TRAINHUB_DATA" in told[0]


def test_doctor_sends_a_database_without_schema_to_init(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor")
    assert done.returncode == 1
    assert "trainhub init" in done.stderr


def test_doctor_is_content_after_init(tmp_path: Path) -> None:
    app = create_app({"DATA": tmp_path, "LOG_LEVEL": "ERROR"})
    prepare(app)
    assert [str(finding) for finding in doctor.examine(app) if not finding.good] == []


def test_doctor_finds_a_key_that_others_can_read(tmp_path: Path) -> None:
    app = create_app({"DATA": tmp_path, "LOG_LEVEL": "ERROR"})
    prepare(app)
    (tmp_path / "secret.key").chmod(0o644)
    assert any("secret.key" in finding.fact for finding in doctor.examine(app) if not finding.good)


def test_a_misspelt_variable_is_noticed() -> None:
    assert config.unknown({"TRAINHUB_DATABSE_URL": "x", "TRAINHUB_DATA": "y"}) == ["TRAINHUB_DATABSE_URL"]


@pytest.mark.parametrize(("name", "text"), [("WORKERS", "0"), ("STRICT", "perhaps"), ("CLOCK", "noon")])
def test_every_setting_is_read_strictly(name: str, text: str) -> None:
    with pytest.raises(ConfigError, match=f"TRAINHUB_{name}"):
        config.read({f"TRAINHUB_{name}": text})
