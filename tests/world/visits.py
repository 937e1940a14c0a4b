"""A visit of each side in several states, with entries, findings, files; two questions of the bank."""

from datetime import date
from typing import Any

from backend.tables import (
    Base,
    Visit,
    VisitEntry,
    VisitFile,
    VisitFinding,
    VisitQuestion,
    VisitStep,
)
from tests.world.execution import EVIDENCE_SHA256
from tests.world.names import CANARY, NOW, key

_HELD = {"held_on": date(2021, 3, 10), "held_recorded_at": NOW}
_REPORTED = _HELD | {"submitted_at": NOW}
_STATES: dict[str, tuple[str, dict[str, Any]]] = {
    "visit": ("planned", {}),
    "visit_held": ("report_draft", _HELD),
    "visit_submitted": ("submitted", _REPORTED),
}


def visits_rows() -> list[Base]:
    rows: list[Base] = [
        VisitQuestion(
            id=key(f"question:{code}"),
            code=code,
            bank=2021,
            factor_id=factor,
            section=section,
            text=f"Вопрос {code}?",
            answer_kind=kind,
            position=position,
            source="world",
            confidence="medium",
        )
        for position, (code, factor, section, kind) in enumerate(
            [
                ("plan_discussed", None, "Управление", "yes_partly_no"),
                ("lessons_seen", None, "Урок", "number"),
                ("needs_help", None, "Условия", "text"),
                ("motivation_active", key("factor"), "Урок", "yes_partly_no"),
            ]
        )
    ]
    for side, mark in (("own", ""), ("foreign", f" {CANARY}")):
        for name, (state, values) in _STATES.items():
            rows.append(_visit(side, mark, name, state, values))
        visit = {"visit_id": key(f"visit:{side}"), "school_id": key(f"school:{side}")}
        rows += [
            VisitStep(action="plan", from_state="planned", to_state="planned", reason=f"шаг{mark}", at=NOW, **visit),
            VisitEntry(id=key(f"entry:{side}"), field="programme", value={"text": f"беседа{mark}"}, version=1, **visit),
            VisitFinding(
                id=key(f"finding:{side}"),
                factor_id=key("factor"),
                kind="problem",
                text=f"тихо на уроке{mark}",
                is_withdrawn=False,
                version=1,
                **visit,
            ),
            VisitFile(
                id=key(f"visit_file:{side}"),
                finding_id=key(f"finding:{side}"),
                file_sha256=EVIDENCE_SHA256,
                file_name=f"Снимок{mark}.pdf",
                file_size=14,
                media_type="application/pdf",
                **visit,
            ),
        ]  # fmt: skip
    return rows


def _visit(side: str, mark: str, name: str, state: str, values: dict[str, Any]) -> Visit:
    person = "curator" if side == "own" else "foreign_curator"
    return Visit(
        id=key(f"{name}:{side}"),
        school_id=key(f"school:{side}"),
        person_id=key(f"person:{person}"),
        state=state,
        purpose=f"беседа с учителями{mark}",
        planned_on=date(2021, 3, 24),
        planned_time="10:00",
        bank=2021,
        **values,
    )
