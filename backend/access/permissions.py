"""What a role may do. Whose rows it may do it to is decided by row-level security (scope.py)."""

from collections.abc import Iterable
from enum import StrEnum


class Permission(StrEnum):
    SEE_PLANS = "see_plans"
    SEE_SCHOOLS = "see_schools"
    SEE_RISK_PROFILES = "see_risk_profiles"
    SEE_CURATORS = "see_curators"
    SEE_RESULTS = "see_results"
    SEE_PARTICIPANTS = "see_participants"
    SEE_UPLOADS = "see_uploads"
    UPLOAD_RESULTS = "upload_results"
    COMMIT_UPLOADS = "commit_uploads"
    EDIT_SCALES = "edit_scales"
    SEE_CHANGES = "see_changes"
    SEE_JOBS = "see_jobs"
    MANAGE_PLANS = "manage_plans"
    REPORT_EXECUTION = "report_execution"
    ACCEPT_EXECUTION = "accept_execution"
    MANAGE_EXECUTION = "manage_execution"
    MANAGE_SCHOOLS = "manage_schools"
    WRITE_SCHOOL_CLASSES = "write_school_classes"
    MANAGE_SUPPORT = "manage_support"
    DECLARE_CONFLICTS = "declare_conflicts"
    SEE_VISITS = "see_visits"
    CONDUCT_VISITS = "conduct_visits"
    ANSWER_VISITS = "answer_visits"
    APPROVE_VISITS = "approve_visits"
    KEEP_ACTION_POINTS = "keep_action_points"
    STATE_RISK_LEVELS = "state_risk_levels"
    VERIFY_RISK_PROFILES = "verify_risk_profiles"
    SIGN_RISK_PROFILES = "sign_risk_profiles"
    MANAGE_RISK_PROFILES = "manage_risk_profiles"
    SEE_DOCUMENTS = "see_documents"
    WRITE_DOCUMENTS = "write_documents"
    REVIEW_DOCUMENTS = "review_documents"
    KEEP_TARGETS = "keep_targets"
    SEE_QUALITY = "see_quality"
    DISMISS_QUALITY = "dismiss_quality"
    SEE_IDENTIFICATION = "see_identification"
    MANAGE_IDENTIFICATION = "manage_identification"
    APPEAL_IDENTIFICATION = "appeal_identification"
    SEE_SIGNALS = "see_signals"
    JUDGE_SIGNALS = "judge_signals"
    COMMENT_SIGNALS = "comment_signals"


