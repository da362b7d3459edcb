"""What can be done with lists that people bring."""

from ..importers import Column, Context, Importer, Kind, Option, Outcome, Values, importer_of, register
from ..sheets import Sheet, read
from .engine import Result, perform
from .keeping import KEPT_DAYS, forget, purge
from .runs import POLICY, Upload, assign, begin, bring_in, find, job_of, line_of, mend, rejected_lines, runs_of
from .working import run_check, run_import

__all__ = [
    "KEPT_DAYS",
    "POLICY",
    "Column",
    "Context",
    "Importer",
    "Kind",
    "Option",
    "Outcome",
    "Result",
    "Sheet",
    "Upload",
    "Values",
    "assign",
    "begin",
    "bring_in",
    "find",
    "forget",
    "importer_of",
    "job_of",
    "line_of",
    "mend",
    "perform",
    "purge",
    "read",
    "register",
    "rejected_lines",
    "run_check",
    "run_import",
    "runs_of",
]
