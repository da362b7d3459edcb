"""The centre confirms what a graduate reports, or sends it back; who learned there may report in their turn."""

from ...certificates import services as certificates
from ...kernel import clock
from ...kernel.db import db
from ...kernel.errors import Invalid, NotFound, Refused
from ...kernel.i18n import gettext as _
from ...messages.services import post
from ...web.access import Viewer
from .. import policies, queries
from ..models import Rollout
from . import persons


def find(public_id: str, sight: policies.Sight) -> Rollout:
    """Return a roll-out that a viewer may know of; raises NotFound."""
    found = db.session.scalar(queries.one(public_id))
    if found is None or not sight.sees(found):
        raise NotFound
    return found


def confirm(*, rollout: Rollout, by: Viewer, trains_trainers: bool = False) -> None:
    """Confirm what was reported: the named become persons, and a first roll-out may earn a certificate.

    Raises Refused where it was decided already, for one's own, and as `persons.take_in` does.
    """
    _check(rollout, by)
    if rollout.state != "reported":
        raise Refused(_("This report was decided already."))
    persons.take_in(rollout)
    rollout.state, rollout.reason = "confirmed", ""
    rollout.trains_trainers = trains_trainers and rollout.counted == "persons"
    rollout.decided_at, rollout.account_id = clock.now(), by.account_id
    db.session.flush()
    if rollout.generation == 1 and not db.session.scalar(queries.confirmed_before(rollout)):
        certificates.queue(rollout.session, account_id=by.account_id)
    _tell(rollout, "rollout_confirmed")


def send_back(*, rollout: Rollout, by: Viewer, reason: str) -> None:
    """Send a report back with the reason; the trainer reads it and corrects the report.

    Raises Invalid without a reason, Refused where others build on it, and for one's own.
    """
    _check(rollout, by)
    if rollout.state == "returned":
        raise Refused(_("This report was sent back already."))
    _check_childless(rollout)
    if not reason.strip():
        raise Invalid({"reason": _("Say why. The person reads it.")})
    rollout.state, rollout.reason, rollout.trains_trainers = "returned", reason.strip(), False
    rollout.decided_at, rollout.account_id = clock.now(), by.account_id
    db.session.flush()
    _tell(rollout, "rollout_returned")


def mark(*, rollout: Rollout, by: Viewer, trains_trainers: bool) -> None:
    """Say whether a confirmed roll-out was itself a training of trainers.

    Raises Refused where nobody is named, and where its people have reported already.
    """
    _check(rollout, by)
    if rollout.state != "confirmed" or rollout.counted != "persons":
        raise Refused(_("Only people whom a confirmed report names can teach on."))
    if not trains_trainers:
        _check_childless(rollout)
    rollout.trains_trainers = trains_trainers
    db.session.flush()


def _check(rollout: Rollout, by: Viewer) -> None:
    if not policies.may_decide(by, rollout):
        raise Refused(_("Somebody else at the centre decides about your own report."))
    db.session.refresh(rollout, ["state"], with_for_update=True)  # two decide at once, or it is being corrected


def _check_childless(rollout: Rollout) -> None:
    if db.session.scalar(queries.children_of(rollout.id)):
        raise Refused(_("People who learned there have reported trainings of their own. Decide about those first."))


def _tell(rollout: Rollout, kind: str) -> None:
    post(
        kind,
        rollout.person,
        key=f"{kind}:{rollout.id}:{clock.now():%Y%m%d%H%M%S}",
        centre_id=rollout.session.centre_id,
        session=rollout.session,
        held=rollout.title,
        reason=rollout.reason,
        url=f"/me/rollouts/{rollout.public_id}/",
    )
