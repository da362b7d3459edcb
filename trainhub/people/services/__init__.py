"""What can be done with persons, organisations and centres."""

from .seed import ensure_reference_data, person_columns, register_person_columns
from .standing import Standing, standing, with_ancestors

__all__ = [
    "Standing", "ensure_reference_data", "person_columns", "register_person_columns", "standing", "with_ancestors",
]
