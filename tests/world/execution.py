"""What was done about the two rows of each side: facts, an occurrence with its step, moves, a lock, a frozen value."""

from datetime import date, timedelta
from pathlib import Path

from backend.tables import (
    Base,
    Evidence,
    FrozenValue,
    Occurrence,
    OccurrenceStep,
    PeriodLock,
    Reschedule,
)
from tests.world.names import CANARY, NOW, key

EVIDENCE_SHA256 = "e" * 64


def store_paper(var_dir: Path) -> None:
    """Lay the paper that `evidence_file:…` names into the file storage of an installation."""
    folder = var_dir / "files" / EVIDENCE_SHA256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / EVIDENCE_SHA256).write_bytes(b"%PDF-1.4 paper")


def execution_rows() -> list[Base]:
    rows: list[Base] = []
    for side, mark in (("own", ""), ("foreign", f" {CANARY}")):
        rows += [
            PeriodLock(
                id=key(f"lock:{side}"),
                plan_id=key(f"plan:{side}"),
                edition_id=key(f"edition:{side}"),
                reason=f"проверка{mark}",
                released_at=NOW,
                release_reason="проверка закончена",
            ),
            *_carried_out(side, mark, "500+.4", 10),
            *_carried_out(side, mark, "500+.6", 20),
        ]
    rows += [
        Evidence(
            id=key(f"evidence:{school}"),
            school_id=key(f"school:{school}"),
            fact_kind_id=key("fact:visit_held"),
            kind="requisites",
            state="accepted",
            occurred_on=date(2021, 3, 3),
            basis=f"визит {CANARY}" if school == "foreign" else "визит",
        )
        for school in ("own", "second", "foreign")
    ]
    rows += [
        Evidence(
            id=key(f"evidence_file:{side}"),
            school_id=key(f"school:{side}"),
            fact_kind_id=key("fact:visit_held"),
            kind="file",
            state="returned",
            occurred_on=date(2021, 3, 1),
            basis=f"акт {CANARY}" if side == "foreign" else "акт",
            file_sha256=EVIDENCE_SHA256,
            file_name=f"Акт {CANARY}.pdf" if side == "foreign" else "Акт.pdf",
            file_size=14,
            media_type="application/pdf",
        )
        for side in ("own", "foreign")
    ]
    rows += [
        Evidence(
            school_id=key("school:second"),
            fact_kind_id=key(f"fact:{code}"),
            kind="requisites",
            state="accepted",
            occurred_on=date(2021, 3, 9),
            basis="протокол",
        )
        for code in ("risk_profile_verified", "medk_mark")
    ]
    return rows


def _carried_out(side: str, mark: str, number: str, day: int) -> list[Base]:
    lineage, occurrence = key(f"lineage:{side}:{number}"), key(f"occurrence:{side}:{number}")
    return [
        Occurrence(id=occurrence, lineage_id=lineage, slot=1, state="planned"),
        OccurrenceStep(
            occurrence_id=occurrence,
            action="start",
            from_state="planned",
            to_state="planned",
            reason=f"шаг{mark}",
        ),
        # Moved and moved back: the deadline of the act counts.
        *(
            Reschedule(
                id=key(f"reschedule:{side}:{number}:{n}"),
                lineage_id=lineage,
                slot=1,
                from_on=was,
                to_on=became,
                reason=f"перенос{mark}",
                recorded_at=NOW - timedelta(days=9 - n),
            )
            for n, (was, became) in enumerate(
                [
                    (date(2021, 3, day), date(2021, 4, day)),
                    (date(2021, 4, day), date(2021, 3, day)),
                ]
            )
        ),
        FrozenValue(
            lineage_id=lineage,
            slot=9,
            result_position=1,
            due_on=date(2021, 1, 1),
            met=0,
            total=1,
            missing=[],
        ),
    ]