P = Permission
_SUPPORT_READS = {P.SEE_VISITS, P.SEE_DOCUMENTS, P.SEE_RISK_PROFILES, P.SEE_CURATORS}
_READS = {P.SEE_PLANS, P.SEE_SCHOOLS, P.SEE_RESULTS} | _SUPPORT_READS
_OFFICE = _READS | {
    P.SEE_UPLOADS,
    P.SEE_CHANGES,
    P.SEE_JOBS,
    P.SEE_QUALITY,
    P.SEE_IDENTIFICATION,
    P.SEE_SIGNALS,
}
_DECIDES = {
    P.REPORT_EXECUTION,
    P.ACCEPT_EXECUTION,
    P.APPROVE_VISITS,
    P.REVIEW_DOCUMENTS,
    P.KEEP_ACTION_POINTS,
    P.DISMISS_QUALITY,
    P.WRITE_SCHOOL_CLASSES,
    P.KEEP_TARGETS,
    P.JUDGE_SIGNALS,
}
_MANAGES = _DECIDES | {
    P.MANAGE_PLANS,
    P.MANAGE_EXECUTION,
    P.MANAGE_SUPPORT,
    P.DECLARE_CONFLICTS,
    P.MANAGE_IDENTIFICATION,
}
_COORDINATES = _MANAGES | {
    P.MANAGE_SCHOOLS,
    P.MANAGE_RISK_PROFILES,
    P.STATE_RISK_LEVELS,
    P.CONDUCT_VISITS,
    P.WRITE_DOCUMENTS,
    P.EDIT_SCALES,
}
_UPLOADS = {P.SEE_UPLOADS, P.UPLOAD_RESULTS, P.COMMIT_UPLOADS, P.SEE_JOBS}
# What a curator or mentor does at his schools; whether a school is his, its assignment says (app.my_sides).
_STANDS_BY = {
    P.REPORT_EXECUTION,
    P.DECLARE_CONFLICTS,
    P.CONDUCT_VISITS,
    P.KEEP_ACTION_POINTS,
    P.SEE_QUALITY,
    P.SEE_IDENTIFICATION,
    P.SEE_SIGNALS,
}
_CURATES = _STANDS_BY | {
    P.STATE_RISK_LEVELS,
    P.VERIFY_RISK_PROFILES,
    P.SIGN_RISK_PROFILES,
    P.REVIEW_DOCUMENTS,
    P.DISMISS_QUALITY,
}
_WORKS_AT_SCHOOL = {
    P.REPORT_EXECUTION,
    P.ANSWER_VISITS,
    P.KEEP_ACTION_POINTS,
    P.STATE_RISK_LEVELS,
    P.WRITE_DOCUMENTS,
    P.WRITE_SCHOOL_CLASSES,
    P.SEE_QUALITY,
    P.SEE_IDENTIFICATION,
    P.APPEAL_IDENTIFICATION,
    P.KEEP_TARGETS,
    P.SEE_SIGNALS,
    P.COMMENT_SIGNALS,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "admin": frozenset(P),
    "head": frozenset(_OFFICE | _MANAGES),
    "coordinator": frozenset(_OFFICE | _UPLOADS | _COORDINATES | {P.SEE_PARTICIPANTS}),
    "office_specialist": frozenset(_OFFICE | _DECIDES),
    "methodist": frozenset(
        _READS
        | _UPLOADS
        | {P.SEE_PARTICIPANTS, P.REPORT_EXECUTION, P.STATE_RISK_LEVELS, P.KEEP_ACTION_POINTS}
        | {P.SEE_QUALITY, P.SEE_IDENTIFICATION, P.EDIT_SCALES, P.SEE_SIGNALS, P.JUDGE_SIGNALS}
    ),
    "curator": frozenset(_READS | _CURATES),
    "mentor": frozenset(_READS | _STANDS_BY),
    "school_head": frozenset(
        _READS | _UPLOADS | _WORKS_AT_SCHOOL | {P.SEE_PARTICIPANTS, P.SIGN_RISK_PROFILES}
    ),
    "school_deputy": frozenset(
        _READS | _WORKS_AT_SCHOOL | {P.SEE_UPLOADS, P.UPLOAD_RESULTS, P.SEE_JOBS}
    ),
    "auditor": frozenset(_OFFICE),
    "machine_results": frozenset({P.SEE_SCHOOLS, P.SEE_RESULTS, *_UPLOADS}),
    "machine_medk": frozenset(_READS | {P.STATE_RISK_LEVELS}),
}

ROLE_TITLES = {
    "admin": "Администратор",
    "head": "Руководитель",
    "coordinator": "Координатор ЦУ",
    "office_specialist": "Специалист ЦУ",
    "methodist": "Методист РЦ",
    "curator": "Куратор",
    "mentor": "Наставник",
    "school_head": "Директор школы",
    "school_deputy": "Заместитель директора",
    "auditor": "Аудитор",
    "machine_results": "Скрипт результатов",
    "machine_medk": "МЭДК",
}

# A machine does only what its role AND one of its scopes allow.
SCOPE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "results:write": frozenset(_UPLOADS),
    "medk:sync": frozenset({P.STATE_RISK_LEVELS}),
    "read:*": frozenset(_READS | {P.SEE_UPLOADS, P.SEE_JOBS}),
}


def permissions_of(roles: Iterable[str], scopes: Iterable[str] | None) -> frozenset[Permission]:
    """Return what the roles allow together; for a machine (`scopes` given) narrowed by its scopes."""
    allowed = frozenset[Permission]().union(*(ROLE_PERMISSIONS[role] for role in roles))
    if scopes is None:
        return allowed
    return allowed & frozenset[Permission]().union(
        *(SCOPE_PERMISSIONS.get(scope, frozenset()) for scope in scopes)
    )
