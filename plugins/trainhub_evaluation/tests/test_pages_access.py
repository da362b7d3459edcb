"""Every address of the plugin, asked for with ids of another centre, opens nothing."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from trainhub.plugin_api import Texts
from trainhub_evaluation import services

from .conftest import MakeSession, row_of

COMMON = {"evaluation.instrument", "evaluation.switch"}  # the same for all centres


def test_ids_of_another_centre_open_nothing(
    app: Flask, planned: MakeSession, make: Any, sign_in: Callable[..., FlaskClient]
) -> None:
    services.ensure_themes()
    body = make.organisation()
    trainer = make.person()
    session = planned(day=5, trainer=trainer)
    registration = make.registration(session, make.person(organisation=body))
    finding = services.save_finding(session=session, command=services.FindingCommand(title="Found"))
    row = row_of(session, "pre")
    theme = services.save_theme(title=Texts.of({"en": "Food"}), centre_id=session.centre_id)
    ids: dict[str, Any] = {"slug": session.slug, "word": "skip", "body": body.slug, "public_id": row.public_id}
    own = {
        "evaluation.finding": finding.public_id,
        "evaluation.edit_finding": finding.public_id,
        "evaluation.theme": theme.public_id,
        "evaluation.trainer": trainer.public_id,
        "evaluation.supervisor_of": registration.public_id,
    }
    others = {
        "participant": make.account(),
        "trainer": make.account("trainer", scope=("centre", session.centre_id)),
        "focal_point": make.account("focal_point", scope=("country", "AZ")),
        "observer": make.account("observer"),
        "staff": make.staff(make.centre("dushanbe", country_code="TJ", zone="Asia/Dushanbe")),
    }
    urls = app.url_map.bind("localhost")
    wrong = []
    rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith("evaluation.") and each.arguments]
    assert len(rules) >= 18
    for kind, account in others.items():
        client = sign_in(account)
        for rule in rules:
            if rule.endpoint in COMMON or "filename" in rule.arguments:
                continue
            values = {
                name: own.get(rule.endpoint, ids[name]) if name == "public_id" else ids[name] for name in rule.arguments
            }
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                path = urls.build(rule.endpoint, values, method=method)
                status = client.open(path, method=method).status_code
                if status not in {403, 404}:
                    wrong.append(f"{method} {path} answered {kind} {status}")
    assert wrong == []
