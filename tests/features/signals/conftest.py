"""Planting protocols of built classes beside the world, and asking for signals as somebody."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from backend.core.database import SessionFactory
from backend.tables import Protocol, ProtocolParticipants, Scale, Work
from tests.conftest import headers_of
from tests.world import key

# Математика, 6 класс (domain.md 4.5).
BORDERS, MAXIMUM = (6, 10, 14), 16
Write = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Written:
    """One class in one work: primary scores and journal marks; the marks follow from the scale."""

    scores: Sequence[int]
    journal: Sequence[int | None] | None = None
    school: str = "own"
    procedure: str = "vpr"
    year: int = 2021
    wave: str = "spring"
    grade: int = 6
    programme_grade: int | None = None
    basis: str = "rows"


def mark_of(score: int) -> int:
    return 2 + sum(score >= border for border in BORDERS)


def scores_of(marks: str) -> list[int]:
    """«2345…» → a score well inside each mark."""
    return [{"2": 3, "3": 7, "4": 12, "5": 15}[mark] for mark in marks]


Plant = Callable[[Written], Awaitable[tuple[UUID, UUID]]]


@pytest.fixture
def plant(worker_sessions: SessionFactory) -> Plant:
    """Write a protocol as an accepted upload would; return its id and that of its work."""

    async def write(said: Written) -> tuple[UUID, UUID]:
        async with worker_sessions() as session, session.begin():
            programme = said.programme_grade or said.grade
            same = {
                "procedure": said.procedure, "year": said.year, "wave": said.wave, "grade": said.grade,
                "programme_grade": programme, "subject_id": key("subject"), "series": "",
            }  # fmt: skip
            work_id = await session.scalar(select(Work.id).filter_by(**same))
            if work_id is None:
                work_id = uuid4()
                session.add(Work(id=work_id, max_primary=MAXIMUM, **same))
                scale = {
                    "kind": "marks", "procedure": said.procedure, "subject_id": key("subject"), "series": "",
                    "programme_grade": programme, "year_from": said.year,
                }  # fmt: skip
                if await session.scalar(select(Scale.id).filter_by(**scale)) is None:
                    session.add(
                        Scale(
                            **scale, year_to=said.year, min_3=BORDERS[0], min_4=BORDERS[1], min_5=BORDERS[2],
                            max_primary=MAXIMUM, conditions=[], source="проверка", confidence="высокая", version=1,
                            state="current", origin="file",
                        )
                    )  # fmt: skip
                await session.flush()
            protocol = _protocol(said, work_id)
            session.add(protocol)
            await session.flush()
            n = len(said.scores)
            session.add(
                ProtocolParticipants(
                    id=protocol.id,
                    codes=list(range(n)),
                    class_names=["6А"],
                    class_numbers=[1] * n,
                    primary_scores=list(said.scores),
                    marks=[mark_of(score) for score in said.scores],
                    journal_marks=list(said.journal) if said.journal else None,
                    task_scores=list(said.scores),
                )
            )
        return protocol.id, work_id

    return write


def _protocol(said: Written, work_id: UUID) -> Protocol:
    marks = [mark_of(score) for score in said.scores]
    pairs = [(m, j) for m, j in zip(marks, said.journal or [], strict=bool(said.journal)) if j]
    return Protocol(
        id=uuid4(),
        school_id=key(f"school:{said.school}"),
        work_id=work_id,
        version=1,
        state="current",
        content_hash="planted",
        participants=len(marks),
        n2=marks.count(2),
        n3=marks.count(3),
        n4=marks.count(4),
        n5=marks.count(5),
        sum_primary=sum(said.scores),
        n_primary=len(said.scores),
        lowered=sum(m < j for m, j in pairs),
        confirmed=sum(m == j for m, j in pairs),
        raised=sum(m > j for m, j in pairs),
        task_list_id=key("task_list"),
        basis=said.basis,
        n_below=marks.count(2),
        n_high=0,
        sum_test=0,
        n_test=0,
    )


@pytest.fixture
def send(anonymous: httpx.AsyncClient) -> Write:
    """Write as somebody; the answer must have the status."""

    async def write(role: str, method: str, path: str, body: Any, status: int = 200) -> Any:
        reply = await anonymous.request(
            method, f"/api/v1{path}", headers=headers_of(role), json=body
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return write
