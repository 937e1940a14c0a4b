"""An upload with its protocol on each side."""

from backend.tables import (
    Base,
    Job,
    Protocol,
    ProtocolParticipants,
    Subject,
    Upload,
    UploadIssue,
    Work,
)
from tests.world.names import CANARY, key


def results_rows() -> list[Base]:
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
