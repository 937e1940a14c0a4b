"""Results of later years beside the world's, and asking for targets as somebody."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.world import key

Results = Callable[..., Awaitable[None]]
Send = Callable[..., Awaitable[Any]]

_WORK = """
insert into work (id, procedure, year, wave, subject_id, grade, programme_grade, max_primary)
values (:id, 'vpr', :year, :wave, :subject, :grade, :programme_grade, :maximum) on conflict do nothing
"""
_PROTOCOL = """
insert into protocol (school_id, work_id, version, state, content_hash, participants, n2, n3, n4, n5, sum_primary,
    n_primary, lowered, confirmed, raised, task_list_id, basis, n_below, n_high, sum_test, n_test)
values (:school, :work, 1, 'current', :hash, :n, :n2, :n3, :n4, :n5, :points, :n, 0, :n, 0, :tasks, 'counts', :n2,
    0, 0, 0)
"""


@pytest.fixture
def results(change: Change) -> Results:
    """Write what a school got in a year: numbers of «2», «3», «4», «5»."""

    async def write(
        year: int,
        marks: tuple[int, int, int, int],
        *,
        school: str = "own",
        grade: int = 6,
        programme_grade: int = 5,
        wave: str = "autumn",
        maximum: int = 20,
    ) -> None:
        n2, n3, n4, n5 = marks
        work = key(f"work:{year}:{wave}:{grade}:{programme_grade}:{maximum}")
        if (year, wave, grade, programme_grade) == (2020, "autumn", 6, 5):
            work = key("work")
        await change(
            _WORK, id=work, year=year, wave=wave, subject=key("subject"), grade=grade,
            programme_grade=programme_grade, maximum=maximum,
        )  # fmt: skip
        await change(
            _PROTOCOL, school=key(f"school:{school}"), work=work, hash=f"{year} {grade}", n=sum(marks), n2=n2,
            n3=n3, n4=n4, n5=n5, points=10 * sum(marks), tasks=key("task_list"),
        )  # fmt: skip

    return write


@pytest.fixture
def send(anonymous: httpx.AsyncClient) -> Send:
    """Write as somebody and return the answer."""

    async def write(
        role: str, method: str, path: str, status: int, body: Any, version: int | None = None
    ) -> Any:
        headers = headers_of(role) | ({} if version is None else {"If-Match": f'"{version}"'})
        reply = await anonymous.request(method, f"/api/v1{path}", headers=headers, json=body)
        assert reply.status_code == status, reply.text
        return reply.json()

    return write
