"""Who may make questionnaires, see their results and type in paper forms. Pure."""

from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..web.access import Viewer
from .models import QuestionnaireVersion, Wave

VIEW = "questionnaires.view"
EDIT = "questionnaires.edit"

PERMISSIONS = (
    Permission(VIEW, _l("See questionnaires, their waves and results"), ("administrator", "staff")),
    Permission(EDIT, _l("Make questionnaires, send them and close them"), ("administrator", "staff")),
)


def may_edit_version(who: Viewer, version: QuestionnaireVersion) -> bool:
    """Only a draft can be changed."""
    return version.state == "draft" and who.may(EDIT)


def may_see(who: Viewer, wave: Wave) -> bool:
    """Say whether the viewer may see a wave and its results: staff of its centre."""
    return who.may(VIEW, centre_id=wave.centre_id)


def may_run(who: Viewer, wave: Wave) -> bool:
    """Say whether the viewer may open, close and remind."""
    return who.may(EDIT, centre_id=wave.centre_id)


def may_enter(who: Viewer, wave: Wave, *, keeper: bool) -> bool:
    """Say whether the viewer may type in paper forms: staff, and keepers (see services.is_keeper)."""
    return wave.state == "open" and (keeper or may_run(who, wave))
