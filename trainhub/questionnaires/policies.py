"""Who may make questionnaires, see their results and type in paper forms. Pure."""

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..people.policies import home_of, keeps
from ..web.access import Viewer
from .models import BankItem, Questionnaire, Wave

VIEW = "questionnaires.view"
EDIT = "questionnaires.edit"

PERMISSIONS = (
    Permission(VIEW, _l("See questionnaires, their waves and results"), ("administrator", "staff")),
    Permission(EDIT, _l("Make questionnaires, send them and close them"), ("administrator", "staff")),
)


def may_keep(who: Viewer, kept: Questionnaire | BankItem) -> bool:
    """Say whether the viewer may change, translate, freeze and archive it: the staff of its centre.

    What has no centre (all that is shipped) is kept by those who work for all centres; everybody else copies it.
    """
    return keeps(who, EDIT, kept.centre_id)


def home(who: Viewer) -> int | None:
    """Return the centre that keeps what the viewer makes."""
    return home_of(who, EDIT)


def may_see(who: Viewer, wave: Wave) -> bool:
    """Say whether the viewer may see a wave and its results: staff of its centre."""
    return who.may(VIEW, centre_id=wave.centre_id)


def may_run(who: Viewer, wave: Wave) -> bool:
    """Say whether the viewer may open, close and remind."""
    return who.may(EDIT, centre_id=wave.centre_id)


def may_enter(who: Viewer, wave: Wave, *, keeper: bool) -> bool:
    """Say whether the viewer may type in paper forms: staff, and keepers (see services.is_keeper)."""
    return wave.state == "open" and (keeper or may_run(who, wave))
