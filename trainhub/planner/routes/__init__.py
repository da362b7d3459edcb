"""Pages of the planner."""

from . import acts as acts
from . import actual as actual
from . import approval as approval
from . import candidates as candidates
from . import comparing as comparing
from . import coverage as coverage
from . import lines as lines
from . import many as many
from . import plans as plans
from . import publishing as publishing
from . import scenarios as scenarios
from . import timetable as timetable
from .blueprint import blueprint
from .funds import budgets, rates
from .national import blueprint as national
from .programme import blueprint as programme

BLUEPRINTS = (national, budgets, rates, blueprint, programme)
