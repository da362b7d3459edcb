"""Logs never hold the secret that an address carries, whatever becomes of the request."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from trainhub.questionnaires import services
from trainhub.web.logs import safe_path

PATHS = (
    "/answer/{}",
    "/confirm/{}",
    "/reset/{}",
    "/me/calendar/{}/all.ics",
    "/invite/{}",
    "/answer/{}/more",
    "/places/{}/needs",
)
SECRET = "Yq3vT0kenThatOnlyItsHolderKnows"


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_masked(path: str) -> None:
    assert SECRET not in safe_path(path.format(SECRET))
    assert safe_path("/sessions/answers") == "/sessions/answers"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_failing_answer_page_does_not_log_its_token(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: Any, method: str
) -> None:
    def fail(*_any: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(services, "find_sheet", fail)
    monkeypatch.setattr(services, "answer", fail)
    caplog.set_level("DEBUG")
    getattr(client, method)(f"/answer/{SECRET}")
    assert [record for record in caplog.records if SECRET in str(record.__dict__)] == []
    assert [record.path for record in caplog.records if hasattr(record, "path")]  # and the request was logged
