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
from backend.tables.action_points import ActionPoint, ActionPointCheck, ActionPointStep
from backend.tables.assessments import (
    Protocol,
    ProtocolParticipants,
    Subject,
    TaskList,
    Work,
)
from backend.tables.base import Base
from backend.tables.change import Change
from backend.tables.documents import (
    DocumentKind,
    DocumentRemark,
    DocumentReview,
    DocumentStep,
    DocumentVersion,
    RequiredDocument,
    SchoolDocument,
)
from backend.tables.dossier import Reorganisation, SchoolClass, SchoolLook
from backend.tables.execution import (
    Evidence,
    FactKind,
    FrozenValue,
    Occurrence,
    OccurrenceStep,
    PeriodLock,
    Reschedule,
)
from backend.tables.identification import (
    IdentificationAppeal,
    IdentificationDecision,
    IdentificationLine,
    IdentificationRun,
    LowResultsRule,
)
from backend.tables.jobs import Job
from backend.tables.objectivity import MarkedSchool, SignalComment, SignalVerdict
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
from backend.tables.programmes import ProgrammeMeasure, ProgrammeStep, RiskProgramme
from backend.tables.quality import QualityDismissal
from backend.tables.registry import (
    LowResultsStatus,
    Municipality,
    Organisation,
    Person,
    Region,
    School,
    TerritorialOffice,
)
from backend.tables.requests import RequestKey
from backend.tables.risk_profiles import (
    RiskAssessment,
    RiskFactor,
    RiskProfile,
    RiskProfileStep,
    RiskVerdict,
)
from backend.tables.scales import Scale, WorkPassport
from backend.tables.support import Accompaniment, Assignment, Competence, ConflictDeclaration
from backend.tables.targets import SchoolTarget, TargetLink, TargetStep
from backend.tables.uploads import Upload, UploadDifference, UploadIssue, UploadMapping
from backend.tables.visits import (
    Visit,
    VisitEntry,
    VisitFile,
    VisitFinding,
    VisitQuestion,
    VisitStep,
)

__all__ = [
    "Accompaniment",
    "Act",
    "ActionPoint",
    "ActionPointCheck",
    "ActionPointStep",
    "Activity",
    "ActivityParty",
    "ActivityWindow",
    "Assignment",
    "AuthSession",
    "AuthorQuestion",
    "Base",
    "CalendarFeed",
    "Change",
    "Competence",
    "ConflictDeclaration",
    "Credential",
    "Deputy",
    "DocumentKind",
    "DocumentRemark",
    "DocumentReview",
    "DocumentStep",
    "DocumentVersion",
    "Edition",
    "EditionDraft",
    "Evidence",
    "ExpectedResult",
    "FactKind",
    "FrozenValue",
    "IdentificationAppeal",
    "IdentificationDecision",
    "IdentificationLine",
    "IdentificationRun",
    "Job",
    "Lineage",
    "LoginAttempt",
    "LowResultsRule",
    "LowResultsStatus",
    "MachineClient",
    "MarkedSchool",
    "Municipality",
    "Occurrence",
    "OccurrenceStep",
    "Organisation",
    "PeriodLock",
    "Person",
    "Plan",
    "PlanImport",
    "ProgrammeMeasure",
    "ProgrammeStep",
    "ProjectMember",
    "Protocol",
    "ProtocolParticipants",
    "QualityDismissal",
    "Region",
    "Reorganisation",
    "RequestKey",
    "RequiredDocument",
    "Reschedule",
    "RiskAssessment",
    "RiskFactor",
    "RiskProfile",
    "RiskProfileStep",
    "RiskProgramme",
    "RiskVerdict",
    "RoleGrant",
    "Scale",
    "School",
    "SchoolClass",
    "SchoolDocument",
    "SchoolLook",
    "SchoolTarget",
    "Section",
    "SignalComment",
    "SignalVerdict",
    "Subject",
    "TargetLink",
    "TargetStep",
    "TaskList",
    "TerritorialOffice",
    "Upload",
    "UploadDifference",
    "UploadIssue",
    "UploadMapping",
    "Visit",
    "VisitEntry",
    "VisitFile",
    "VisitFinding",
    "VisitQuestion",
    "VisitStep",
    "Work",
    "WorkPassport",
]
