"""A plan of two rows on each side, with what is expected of them."""

from datetime import date
from typing import Any

from backend.tables import (
    Act,
    Activity,
    ActivityParty,
    ActivityWindow,
    AuthorQuestion,
    Base,
    Edition,
    EditionDraft,
    ExpectedResult,
    FactKind,
    Lineage,
    Plan,
    PlanImport,
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
            about="curator" if code == "curator_attended" else "school",
            counts_people=code == "teachers_referred",
            is_derived=code in {"curator_assigned", "risk_levels_agreed"},
            is_per_row=code == "row_accepted",
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
                ("row_accepted", "Подтверждение принято", "подтверждения нет", []),
                ("curator_attended", "Куратор участвовал", "куратор не участвовал", []),
                ("teachers_referred", "Педагоги направлены", "сведений о направлении нет", []),
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
                heading=f"План{mark}",
                responsible_official="начальник отдела",
            ),
            Edition(
                id=key(f"draft:{side}"),
                plan_id=key(f"plan:{side}"),
                based_on_id=key(f"edition:{side}"),
                number=3,
                state="draft",
                period_text="2021-2022гг.",
                period_start=date(2021, 1, 1),
                period_end=date(2022, 12, 31),
                heading=f"План{mark}",
                responsible_official="начальник отдела",
            ),
            EditionDraft(
                edition_id=key(f"draft:{side}"),
                version=1,
                document=draft_document(mark),
            ),
            # A plan of its own, whose draft may be given up.
            Plan(
                id=key(f"spare_plan:{side}"),
                code=f"spare_{side}",
                title=f"Запасной план{mark}",
                office_id=key(f"office:{side}"),
            ),
            Edition(
                id=key(f"spare_draft:{side}"),
                plan_id=key(f"spare_plan:{side}"),
                number=1,
                state="draft",
                period_text="2022",
                period_start=date(2022, 1, 1),
                period_end=date(2022, 12, 31),
                heading=f"Запасной план{mark}",
                responsible_official="начальник отдела",
            ),
            EditionDraft(
                edition_id=key(f"spare_draft:{side}"),
                version=1,
                document=draft_document(mark),
            ),
            PlanImport(
                id=key(f"import:{side}"),
                office_id=key(f"office:{side}"),
                state="recognised",
                file_sha256="0" * 64,
                file_name=f"План{mark}.docx",
                recognised={
                    "plan": {"heading": f"План{mark}", "sections": []},
                    "remarks": [],
                    "preamble": [],
                },
            ),
            Section(
                id=key(f"section:{side}"),
                edition_id=key(f"edition:{side}"),
                code="500+",
                title=f"Раздел{mark}",
                position=1,
                form="project",
            ),
            *_activity(
                side, mark, "500+.4", ["visit_held", "risk_profile_verified", "medk_mark"], 10
            ),
            *_activity(side, mark, "500+.6", ["risk_profile_verified"], 20),
        ]
    for school, side in (("own", "own"), ("second", "own"), ("foreign", "foreign")):
        rows += [
            ProjectMember(
                id=key(f"member:{school}"),
                plan_id=key(f"plan:{side}"),
                school_id=key(f"school:{school}"),
                joined_on=date(2021, 2, 12),
                basis="распоряжение",
            ),
        ]
    return rows


def _activity(side: str, mark: str, number: str, facts: list[str], day: int) -> list[Base]:
    activity, lineage = key(f"activity:{side}:{number}"), key(f"lineage:{side}:{number}")
    return [
        Lineage(id=lineage, plan_id=key(f"plan:{side}")),
        Activity(
            id=activity,
            section_id=key(f"section:{side}"),
            lineage_id=lineage,
            number=number,
            position=day,
            title=f"Мероприятие {number}{mark}",
            term_source=f"до {day}.03.2021",
            recurrence="once",
            responsible_source="ЦУ, кураторы",
            expected_result="100% образовательных организаций",
            target_set="project_500_schools",
            source={},
        ),
        ActivityWindow(
            id=key(f"window:{side}:{number}"),
            activity_id=activity,
            position=1,
            slot=1,
            ends_on=date(2021, 3, day),
            is_derived=False,
        ),
        ActivityParty(
            activity_id=activity,
            position=1,
            part="responsible",
            kind="role",
            role="curator",
            words=f"кураторы{mark}",
        ),
        ExpectedResult(
            activity_id=activity,
            position=1,
            title="Школы",
            quantifier="all",
            members="project_500_schools",
            unit="member",
            facts=facts,
            is_explicit=True,
        ),
        AuthorQuestion(
            activity_id=activity, text="Вопрос", short_text="вопрос", asked_on=date(2021, 3, 1)
        ),
    ]


def draft_document(mark: str = "") -> dict[str, Any]:
    """A draft without rows, as features/editions/document.py has it."""
    return {
        "act": {
            "kind": "распоряжение",
            "number": None,
            "signed_on": None,
            "issuer": "ЦУ",
            "title": f"Об изменениях{mark}",
            "signed_by": None,
            "effective_on": None,
        },
        "heading": f"План{mark}",
        "period_text": "2021-2022гг.",
        "period_start": "2021-01-01",
        "period_end": "2022-12-31",
        "project_start": None,
        "project_end": None,
        "responsible_official": "начальник отдела",
        "controlled_by": None,
        "sections": [],
    }


EMPTY_DRAFT = draft_document()
