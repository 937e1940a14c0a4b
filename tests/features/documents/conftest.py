"""Sending documents and acting on them as somebody of the built world."""

import io
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from docx import Document

from backend.core.jobs import JobRunner
from tests.conftest import headers_of
from tests.world import key

Send = Callable[..., Awaitable[Any]]
Post = Callable[..., Awaitable[Any]]
OWN = str(key("school:own"))


def docx(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.fixture
def send(anonymous: httpx.AsyncClient) -> Send:
    """Create a document (`to` None) or add a version to one."""

    async def run(
        role: str,
        content: bytes,
        *,
        name: str = "Концепция.docx",
        to: str | None = None,
        status: int = 201,
        **form: Any,
    ) -> Any:
        path = f"/documents/{to}/versions" if to else f"/schools/{OWN}/documents"
        said = form if to else {"kind": "development_concept", "cycle": "2021"} | form
        reply = await anonymous.post(
            f"/api/v1{path}",
            headers=headers_of(role),
            data=said,
            files={"file": (name, content, "application/octet-stream")},
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return run


@pytest.fixture
def post(anonymous: httpx.AsyncClient) -> Post:
    async def run(role: str, document: str, path: str, status: int = 200, **body: Any) -> Any:
        reply = await anonymous.post(
            f"/api/v1/documents/{document}{path}", headers=headers_of(role), json=body
        )
        assert reply.status_code == status, reply.text
        return reply.json()

    return run


async def work_off(runner: JobRunner) -> None:
    while await runner.run_next():
        pass
