"""The schema, one file per family: columns and constraints, no methods, no rules.

Row-level security, grants and the change log's triggers are attached by migrations (`app.guard_table`).
"""

from backend.tables.access import AuthSession, Credential, LoginAttempt, MachineClient, RoleGrant
from backend.tables.assessments import (
    Protocol,
    ProtocolParticipants,
    Scale,
    Subject,
    Upload,
    UploadIssue,
    Work,
)
from backend.tables.base import Base
from backend.tables.change import Change
from backend.tables.jobs import Job
from backend.tables.plans import (
    Act,
    Activity,
    ActivityWindow,
    AuthorQuestion,
    Edition,
    Evidence,
    FactKind,
    Plan,
    ProjectMember,
    Section,
)
from backend.tables.registry import (
    LowResultsStatus,
    Municipality,
    Organisation,
    Person,
    Region,
    School,
    TerritorialOffice,
)
from backend.tables.support import Assignment, RiskAssessment, RiskFactor

__all__ = [
    "Act",
    "Activity",
    "ActivityWindow",
    "Assignment",
    "AuthSession",
    "AuthorQuestion",
    "Base",
    "Change",
    "Credential",
    "Edition",
    "Evidence",
    "FactKind",
    "Job",
    "LoginAttempt",
    "LowResultsStatus",
    "MachineClient",
    "Municipality",
    "Organisation",
    "Person",
    "Plan",
    "ProjectMember",
    "Protocol",
    "ProtocolParticipants",
    "Region",
    "RiskAssessment",
    "RiskFactor",
    "RoleGrant",
    "Scale",
    "School",
    "Section",
    "Subject",
    "TerritorialOffice",
    "Upload",
    "UploadIssue",
    "Work",
]
