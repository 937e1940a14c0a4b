"""A finding set aside on each side, about what has been mended since."""

from backend.tables import Base, QualityDismissal
from tests.world.names import CANARY, NOW, key


def quality_rows() -> list[Base]:
    return [
        QualityDismissal(
            id=key(f"dismissal:{side}"),
            rule="agreement_overdue",
            object_id=key(f"nothing:{side}"),
            school_id=key(f"school:{side}"),
            fingerprint="0" * 32,
            reason=f"срок уже перенесён{mark}",
            person_id=key(person),
            dismissed_at=NOW,
        )
        for side, person, mark in (
            ("own", "person:coordinator", ""),
            ("foreign", "person:foreign", f" {CANARY}"),
        )
    ]
