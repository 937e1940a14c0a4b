"""A school on each side marked in the list of ФИОКО, with a verdict about other numbers and a word of the school."""

from backend.tables import Base, MarkedSchool, SignalComment, SignalVerdict
from tests.world.names import CANARY, NOW, key


def signals_rows() -> list[Base]:
    rows: list[Base] = []
    for side, judge, head, mark in (
        ("own", "person:coordinator", "person:school_head", ""),
        ("foreign", "person:foreign", "person:foreign", f" {CANARY}"),
    ):
        school = key(f"school:{side}")
        signal = f"marked_list.{school}.2020"
        rows += [
            MarkedSchool(
                id=key(f"marked_school:{side}"),
                school_id=school,
                year=2020,
                ru4=False,
                ma4=True,
                ru5=False,
                ma5=True,
                file_name=f"Список{mark}.xlsx",
                file_sha256="c" * 64,
                person_id=key(judge),
                recorded_at=NOW,
            ),
            SignalVerdict(
                id=key(f"signal_verdict:{side}"),
                signal=signal,
                school_id=school,
                verdict="explained",
                explanation=f"объяснили{mark}",
                digest="0" * 32,
                numbers={"markers": ["ma4"]},
                person_id=key(judge),
                decided_at=NOW,
            ),
            SignalComment(
                id=key(f"signal_comment:{side}"),
                signal=signal,
                school_id=school,
                body=f"работы перепроверены{mark}",
                person_id=key(head),
                written_at=NOW,
            ),
        ]
    return rows
