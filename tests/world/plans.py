"""A plan of two rows on each side, with facts."""

from datetime import date

from backend.tables import (
    Act,
    Activity,
    ActivityWindow,
    AuthorQuestion,
    Base,
    Edition,
    Evidence,
    FactKind,
    Plan,
    ProjectMember,
    Section,
)
from tests.world.names import CANARY, key


def plans_rows() -> list[Base]:
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
