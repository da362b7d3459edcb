"""The pages of needs."""

from . import countries, findings, gaps, keeping, matrix, recommendations, records, registers, responses, rounds, voices
from .blueprint import blueprint

BLUEPRINTS = (blueprint,)

__all__ = [
    "BLUEPRINTS",
    "blueprint",
    "countries",
    "findings",
    "gaps",
    "keeping",
    "matrix",
    "recommendations",
    "records",
    "registers",
    "responses",
    "rounds",
    "voices",
]
