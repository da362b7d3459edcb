"""Pages of questionnaires: for those who answer, for who types in paper forms, and for the office."""

from . import answer as answer
from . import bank as bank
from . import builder as builder
from . import builder_list as builder_list
from . import builder_parts as builder_parts
from . import builder_read as builder_read
from . import builder_words as builder_words
from . import paper as paper
from . import waves as waves
from .blueprint import blueprint

__all__ = ["blueprint"]
