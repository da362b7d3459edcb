"""Figures that leave the staff, for plugins: prepare and publish a release, read published tables, give them as files.

A plugin drafts a release of a `kind` of its own, `check` queues the job that protects and attacks it (and with
`publish_as` lets it out), `of_kind` and `read_tables` give what readers have: cells that are shown, and marks for
those that are not. Nothing else of a plugin's figures may reach anybody outside the staff.
"""

from ..kernel.work import Actor
from ..reports.disclosure.checking import REFUSALS, check_now
from ..reports.disclosure.formats import Concept, code_lists, hxl, marks, plain, sdmx, workbook
from ..reports.disclosure.formats import text as lines_as_csv
from ..reports.disclosure.ledger import (
    ReleaseCommand,
    TableCommand,
    centres_of,
    check,
    discard,
    draft,
    job_of,
    latest_of,
    may_change,
    of_kind,
    publish,
    published,
    select_of_kind,
    tables_of,
    withdraw,
)
from ..reports.disclosure.ledger import tables as read_tables
from ..reports.disclosure.models import PublishedTable, Release
from ..reports.disclosure.policies import PUBLISH, may_publish_for
from ..reports.disclosure.policy import Audience, Status
from ..reports.disclosure.problem import TOTAL
from ..reports.disclosure.reading import Line, ReadAxis, ReadCell, ReadTable

__all__ = [
    "PUBLISH",
    "REFUSALS",
    "TOTAL",
    "Actor",
    "Audience",
    "Concept",
    "Line",
    "PublishedTable",
    "ReadAxis",
    "ReadCell",
    "ReadTable",
    "Release",
    "ReleaseCommand",
    "Status",
    "TableCommand",
    "centres_of",
    "check",
    "check_now",
    "code_lists",
    "discard",
    "draft",
    "hxl",
    "job_of",
    "latest_of",
    "lines_as_csv",
    "marks",
    "may_change",
    "may_publish_for",
    "of_kind",
    "plain",
    "publish",
    "published",
    "read_tables",
    "sdmx",
    "select_of_kind",
    "tables_of",
    "withdraw",
    "workbook",
]
