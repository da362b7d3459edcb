"""The drawn results of closed waves, kept in this process: a closed wave never changes, and drawing takes longest."""

from collections import OrderedDict

from flask import render_template
from markupsafe import Markup

from trainhub.plugin_api import gettext as _
from trainhub.plugin_api import texts as i18n
from trainhub.plugin_api.reports import Chart

from .. import pictures
from ..models import SessionWave
from ..services import results
from ..services.measuring import partner

MOST = 100
_kept: "OrderedDict[tuple[object, ...], Markup]" = OrderedDict()


def body(row: SessionWave, only_trainer: str | None) -> Markup:
    """Return what a closed wave says, drawn in the page's language; kept until the centre closes another like it."""
    assert row.wave is not None
    others = tuple(wave.id for wave in results.alike(row.wave))
    partner_ = _partner(row)
    key = (row.wave.public_id, others, partner_ is not None, only_trainer, i18n.language())
    if key not in _kept:
        _kept[key] = _drawn(row, only_trainer)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return _kept[key]


def forget() -> None:
    """Forget everything: tests undo what they closed."""
    _kept.clear()


def _partner(row: SessionWave) -> object:
    purpose = {"post": "pre", "follow_up": "baseline", "supervisor": "supervisor"}.get(row.instrument.purpose)
    return partner(row, purpose) if purpose else None


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
