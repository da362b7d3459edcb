"""The pages of the curriculum."""

from . import editing as editing
from . import entries as entries
from . import overview as overview
from . import reading as reading
from . import versions as versions
from .frame import bp

__all__ = ["bp"]
