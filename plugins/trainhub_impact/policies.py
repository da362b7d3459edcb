"""Who sees and keeps the framework, who reports for an institution, who reads a donor report. Pure."""

from collections.abc import Iterable

from trainhub.plugin_api import Viewer
from trainhub.plugin_api.people import Organisation

VIEW = "impact.view"
EDIT = "impact.edit"
REPORT = "impact.report"
DONOR = "impact.donor"
OFFICE = ("administrator", "staff")
FOCAL_POINT, OBSERVER = "focal_point", "observer"


def sees(who: Viewer, centre_id: int) -> bool:
    """Say whether the viewer sees the framework of a centre, with true figures."""
    return who.may(VIEW, centre_id=centre_id)


def keeps(who: Viewer, centre_id: int) -> bool:
    """Say whether the viewer defines indicators, enters values and locks periods of a centre."""
    return who.may(EDIT, centre_id=centre_id)


def countries(who: Viewer) -> set[str]:
    """Return the countries whose institutions the viewer reports for."""
    return who.scope(FOCAL_POINT, "country") if who.may(REPORT) else set()


def organisation_ids(who: Viewer) -> set[int]:
    """Return the institutions the viewer reports for; their departments are meant too."""
    theirs = who.scope(FOCAL_POINT, "organisation") if who.may(REPORT) else set()
    return {int(each) for each in theirs if each.isdigit()}


def reports_for(who: Viewer, organisation: Organisation) -> bool:
    """Say whether the viewer reports for an institution: it is theirs, a part of theirs, or of their country."""
    return organisation.country_code in countries(who) or bool(
        {organisation.id, organisation.parent_id} & organisation_ids(who)
    )


def reads_report(who: Viewer, centre_id: int, donor_countries: Iterable[str]) -> bool:
    """Say whether a donor's observer may read a published report: the centre, or the donor's country, is theirs."""
    if not who.may(DONOR):
        return False
    return who.may(DONOR, centre_id=centre_id) or bool(who.scope(OBSERVER, "country") & set(donor_countries))
