"""Agreements of each side."""

from datetime import date

from backend.tables import ActionPoint, ActionPointCheck, ActionPointStep, Base
from tests.world.execution import EVIDENCE_SHA256
from tests.world.names import CANARY, key


def action_points_rows() -> list[Base]:
    rows: list[Base] = []
    for side, mark, assignee in (
        ("own", "", "person:school_deputy"),
        ("foreign", f" {CANARY}", "person:foreign"),
    ):
        shared = {
            "school_id": key(f"school:{side}"),
            "visit_id": key(f"visit:{side}"),
            "factor_id": key("factor"),
            "priority": "high",
            "assignee_id": key(assignee),
        }
        place = {"action_point_id": key(f"point:{side}"), "school_id": key(f"school:{side}")}
        rows += [
            ActionPoint(
                id=key(f"point:{side}"),
                text=f"провести занятие{mark}",
                due_on=date(2021, 3, 15),
                state="open",
                **shared,
            ),
            ActionPoint(
                id=key(f"point_done:{side}"),
                text=f"собрать анкеты{mark}",
                due_on=date(2021, 4, 15),
                state="done",
                done_on=date(2021, 3, 12),
                done_by_id=key(assignee),
                evidence_text=f"протокол{mark}",
                file_sha256=EVIDENCE_SHA256,
                file_name=f"Протокол{mark}.pdf",
                file_size=14,
                media_type="application/pdf",
                **shared,
            ),
            ActionPointStep(
                action="add", from_state="open", to_state="open", reason=f"шаг{mark}", **place
            ),
            ActionPointCheck(
                visit_id=key(f"visit_held:{side}"), outcome="partly", note=f"начато{mark}", **place
            ),
        ]
    return rows
