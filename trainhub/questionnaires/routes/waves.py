"""One wave for the office: how many answered, opening, reminding and closing it, and its answers as files."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n, work
from ...kernel.db import expect_writes
from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...kernel.text import whole
from ...web.access import require, viewer
from ...web.forms import PlainForm
from ...web.history import history_rows
from .. import exports, policies, sealing, services
from ..content import languages_of
from ..models import IDENTITIES, KINDS, ROLES, WAVE_STATES, Wave
from ..services import inviting
from .blueprint import blueprint

HOME = "/questionnaires/waves/<public_id>/"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that staff do with a wave after a question: when it can be done, the verb, and what is said then."""

    state: str
    do: Callable[[Wave], None]
    done: Callable[[], str]


ACTS = {
    "open": Act("planned", services.open_wave, lambda: _("The wave is open. Everybody invited gets a mail.")),
    "remind": Act("open", services.remind, lambda: _("The reminders are on their way.")),
    "close": Act("open", services.close_wave, lambda: _("The wave is closed. Its answers are being opened.")),
}


@blueprint.get(HOME, endpoint="wave")
@require(policies.VIEW)
def show(public_id: str) -> ResponseReturnValue:
    wave, page = _find(public_id), request.args.get("page", "1")
    return render_template(
        "questionnaires/wave.html",
        **about(wave),
        rate=services.rate(wave),
        by_role=inviting.by_role(wave),
        acts=[name for name in ACTS if _may(name, wave)],
        to_remind=inviting.to_remind(wave) if _may("remind", wave) else 0,
        may_show=services.may_show(wave),
        may_enter=policies.may_enter(viewer(), wave, keeper=False) and not is_over(wave),
        lost=wave.state != "closed" and not sealing.has_key(wave.public_id),
        parts_of=exports.PARTS,
        rows=history_rows("wave", wave.id, whole(page, 1)),
    )


@blueprint.get(f"{HOME}<act>", endpoint="wave_act")
@require(policies.EDIT)
def ask(public_id: str, act: str) -> ResponseReturnValue:
    """Ask before people get mails, or before no more answers are taken."""
    wave = _find(public_id)
    if act not in ACTS or not policies.may_run(viewer(), wave):
        raise NotFound
    if not _may(act, wave):
        return redirect(url_for(".wave", public_id=public_id), 303)
    return render_template(
        "questionnaires/wave_act.html", **about(wave), act=act, rate=services.rate(wave), to_remind=_number(act, wave)
    )


@blueprint.post(f"{HOME}<act>", endpoint="do_wave_act")
@require(policies.EDIT)
def do(public_id: str, act: str) -> ResponseReturnValue:
    """Do it; what stands against it is answered as a page (409), for there is no field to mend."""
    wave = _find(public_id)
    if act not in ACTS or not policies.may_run(viewer(), wave):
        raise NotFound
    if PlainForm().validate_on_submit():
        ACTS[act].do(wave)
        work.commit()
        flash(ACTS[act].done(), "ok")
    return redirect(url_for(".wave", public_id=public_id), 303)


@blueprint.get(f"{HOME}answers", endpoint="wave_answers")
@require(policies.VIEW)
def answers(public_id: str) -> ResponseReturnValue:
    """Give the answers as a file; the history says who took them."""
    expect_writes(True)
    work.commit()  # ends what loading the viewer began as a reader
    made = exports.export(_find(public_id), request.args.get("format", "csv"), request.args.get("part", "answers"))
    work.commit()
    return made


def about(wave: Wave) -> dict[str, object]:
    """Return what every page of a wave shows of it."""
    return {
        "wave": wave,
        "states": WAVE_STATES,
        "identities": IDENTITIES,
        "kinds": KINDS,
        "roles": ROLES,
        "names": i18n.NATIVE,
        "over": is_over(wave),
        "languages_written": [code for code in languages_of(services.content_of(wave)) if code in i18n.languages()],
    }


def is_over(wave: Wave) -> bool:
    """Say whether a wave takes no more answers, though it may not be closed yet."""
    return wave.closes_at <= clock.now()


def _may(act: str, wave: Wave) -> bool:
    """Say whether an act can be done now by this viewer."""
    return wave.state == ACTS[act].state and not is_over(wave) and policies.may_run(viewer(), wave)


def _number(act: str, wave: Wave) -> int:
    return inviting.to_remind(wave) if act == "remind" else 0


def _find(public_id: str) -> Wave:
    """Return a wave that the viewer may see; raises NotFound."""
    wave = services.find_wave(public_id)
    if not policies.may_see(viewer(), wave):
        raise NotFound
    return wave
