"""The commands on waves whose key was lost."""

from typing import Any

from flask import Flask

from trainhub import doctor
from trainhub.questionnaires import sealing, services
from trainhub.questionnaires.cli import commands

from .sample import send


def test_a_wave_that_lost_its_key_is_found_and_begun_again(app: Flask, wave: Any, make: Any) -> None:
    opinion, ann = wave(), make.person()
    public_id = opinion.public_id
    send(services.invite(opinion, ann), again="yes")
    run = app.test_cli_runner().invoke
    assert run(commands, ["lost"]).output == ""
    sealing.destroy_key(public_id)
    assert public_id in run(commands, ["lost"]).output
    assert [each.good for each in doctor._waves(app)] == [False]
    done = run(commands, ["renew", public_id])
    assert done.exit_code == 0, done.output
    assert run(commands, ["lost"]).output == ""
    assert [each.good for each in doctor._waves(app)] == [True]
    assert services.rate(services.find_wave(public_id)).answers == 0
