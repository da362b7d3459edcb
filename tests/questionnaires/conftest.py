"""Waves to answer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from trainhub.kernel import clock
from trainhub.questionnaires import services
from trainhub.questionnaires.content import Content
from trainhub.questionnaires.models import Wave

from .sample import OPINION, t


@pytest.fixture
def wave(make: Any) -> Callable[..., Wave]:
    """Give a function that makes an open wave of a content."""

    def opened(content: Content = OPINION, identity: str = "anonymous", **values: Any) -> Wave:
        questionnaire = services.create(title=t("Opinion"), kind="reaction", content=content)
        now = clock.now()
        wave = services.plan_wave(
            version=questionnaire.versions[0],
            identity=identity,
            **{"title": t("Training of trainers"), "opens_at": now, "closes_at": now + timedelta(days=7)} | values,
        )
        services.open_wave(wave)
        return wave

    return opened
