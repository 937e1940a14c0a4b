"""Classes of two years, a rename long ago, when somebody looked."""

from datetime import UTC, date, datetime

from backend.tables import Base, Reorganisation, SchoolClass, SchoolLook
from tests.world.names import CANARY, key


def dossier_rows() -> list[Base]:
    rows: list[Base] = []
    for side, person, mark in (("own", "head", ""), ("foreign", "foreign", f" {CANARY}")):
        school = key(f"school:{side}")
        rows += [
            SchoolClass(
                id=key(f"school_class:{side}:{year}:{grade}"),
                school_id=school,
                academic_year=year,
                grade=grade,
                letter="А",
                pupils=pupils,
                as_of=date(year, 9, 5),
                source=f"ОО-1{mark}",
                person_id=key(f"person:{person}"),
            )
            for year, grade, pupils in ((2019, 5, 15), (2020, 5, 17), (2020, 6, 14))
        ]
        rows += [
            Reorganisation(
                id=key(f"reorganisation:{side}"),
                school_id=school,
                kind="renamed",
                happened_on=date(2015, 9, 1),
                basis=f"постановление № 7{mark}",
                former_short_name=f"МОУ Опытная{mark}",
                former_full_name=f"Муниципальная опытная станция{mark}",
                person_id=key(f"person:{person}"),
            ),
            SchoolLook(
                id=key(f"school_look:{side}"),
                person_id=key(f"person:{person}"),
                school_id=school,
                looked_at=datetime(2021, 3, 1, 8, 0, tzinfo=UTC),
            ),
        ]
    return rows
