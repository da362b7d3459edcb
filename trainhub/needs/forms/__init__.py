"""Forms of needs: rounds and what stands beside them, answers and cells, findings and recommendations."""

from .answers import CellForm, RemarkForm, response_form
from .findings import FindingForm, RecommendationForm
from .rounds import (
    AnnexForm,
    ApprovalForm,
    CommentaryForm,
    CountryForm,
    InstrumentForm,
    MilestoneForm,
    MoveForm,
    RiskForm,
    RoundForm,
    TopicForm,
    WaveForm,
)

__all__ = [
    "AnnexForm",
    "ApprovalForm",
    "CellForm",
    "CommentaryForm",
    "CountryForm",
    "FindingForm",
    "InstrumentForm",
    "MilestoneForm",
    "MoveForm",
    "RecommendationForm",
    "RemarkForm",
    "RiskForm",
    "RoundForm",
    "TopicForm",
    "WaveForm",
    "response_form",
]
