"""The schema, one file per family: columns and constraints, no methods, no rules.

Row-level security, grants and the change log's triggers are attached by migrations (`app.guard_table`).
"""

from backend.tables.access import (
    AuthSession,
    CalendarFeed,
    Credential,
    Deputy,
    LoginAttempt,
    MachineClient,
    RoleGrant,
)
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
from backend.tables.execution import (
    Evidence,
    FactKind,
    FrozenValue,
    Occurrence,
    OccurrenceStep,
    PeriodLock,
    Reschedule,
)
from backend.tables.jobs import Job
from backend.tables.plans import (
    Act,
    Activity,
    ActivityParty,
    ActivityWindow,
    AuthorQuestion,
    Edition,
    EditionDraft,
    ExpectedResult,
    Lineage,
    Plan,
    PlanImport,
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
    "ActivityParty",
    "ActivityWindow",
    "Assignment",
    "AuthSession",
    "AuthorQuestion",
    "Base",
    "CalendarFeed",
    "Change",
    "Credential",
    "Deputy",
    "Edition",
    "EditionDraft",
    "Evidence",
    "ExpectedResult",
    "FactKind",
    "FrozenValue",
    "Job",
    "Lineage",
    "LoginAttempt",
    "LowResultsStatus",
    "MachineClient",
    "Municipality",
    "Occurrence",
    "OccurrenceStep",
    "Organisation",
    "PeriodLock",
    "Person",
    "Plan",
    "PlanImport",
    "ProjectMember",
    "Protocol",
    "ProtocolParticipants",
    "Region",
    "Reschedule",
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
