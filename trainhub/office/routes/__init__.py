"""Pages that say how the installation is."""

from . import plugins as plugins
from . import running as running
from . import settings as settings
from .running import blueprint as blueprint
