"""The blueprint of needs, and what its pages share."""

from typing import Any

from flask import Blueprint, request
from flask.wrappers import Response

from ...kernel.errors import NotFound
from ...kernel.i18n import gettext as _
from ...web import sheets
from ...web.access import viewer
from .. import policies, services
from ..models import Round

blueprint = Blueprint("needs", __name__, url_prefix="/needs")


def sight() -> policies.Sight:
    return policies.sight(viewer())


def find(public_id: str) -> Round:
    """Return a round that the viewer sees, or raise NotFound."""
    return services.rounds.find(public_id, sight())


def find_to_edit(public_id: str) -> Round:
    """Return a round that the viewer runs, or raise NotFound."""
    found = find(public_id)
    if not policies.may_edit(viewer(), found.assessment):
        raise NotFound
    return found


def context(found: Round, here: str) -> dict[str, Any]:
    """Return what all pages of a round need."""
    sees = sight()
    return {
        "round": found,
        "here": here,
        "invented": found.assessment.invented,
        "may_edit": policies.may_edit(viewer(), found.assessment),
        "beneath": sees.beneath(found),
        "office": sees.office(found),
    }


def file_asked(name: str, lines: sheets.Lines) -> Response | None:
    """Return the file that ?format= asks for; `lines` are drawn only then."""
    kind = request.args.get("format")
    return sheets.download(kind, name, lines) if kind in sheets.KINDS else None


def mark(invented: bool) -> list[str]:
    """Return the last cell of an exported line: that it is invented, where it is."""
    return [_("Invented for the demonstration")] if invented else []
