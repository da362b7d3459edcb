"""What every page of the curriculum shares: the blueprint, the version that is looked at, the names of codes."""

from typing import Any

from flask import Blueprint, Response, request

from ...kernel.errors import NotFound
from ...web import sheets
from ...web.access import viewer
from .. import policies, services, vocabulary
from ..files import audience_words, category_name
from ..models import Version
from ..outline import audience_entries

bp = Blueprint("curriculum", __name__, url_prefix="/curriculum")


@bp.app_template_global("curriculum_words")
def words() -> dict[str, Any]:
    """Give templates the names of codes."""
    return {
        "formats": vocabulary.FORMATS,
        "levels": vocabulary.LEVELS,
        "themes": vocabulary.THEMES,
        "states": vocabulary.STATES,
        "conventions": vocabulary.CONVENTIONS,
        "category": category_name,
        "audience": lambda activity: [(entry.rule, audience_words(entry)) for entry in audience_entries(activity)],
    }


def wanted() -> Version:
    """Return the version that ?version= names, the one in force without it; one that may not be seen is not there."""
    return visible(services.find_version(request.args.get("version")))


def visible(version: Version) -> Version:
    if not policies.may_see(viewer(), version):
        raise NotFound(version.label)
    return version


def label_of(version: Version) -> str | None:
    """Return what addresses carry to stay in a version: nothing in the one in force."""
    return None if version.state == "approved" else version.label


def file_asked(name: str, lines: sheets.Lines) -> Response | None:
    """Return the file that ?format= asks for; `lines` are drawn only then."""
    kind = request.args.get("format")
    return sheets.download(kind, name, lines) if kind in sheets.KINDS else None


def context(version: Version) -> dict[str, Any]:
    """Return what the pages of one version share."""
    return {
        "version": version,
        "v": label_of(version),
        "may_edit": policies.may_edit(viewer(), version),
        "is_staff": viewer().may(policies.EDIT),
    }
