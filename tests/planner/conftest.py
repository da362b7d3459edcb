"""What tests of the planner share."""

from typing import Any

import pytest

from tests.planner.scene import Scene


@pytest.fixture
def scene(make: Any) -> Scene:
    return Scene(make)
