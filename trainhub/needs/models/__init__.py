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
from .registers import LeadBody, PolicyDocument, Register, RegisterEntry, RegisterItem
from .voices import Consultation, Contributor

__all__ = [
    "Annex",
    "Approval",
    "Assessment",
    "Cell",
    "Consultation",
    "Contributor",
    "Finding",
    "FindingModule",
    "Instrument",
    "LeadBody",
    "Milestone",
    "MilestoneMove",
    "NeedAnswer",
    "OtherTraining",
    "Pillar",
    "PolicyDocument",
    "Recommendation",
    "RecommendationModule",
    "Register",
    "RegisterEntry",
    "RegisterItem",
    "Remark",
    "Response",
    "Risk",
    "Round",
    "RoundCountry",
    "Topic",
]
