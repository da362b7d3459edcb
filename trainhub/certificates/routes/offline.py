"""The check that needs no server: the page the code square leads to, and the same in one file to take along."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from ...kernel import i18n
from ...web.access import public
from ...web.kept import kept_for_visitors
from .. import services
from .blueprint import blueprint

NAME = "certificate-check.html"


@blueprint.get("/v")
@kept_for_visitors
@public
def offline() -> ResponseReturnValue:
    """Show the page; what stands behind # in the address never comes here."""
    return _quiet(make_response(_drawn(scripts=services.page.SCRIPTS, centres=services.page.centres())))


@blueprint.get("/certificates/offline.html")
@kept_for_visitors
@public
def offline_file() -> ResponseReturnValue:
    answer = make_response(_drawn(inline=services.page.inside()))
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return _quiet(answer)


def _drawn(**more: object) -> str:
    voices = services.page.voices()
    return render_template(
        "certificates/offline.html",
        known=services.page.known(),
        voices=voices,
        voice=voices[i18n.language()],
        symbols=services.page.symbols(),
        **more,
    )


def _quiet(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
