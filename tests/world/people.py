"""One person in every role, two programs, one stranger."""

from datetime import UTC, date, datetime

from sqlalchemy.dialects.postgresql import Range

from backend.access.passwords import hash_secret
from backend.access.tokens import Claims
from backend.tables import (
    AuthSession,
    Base,
    CalendarFeed,
    Credential,
    Deputy,
    MachineClient,
    Person,
    RoleGrant,
)
from tests.world.names import (
    CANARY,
    CLIENT_ROLES,
    NO_PASSWORD,
    NOW,
    OFFICE_ROLES,
    PERSON_ROLES,
    key,
)


def people_rows(claims: dict[str, Claims]) -> list[Base]:
    rows: list[Base] = [
        Person(
            id=key("person:foreign"), full_name=f"Чужак {CANARY}", school_id=key("school:foreign")
        ),
        Person(
            id=key("person:foreign_second"),
            full_name=f"Второй чужак {CANARY}",
            school_id=key("school:foreign"),
        ),
        Person(id=key("person:foreign_curator"), full_name=f"Чужой куратор {CANARY}"),
    ]
    for role in PERSON_ROLES:
        person = key(f"person:{role}")
        rows += [
            Person(id=person, full_name=f"Человек {role}", position=role),
            Credential(person_id=person, login=role, password_hash=NO_PASSWORD),
            RoleGrant(
                person_id=person,
                role=role,
                office_id=key("office:own") if role in OFFICE_ROLES else None,
                school_id=key("school:own") if role.startswith("school_") else None,
                valid_from=date(2020, 1, 1),
            ),
            AuthSession(
                id=key(f"session:{role}"),
                person_id=person,
                generation=1,
                token_hash=hash_secret("no"),
                rotated_at=NOW,
                started_at=NOW,
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            ),
        ]
        claims[role] = Claims("person", person, key(f"session:{role}"))
    for role, scopes in CLIENT_ROLES.items():
        rows.append(
            MachineClient(
                id=key(f"client:{role}"),
                client_id=role,
                name=f"Программа {role}",
                role=role,
                scopes=scopes,
                office_id=key("office:own") if role == "machine_results" else None,
                region_id=key("region:own") if role == "machine_medk" else None,
                secret_hash=hash_secret(f"{role}.secret"),
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )
        claims[role] = Claims("client", key(f"client:{role}"), None)
    rows += [
        # Long over: nobody acts for anybody in the world.
        Deputy(
            id=key("deputy:own"),
            person_id=key("person:head"),
            deputy_id=key("person:coordinator"),
            period=Range(date(2020, 7, 1), date(2020, 7, 15), bounds="[)"),
            basis="отпуск",
        ),
        Deputy(
            id=key("deputy:foreign"),
            person_id=key("person:foreign"),
            deputy_id=key("person:foreign_second"),
            period=Range(date(2020, 7, 1), date(2020, 7, 15), bounds="[)"),
            basis=f"отпуск {CANARY}",
        ),
        CalendarFeed(person_id=key("person:head"), secret_hash=hash_secret("calendar-of-head")),
    ]
    return rows
