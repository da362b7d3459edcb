"""Paper: the form to print, and the screen where staff and the wave's keepers type in what came back.

A keeper (a session's trainer, say: services.set_keepers) sees that sheets were typed in, and how many; never what
stands in one, nor who wrote it.
"""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...kernel import clock, i18n, work
from ...kernel.errors import Invalid, NotFound
from ...kernel.i18n import gettext as _
from ...kernel.i18n import ngettext
from ...web.access import signed_in, viewer
from .. import paper, policies, services
from ..content import Given
from ..models import Wave
from .answer import entered, labels
from .blueprint import blueprint
from .waves import HOME, about


@blueprint.get(f"{HOME}paper", endpoint="paper")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    return _screen(_find(public_id), {}, {})


@blueprint.post(f"{HOME}paper", endpoint="keep_paper")
@signed_in
def keep(public_id: str) -> ResponseReturnValue:
    """Keep one sheet and give an empty form for the next."""
    wave, given = _find(public_id), entered()
    try:
        services.enter_paper(wave, given)
    except Invalid as error:
        work.rollback()
        return _screen(_find(public_id), given, error.fields), 422
    work.commit()
    number = services.rate(wave).paper
    flash(ngettext("The sheet is kept: %(num)s so far.", "The sheet is kept: %(num)s so far.", number), "ok")
    return redirect(url_for(".paper", public_id=public_id), 303)


@blueprint.get(f"{HOME}paper.pdf", endpoint="paper_form")
@signed_in
def form(public_id: str) -> ResponseReturnValue:
    """Print the form in ?language=, else in the page's."""
    wave = _find(public_id)
    language = request.args.get("language", i18n.language())
    if language not in i18n.languages():
        raise NotFound
    with i18n.speaking(language):
        body = paper.print_sheet(_sheet(wave, language), clock.now())
    return _as_file(body, f"{wave.version.questionnaire.key}-{language}.pdf")


def _screen(wave: Wave, given: Given, errors: dict[str, str]) -> str:
    content, blocks = services.content_of(wave), services.blocks_of(wave)
    return render_template(
        "questionnaires/paper.html",
        **about(wave),
        content=content,
        blocks=blocks,
        given=given,
        errors=errors,
        whole=errors.get("", ""),
        labels=labels(content, blocks, errors),
        entered=services.rate(wave).paper,
        may_enter=policies.may_enter(viewer(), wave, keeper=True) and wave.closes_at > clock.now(),
        may_see=policies.may_see(viewer(), wave),
    )


def _sheet(wave: Wave, language: str) -> paper.Sheet:
    return paper.Sheet(
        services.content_of(wave),
        services.blocks_of(wave),
        language,
        wave.version.questionnaire.title,
        wave.title,
        (_remark(wave),),
        code=f"{wave.version.questionnaire.key} · {wave.version.no} · {wave.public_id}",
    )


def _remark(wave: Wave) -> str:
    if wave.sealed:
        return _("Write no name on this sheet: your answers are anonymous, and read together with all others.")
    return _("Your answers are kept; write your name on the sheet only if you wish.")


def _find(public_id: str) -> Wave:
    """Return a wave whose paper forms the viewer may type in; raises NotFound."""
    wave = services.find_wave(public_id)
    if not (policies.may_run(viewer(), wave) or services.is_keeper(wave, viewer().person_id)):
        raise NotFound
    return wave


def _as_file(body: bytes, name: str) -> Response:
    answer: Any = make_response(body)
    answer.mimetype = "application/pdf"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    found: Response = answer
    return found
