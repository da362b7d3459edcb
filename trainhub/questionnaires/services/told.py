"""What one person answered by name, as words to read."""

from collections import defaultdict

from ...kernel.db import db
from .. import queries
from ..models import Wave
from .tables import code_labels
from .waves import blocks_of, content_of


def answers_of_person(wave: Wave, person_id: int, language: str) -> list[tuple[str, str]]:
    """Return question and answer of a person in a named wave, in the order asked; nothing where they did not answer."""
    set_id = db.session.scalar(queries.named_set(wave.id, person_id))
    if set_id is None:
        return []
    given: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in db.session.scalars(queries.answers_of(set_id)):
        words = row.text if row.text is not None else row.choice or f"{row.number:g}"
        given[row.item, row.block, row.row].append(words)
    found = []
    for field in content_of(wave).fields(blocks_of(wave)):
        labels = code_labels(field, language)
        said = [labels.get(each, each) for each in given.get((field.item.key, field.block, field.row), ())]
        line = next((row.text.text(language) for row in field.item.rows if row.code == field.row), "")
        if said:
            question = field.item.text.text(language)
            found.append((f"{question} · {line}" if line else question, ", ".join(said)))
    return found
