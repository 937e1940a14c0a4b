"""Steps with drafts over the API: read, change, save by version, put in force."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from backend.core.jobs import JobRunner
from backend.core.settings import Settings
from tests.conftest import headers_of
from tests.world import key

DRAFT = str(key("draft:own"))
PLAN = str(key("plan:own"))
EDITION = str(key("edition:own"))
SIGNED = {"number": "12-од", "signed_on": "2021-03-15", "effective_on": "2021-03-16"}


def row(number: str = "1.1", /, **said: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "lineage_id": None,
        "number": number,
        "title": f"Мероприятие {number}",
        "term_source": "до 20.05.2021",
        "responsible_source": "кураторы",
        "result_document": "Справка",
        "expected_result": None,
        "target_set": "project_500_schools",
        "windows": None,
        "parties": None,
        "results": [],
        "cells": [],
        "remarks": [],
    } | said


def result(**said: Any) -> dict[str, Any]:
    return {
        "title": "Школы",
        "quantifier": "all",
        "threshold": None,
        "members": "project_500_schools",
        "unit": "member",
        "facts": ["row_accepted"],
        "is_explicit": False,
    } | said


def section(*rows: dict[str, Any], code: str = "1", form: str = "road_map") -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "code": code,
        "title": f"Раздел {code}",
        "form": form,
        "rows": list(rows),
    }


class Drafts:
    """What a coordinator does with drafts."""

    def __init__(self, client: httpx.AsyncClient, role: str = "coordinator") -> None:
        self.client = client
        self.headers = headers_of(role)

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        status: int = 200,
        *,
        match: int | str | None = None,
        **params: Any,
    ) -> Any:
        headers = dict(self.headers)
        if match is not None:
            headers["If-Match"] = f'"{match}"' if isinstance(match, int) else match
        reply = await self.client.request(
            method, f"/api/v1{path}", headers=headers, json=body, params=params
        )
        assert reply.status_code == status, reply.text
        return reply.json() if reply.content else None

    async def read(self, edition: str = DRAFT, status: int = 200) -> Any:
        return await self.ask("GET", f"/editions/{edition}/draft", status=status)

    async def begin(self, plan: str = PLAN, **body: Any) -> Any:
        """Begin the next edition; the open draft of the world gives way."""
        if plan == PLAN:
            for found in (await self.ask("GET", "/drafts"))["items"]:
                if found["plan_id"] == PLAN:
                    await self.ask("DELETE", f"/editions/{found['edition_id']}/draft", status=204)
        return await self.ask("POST", f"/plans/{plan}/drafts", body, 201)

    async def save(
        self,
        document: Mapping[str, Any],
        version: int = 1,
        edition: str = DRAFT,
        status: int = 200,
    ) -> Any:
        path = f"/editions/{edition}/draft"
        return await self.ask("PUT", path, document, status, match=version)

    async def save_rows(self, *rows: dict[str, Any], act: Mapping[str, Any] = SIGNED) -> Any:
        """Save the world's draft with one section of these rows and a signed act."""
        draft = await self.read()
        document = draft["document"]
        document["act"] |= act
        document["sections"] = [section(*rows)]
        return await self.save(document, draft["version"])

    async def put_in_force(self, draft: Any, status: int = 200) -> Any:
        path = f"/editions/{draft['edition_id']}/put-in-force"
        return await self.ask("POST", path, None, status, match=draft["version"])

    async def sign_and_put_in_force(self, draft: Any, **act: Any) -> Any:
        """Sign a draft as it is and put it in force; return the difference it has made."""
        document = draft["document"]
        document["act"] |= SIGNED | act
        saved = await self.save(document, draft["version"], draft["edition_id"])
        return await self.put_in_force(saved)


class Imports(Drafts):
    """Sends files and lets the worker read them."""

    def __init__(self, client: httpx.AsyncClient, runner: JobRunner) -> None:
        super().__init__(client)
        self.runner = runner

    async def send(
        self, content: bytes, name: str = "План.docx", status: int = 202, **params: Any
    ) -> Any:
        reply = await self.client.post(
            "/api/v1/plan-imports",
            headers=self.headers,
            files={"file": (name, content)},
            params=params,
        )
        assert reply.status_code == status, reply.text
        if status == 202:
            assert reply.headers["location"] == f"/api/v1/plan-imports/{reply.json()['id']}"
        return reply.json()

    async def read_file(self, content: bytes, name: str = "План.docx", **params: Any) -> Any:
        sent = await self.send(content, name, **params)
        assert sent["state"] == "received"
        assert sent["allowed_actions"] == []
        while await self.runner.run_next():
            pass
        return await self.ask("GET", f"/plan-imports/{sent['id']}")


async def rows_of(settings: Settings, edition: str) -> list[str]:
    """Every byte the tables hold of an edition, as text."""
    connection = await asyncpg.connect(settings.database_url)
    found: list[str] = []
    for query in (
        "select x::text from section x where edition_id = $1",
        "select x::text from activity x join section s on s.id = x.section_id where s.edition_id = $1",
        *(
            f"select x::text from {table} x join activity a on a.id = x.activity_id"
            " join section s on s.id = a.section_id where s.edition_id = $1"
            for table in ("activity_window", "activity_party", "expected_result", "author_question")
        ),
    ):
        found += sorted(line[0] for line in await connection.fetch(query, edition))
    await connection.close()
    return found
