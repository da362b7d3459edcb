"""What this plugin measures, and the breakdown by the country of the venue.

Closed waves hold no persons, so nothing here splits by who people are: by session, module, format, time and venue.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from trainhub.plugin_api import lazy_gettext as _l
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.reports import Breakdown, Gather, Indicator, Split

from .queries import reading

FAMILY = _l("Evaluation")
SPLITS = frozenset({"session", "day", "format"})


def _measured(name: str) -> Callable[..., Any]:
    return partial(reading.measured, measure=name)


def indicators() -> list[Indicator]:
    """Return the indicators in the order of levels."""
    return [
        Indicator(
            "evaluation.satisfaction",
            _l("Satisfaction"),
            _l(
                "How far up the scales of the opinion form lie, of each answer: 0 % is the lowest step of every "
                "question, 100 % the highest. Closed forms with enough answers only."
            ),
            "%",
            _measured("satisfaction"),
            level=1,
            gather=Gather.SHARE,
            splits=SPLITS,
            family=FAMILY,
        ),
        Indicator(
            "evaluation.learning_gain",
            _l("Learning gain"),
            _l(
                "Points in the test after the training minus points before, in per cent of what could be got, of "
                "those who answered both."
            ),
            _l("percentage points"),
            _measured("learning_gain"),
            level=2,
            gather=Gather.MEAN,
            splits=SPLITS,
            family=FAMILY,
        ),
        Indicator(
            "evaluation.behaviour",
            _l("Change in practice at work"),
            _l(
                "Steps on the scale from never (1) to always (5): months after the training minus before it, of "
                "those who answered both. Each follow-up counts."
            ),
            _l("steps"),
            _measured("behaviour"),
            level=3,
            gather=Gather.MEAN,
            splits=SPLITS,
            family=FAMILY,
        ),
        Indicator(
            "evaluation.institution",
            _l("Effect seen by institutions"),
            _l(
                "What institutions say of their services compared with a year ago: 50 % is as before, 100 % much "
                "better, 0 % much worse."
            ),
            "%",
            _measured("institution"),
            level=4,
            gather=Gather.SHARE,
            splits=SPLITS,
            people=False,
            family=FAMILY,
        ),
        Indicator(
            "evaluation.response_rate",
            _l("Response rate"),
            _l("Of everybody who was asked in a closed wave of any purpose, the share that answered by their link."),
            "%",
            reading.asked,
            gather=Gather.SHARE,
            splits=SPLITS,
            family=FAMILY,
        ),
    ]


def breakdowns() -> list[Breakdown]:
    return [
        Breakdown(
            "venue",
            _l("Country of the venue"),
            "session",
            _venue,
            lambda codes: {code: i18n.country_name(code) for code in codes},
        )
    ]


def _venue(measured: Any) -> Split:
    column, joins = reading.venue(measured)
    return Split(column, joins)
