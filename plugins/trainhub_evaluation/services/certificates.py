"""What a certificate may wait for: a test passed, or the opinion form answered.

Staff say so for all certificates of a session by a setting, or for a kind of certificate by a condition. Both ask the
same: the condition about many registrations of a session at once.
"""

from collections.abc import Collection, Mapping

from trainhub.plugin_api import Condition, Refused, db, settings
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.questionnaires import scores
from trainhub.plugin_api.registration import Registration

from ..models import SessionWave
from ..queries import planning as queries

Reasons = Mapping[int, str]
NO_TEST = _l("A certificate needs a test by name here, and none is planned. Plan one, or change the setting.")
NO_FORM = _l("A certificate needs the opinion form here, and none is planned. Plan it, or change the setting.")


def check(registration: Registration) -> None:
    """Raise Refused, with the sentence that staff read, where a certificate has to wait."""
    wanted = settings.values("evaluation", registration.session)["certificate"]
    ask = {"test": tested, "evaluation": answered}.get(wanted)
    reason = ask([registration.id]).get(registration.id, "") if ask else ""
    if reason:
        raise Refused(reason)


def tested(ids: Collection[int]) -> Reasons:
    """Return registration id -> why the test of its session was not passed."""
    least = settings.values("evaluation")["test_share"]
    reasons: dict[int, str] = {}
    for session_id, people in _by_session(ids).items():
        test = _named_test(session_id)
        found = scores(test.wave) if test is not None and test.wave is not None else None
        for number, person_id in people.items():
            reasons[number] = str(NO_TEST) if found is None else _said(found.get(person_id), least)
    return {number: reason for number, reason in reasons.items() if reason}


def answered(ids: Collection[int]) -> Reasons:
    """Return registration id -> why the opinion form of its session counts as not answered."""
    reasons: dict[int, str] = {}
    for session_id, people in _by_session(ids).items():
        rows = db.session.execute(queries.answered_by(session_id, "reaction")).all()
        done = {row.person_id for row in rows if row.answered}
        late = str(_("The opinion form has not been answered yet.")) if rows else str(NO_FORM)
        reasons |= {number: late for number, person_id in people.items() if person_id not in done}
    return reasons


def _by_session(ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Return session id -> registration id -> person id."""
    found: dict[int, dict[int, int]] = {}
    for number, session_id, person_id in db.session.execute(queries.places(ids)):
        found.setdefault(session_id, {})[number] = person_id or 0
    return found


def _said(result: tuple[float, float] | None, least: float) -> str:
    if result is None:
        return _("The test has not been taken yet.")
    got, most = result
    if not most or got / most >= least:
        return ""
    return _(
        "The test was not passed: %(got)s of %(most)s points, and %(share)s are needed.",
        got=i18n.number(got),
        most=i18n.number(most),
        share=i18n.percent(least),
    )


def _named_test(session_id: int) -> SessionWave | None:
    rows = db.session.scalars(queries.waves_of(session_id))
    tests = [row for row in rows if row.instrument.purpose == "post" and row.wave is not None]
    return next((row for row in tests if row.wave is not None and row.wave.identity == "named"), None)


CONDITIONS = (
    Condition("evaluation", _l("The opinion form was answered"), answered, order=10),
    Condition("test", _l("The test was passed"), tested, order=20),
)
