"""Writing, judging and carrying out programmes of school «own» about a factor that has none yet."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from backend.core.database import SessionFactory
from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.world import key

OWN = str(key("school:own"))
FACTOR = "staff_shortage"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
FIRST: dict[str, Any] = {
    "stage": 1,
    "title": "Заключить договоры с педагогами",
    "due_on": "2021-05-20",
    "responsible": "завуч",
    "evidence_kind": "договоры",
}
SECOND: dict[str, Any] = {
    "stage": 2,
    "title": "Провести срез знаний",
    "due_on": "2021-10-20",
    "responsible": "завуч",
    "evidence_kind": "справка",
}
GOOD: dict[str, Any] = {
    "goal": "Закрыть вакансии по математике",
    "indicator": "вакансий",
    "indicator_unit": "шт.",
    "baseline": "3",
    "target": "0",
    "starts_on": "2021-03-01",
    "ends_on": "2021-11-30",
    "measures": [FIRST, SECOND],
}
Ask = Callable[..., Awaitable[Any]]
Facts = Callable[[], Awaitable[dict[str, str]]]


class Programmes:
    """What people do with programmes through the API, with the status that is expected of it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(
        self, method: str, path: str, *, who: str, status: int | None = 200, **sent: Any
    ) -> Any:
        headers = headers_of(who) | sent.pop("headers", {})
        reply = await self.client.request(method, f"/api/v1{path}", headers=headers, **sent)
        assert status is None or reply.status_code == status, reply.text
        return reply.json() if status is not None else reply

    async def begin(
        self,
        body: Any = None,
        *,
        who: str = "school_head",
        status: int | None = 201,
        factor: str = FACTOR,
        cycle: int = 2021,
        school: str = OWN,
    ) -> Any:
        return await self.ask(
            "POST", f"/schools/{school}/programmes", who=who, status=status,
            params={"factor": factor, "cycle": cycle}, json=GOOD if body is None else body,
        )  # fmt: skip

    async def save(
        self, programme: Any, *, version: int | None = None, who: str = "school_head",
        status: int | None = 200, **changes: Any,
    ) -> Any:  # fmt: skip
        """Save a programme as it was read, with some changes."""
        return await self.ask(
            "PUT", f"/programmes/{id_of(programme)}", who=who, status=status,
            headers={"If-Match": f'"{programme["version"] if version is None else version}"'},
            json=body_of(programme) | changes,
        )  # fmt: skip

    async def submit(self, programme: Any, *, who: str = "school_head", status: int = 200) -> Any:
        path = f"/programmes/{id_of(programme)}/submit"
        return await self.ask("POST", path, who=who, status=status, json={})

    async def decide(
        self, programme: Any, action: str, *, who: str = "curator", status: int = 200, **said: Any
    ) -> Any:
        if action == "accept":
            said = {"matches_concept": True} | said
            if said["matches_concept"] is False:
                said = {"reason": "не о том, о чём концепция"} | said
        path = f"/programmes/{id_of(programme)}/decide"
        return await self.ask("POST", path, who=who, status=status, json={"action": action} | said)

    async def accepted(
        self, body: Any = None, *, factor: str = FACTOR, matches: bool = True
    ) -> Any:
        made = await self.begin(body, factor=factor)
        await self.submit(made)
        return await self.decide(made, "accept", matches_concept=matches)

    async def show(
        self, measure: str, *, who: str = "school_head", status: int = 200,
        file: tuple[str, bytes] | None = None, **form: Any,
    ) -> Any:  # fmt: skip
        said = {"done_on": "2021-03-15", "evidence_text": "договор № 7"} | form
        return await self.ask(
            "POST", f"/measures/{measure}/evidence", who=who, status=status,
            data={name: value for name, value in said.items() if value is not None},
            files={"file": (*file, "application/octet-stream")} if file else None,
        )  # fmt: skip

    async def judge(
        self, measure: str, action: str, *, who: str = "curator", status: int = 200, **said: Any
    ) -> Any:
        path = f"/measures/{measure}/decide"
        return await self.ask("POST", path, who=who, status=status, json={"action": action} | said)

    async def read(self, programme: Any, *, who: str = "school_head", status: int = 200) -> Any:
        return await self.ask("GET", f"/programmes/{id_of(programme)}", who=who, status=status)


def id_of(programme: Any) -> str:
    return str(programme["programme"]["id"]) if isinstance(programme, dict) else str(programme)


def body_of(programme: Any) -> dict[str, Any]:
    """Return what a client would send back of a programme it has read."""
    fields = (
        "id",
        "stage",
        "task",
        "title",
        "due_on",
        "responsible",
        "participants",
        "evidence_kind",
        "indicator",
    )
    return {name: programme[name] for name in GOOD} | {
        "measures": [{name: m[name] for name in fields} for m in programme["measures"]]
    }  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def programmes(anonymous: httpx.AsyncClient, change: Change) -> Programmes:
    """The edition then has two factors, of which the school has a programme about one."""
    await add_factor(change)
    return Programmes(anonymous)


async def add_factor(change: Change) -> None:
    await change(
        "insert into risk_factor (code, name, editions, position, source, confidence)"
        " values (:code, 'Дефицит педагогических кадров', '{2021}', 2, 'x', 'high')",
        code=FACTOR,
    )


@pytest.fixture
def facts(worker_sessions: SessionFactory) -> Facts:
    """What is known of school «own» from its records: fact to the day it is there since."""

    async def read() -> dict[str, str]:
        async with worker_sessions() as session:
            rows = await session.execute(
                text("select fact, since_on from fact where school_id = :school"), {"school": OWN}
            )
            return {row.fact: str(row.since_on) for row in rows}

    return read


async def select_factors(change: Change, *codes: str) -> None:
    """Let the verified profile of the school select these factors for work."""
    await change("delete from risk_verdict where school_id = :school", school=OWN)
    await change(
        "update risk_profile set state = 'verified', verified_on = '2021-03-10', curator_signed_at = now(),"
        " curator_signed_by_id = :curator, school_signed_at = now(), school_signed_by_id = :head"
        " where school_id = :school",
        school=OWN, curator=key("person:curator"), head=key("person:school_head"),
    )  # fmt: skip
    await change(
        "insert into risk_verdict (profile_id, school_id, factor_id, verdict, level, is_selected)"
        " select :profile, :school, id, 'confirmed', 'high', true from risk_factor where code = any (:codes)",
        profile=key("risk_profile:own"), school=OWN, codes=list(codes),
    )  # fmt: skip
