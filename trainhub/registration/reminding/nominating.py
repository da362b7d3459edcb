"""Mails to focal points before a call closes: only to those whose places are not all filled with names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...accounts.login import SignedIn
from ...accounts.models import Account
from ...kernel import clock
from ...kernel.db import db
from ...kernel.i18n import gettext as _
from ...messages.models import Message
from ...messages.services import Coming, Occasion, Reminder
from ...sessions.models import TrainingSession
from .. import queries
from ..models import Call
from ..services import focal, lacking, telling
from ..services.terms import terms

CHECK = "nominations"


@dataclass(frozen=True, slots=True)
class Closing:
    """The mail so many days before a call closes."""

    kind: str
    days: int
    least: int  # days before the end from which on it comes too late

    def due(self, now: datetime) -> Iterator[Occasion]:
        """Yield the focal points with places to fill in calls that close in so many days, who were not written to."""
        span = now + timedelta(days=self.least), now + timedelta(days=self.days)
        for call in db.session.scalars(queries.calls_closing(*span)).unique().all():
            for account in db.session.scalars(queries.focal_points()).unique().all():
                missing = missing_of(call, account)
                if missing:
                    yield self._occasion(call, account, missing)

    def _occasion(self, call: Call, account: Account, missing: int) -> Occasion:
        session = call.session

        def words() -> dict[str, Any]:
            return {
                "session": session,
                "until": call.deadline,
                "missing": missing,
                "url": f"/nominations/{session.slug}/",
            }

        return Occasion(
            account.person,
            f"{self.kind}:{call.id}:{account.id}:{call.deadline:%Y%m%d}",
            telling.topic(session),
            f"{CHECK}:{call.public_id}:{account.id}",
            session.centre_id,
            words,
        )


CLOSING = (Closing("nominations_7", 7, 1), Closing("nominations_1", 1, 0))


def coming(session: TrainingSession) -> Iterator[Coming]:
    """Yield the days on which they go; to whom is asked of each focal point on that day, not for a page."""
    call = terms(session).call
    if call is None or call.state != "open" or not call.nominate or call.deadline is None:
        return
    for each in CLOSING:
        day = (call.deadline - timedelta(days=each.days)).astimezone(ZoneInfo(session.zone)).date()
        if day >= clock.today(session.zone):
            yield Coming(each.kind, day, None)


def missing_of(call: Call, account: Account) -> int:
    """Return how many names a focal point may still give; 0 where the call is not theirs or all are given."""
    who = SignedIn(account)
    query = focal.for_focal(who).where(Call.id == call.id)
    if not who.grants or db.session.scalars(query).unique().one_or_none() is None:
        return 0
    return lacking.missing(call, who)


def still_true(_message: Message, argument: str) -> str:
    """Say why a reminder is no longer true: `argument` is the call and the account of the focal point."""
    public_id, _colon, number = argument.partition(":")
    call = db.session.scalars(queries.open_now(queries.call(public_id), clock.now())).unique().one_or_none()
    account = db.session.get(Account, int(number))
    if call is None or account is None:
        return _("The call is closed.")
    return "" if missing_of(call, account) else _("Everybody is nominated.")


def reminders() -> Iterable[Reminder]:
    """Return the reminders to focal points, for the registry of messages/."""
    for each in CLOSING:
        yield Reminder(each.kind, each.due, coming)
