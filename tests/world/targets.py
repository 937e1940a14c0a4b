"""A target of each side, proposed by the school over the results of the world, with an agreement that leads to it."""

from decimal import Decimal

from backend.tables import Base, SchoolTarget, TargetLink, TargetStep
from tests.world.names import CANARY, NOW, key


def targets_rows() -> list[Base]:
    rows: list[Base] = []
    for side, mark, person in (
        ("own", "", "person:school_deputy"),
        ("foreign", f" {CANARY}", "person:foreign"),
    ):
        place = {"target_id": key(f"target:{side}"), "school_id": key(f"school:{side}")}
        rows += [
            SchoolTarget(
                id=key(f"target:{side}"),
                school_id=key(f"school:{side}"),
                metric="success",
                better="up",
                procedure="vpr",
                wave="autumn",
                subject_id=key("subject"),
                grade=6,
                base_year=2020,
                base_total=5,
                base_out_of=8,
                base_n=8,
                base_forms=[
                    {
                        "year": 2020,
                        "wave": "autumn",
                        "grade": 6,
                        "programme_grade": 5,
                        "series": "",
                        "maximum": 20,
                        "bounds": None,
                        "participants": 8,
                        "enrolled": None,
                        "protocol_id": str(key(f"protocol:{side}")),
                    }
                ],
                target_value=Decimal(75),
                due_year=2021,
                state="proposed",
                proposed_side="school",
                author_id=key(person),
                reason=f"по итогам анализа{mark}",
                version=1,
                recorded_at=NOW,
            ),
            TargetLink(action_point_id=key(f"point:{side}"), **place),
            TargetStep(
                action="propose",
                from_state="proposed",
                to_state="proposed",
                reason=f"по итогам анализа{mark}",
                changes="план: 75; год: 2021",
                person_id=key(person),
                at=NOW,
                **place,
            ),
        ]
    return rows
