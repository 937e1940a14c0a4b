"""Anti-risk programmes of each side: an accepted one with measures of both stages, and a draft of another cycle."""

from datetime import date
from decimal import Decimal
from typing import Any

from backend.tables import Base, ProgrammeMeasure, ProgrammeStep, RiskProgramme
from tests.world.execution import EVIDENCE_SHA256
from tests.world.names import CANARY, NOW, key


def programmes_rows() -> list[Base]:
    return [
        row
        for side, head, curator, mark in (
            ("own", "school_head", "curator", ""),
            ("foreign", "foreign", "foreign_curator", f" {CANARY}"),
        )
        for row in _of_school(side, key(f"person:{head}"), key(f"person:{curator}"), mark)
    ]


def _of_school(side: str, head: Any, curator: Any, mark: str) -> list[Base]:
    school = {"school_id": key(f"school:{side}")}
    accepted = {"programme_id": key(f"programme:{side}"), **school}
    shown = {
        "done_on": date(2021, 3, 10),
        "evidence_text": f"приказ № 12{mark}",
        "submitted_at": NOW,
        "submitted_by_id": head,
    }
    states: list[dict[str, Any]] = [
        {
            "id": key(f"measure:{side}"), "stage": 1, "state": "confirmed", **shown,
            "file_sha256": EVIDENCE_SHA256, "file_name": f"Приказ{mark}.pdf", "file_size": 14,
            "media_type": "application/pdf", "confirmed_on": date(2021, 3, 12), "decided_at": NOW,
            "decided_by_id": curator,
        },
        {"stage": 1, "state": "submitted", **shown, "link_url": "https://example.ru/отчёт"},
        {"stage": 1, "state": "returned", **shown, "reason": f"нет подписи{mark}"},
        {"stage": 2, "state": "planned"},
    ]  # fmt: skip
    return [
        RiskProgramme(
            id=key(f"programme:{side}"), **school, factor_id=key("factor"), cycle=2021, state="accepted",
            goal=f"Снизить долю немотивированных{mark}", indicator=f"доля, %{mark}",
            baseline=Decimal(40), target=Decimal(20), starts_on=date(2021, 3, 1), ends_on=date(2021, 11, 30),
            submitted_at=NOW, submitted_by_id=head, accepted_on=date(2021, 3, 5), matches_concept=True,
            decided_by_id=curator, decided_at=NOW, version=4,
        ),
        *(
            ProgrammeMeasure(
                **accepted, position=position, title=f"Мера {position}{mark}", due_on=date(2021, 5, 20),
                responsible=f"завуч{mark}", evidence_kind="приказ", **about,
            )
            for position, about in enumerate(states, 1)
        ),
        ProgrammeStep(
            **accepted, action="accept", from_state="submitted", to_state="accepted",
            reason=f"принято{mark}", person_id=curator, at=NOW,
        ),
        RiskProgramme(
            id=key(f"draft_programme:{side}"), **school, factor_id=key("factor"), cycle=2020, state="draft",
            goal=f"Черновик{mark}", version=1,
        ),
        ProgrammeMeasure(
            programme_id=key(f"draft_programme:{side}"), **school, position=1, stage=1,
            title=f"Мера черновика{mark}", state="planned",
        ),
    ]  # fmt: skip
