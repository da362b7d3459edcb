"""The pages of needs."""

from . import findings, gaps, keeping, matrix, responses, rounds
from .blueprint import blueprint

BLUEPRINTS = (blueprint,)

__all__ = ["BLUEPRINTS", "blueprint", "findings", "gaps", "keeping", "matrix", "responses", "rounds"]
