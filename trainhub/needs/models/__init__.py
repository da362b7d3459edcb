"""Tables of needs assessments: rounds, answers and the matrix, findings and recommendations."""

from .answers import Cell, NeedAnswer, Remark, Response, Topic
from .assessments import (
    Annex,
    Approval,
    Assessment,
    Instrument,
    Milestone,
    MilestoneMove,
    Risk,
    Round,
    RoundCountry,
)
from .findings import (
    Finding,
    FindingModule,
    OtherTraining,
    Pillar,
    Recommendation,
    RecommendationModule,
)

__all__ = [
    "Annex",
    "Approval",
    "Assessment",
    "Cell",
    "Finding",
    "FindingModule",
    "Instrument",
    "Milestone",
    "MilestoneMove",
    "NeedAnswer",
    "OtherTraining",
    "Pillar",
    "Recommendation",
    "RecommendationModule",
    "Remark",
    "Response",
    "Risk",
    "Round",
    "RoundCountry",
    "Topic",
]
