"""What can be done with the curriculum."""

from .arranging import (
    NEW,
    ModuleCommand,
    add_reference,
    edit_module,
    find_reference,
    listable,
    remove_reference,
)
from .bodies import bodies_of, named_bodies
from .editing import (
    ActivityCommand,
    VersionCommand,
    add_activity,
    edit_activity,
    edit_version,
    merge_activities,
    new_numbers,
    remove_activity,
)
from .exchange import Imported, export_files, import_files, open_version
from .keeping import hand_over
from .overview import (
    Counts,
    Gap,
    activity_words,
    category_parents,
    counts,
    gender_share,
    invited,
    language_marks,
    near_duplicates,
    shown_texts,
    to_be_completed,
    undecided,
)
from .reading import activity, current, find_version, module, module_to_edit, modules, texts
from .recommending import recommendations_told, tell_recommendations
from .store import document
from .versions import approve, compare_versions, make_draft

__all__ = [
    "NEW",
    "ActivityCommand",
    "Counts",
    "Gap",
    "Imported",
    "ModuleCommand",
    "VersionCommand",
    "activity",
    "activity_words",
    "add_activity",
    "add_reference",
    "approve",
    "bodies_of",
    "category_parents",
    "compare_versions",
    "counts",
    "current",
    "document",
    "edit_activity",
    "edit_module",
    "edit_version",
    "export_files",
    "find_reference",
    "find_version",
    "gender_share",
    "hand_over",
    "import_files",
    "invited",
    "language_marks",
    "listable",
    "make_draft",
    "merge_activities",
    "module",
    "module_to_edit",
    "modules",
    "named_bodies",
    "near_duplicates",
    "new_numbers",
    "open_version",
    "recommendations_told",
    "remove_activity",
    "remove_reference",
    "shown_texts",
    "tell_recommendations",
    "texts",
    "to_be_completed",
    "undecided",
]
