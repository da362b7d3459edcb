"""How a form knows that what it shows has changed meanwhile."""

from dataclasses import replace

from ...kernel.types import Texts, digest
from ...web.forms import Form as Form
from ..content import Content, Item, Section, content_to_json


def mark_of(part: Section | Item | Content) -> str:
    """Return a mark that changes with what is shown on the page of a section, a question or the words around them."""
    if isinstance(part, Content):
        whole = replace(part, sections=())
    elif isinstance(part, Section):
        whole = Content((replace(part, items=()),))
    else:
        whole = Content((Section("mark", items=(part,)),))
    return digest(repr(content_to_json(whole)))


def text_or(texts: Texts, source: str) -> Texts:
    """Return a text; an empty one gets its source language."""
    return texts if texts else Texts(source)
