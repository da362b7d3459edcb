"""The drawn results of closed waves, kept in this process: a closed wave never changes, and drawing takes longest."""

from collections import OrderedDict
from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.reports import Chart

from .. import pictures
from ..models import SessionWave
from ..services import results
from ..services.measuring import partner
from ..services.results import Line, Summary

MOST = 100
_kept: OrderedDict[tuple[object, ...], Markup] = OrderedDict()
_summaries: OrderedDict[tuple[tuple[str, bool], ...], Summary] = OrderedDict()


def body(row: SessionWave, only_trainer: str | None) -> Markup:
    """Return what a closed wave says, drawn in the page's language; kept until the centre closes another like it."""
    assert row.wave is not None
    key = (row.wave.public_id, results.alike_ids(row), _pairs(row), only_trainer, i18n.language())
    if key not in _kept:
        _kept[key] = _drawn(row, only_trainer)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def summary(lines: Sequence[Line]) -> Summary:
    """Return the figures on top of a session's page, kept until another of its waves is shown or has been measured."""
    key = tuple((line.row.public_id, line.row.measured_at is not None) for line in lines if line.shown)
    if not key:
        return Summary()
    if key not in _summaries:
        _summaries[key] = results.summary(lines)
        while len(_summaries) > MOST:
            _summaries.popitem(last=False)
    return _summaries[key]


def forget() -> None:
    """Forget everything: tests undo what they closed."""
    _kept.clear()
    _summaries.clear()


def _pairs(row: SessionWave) -> bool:
    """Say whether there is a wave by now that this one pairs with."""
    purpose = {"post": "pre", "follow_up": "baseline"}.get(row.instrument.purpose)
    return purpose is not None and partner(row, purpose) is not None


def _drawn(row: SessionWave, only_trainer: str | None) -> Markup:
    assert row.wave is not None
    compared = results.compared(row)
    purpose = row.instrument.purpose
    drawn = render_template(
        "evaluation/body.html",
        wave=row.wave,
        n=compared.result.n,
        others=len(compared.others.waves) if compared.others else 0,
        parts=pictures.parts(compared, only_trainer=only_trainer),
        items=results.test_items(row.wave) if purpose in {"pre", "post"} else [],
        gain=results.gain(row, "pre") if purpose == "post" else None,
        practice=results.gain(row, "baseline") if purpose == "follow_up" else None,
        change=_change(row),
    )
    return Markup(drawn)  # noqa: S704 # a template of ours, escaped by itself


def _change(row: SessionWave) -> Chart | None:
    if row.instrument.purpose != "follow_up":
        return None
    after = _("%(days)s days after", days=row.instrument.offset_days)
    return pictures.dumbbell(results.dumbbells(row, "baseline"), _("before the training"), after)
