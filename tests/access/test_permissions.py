"""The table of roles, and how scopes narrow machines (security.md A8)."""

import pytest

from backend.access.permissions import (
    ROLE_PERMISSIONS,
    ROLE_TITLES,
    SCOPE_PERMISSIONS,
    Permission,
    permissions_of,
)
from backend.tables.access import MACHINE_ROLES, PERSON_ROLES

WRITES = {Permission.UPLOAD_RESULTS, Permission.COMMIT_UPLOADS}


def test_every_role_the_database_allows_has_permissions_and_a_title() -> None:
    roles = {*PERSON_ROLES, *MACHINE_ROLES}
    assert set(ROLE_PERMISSIONS) == roles
    assert set(ROLE_TITLES) == roles


def test_only_uploaders_write() -> None:
    writers = {role for role, allowed in ROLE_PERMISSIONS.items() if allowed & WRITES}
    assert writers == {
        "admin",
        "coordinator",
        "methodist",
        "school_head",
        "school_deputy",
        "machine_results",
    }


@pytest.mark.parametrize("role", ["auditor", "head", "office_specialist", "curator", "mentor"])
def test_who_checks_does_not_write(role: str) -> None:
    assert not ROLE_PERMISSIONS[role] & WRITES


def test_a_deputy_uploads_but_does_not_commit() -> None:
    assert Permission.UPLOAD_RESULTS in ROLE_PERMISSIONS["school_deputy"]
    assert Permission.COMMIT_UPLOADS not in ROLE_PERMISSIONS["school_deputy"]


def test_the_log_is_for_officials_and_auditors() -> None:
    seeing = {r for r, allowed in ROLE_PERMISSIONS.items() if Permission.SEE_CHANGES in allowed}
    assert seeing == {"admin", "head", "coordinator", "office_specialist", "auditor"}


def test_rows_of_participants_are_for_those_who_work_with_them() -> None:
    seeing = {
        r for r, allowed in ROLE_PERMISSIONS.items() if Permission.SEE_PARTICIPANTS in allowed
    }
    assert seeing == {"admin", "coordinator", "methodist", "school_head"}


def test_roles_of_one_person_add_up() -> None:
    both = permissions_of(["curator", "school_deputy"], None)
    assert both == ROLE_PERMISSIONS["curator"] | ROLE_PERMISSIONS["school_deputy"]
    assert permissions_of([], None) == frozenset()


@pytest.mark.parametrize("scopes", [[], ["unknown"], ["medk:sync"]])
def test_a_machine_without_a_fitting_scope_may_nothing(scopes: list[str]) -> None:
    assert permissions_of(["machine_results"], scopes) == frozenset()


def test_a_machine_may_what_role_and_scope_both_allow() -> None:
    reading = permissions_of(["machine_results"], ["read:*"])
    assert not reading & WRITES
    assert Permission.SEE_RESULTS in reading
    writing = permissions_of(["machine_results"], ["results:write"])
    assert writing >= WRITES
    assert Permission.SEE_RESULTS not in writing


@pytest.mark.parametrize("role", MACHINE_ROLES)
def test_no_set_of_scopes_gives_a_machine_more_than_its_role(role: str) -> None:
    assert permissions_of([role], SCOPE_PERMISSIONS) <= ROLE_PERMISSIONS[role]


def test_no_machine_sees_rows_of_participants_or_the_log() -> None:
    for role in MACHINE_ROLES:
        assert not ROLE_PERMISSIONS[role] & {
            Permission.SEE_PARTICIPANTS,
            Permission.SEE_CHANGES,
        }
