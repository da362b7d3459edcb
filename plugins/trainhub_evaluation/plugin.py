"""What this plugin contributes; the work is done in the files beside."""

from trainhub.plugin_api import PluginInfo
from trainhub.plugin_api import lazy_gettext as _l

from . import models as models

PLUGIN = PluginInfo(
    "evaluation",
    "1.0.0",
    requires_api=1,
    title=_l("Evaluation"),
    summary=_l(
        "Asks for opinion, learning, practice and effect around every training, and keeps what follows from it."
    ),
    keeps=_l("Answers are kept without names as long as the session; supervisors until the person is erased."),
    per_session=True,
)
