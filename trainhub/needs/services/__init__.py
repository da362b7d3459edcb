"""What can be done with needs assessments."""

from . import answering, concluding, gaps, importing, keeping, loading, matrices, rates, reading, rounds, waves

__all__ = [
    "answering",
    "concluding",
    "gaps",
    "importing",
    "keeping",
    "loading",
    "matrices",
    "rates",
    "reading",
    "rounds",
    "waves",
]
