"""Passports of diagnostic works: written by one, approved by another, the scale of the work from then on."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.world import CANARY, key

Headers = Callable[[str], dict[str, str]]
WORK = {
    "subject": "math",
    "grade": 7,
    "year": 2021,
    "wave": "entry",
    "title": "Входная по процентам",
    "written_on": "2021-03-22",
    "tasks": [
        {"name": "1", "max": 2, "difficulty": "Б", "skill": "проценты"},
        {"name": "2.1", "max": 3, "difficulty": "П"},
    ],
    "bands": {"min_3": 2, "min_4": 3, "min_5": 5},
}
SCALE = text(
    "select s.min_3, s.max_primary, s.version, s.origin from scale s where s.id ="
    " app.scale_of_work('dr', 2021, 'entry', :subject, 7, 7, '')"
)


@pytest.fixture
def ask(anonymous: httpx.AsyncClient, as_role: Headers) -> Callable[..., Any]:
    async def call(
        method: str, path: str, role: str = "methodist", version: int | None = None, **more: Any
    ) -> Any:
        headers = as_role(role) | ({} if version is None else {"If-Match": f'"{version}"'})
        return await anonymous.request(
            method, f"/api/v1/work-passports{path}", headers=headers, **more
        )

    return call


async def created(ask: Any, **changes: Any) -> dict[str, Any]:
    reply = await ask("POST", "", json=WORK | changes)
    assert reply.status_code == 201, reply.text
    passport: dict[str, Any] = reply.json()
    return passport


async def scale_of(engine: AsyncEngine) -> tuple[Any, ...] | None:
    async with engine.begin() as connection:
        row = (await connection.execute(SCALE, {"subject": key("subject")})).first()
    return tuple(row) if row else None


async def test_a_passport_is_a_draft_until_another_approves_it(
    ask: Any, worker_engine: AsyncEngine
) -> None:
    passport = await created(ask)
    assert (passport["state"], passport["max_primary"], passport["programme_grade"]) == (
        "draft",
        5,
        7,
    )
    assert passport["work_title"] == "Диагностическая работа, математика, 7 класс, входная 2021"
    assert passport["allowed_actions"] == ["save"]
    assert "другой человек" in passport["blocked_by"]["approve"]
    assert await scale_of(worker_engine) is None
    path = f"/{passport['id']}/approve"
    own = await ask("POST", path, version=1)
    assert own.status_code == 409
    assert "автор свою работу не утверждает" in own.json()["detail"]
    assert (await ask("POST", path, "coordinator")).status_code == 428
    done = await ask("POST", path, "coordinator", version=1)
    assert done.status_code == 200, done.text
    body = done.json()
    assert (body["state"], body["version"], body["approved_by"]) == (
        "approved",
        2,
        "Человек coordinator",
    )
    assert body["scale_id"] is not None
    assert await scale_of(worker_engine) == (2, 5, 1, "passport")
    again = await ask("POST", path, "coordinator", version=2)
    assert again.status_code == 409


async def test_a_change_makes_it_a_draft_and_the_next_approval_a_new_version_of_its_scale(
    ask: Any, worker_engine: AsyncEngine
) -> None:
    passport = await created(ask)
    path = f"/{passport['id']}"
    await ask("POST", f"{path}/approve", "coordinator", version=1)
    saved = await ask(
        "PUT",
        path,
        "coordinator",
        version=2,
        json=WORK | {"bands": {"min_3": 1, "min_4": 3, "min_5": 5}},
    )
    assert saved.status_code == 200, saved.text
    assert (saved.json()["state"], saved.json()["approved_by"]) == ("draft", None)
    assert await scale_of(worker_engine) is None
    assert (await ask("PUT", path, version=2, json=WORK)).status_code == 412
    # The coordinator has written last: now the methodist may approve.
    assert (await ask("POST", f"{path}/approve", "coordinator", version=3)).status_code == 409
    assert (await ask("POST", f"{path}/approve", version=3)).status_code == 200
    assert await scale_of(worker_engine) == (1, 5, 2, "passport")
    without = await ask("PUT", path, version=4, json=WORK | {"bands": None})
    assert without.status_code == 200
    approved = await ask("POST", f"{path}/approve", "coordinator", version=5)
    assert approved.status_code == 200, approved.text
    assert approved.json()["scale_id"] is None
    assert await scale_of(worker_engine) is None


async def test_approving_the_same_figures_again_leaves_the_scale_alone(
    ask: Any, worker_engine: AsyncEngine
) -> None:
    passport = await created(ask)
    path = f"/{passport['id']}"
    first = (await ask("POST", f"{path}/approve", "coordinator", version=1)).json()
    other = WORK | {"tasks": [{"name": "1", "max": 4}, {"name": "2", "max": 1}]}
    await ask("PUT", path, version=2, json=other)
    second = (await ask("POST", f"{path}/approve", "coordinator", version=3)).json()
    assert second["scale_id"] == first["scale_id"]
    assert [t["max"] for t in second["tasks"]] == [4, 1]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"bands": {"min_3": 2, "min_4": 3, "min_5": 6}}, "bands", "«5» начинается с 6, а сумма баллов заданий 5."),
        ({"bands": {"min_3": 3, "min_4": 3, "min_5": 5}}, "bands", "Границы должны расти"),
        ({"tasks": [{"name": "1", "max": 2}, {"name": "1", "max": 3}]}, "tasks", "Задание «1» указано дважды."),
        ({"written_on": "2020-03-22"}, "written_on", "Дата не из 2021 года."),
        ({"subject": "alchemy"}, "subject", "Такого предмета нет в справочнике."),
        ({"office_id": str(key("office:foreign"))}, "office_id", "Такого управления нет среди ваших."),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_at_its_field(
    ask: Any, changes: dict[str, Any], field: str, sentence: str
) -> None:
    reply = await ask("POST", "", json=WORK | changes)
    assert reply.status_code == 422, reply.text
    (error,) = reply.json()["errors"]
    assert error["pointer"] == f"/{field}"
    assert sentence in reply.json()["detail"]


async def test_a_work_has_one_passport_even_if_it_is_another_offices(ask: Any) -> None:
    passport = await created(ask)
    assert (await ask("POST", "", json=WORK)).status_code == 409
    hidden = WORK | {"grade": 8, "programme_grade": 8, "series": "чужая"}
    reply = await ask("POST", "", json=hidden)
    assert reply.status_code == 409
    assert "укажите серию" in reply.json()["detail"]
    assert CANARY not in reply.text
    moved = await ask("PUT", f"/{passport['id']}", version=1, json=hidden)
    assert moved.status_code == 409
    assert (
        await ask("PUT", f"/{passport['id']}", version=1, json=WORK | {"series": "РЦ"})
    ).status_code == 200


async def test_a_school_sees_what_is_approved_and_changes_nothing(ask: Any) -> None:
    passport = await created(ask)
    assert (await ask("GET", f"/{passport['id']}", "school_head")).status_code == 404
    seen = (await ask("GET", "", "school_head")).json()
    assert [p["id"] for p in seen["items"]] == [str(key("passport:own"))]
    assert seen["can_create"] is False
    assert seen["items"][0]["allowed_actions"] == []
    found = (
        await ask("GET", "", params={"state": "draft", "year": 2021, "subject": "math"})
    ).json()
    assert [p["id"] for p in found["items"]] == [passport["id"]]


async def test_passports_come_in_pages(ask: Any) -> None:
    for grade in (4, 5, 6):
        await created(ask, grade=grade)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2} | ({} if cursor is None else {"cursor": cursor})
        page = (await ask("GET", "", params=params)).json()
        seen += [p["id"] for p in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 4
