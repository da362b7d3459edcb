"""Pages of certificates: a session's, the office's, the holder's, and the public check."""

from . import badges as badges
from . import keys as keys
from . import office as office
from . import offline as offline
from . import own as own
from . import session as session
from . import verify as verify
from .blueprint import blueprint
from .designs import pages as design_pages
from .kinds import blueprint as kinds_blueprint

__all__ = ["blueprint", "design_pages", "kinds_blueprint"]
