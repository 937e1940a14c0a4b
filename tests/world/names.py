"""Names, moments and roles of the built world."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

CANARY = "канарейка-7f3a91"
NAMESPACE = UUID("6f5b6a4e-0000-4000-8000-000000000000")
NOW = datetime(2021, 3, 17, 5, 40, tzinfo=UTC)
OFFICE_ROLES = ("head", "coordinator", "office_specialist", "methodist")
PERSON_ROLES = (
    "admin",
    *OFFICE_ROLES,
    "curator",
    "mentor",
    "school_head",
    "school_deputy",
    "auditor",
)
CLIENT_ROLES = {
    "machine_results": ["results:write", "read:*"],
    "machine_medk": ["medk:sync", "read:*"],
}
SUBJECTS = (*PERSON_ROLES, *CLIENT_ROLES)
# A hash of no password: tests that log in by password set a real one.
NO_PASSWORD = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAA"


def key(name: str) -> UUID:
    """Return the id of a named object of the world."""
    return uuid5(NAMESPACE, name)
