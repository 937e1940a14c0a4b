"""The difference between two versions of a document."""

import asyncio
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.text_diff import compare_texts
from backend.features.documents.queries import NO_DOCUMENT, TEXT_WORDS
from backend.features.documents.schemas import (
    DocumentDiffOut,
    DocumentParagraphOut,
    DocumentPieceOut,
)

_TEXTS = text(
    "select number, text_state, body_text from document_version"
    " where document_id = :id and number in (:older, :newer)"
)
_DOCUMENT = text("select id from school_document where id = :id")


async def get_document_diff(
    session: AsyncSession, document_id: UUID, older: int, newer: int
) -> DocumentDiffOut:
    """Compare the texts of two versions; raises `NotFound`."""
    if await session.scalar(_DOCUMENT, {"id": document_id}) is None:
        raise NotFound(NO_DOCUMENT)
    values = {"id": document_id, "older": older, "newer": newer}
    found = {row["number"]: row for row in (await session.execute(_TEXTS, values)).mappings()}
    if older not in found or newer not in found:
        raise NotFound("Такой версии у документа нет.")
    refusal = next((r for n in (older, newer) if (r := _refusal(found[n]))), None)
    if refusal is not None:
        return DocumentDiffOut(
            from_number=older,
            to_number=newer,
            refusal=refusal,
            is_cut=False,
            changed=0,
            added=0,
            removed=0,
            paragraphs=[],
        )
    compared = await asyncio.to_thread(
        compare_texts, found[older]["body_text"], found[newer]["body_text"]
    )
    paragraphs = [
        DocumentParagraphOut(
            kind=p.kind,
            old_number=p.old_number,
            new_number=p.new_number,
            pieces=[DocumentPieceOut(kind=piece.kind, text=piece.text) for piece in p.pieces],
        )
        for p in compared.paragraphs
    ]
    return DocumentDiffOut(
        from_number=older,
        to_number=newer,
        refusal=None,
        is_cut=compared.is_cut,
        changed=sum(p.kind == "changed" for p in paragraphs),
        added=sum(p.kind == "added" for p in paragraphs),
        removed=sum(p.kind == "removed" for p in paragraphs),
        paragraphs=paragraphs,
    )


def _refusal(row: RowMapping) -> str | None:
    if row["text_state"] == "read":
        return None
    return f"Сравнить нельзя. Версия {row['number']}: {TEXT_WORDS[row['text_state']]}."
