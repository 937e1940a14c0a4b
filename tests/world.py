"""A small built world for tests: an own office with three schools, a foreign region with one, everybody in a role.

Every name and text of the foreign region carries `CANARY`: no reply to somebody of the own office may hold it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.passwords import hash_secret
from backend.access.tokens import Claims
from backend.tables import (
    Act,
    Activity,
    ActivityWindow,
    Assignment,
    AuthorQuestion,
    AuthSession,
    Base,
    Credential,
    Edition,
    Evidence,
    FactKind,
    Job,
    LowResultsStatus,
    MachineClient,
    Municipality,
    Organisation,
    Person,
    Plan,
    ProjectMember,
    Protocol,
    ProtocolParticipants,
    Region,
    RiskAssessment,
    RiskFactor,
    RoleGrant,
    School,
    Section,
    Subject,
    TerritorialOffice,
    Upload,
    UploadIssue,
    Work,
)

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


@dataclass
class World:
    """Names of objects to their ids, and what a role needs to sign in."""

    claims: dict[str, Claims] = field(default_factory=dict)

    def id(self, name: str) -> UUID:
        return key(name)


async def build_world(session: AsyncSession) -> World:
    """Write the world as the worker role; the caller commits."""
    world = World()
    for row in [*_registry(), *_people(world), *_plans(), *_support(), *_results()]:
        session.add(row)
        # One by one: the order above satisfies the foreign keys.
        await session.flush()
    return world


def _registry() -> list[Base]:
    rows: list[Base] = []
    for side, code, mark in (("own", "63", ""), ("foreign", "64", f" {CANARY}")):
        rows += [
            Region(
                id=key(f"region:{side}"), code=code, name=f"Область{mark}", timezone="Europe/Samara"
            ),
            TerritorialOffice(
                id=key(f"office:{side}"),
                region_id=key(f"region:{side}"),
                code="cu",
                name=f"Управление{mark}",
            ),
            Municipality(
                id=key(f"municipality:{side}"),
                office_id=key(f"office:{side}"),
                code="m",
                name=f"Район{mark}",
            ),
            Organisation(
                id=key(f"organisation:{side}"),
                code=f"rc-{side}",
                kind="resource_centre",
                name=f"Ресурсный центр{mark}",
                short_name="РЦ",
                office_id=key(f"office:{side}"),
            ),
        ]
    schools = (
        ("own", "own", "с. Ёлкино"),
        ("second", "own", "с. Ель"),
        ("third", "own", "с. Жито"),
    )
    for name, side, title in (*schools, ("foreign", "foreign", CANARY)):
        number = len(rows)
        rows.append(
            School(
                id=key(f"school:{name}"),
                municipality_id=key(f"municipality:{side}"),
                code=f"{number:06}",
                short_name=f"ГБОУ СОШ {title}",
                full_name=f"Государственная школа {title}",
                kind="sosh",
                is_rural=True,
                fisoko_login=f"6399{number:04}",
                pupils=86,
                teachers=15,
                is_synthetic=True,
            )
        )
        rows.append(
            LowResultsStatus(
                school_id=key(f"school:{name}"),
                academic_year=2020,
                status="low_results" if name != "third" else "none",
                zone="red" if name != "third" else "green",
                basis=f"приказ {title}",
            )
        )
    return rows


def _people(world: World) -> list[Base]:
    rows: list[Base] = [
        Person(
            id=key("person:foreign"), full_name=f"Чужак {CANARY}", school_id=key("school:foreign")
        )
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
        world.claims[role] = Claims("person", person, key(f"session:{role}"))
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
        world.claims[role] = Claims("client", key(f"client:{role}"), None)
    return rows


def _plans() -> list[Base]:
    rows: list[Base] = [
        FactKind(
            id=key(f"fact:{code}"),
            code=code,
            title=title,
            missing_text=missing,
            requires=needs,
            position=n,
        )
        for n, (code, title, missing, needs) in enumerate(
            (
                ("visit_held", "Посещение проведено", "посещение не проведено", []),
                ("risk_levels_agreed", "Оценки согласованы", "оценки расходятся", ["visit_held"]),
                (
                    "risk_profile_verified",
                    "РПШ верифицирован",
                    "РПШ не верифицирован",
                    ["risk_levels_agreed"],
                ),
                ("medk_mark", "Отметка в МЭДК", "отметки в МЭДК нет", ["risk_profile_verified"]),
                ("curator_assigned", "Куратор назначен", "куратор не назначен", []),
            )
        )
    ]
    for side, mark in (("own", ""), ("foreign", f" {CANARY}")):
        rows += [
            Act(
                id=key(f"act:{side}"),
                kind="распоряжение",
                number=f"64-од-{side}",
                signed_on=date(2021, 2, 12),
                issuer="ЦУ",
                title="Об изменениях",
            ),
            Plan(
                id=key(f"plan:{side}"),
                code=f"plan_{side}",
                title=f"План{mark}",
                office_id=key(f"office:{side}"),
            ),
            Edition(
                id=key(f"edition:{side}"),
                plan_id=key(f"plan:{side}"),
                act_id=key(f"act:{side}"),
                number=2,
                state="in_force",
                effective_on=date(2021, 2, 12),
                period_text="2020-2021гг.",
                period_start=date(2020, 5, 21),
                period_end=date(2021, 12, 31),
                responsible_official="начальник отдела",
            ),
            Section(
                id=key(f"section:{side}"),
                edition_id=key(f"edition:{side}"),
                code="500+",
                title=f"Раздел{mark}",
                position=1,
            ),
            *_activity(
                side, mark, "500+.4", ["visit_held", "risk_profile_verified", "medk_mark"], 10
            ),
            *_activity(side, mark, "500+.6", ["risk_profile_verified"], 20),
        ]
    for school, side in (("own", "own"), ("second", "own"), ("foreign", "foreign")):
        rows += [
            ProjectMember(
                plan_id=key(f"plan:{side}"),
                school_id=key(f"school:{school}"),
                joined_on=date(2021, 2, 12),
                basis="распоряжение",
            ),
            Evidence(
                id=key(f"evidence:{school}"),
                school_id=key(f"school:{school}"),
                fact_kind_id=key("fact:visit_held"),
                state="accepted",
                occurred_on=date(2021, 3, 3),
                basis=f"визит {CANARY}" if side == "foreign" else "визит",
            ),
        ]
    rows += [
        Evidence(
            school_id=key("school:second"),
            fact_kind_id=key(f"fact:{code}"),
            state="accepted",
            occurred_on=date(2021, 3, 9),
            basis="протокол",
        )
        for code in ("risk_profile_verified", "medk_mark")
    ]
    return rows


def _activity(side: str, mark: str, number: str, facts: list[str], day: int) -> list[Base]:
    activity = key(f"activity:{side}:{number}")
    return [
        Activity(
            id=activity,
            section_id=key(f"section:{side}"),
            number=number,
            position=day,
            title=f"Мероприятие {number}{mark}",
            term_source=f"до {day}.03.2021",
            recurrence="once",
            responsible_source="ЦУ, кураторы",
            responsible=["cu", "curator"],
            expected_result="100% образовательных организаций",
            target_set="project_500_schools",
            required_facts=facts,
            source={},
        ),
        ActivityWindow(
            activity_id=activity, position=1, ends_on=date(2021, 3, day), is_derived=False
        ),
        AuthorQuestion(
            activity_id=activity, text="Вопрос", short_text="вопрос", asked_on=date(2021, 3, 1)
        ),
    ]


def _support() -> list[Base]:
    period = Range(date(2021, 2, 12), None, bounds="[)")
    rows: list[Base] = [
        Assignment(
            school_id=key("school:own"),
            person_id=key(f"person:{kind}"),
            kind=kind,
            period=period,
            act_text="приказ № 1",
        )
        for kind in ("curator", "mentor")
    ]
    rows.append(
        Assignment(
            school_id=key("school:foreign"),
            person_id=key("person:foreign"),
            kind="curator",
            period=period,
            act_text=f"приказ {CANARY}",
        )
    )
    rows.append(
        RiskFactor(
            id=key("factor"),
            code="low_motivation",
            name="Низкая учебная мотивация обучающихся",
            editions=[2021],
            position=1,
            source="domain",
            confidence="high",
        )
    )
    for school, levels in (
        ("own", ("medium", "low", "high")),
        ("second", ("high", "high", "high")),
        ("foreign", ("high", "low", "low")),
    ):
        rows += [
            RiskAssessment(
                school_id=key(f"school:{school}"),
                factor_id=key("factor"),
                cycle=2021,
                source=source,
                level=level,
            )
            for source, level in zip(("survey", "school", "curator"), levels, strict=True)
        ]
    return rows


def _results() -> list[Base]:
    rows: list[Base] = [
        Subject(
            id=key("subject"),
            code="math",
            name="Математика",
            short_name="МА",
            synonyms=[],
            position=1,
        ),
        Work(
            id=key("work"),
            procedure="vpr",
            year=2020,
            wave="autumn",
            subject_id=key("subject"),
            grade=6,
            programme_grade=5,
            max_primary=20,
        ),
    ]
    for side in ("own", "foreign"):
        mark = CANARY if side == "foreign" else "файл"
        rows += [
            Job(
                id=key(f"job:{side}"),
                kind="screen_upload",
                state="done",
                payload={"upload_id": str(key(f"upload:{side}"))},
            ),
            Upload(
                id=key(f"upload:{side}"),
                state="committed",
                filename=f"{mark}.xlsx",
                size=10,
                sha256=("a" if side == "own" else "b") * 64,
                office_id=key(f"office:{side}"),
                school_id=key(f"school:{side}"),
                job_id=key(f"job:{side}"),
                rows_total=8,
                rows_bad=0,
            ),
            UploadIssue(
                upload_id=key(f"upload:{side}"),
                position=1,
                severity="warning",
                code="mark_vs_scale",
                row=7,
                column="P",
                header="Отметка",
                message=f"Строка 7 {mark}",
                how_to_fix="Проверьте отметку.",
            ),
            Protocol(
                id=key(f"protocol:{side}"),
                school_id=key(f"school:{side}"),
                work_id=key("work"),
                version=1,
                state="current",
                upload_id=key(f"upload:{side}"),
                content_hash=side,
                participants=8,
                n2=3,
                n3=3,
                n4=1,
                n5=1,
                sum_primary=80,
                n_primary=8,
                lowered=1,
                confirmed=6,
                raised=1,
                task_max=[20],
                task_names=["1"],
            ),
            ProtocolParticipants(
                protocol_id=key(f"protocol:{side}"),
                codes=[str(n) for n in range(8)],
                class_names=["6"] * 8,
                variants=["1"] * 8,
                primary_scores=[10] * 8,
                marks=[2, 2, 2, 3, 3, 3, 4, 5],
                journal_marks=[3, 2, 2, 3, 3, 3, 4, 4],
                task_scores=[10] * 8,
            ),
        ]
    return rows


def later(minutes: int) -> datetime:
    """Return a moment after the world's now."""
    return NOW + timedelta(minutes=minutes)
