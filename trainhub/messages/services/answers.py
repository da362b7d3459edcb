"""Answers that staff look at."""

from ...kernel.db import db
from ...kernel.errors import NotFound
from ...web.access import Viewer
from .. import policies, queries
from ..models import ReceivedMail


def find(public_id: str, who: Viewer) -> ReceivedMail:
    """Return a mail that came; raises NotFound where there is none, or none this person may know of."""
    mail = db.session.scalar(queries.received_one(public_id))
    centres = policies.reach(who)
    if mail is None or (centres is not None and mail.centre_id not in centres):
        raise NotFound
    return mail


def done(mail: ReceivedMail) -> None:
    """Note that somebody has looked after it."""
    mail.open = False
