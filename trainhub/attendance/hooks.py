"""What this feature contributes to the others, through the hooks that plugins use."""

from . import models as models
