"""What can be done with persons, organisations and centres."""

from . import choices
from .affiliations import (
    AffiliationCommand,
    ProposalCommand,
    add_affiliation,
    confirm,
    confirmable,
    end_affiliation,
    find_affiliation,
    leave,
    propose_affiliation,
    take_back,
)
from .centres import CentreCommand, Signatory, edit_centre, editable_centres, find_centre
from .confidential import (
    KINDS,
    accesses,
    erase_confidential,
    kept_confidential,
    own_confidential,
    purge_confidential,
    read_confidential,
    save_confidential,
    save_needs,
)
from .organisations import (
    OrganisationCommand,
    archive_organisation,
    create_organisation,
    departments,
    edit_organisation,
    find_organisation,
    organisation_of,
    persons_at,
    restore_organisation,
    verify_organisation,
)
from .persons import PersonCommand, create_person, edit_person, find_person, own_person, person_of_email
from .privacy import agreements, consent, current_notice, ensure_notice, notice
from .seed import ensure_reference_data, person_columns, register_person_columns
from .standing import Standing, standing, with_ancestors
from .statistics import AGE_BANDS, GENDERS, Answers, Facts, frozen_facts, own_statistic, save_statistic

get_person = find_person

__all__ = [
    "AGE_BANDS", "GENDERS", "KINDS", "AffiliationCommand", "Answers", "CentreCommand", "Facts",
    "OrganisationCommand", "PersonCommand", "ProposalCommand", "Signatory", "Standing", "accesses",
    "add_affiliation", "agreements", "archive_organisation", "choices", "confirm", "confirmable", "consent",
    "create_organisation", "create_person", "current_notice", "departments", "edit_centre",
    "edit_organisation", "edit_person", "editable_centres", "end_affiliation", "ensure_notice",
    "ensure_reference_data", "erase_confidential", "find_affiliation", "find_centre", "find_organisation",
    "find_person", "frozen_facts", "get_person", "kept_confidential", "leave", "notice", "organisation_of",
    "own_confidential", "own_person", "own_statistic", "person_columns", "person_of_email", "persons_at",
    "propose_affiliation", "purge_confidential", "read_confidential", "register_person_columns",
    "restore_organisation", "save_confidential", "save_needs", "save_statistic", "standing", "take_back",
    "verify_organisation", "with_ancestors",
]
