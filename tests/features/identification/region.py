"""A built region: schools with planted counts, and what the default rule must say of each for 2021."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.tables import Protocol, School, Subject, Work
from tests.world import key

# procedure, wave, subject, programme grade, year, participants, below
Planted = tuple[str, str, str, int, int, int, int]
YEAR = 2021
SUBJECTS = {
    "russian": "Русский язык",
    "math_base": "Математика базовая",
    "math_profile": "Математика профильная",
}


@dataclass(frozen=True, slots=True)
class Case:
    planted: tuple[Planted, ...]
    status: str
    zone: str | None
    reasons: tuple[str, ...]
    history: tuple[str, str, str] = ("none", "no_data", "no_data")
    kind: str = "sosh"


def vpr(subject: str, grade: int, participants: int, below: int, year: int = YEAR) -> Planted:
    return ("vpr", "spring", subject, grade, year, participants, below)


CASES: dict[str, Case] = {
    "two_low": Case(
        (vpr("math", 5, 20, 6), vpr("russian", 5, 20, 7)),
        "low_results",
        "yellow",
        ("criterion_a", "low", "low"),
        ("low_results", "no_data", "no_data"),
    ),
    "repeated": Case(
        (vpr("math", 6, 12, 5), vpr("math", 6, 13, 4, 2020)),
        "low_results",
        "yellow",
        ("criterion_b", "low"),
        ("low_results", "at_risk", "no_data"),
    ),
    "both": Case(
        (vpr("math", 5, 10, 3), vpr("math", 5, 10, 4, 2020), vpr("russian", 6, 30, 9)),
        "low_results",
        "red",
        ("criterion_a", "criterion_b", "low", "low"),
        ("low_results", "at_risk", "no_data"),
    ),
    "three_low": Case(
        (vpr("math", 5, 20, 6), vpr("russian", 5, 20, 6), ("oge", "main", "math", 9, YEAR, 25, 8)),
        "low_results",
        "red",
        ("criterion_a", "low", "low", "low"),
        ("low_results", "no_data", "no_data"),
    ),
    "autumn_before": Case(
        (vpr("math", 5, 15, 5), ("vpr", "autumn", "math", 5, 2020, 14, 6)),
        "low_results",
        "yellow",
        ("criterion_b", "low"),
        ("low_results", "at_risk", "no_data"),
    ),
    "three_years": Case(
        tuple(vpr(s, 5, 20, 8, year) for s in ("math", "russian") for year in (2019, 2020, 2021)),
        "low_results",
        "red",
        ("criterion_a", "criterion_b", "low", "low"),
        ("low_results", "low_results", "low_results"),
    ),
    "oldest_year_counts": Case(
        (vpr("math", 5, 20, 2), vpr("math", 5, 20, 7, 2019), vpr("math", 5, 20, 7, 2018)),
        "none",
        "green",
        ("none",),
        ("none", "no_data", "low_results"),
    ),
    "one_low": Case(
        (vpr("math", 5, 20, 6), vpr("russian", 5, 20, 1)),
        "at_risk",
        "yellow",
        ("low",),
        ("at_risk", "no_data", "no_data"),
    ),
    "other_work_before": Case(
        (vpr("math", 5, 20, 6), vpr("math", 6, 20, 9, 2020)),
        "at_risk",
        "yellow",
        ("low",),
        ("at_risk", "at_risk", "no_data"),
    ),
    "two_near": Case(
        (vpr("math", 5, 20, 5), vpr("russian", 6, 40, 11)),
        "at_risk",
        "yellow",
        ("near", "near"),
        ("at_risk", "no_data", "no_data"),
    ),
    "one_near": Case((vpr("math", 5, 20, 5),), "none", "green", ("near",)),
    "just_below": Case(
        (vpr("math", 5, 101, 30), vpr("russian", 5, 101, 10)), "none", "green", ("near",)
    ),
    "all_well": Case((vpr("math", 5, 20, 0), vpr("russian", 5, 25, 2)), "none", "green", ("none",)),
    "village": Case(
        (vpr("math", 5, 7, 6), vpr("russian", 5, 9, 9)),
        "no_data",
        None,
        ("no_data",),
        ("no_data", "no_data", "no_data"),
    ),
    "village_with_one_class": Case(
        (vpr("math", 5, 7, 6), vpr("russian", 5, 10, 1)), "none", "green", ("none", "small")
    ),
    "not_of_the_rule": Case(
        (vpr("math", 7, 20, 20), ("dr", "entry", "math", 5, YEAR, 20, 20)),
        "no_data",
        None,
        ("no_data",),
        ("no_data", "no_data", "no_data"),
    ),
    "nothing": Case((), "no_data", None, ("no_data",), ("no_data", "no_data", "no_data")),
    "corrective": Case(
        (vpr("math", 5, 20, 20), vpr("russian", 5, 20, 20)),
        "excluded",
        None,
        ("excluded",),
        ("excluded", "excluded", "excluded"),
        "corrective",
    ),
}


def school_id(name: str) -> UUID:
    return key(f"planted:{name}")


async def plant(session: AsyncSession) -> None:
    """Write the schools of the own office with current protocols, and versions that must not count."""
    for position, (code, name) in enumerate(SUBJECTS.items(), 2):
        session.add(
            Subject(
                id=key(code),
                code=code,
                name=name,
                short_name=code,
                synonyms=[],
                position=position,
            )
        )
    await session.flush()
    # The world has one of the works already.
    works = {("vpr", "autumn", "math", 5, 2020, ""): key("work")}
    for number, (name, case) in enumerate(CASES.items()):
        session.add(planted_school(name, case.kind, number))
        await session.flush()
        for procedure, wave, subject, grade, year, participants, below in case.planted:
            # The counts lie in two series of variants: a school counts as a whole.
            half = below // 2
            for series, n, low in (("", participants - half, below - half), ("2", half, half)):
                if n == 0:
                    continue
                work = (procedure, wave, subject, grade, year, series)
                if work not in works:
                    works[work] = await add_work(session, *work)
                session.add(protocol(school_id(name), works[work], n, low))
                # An older version says the opposite.
                session.add(protocol(school_id(name), works[work], n, n - low, version=1))
    await session.flush()


def planted_school(name: str, kind: str, number: int) -> School:
    return School(
        id=school_id(name),
        municipality_id=key("municipality:own"),
        code=f"7{number:05}",
        short_name=f"ГБОУ СОШ {name}",
        full_name=f"Школа {name}",
        kind=kind,
        is_rural=False,
        is_synthetic=True,
    )


async def add_work(
    session: AsyncSession,
    procedure: str,
    wave: str,
    subject: str,
    grade: int,
    year: int,
    series: str,
) -> UUID:
    made = key(f"work:{procedure}:{wave}:{subject}:{grade}:{year}:{series}")
    session.add(
        Work(
            id=made,
            procedure=procedure,
            year=year,
            wave=wave,
            subject_id=key("subject") if subject == "math" else key(subject),
            grade=grade + 1 if wave == "autumn" else grade,
            programme_grade=grade,
            series=series,
        )
    )
    await session.flush()
    return made


def protocol(school: UUID, work: UUID, n: int, below: int, version: int = 2) -> Protocol:
    return Protocol(
        school_id=school,
        work_id=work,
        version=version,
        state="current" if version == 2 else "superseded",
        content_hash=f"{school}:{work}:{version}",
        participants=n,
        n2=below,
        n3=n - below,
        n4=0,
        n5=0,
        sum_primary=0,
        n_primary=0,
        lowered=0,
        confirmed=0,
        raised=0,
        task_list_id=key("task_list"),
        basis="counts",
        n_below=below,
        n_high=0,
        sum_test=0,
        n_test=0,
    )
