"""The only module a plugin may import. What is not listed in __all__ is ours to change.

API_VERSION rises when something here changes so that a plugin must change too.
"""

from ..hooks.events import AttendanceRecorded, CertificateIssued, RegistrationChanged, SessionCompleted
from ..hooks.markers import hookimpl
from ..hooks.types import API_VERSION, Area, FormKey, FormPart, Job, MenuItem, Panel, Permission, PluginInfo, Slot
from ..kernel import clock
from ..kernel.db import Model, db
from ..kernel.errors import Invalid, NotFound, Refused
from ..kernel.i18n import gettext, lazy_gettext, ngettext
from ..kernel.types import Texts, Translated, UTCDateTime, new_public_id
from ..kernel.work import commit
from ..web.access import Viewer, public, require, signed_in, viewer
from ..web.forms import Form

__all__ = [
    "API_VERSION",
    "Area",
    "AttendanceRecorded",
    "CertificateIssued",
    "Form",
    "FormKey",
    "FormPart",
    "Invalid",
    "Job",
    "MenuItem",
    "Model",
    "NotFound",
    "Panel",
    "Permission",
    "PluginInfo",
    "Refused",
    "RegistrationChanged",
    "SessionCompleted",
    "Slot",
    "Texts",
    "Translated",
    "UTCDateTime",
    "Viewer",
    "clock",
    "commit",
    "db",
    "gettext",
    "hookimpl",
    "lazy_gettext",
    "new_public_id",
    "ngettext",
    "public",
    "require",
    "signed_in",
    "viewer",
]
