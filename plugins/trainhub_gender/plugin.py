"""What this plugin contributes; the work is done in the files beside."""

from collections.abc import Iterable

from trainhub.plugin_api import PluginInfo, hookimpl
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api.reports import Breakdown

from . import words

PLUGIN = PluginInfo(
    "gender",
    "1.0.0",
    requires_api=1,
    title=_l("Gender"),
    summary=_l("Splits every figure by gender, shows where the share of women drops, and publishes annual statistics."),
    keeps=_l("It keeps nothing of its own: what was published stays in the centre’s ledger."),
)


@hookimpl
def register_breakdowns() -> Iterable[Breakdown]:
    return [words.breakdown()]
