"""Forms of persons, organisations, centres and one's own data."""

from .deciding import AskErasureForm, DecideForm, EraseForm, MergeForm, Pair
from .records import (
    AffiliationForm,
    CentreForm,
    ConfidentialForm,
    EndForm,
    KeptForm,
    NamesForm,
    NeedsForm,
    NewCentreForm,
    OrganisationForm,
    PersonForm,
    ProposalForm,
    ReasonForm,
    StatisticForm,
)

__all__ = [
    "AffiliationForm",
    "AskErasureForm",
    "CentreForm",
    "ConfidentialForm",
    "DecideForm",
    "EndForm",
    "EraseForm",
    "KeptForm",
    "MergeForm",
    "NamesForm",
    "NeedsForm",
    "NewCentreForm",
    "OrganisationForm",
    "Pair",
    "PersonForm",
    "ProposalForm",
    "ReasonForm",
    "StatisticForm",
]
