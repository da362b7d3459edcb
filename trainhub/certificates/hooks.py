"""What this feature contributes to the others, through the hooks that plugins use."""

from collections.abc import Iterable

from ..hooks.events import SessionCompleted
from ..hooks.markers import hookimpl
from ..hooks.types import Permission
from ..kernel.i18n import lazy_gettext as _l
from ..kernel.jobs import Job
from . import models as models
from . import policies, queries, services


@hookimpl
def register_permissions() -> Iterable[Permission]:
    return [
        Permission(policies.VIEW, _l("See the certificates of the centre"), policies.OFFICE),
        Permission(policies.ISSUE, _l("Issue and revoke certificates"), policies.OFFICE),
    ]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [Job(queries.ISSUE_JOB, services.issue_for_session)]


@hookimpl
def on_session_completed(event: SessionCompleted) -> None:
    services.queue_completed(event.session_id)
