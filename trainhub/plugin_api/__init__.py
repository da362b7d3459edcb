"""What a plugin may import, with its submodules; what is not listed in an __all__ is ours to change.

`trainhub.plugin_api` holds the border itself (hooks, their types, events), the database, errors, texts,
access and forms. What belongs to one feature is in the submodule of its name: `sessions`, `people`, …;
`settings` reads what the administrator decided, `files` keeps files, `press` prints. API_VERSION rises
when something here changes so that a plugin must change too.
"""

from ..hooks.events import (
    AttendanceRecorded,
    CertificateIssued,
    PersonErased,
    PersonMerged,
    RegistrationChanged,
    SessionCompleted,
)
from ..hooks.markers import hookimpl
from ..hooks.types import (
    API_VERSION,
    Area,
    Condition,
    Demo,
    FormKey,
    FormPart,
    Job,
    Kind,
    MenuItem,
    Panel,
    Per,
    Permission,
    PersonData,
    PluginInfo,
    Setting,
    Slot,
    Waiting,
)
from ..kernel import clock
from ..kernel.audit import Audited
from ..kernel.db import Model, db
from ..kernel.errors import Invalid, NotFound, Refused
from ..kernel.i18n import gettext, lazy_gettext, ngettext
from ..kernel.jobs import Running, enqueue
from ..kernel.types import HasPublicId, Texts, Translated, UTCDateTime, new_public_id
from ..kernel.work import actor, commit, rollback
from ..office.services import enabled_for
from ..web.access import Viewer, by_token, public, require, signed_in, viewer
from ..web.forms import Form, PlainForm, TextsField, optional, required
from ..web.history import history_rows
from ..web.tables import Column, Few, Filter, Table
from . import settings

__all__ = [
    "API_VERSION",
    "Area",
    "AttendanceRecorded",
    "Audited",
    "CertificateIssued",
    "Column",
    "Condition",
    "Demo",
    "Few",
    "Filter",
    "Form",
    "FormKey",
    "FormPart",
    "HasPublicId",
    "Invalid",
    "Job",
    "Kind",
    "MenuItem",
    "Model",
    "NotFound",
    "Panel",
    "Per",
    "Permission",
    "PersonData",
    "PersonErased",
    "PersonMerged",
    "PlainForm",
    "PluginInfo",
    "Refused",
    "RegistrationChanged",
    "Running",
    "SessionCompleted",
    "Setting",
    "Slot",
    "Table",
    "Texts",
    "TextsField",
    "Translated",
    "UTCDateTime",
    "Viewer",
    "Waiting",
    "actor",
    "by_token",
    "clock",
    "commit",
    "db",
    "enabled_for",
    "enqueue",
    "gettext",
    "history_rows",
    "hookimpl",
    "lazy_gettext",
    "new_public_id",
    "ngettext",
    "optional",
    "public",
    "require",
    "required",
    "rollback",
    "settings",
    "signed_in",
    "viewer",
]
