"""What a certificate may wait for: a test passed, or the opinion form answered."""

from trainhub.plugin_api import Refused, db, settings
from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.questionnaires import scores
from trainhub.plugin_api.registration import Registration

from ..models import SessionWave
from ..queries import planning as queries


def check(registration: Registration) -> None:
    """Raise Refused, with the sentence that staff read, where a certificate has to wait."""
    values = settings.values("evaluation", registration.session)
    if values["certificate"] == "test":
        _check_test(registration, values["test_share"])
    elif values["certificate"] == "evaluation":
        _check_answered(registration)


def _check_test(registration: Registration, least: float) -> None:
    test = _named_test(registration)
    if test is None or test.wave is None:
        raise Refused(
            _("A certificate needs a test by name here, and none is planned. Plan one, or change the setting.")
        )
    found = scores(test.wave).get(registration.person_id or 0)
    if found is None:
        raise Refused(_("The test has not been taken yet."))
    got, most = found
    if most and got / most < least:
        raise Refused(
            _(
                "The test was not passed: %(got)s of %(most)s points, and %(share)s are needed.",
                got=i18n.number(got),
                most=i18n.number(most),
                share=i18n.percent(least),
            )
        )


def _named_test(registration: Registration) -> SessionWave | None:
    rows = db.session.scalars(queries.waves_of(registration.session_id))
    tests = [row for row in rows if row.instrument.purpose == "post" and row.wave is not None]
    return next((row for row in tests if row.wave is not None and row.wave.identity == "named"), None)


def _check_answered(registration: Registration) -> None:
    rows = db.session.execute(queries.member_of(registration.session_id, "reaction", registration.person_id or 0)).all()
    if not rows:
        raise Refused(
            _("A certificate needs the opinion form here, and none is planned. Plan it, or change the setting.")
        )
    if not any(answered for _wave, answered in rows):
        raise Refused(_("The opinion form has not been answered yet."))
