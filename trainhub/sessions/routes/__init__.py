"""Pages of sessions."""

from . import acts as acts
from . import editor as editor
from .calendar import blueprint as calendar
from .donors import blueprint as donors
from .formats import blueprint as formats
from .projects import blueprint as projects
from .rooms import blueprint as rooms
from .sessions import blueprint as sessions

BLUEPRINTS = (sessions, calendar, rooms, formats, projects, donors)
