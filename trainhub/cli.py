"""The trainhub program. Exit codes: 0 done, 1 the answer is no or the data is wrong, 2 the call is wrong."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from . import config as settings
from . import doctor as doctor_checks
from . import seed, server
from .app import create_app
from .certificates.verifying import verify
from .ctt.cli import bench
from .demo.commands import demo
from .hooks.host import CORE
from .kernel import i18n, invariants
from .kernel.db import expect_writes
from .kernel.errors import ConfigError, TrainhubError
from .plugin_commands import plugins


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trainhub")
def trainhub() -> None:
    """Run and look after a training centre's installation. Settings come from TRAINHUB_* variables."""


@trainhub.command("settings")
def list_settings() -> None:
    """List every setting with its value, default and help."""
    values = settings.read()
    for setting in settings.SETTINGS:
        secret = setting.name in {"DATABASE_URL", "MAIL_URL"} and values[setting.name]
        value = "(set)" if secret else os.environ.get(setting.variable, setting.default)
        click.echo(f"{setting.variable}={value}\n    {setting.help} Default: {setting.default or '(empty)'}")


@trainhub.command()
@click.pass_obj
def init(app: Flask) -> None:
    """Create or upgrade the database and make missing keys."""
    seed.prepare(app)
    click.echo("The database is up to date.", err=True)


@trainhub.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT", "8000")), show_default="$PORT or 8000")
@click.option("--no-jobs", is_flag=True, help="Leave background jobs to `trainhub worker`.")
@click.pass_obj
def serve(app: Flask, host: str, port: int, no_jobs: bool) -> None:
    """Answer requests until stopped."""
    server.serve(app, host, port, with_jobs=not no_jobs)


@trainhub.command()
@click.pass_obj
def worker(app: Flask) -> None:
    """Run background jobs until stopped."""
    server.work(app)


@trainhub.command()
@click.pass_obj
def doctor(app: Flask) -> None:
    """Say what is wrong and how to mend it."""
    findings = doctor_checks.examine(app)
    for finding in findings:
        click.echo(str(finding), err=not finding.good)
    sys.exit(0 if all(finding.good for finding in findings) else 1)


@trainhub.command()
def audit() -> None:
    """Say where records contradict each other: seats, quotas, waiting lists, offers. Changes nothing."""
    lines = [f"{name}: {line}" for name, line in invariants.audit()]
    for line in lines:
        click.echo(line)
    click.echo(f"{len(invariants.names())} checks, {len(lines)} faults.", err=True)
    sys.exit(1 if lines else 0)


trainhub.add_command(demo)
trainhub.add_command(plugins)
OUTSIDE = {"certificates verify": verify, "plan bench": bench}  # work where there is no installation, and make none


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program: one line on standard error for what goes wrong on purpose."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if (command := OUTSIDE.get(" ".join(words[:2]))) is not None:
            command.main(words[2:], prog_name=f"trainhub {' '.join(words[:2])}", standalone_mode=False)
            return
        app = _app()
        for contributor, command in app.extensions["commands"]:
            _add(contributor, command)
        expect_writes(True)
        with app.app_context(), i18n.speaking("en"):
            trainhub.main(words, prog_name="trainhub", obj=app, standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except TrainhubError as error:
        _fail(str(error))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        told = doctor_checks.database_fault(error)
        if told is None:
            raise
        _fail(told)


def _app() -> Flask:
    try:
        return create_app()
    except OSError as error:
        told = f"TRAINHUB_DATA: {error.filename}: {error.strerror}. Set it to a folder that you may write to."
        raise ConfigError(told) from error


def _fail(message: str) -> NoReturn:
    click.echo(f"trainhub: {message}", err=True)
    sys.exit(1)


def _add(contributor: str, command: click.Command) -> None:
    """Let a command join, unless a plugin gave it the name of another."""
    if trainhub.commands.get(command.name or "", command) is not command and not contributor.startswith(CORE):
        click.echo(f"trainhub: {contributor} has a command {command.name!r} too; it is left out.", err=True)
        return
    trainhub.add_command(command)


if __name__ == "__main__":
    main()
