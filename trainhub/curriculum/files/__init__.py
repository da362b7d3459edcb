"""Curricula as files: reading with a remark for every mistake, writing in one canonical form, comparing.

Nothing here touches the database. `curricula/README.md` explains the format to people.
"""

from .check import Examined, examine, find_cycle
from .compare import Change, audience_words, category_name, compare, compare_activities, group_name
from .kinds import LABEL
from .shapes import (
    ActivityDoc,
    AudienceDoc,
    ComponentDoc,
    ModuleDoc,
    OutcomeDoc,
    PartDoc,
    Pointer,
    PrincipleDoc,
    ReferenceDoc,
    VersionDoc,
    WorkDoc,
    activity_texts,
    digest_marks,
    module_texts,
    natural,
)
from .source import Finding
from .write import files_of, write

__all__ = [
    "LABEL",
    "ActivityDoc",
    "AudienceDoc",
    "Change",
    "ComponentDoc",
    "Examined",
    "Finding",
    "ModuleDoc",
    "OutcomeDoc",
    "PartDoc",
    "Pointer",
    "PrincipleDoc",
    "ReferenceDoc",
    "VersionDoc",
    "WorkDoc",
    "activity_texts",
    "audience_words",
    "category_name",
    "compare",
    "compare_activities",
    "digest_marks",
    "examine",
    "files_of",
    "find_cycle",
    "group_name",
    "module_texts",
    "natural",
    "write",
]
