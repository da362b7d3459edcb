"""What tests of the cascade share."""

from typing import Any

import pytest

from tests.cascade.scene import Scene


@pytest.fixture
def scene(make: Any) -> Scene:
    return Scene(make)
