"""A passport of a diagnostic work on each side, approved, with the scale that follows from it; a scale for everybody."""

from backend.tables import Base, Scale, WorkPassport
from tests.world.names import CANARY, NOW, key


def scales_rows() -> list[Base]:
    rows: list[Base] = []
    for side, author, approver in (
        ("own", "person:methodist", "person:coordinator"),
        ("foreign", "person:foreign", "person:foreign_second"),
    ):
        mark = CANARY if side == "foreign" else "работа"
        rows += [
            WorkPassport(
                id=key(f"passport:{side}"),
                office_id=key(f"office:{side}"),
                subject_id=key("subject"),
                grade=8,
                programme_grade=8,
                year=2021,
                wave="entry",
                series="" if side == "own" else "чужая",
                title=f"Входная {mark}",
                tasks=[
                    {"name": "1", "max": 2, "difficulty": "Б", "skill": "проценты"},
                    {"name": "2", "max": 8, "difficulty": "П", "skill": None},
                ],
                min_3=3,
                min_4=6,
                min_5=9,
                state="approved",
                version=2,
                author_id=key(author),
                approved_by_id=key(approver),
                approved_at=NOW,
            ),
            Scale(
                id=key(f"scale:{side}"),
                kind="marks",
                procedure="dr",
                subject_id=key("subject"),
                programme_grade=8,
                series="" if side == "own" else "чужая",
                year_from=2021,
                year_to=2021,
                min_3=3,
                min_4=6,
                min_5=9,
                max_primary=10,
                conditions=[],
                source=f"паспорт работы «Входная {mark}»",
                confidence="утверждён",
                version=1,
                state="current",
                origin="passport",
                passport_id=key(f"passport:{side}"),
            ),
        ]
    return rows
