"""Diagnostic works with known answers: matrices of points made by numpy, written as protocols.

`Case.sat[work, school]` is what was written; tests recompute every figure from it in another way.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.tables import Protocol, ProtocolParticipants, Scale, TaskList, Work, WorkPassport
from tests.world import NOW, key

Ints = NDArray[np.int64]
SCALE = (5, 8, 11)
# name, maximum, difficulty, skill
ENTRY = [
    ("1", 1, "Б", "проценты"),
    ("2", 1, "Б", "дроби"),
    ("3", 2, "Б", "уравнения"),
    ("4", 3, "П", "геометрия: Ёмкость"),
    ("5", 3, "В", "вероятность"),
    ("6", 4, "В", "функции"),
]
EXIT = [
    ("1", 1, "Б", "Дроби."),
    ("2", 1, "Б", "проценты"),
    ("3", 3, "П", "геометрия:  емкость"),
    ("4", 2, "П", "уравнения"),
    ("5", 3, "В", None),
    ("6", 4, "В", "графики"),
]
SIZES = {
    "entry": {"own": 24, "second": 31, "third": 3, "foreign": 20},
    "exit": {"own": 25, "second": 30, "third": 4},
    "tiny": {"own": 3},
}


@dataclass(frozen=True)
class Sat:
    """Pupils of one school in one work: points (−1 = «X»), marks (0 = absent)."""

    points: Ints
    marks: Ints

    @property
    def here(self) -> NDArray[np.bool_]:
        return self.marks > 0

    @property
    def got(self) -> Ints:
        """Points of participants, «X» = 0."""
        return np.maximum(self.points[self.here], 0)


@dataclass
class Case:
    sat: dict[tuple[str, str], Sat] = field(default_factory=dict)

    def points(self, work: str, *schools: str) -> Ints:
        return np.concatenate([self.sat[work, s].points[self.sat[work, s].here] for s in schools])

    def marks(self, work: str, *schools: str) -> Ints:
        return np.concatenate([self.sat[work, s].marks[self.sat[work, s].here] for s in schools])


def make_case() -> Case:
    random, case = np.random.default_rng(63), Case()
    for work, sizes in SIZES.items():
        tasks = ENTRY if work == "entry" else EXIT
        for school, size in sizes.items():
            able = random.normal(0.4 if work == "exit" else 0, 1, size)
            hard = np.linspace(-0.8, 1.2, len(tasks))
            chance = 1 / (1 + np.exp(-(able[:, None] - hard)))
            points = np.stack(
                [random.binomial(task[1], chance[:, place]) for place, task in enumerate(tasks)],
                axis=1,
            )
            points = np.where((points == 0) & (random.random(points.shape) < 0.3), -1, points)
            totals = np.maximum(points, 0).sum(axis=1)
            marks = 2 + sum((totals >= low).astype(int) for low in SCALE)
            if size > 10:
                marks[1] = 0  # absent: no participant, whatever stands in the cells
            case.sat[work, school] = Sat(points, marks)
    return case


async def write_case(session: AsyncSession, case: Case) -> None:
    """Write works, passports, a scale and protocols; the caller commits."""
    for name, wave, tasks in (("entry", "entry", ENTRY), ("exit", "exit", EXIT)):
        where = {"year": 2021, "wave": wave, "grade": 7, "programme_grade": 7, "series": ""}
        await _add(session, Work, id=key(f"work:{name}"), procedure="dr", subject_id=key("subject"),
                   max_primary=14, **where)  # fmt: skip
        await _add(
            session, WorkPassport, id=key(f"passport:{name}"), office_id=key("office:own"),
            subject_id=key("subject"), title=f"Работа {name}", state="approved", version=1,
            tasks=[dict(zip(("name", "max", "difficulty", "skill"), task, strict=True)) for task in tasks],
            author_id=key("person:methodist"), approved_by_id=key("person:coordinator"), approved_at=NOW, **where,
        )  # fmt: skip
    await _add(
        session, Work, id=key("work:tiny"), procedure="vpr", year=2021, wave="spring", subject_id=key("subject"),
        grade=7, programme_grade=7, max_primary=14,
    )  # fmt: skip
    await _add(
        session, Scale, id=key("scale:case"), kind="marks", procedure="dr", subject_id=key("subject"),
        programme_grade=7, series="", year_from=2021, year_to=2021, min_3=5, min_4=8, min_5=11, max_primary=14,
        conditions=[], source="паспорт", confidence="утверждён", version=1, state="current", origin="file",
    )  # fmt: skip
    for (work, school), sat in case.sat.items():
        await write_protocol(session, work, school, sat, ENTRY if work == "entry" else EXIT)


async def write_protocol(
    session: AsyncSession,
    work: str,
    school: str,
    sat: Sat,
    tasks: list[Any],
    *,
    version: int = 1,
    with_rows: bool = True,
) -> None:
    """Write what one school has got as its current protocol; without rows, numbers of marks alone."""
    list_id, protocol = (
        key(f"tasks:{[t[:2] for t in tasks]}"),
        key(f"protocol:{work}:{school}:{version}"),
    )
    if await session.get(TaskList, list_id) is None:
        await _add(session, TaskList, id=list_id, digest=str(list_id), names=[t[0] for t in tasks],
                   maxima=[t[1] for t in tasks])  # fmt: skip
    totals, marks = np.maximum(sat.points, 0).sum(axis=1), sat.marks
    counts = {f"n{mark}": int((marks == mark).sum()) for mark in (2, 3, 4, 5)}
    await _add(
        session, Protocol, id=protocol, school_id=key(f"school:{school}"), work_id=key(f"work:{work}"),
        version=version, state="current", content_hash=f"{work}{school}", participants=int(sat.here.sum()),
        **counts, sum_primary=int(totals[sat.here].sum()), n_primary=int(sat.here.sum()), lowered=0, confirmed=0,
        raised=0, task_list_id=list_id, basis="rows" if with_rows else "counts", n_below=counts["n2"], n_high=0, sum_test=0, n_test=0,
        scale_id=key("scale:case") if work != "tiny" else None,
    )  # fmt: skip
    if not with_rows:
        return
    await _add(
        session, ProtocolParticipants, id=protocol, codes=list(range(1, len(marks) + 1)),
        primary_scores=totals.tolist(), marks=[int(m) or None for m in marks],
        task_scores=[None if p < 0 else int(p) for p in sat.points.ravel()],
    )  # fmt: skip


async def _add(session: AsyncSession, table: Any, **values: Any) -> None:
    await session.execute(insert(table).values(**values))
