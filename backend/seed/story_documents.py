"""Documents of the story: real DOCX files in the storage, their versions, reviews and remarks."""

import io
from collections.abc import AsyncIterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from docx import Document
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.core.files import FileStore
from backend.core.media_types import DOCX
from backend.seed.registry import school_id
from backend.seed.sources import insert, key
from backend.seed.story_profiles import CYCLE
from backend.tables import (
    DocumentRemark,
    DocumentReview,
    DocumentStep,
    DocumentVersion,
    SchoolDocument,
)

_FILE_LIMIT = 1024 * 1024


async def submit_document(
    connection: AsyncConnection,
    entry: Mapping[str, Any],
    at: datetime,
    person: UUID | None,
    files: FileStore,
) -> None:
    """A first version, submitted at once: a real DOCX in the storage."""
    name = f"{entry['school']}/{entry['kind']}"
    paragraphs = [entry["title"], *entry["text"]]
    kept = await files.save(_stream(_docx(paragraphs)), limit=_FILE_LIMIT)
    document = {
        "id": key("school_document", name),
        "school_id": school_id(entry["school"]),
        "kind_id": key("document_kind", entry["kind"]),
        "cycle": CYCLE,
        "title": entry["title"],
        "state": "submitted",
        "first_submitted_on": at.date(),
        "created_by_id": person,
        "recorded_at": at,
    }
    version = {
        "id": key("document_version", name),
        "document_id": document["id"],
        "school_id": document["school_id"],
        "number": 1,
        "file_sha256": kept.sha256,
        "file_name": f"{entry['title']}.docx",
        "file_size": kept.size,
        "media_type": DOCX,
        "text_state": "read",
        "body_text": "\n".join(paragraphs),
        "person_id": person,
        "uploaded_at": at,
    }
    await insert(connection, SchoolDocument, [document])
    await insert(connection, DocumentVersion, [version])
    await _document_step(connection, name, "submit", "draft", "submitted", at, person)


async def review_document(
    connection: AsyncConnection, entry: Mapping[str, Any], at: datetime, person: UUID | None
) -> None:
    name = f"{entry['school']}/{entry['kind']}"
    review = {
        "id": key("document_review", name),
        "document_id": key("school_document", name),
        "version_id": key("document_version", name),
        "school_id": school_id(entry["school"]),
        "verdict": entry["verdict"],
        "summary": entry["summary"],
        "person_id": person,
        "decided_at": at,
    }
    await insert(connection, DocumentReview, [review])
    remarks = [
        {
            "review_id": review["id"],
            "document_id": review["document_id"],
            "school_id": review["school_id"],
            "position": position,
            **remark,
        }
        for position, remark in enumerate(entry.get("remarks", []), 1)
    ]
    await insert(connection, DocumentRemark, remarks)
    await connection.execute(
        sa.update(SchoolDocument)
        .where(SchoolDocument.id == review["document_id"])
        .values(state=entry["verdict"], first_reviewed_on=at.date())
    )
    await _document_step(connection, name, "review", "submitted", entry["verdict"], at, person)


async def _document_step(
    connection: AsyncConnection,
    name: str,
    action: str,
    was: str,
    became: str,
    at: datetime,
    person: UUID | None,
) -> None:
    step = {
        "document_id": key("school_document", name),
        "school_id": school_id(name.partition("/")[0]),
        "action": action,
        "from_state": was,
        "to_state": became,
        "person_id": person,
        "at": at,
    }
    await insert(connection, DocumentStep, [step])


def _docx(paragraphs: list[str]) -> bytes:
    document = Document()
    document.core_properties.created = datetime.combine(date(2021, 3, 12), datetime.min.time())
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


async def _stream(content: bytes) -> AsyncIterator[bytes]:
    yield content
