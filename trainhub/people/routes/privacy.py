"""The privacy notice and the terms of use, for everybody."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...web.access import public
from .. import services

pages = Blueprint("privacy", __name__, url_prefix="/privacy")
terms = Blueprint("terms", __name__, url_prefix="/terms")


@pages.get("")
@public
def notice() -> ResponseReturnValue:
    """Show the version in force, or the one that ?version= names."""
    return _show("privacy")


@terms.get("/", endpoint="notice")
@public
def terms_of_use() -> ResponseReturnValue:
    """Show the version in force, or the one that ?version= names."""
    return _show("terms")


def _show(kind: str) -> str:
    version, current = request.args.get("version", ""), services.current_notice(kind)
    shown = services.notice(version, kind) if version else current
    return render_template("people/privacy.html", notice=shown, current=current)
