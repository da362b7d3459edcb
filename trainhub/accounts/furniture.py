"""What every page shows around its content: the centre's name, the viewer's scope, which furniture it gets."""

from typing import Any

from flask import Flask, g, url_for
from flask_login import current_user

from ..kernel import i18n
from ..kernel.db import db
from ..people import queries as people
from ..people.models import Centre
from .models import Role

WITH_SIDE = {Role.ADMINISTRATOR, Role.STAFF, Role.FOCAL_POINT, Role.OBSERVER}  # these get the side navigation
NAMELESS = "trainhub"  # until the first centre is there


def init_app(app: Flask) -> None:
    app.context_processor(_furniture)


def _furniture() -> dict[str, Any]:
    first = _first_centre()
    code = i18n.language()
    return {
        "furniture": _kind(),
        "centre_name": first.title.text(code) if first else NAMELESS,
        "centre_short": first.short.text(code) if first else NAMELESS,
        "centre_email": first.email if first else "",
        "viewer_scope": _scope(),
        "account_url": url_for("accounts.account"),
        "sign_in_url": url_for("accounts.sign_in"),
        "sign_out_url": url_for("accounts.sign_out"),
    }


def _first_centre() -> Centre | None:
    """Return the centre that names the installation; asked for once a request."""
    if "first_centre" not in g:
        g.first_centre = db.session.scalar(people.centres().limit(1))
    found: Centre | None = g.first_centre
    return found


def _kind() -> str:
    if not current_user.is_authenticated:
        return "public"
    return "staff" if current_user.role in WITH_SIDE else "person"


def _scope() -> str:
    """Return what a focal point's or observer's view is limited to, in words."""
    if not current_user.is_authenticated or current_user.role not in {Role.FOCAL_POINT, Role.OBSERVER}:
        return ""
    codes = sorted(current_user.scope(current_user.role, "country"))
    return ", ".join(i18n.country_name(code) for code in codes)
