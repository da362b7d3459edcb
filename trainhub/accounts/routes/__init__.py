"""Pages of accounts: the way in, the links of mails, the own account, and the office's list with roles."""

from . import agreement, claims, deputies, entry, links, own
from .blueprint import blueprint
from .office import office

__all__ = ["agreement", "blueprint", "claims", "deputies", "entry", "links", "office", "own"]
