"""The privacy notice, for everybody."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ...web.access import public
from .. import services

pages = Blueprint("privacy", __name__, url_prefix="/privacy")


@pages.get("")
@public
def notice() -> ResponseReturnValue:
    """Show the version in force, or the one that ?version= names."""
    version = request.args.get("version", "")
    shown = services.notice(version) if version else services.current_notice()
    return render_template("people/privacy.html", notice=shown, current=services.current_notice())
