"""What can be done with the curriculum."""

from .editing import (
    ActivityCommand,
    ModuleCommand,
    add_activity,
    edit_activity,
    edit_module,
    merge_activities,
    remove_activity,
)
from .exchange import Imported, export_files, import_files, open_version
from .overview import (
    Counts,
    Gap,
    counts,
    gender_share,
    invited,
    language_marks,
    near_duplicates,
    to_be_completed,
)
from .reading import activity, current, find_version, module, modules, texts
from .store import document
from .versions import approve, compare_versions, make_draft

__all__ = [
    "ActivityCommand",
    "Counts",
    "Gap",
    "Imported",
    "ModuleCommand",
    "activity",
    "add_activity",
    "approve",
    "compare_versions",
    "counts",
    "current",
    "document",
    "edit_activity",
    "edit_module",
    "export_files",
    "find_version",
    "gender_share",
    "import_files",
    "invited",
    "language_marks",
    "make_draft",
    "merge_activities",
    "module",
    "modules",
    "near_duplicates",
    "open_version",
    "remove_activity",
    "texts",
    "to_be_completed",
]
