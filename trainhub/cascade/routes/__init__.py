"""Pages of the cascade."""

from . import desk as desk
from . import figures as figures
from .blueprint import blueprint
from .own import blueprint as own

BLUEPRINTS = (own, blueprint)
