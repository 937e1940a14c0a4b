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
    SEE_CHANGES = "see_changes"
    SEE_JOBS = "see_jobs"
    MANAGE_PLANS = "manage_plans"
    REPORT_EXECUTION = "report_execution"
    ACCEPT_EXECUTION = "accept_execution"
    MANAGE_EXECUTION = "manage_execution"


P = Permission
_READS = {P.SEE_PLANS, P.SEE_SCHOOLS, P.SEE_RISK_PROFILES, P.SEE_CURATORS, P.SEE_RESULTS}
_OFFICE = _READS | {P.SEE_UPLOADS, P.SEE_CHANGES, P.SEE_JOBS}
_DECIDES = {P.REPORT_EXECUTION, P.ACCEPT_EXECUTION}
_MANAGES = _DECIDES | {P.MANAGE_PLANS, P.MANAGE_EXECUTION}
_UPLOADS = {P.SEE_UPLOADS, P.UPLOAD_RESULTS, P.COMMIT_UPLOADS, P.SEE_JOBS}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "admin": frozenset(P),
    "head": frozenset(_OFFICE | _MANAGES),
    "coordinator": frozenset(_OFFICE | _UPLOADS | _MANAGES | {P.SEE_PARTICIPANTS}),
    "office_specialist": frozenset(_OFFICE | _DECIDES),
    "methodist": frozenset(_READS | _UPLOADS | {P.SEE_PARTICIPANTS, P.REPORT_EXECUTION}),
    "curator": frozenset(_READS | {P.REPORT_EXECUTION}),
    "mentor": frozenset(_READS | {P.REPORT_EXECUTION}),
    "school_head": frozenset(_READS | _UPLOADS | {P.SEE_PARTICIPANTS, P.REPORT_EXECUTION}),
    "school_deputy": frozenset(
        _READS | {P.SEE_UPLOADS, P.UPLOAD_RESULTS, P.SEE_JOBS, P.REPORT_EXECUTION}
    ),
    "auditor": frozenset(_OFFICE),
    "machine_results": frozenset({P.SEE_SCHOOLS, P.SEE_RESULTS, *_UPLOADS}),
    "machine_medk": frozenset(_READS),
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
    "medk:sync": frozenset(),
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
