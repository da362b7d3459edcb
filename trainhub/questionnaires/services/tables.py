"""Answers as a table for a spreadsheet or a statistics program, with the codebook that explains its columns."""

from dataclasses import dataclass

from ..models import Wave


@dataclass(frozen=True, slots=True)
class CodebookRow:
    """One column of the table: what it asks, of what type it is, and one code of it with its words and score."""

    column: str
    question: str
    type: str
    code: str
    label: str
    score: float | None


def answers_table(wave: Wave) -> tuple[list[str], list[list[str | float | None]]]:
    """Return header and one row an answer, in random order; persons only in a named wave.

    Several-choice questions give one column (0 or 1) an answer. Raises Refused where nothing may be shown.
    """
    raise NotImplementedError


def codebook(wave: Wave, language: str) -> list[CodebookRow]:
    """Return what the columns of `answers_table` mean, in a language."""
    raise NotImplementedError
