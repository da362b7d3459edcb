"""What can be done with lists that people bring."""

from ..importers import Column, Context, Importer, Kind, Option, Outcome, Values, Wide, importer_of, register
from ..wide import columns_of, read
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
    "Upload",
    "Values",
    "Wide",
    "assign",
    "begin",
    "bring_in",
    "columns_of",
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
