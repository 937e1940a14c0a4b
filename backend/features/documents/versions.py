"""Writes of documents and their versions: a new document with its file, the next version, the text of one.

A version is a row that is never updated but for its text. The same bytes sent again are the same version: a form
whose answer was lost on the way may simply be sent once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import Paper, recognised_paper
from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import Conflict, Forbidden, NotFound, wrong_field
from backend.core.files import FileStore
from backend.core.jobs import enqueue
from backend.domain.lifecycle.documents import next_document_state, why_not_document
from backend.features.documents.queries import NO_DOCUMENT, find_document
from backend.features.documents.reading.reader import WITH_TEXT
from backend.features.documents.school_set import NO_SCHOOL
from backend.tables import (
    DocumentKind,
    DocumentStep,
    DocumentVersion,
    RiskFactor,
    School,
    SchoolDocument,
)

READ_JOB = "read_document"
_FALLBACK = "документ"
_NOTE_LENGTH, _TITLE_LENGTH = 1000, 300
_TURN = text("select pg_advisory_xact_lock(hashtextextended('document ' || :school, 0))")
_LAST = (
    select(DocumentVersion.number, DocumentVersion.file_sha256, DocumentVersion.file_name)
    .order_by(DocumentVersion.number.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What the form of a new document says; the file comes with it."""

    kind: str
    cycle: int | None
    title: str
    factor_id: UUID | None
    note: str
    file: Arrived | None


async def create_document(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    new: NewDocument,
    files: FileStore,
    *,
    now: datetime,
) -> UUID:
    """Create a document with its first version; return its id. Raises `NotFound`, `Invalid`, `Conflict`.

    Sent again with the same words and the same bytes it is the document that was made the first time.
    """
    if await session.scalar(select(School.id).where(School.id == school_id)) is None:
        raise NotFound(NO_SCHOOL)
    await must_write(session, school_id)
    kind = await _checked_kind(session, new)
    if new.file is None:
        raise wrong_field("file", "Приложите файл документа.")
    paper = await recognised_paper(new.file, files, fallback=_FALLBACK)
    title = new.title.strip() or kind.title
    await take_turn(session, school_id)
    values = {
        "school_id": school_id,
        "kind_id": kind.id,
        "factor_id": new.factor_id,
        "cycle": new.cycle,
    }
    same = await _same_document(session, kind, title, paper, values)
    if same is not None:
        return same
    document_id: UUID | None = await session.scalar(
        insert(SchoolDocument)
        .values(
            **values, title=title, state="draft", created_by_id=caller.person_id, recorded_at=now
        )
        .returning(SchoolDocument.id)
    )
    assert document_id is not None
    await _add(session, caller, (document_id, school_id, "draft"), 1, paper, new.note, now=now)
    return document_id


async def add_version(
    session: AsyncSession,
    caller: Caller,
    document_id: UUID,
    arrived: Arrived,
    note: str,
    files: FileStore,
    *,
    now: datetime,
) -> None:
    """Add the next version; the same bytes as the last one add nothing. Raises `NotFound`, `Invalid`, `Conflict`."""
    row = await locked_document(session, document_id)
    await must_write(session, row["school_id"])
    if len(note) > _NOTE_LENGTH:
        raise wrong_field("note", f"Пояснение длиннее {_NOTE_LENGTH} знаков: сократите его.")
    paper = await recognised_paper(arrived, files, fallback=_FALLBACK)
    last = (await session.execute(_LAST.where(DocumentVersion.document_id == document_id))).first()
    if last is not None and last.file_sha256 == paper.sha256:
        return
    reason = why_not_document(row["state"], "add_version")
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")
    became = next_document_state(row["state"], "add_version")
    await session.execute(
        update(SchoolDocument).where(SchoolDocument.id == document_id).values(state=became)
    )
    number = last.number + 1 if last else 1
    place = (document_id, row["school_id"], row["state"])
    await _add(session, caller, place, number, paper, note, now=now)


async def record_text(
    session: AsyncSession, version_id: UUID, state: str, body_text: str | None
) -> None:
    """Keep what the text of a version says, once."""
    await session.execute(
        update(DocumentVersion)
        .where(DocumentVersion.id == version_id, DocumentVersion.text_state == "pending")
        .values(text_state=state, body_text=body_text)
    )


async def locked_document(session: AsyncSession, document_id: UUID) -> RowMapping:
    """Return a document whose row nobody else changes until the end of the transaction; raises `NotFound`."""
    seen = await find_document(session, document_id)
    locked = await session.scalar(
        select(SchoolDocument.id).where(SchoolDocument.id == document_id).with_for_update()
    )
    if locked is None:
        # Seen, but on no side of the school: the row is not his to lock.
        await must_write(session, seen["school_id"])
        raise NotFound(NO_DOCUMENT)
    return await find_document(session, document_id)


async def take_turn(session: AsyncSession, school_id: UUID) -> None:
    """Let those who add documents to one school at once go one after another."""
    await session.execute(_TURN, {"school": str(school_id)})


async def must_write(session: AsyncSession, school_id: UUID) -> None:
    """Refuse whoever reads a school without working for it."""
    if not await sides_of(session, school_id) & {"school", "office"}:
        raise Forbidden("Документы школы ведут её сотрудники и управление.")


async def _checked_kind(session: AsyncSession, new: NewDocument) -> DocumentKind:
    kind = await session.scalar(select(DocumentKind).where(DocumentKind.code == new.kind))
    if kind is None:
        raise wrong_field("kind", "Выберите вид документа из списка.")
    if new.cycle is None or not 2000 <= new.cycle <= 2100:
        raise wrong_field("cycle", "Укажите год программы, например 2021.")
    if kind.is_per_factor != (new.factor_id is not None):
        message = (
            "Выберите фактор риска, которому посвящена программа."
            if kind.is_per_factor
            else f"«{kind.title}» пишется для школы в целом: фактор риска указывать не нужно."
        )
        raise wrong_field("factor_id", message)
    if new.factor_id and not await session.scalar(
        select(RiskFactor.id).where(RiskFactor.id == new.factor_id)
    ):
        raise wrong_field("factor_id", "Такого фактора риска нет в справочнике.")
    if len(new.title) > _TITLE_LENGTH:
        raise wrong_field("title", f"Название длиннее {_TITLE_LENGTH} знаков: сократите его.")
    if len(new.note) > _NOTE_LENGTH:
        raise wrong_field("note", f"Пояснение длиннее {_NOTE_LENGTH} знаков: сократите его.")
    return kind


async def _same_document(
    session: AsyncSession,
    kind: DocumentKind,
    title: str,
    paper: Paper,
    values: Mapping[str, object],
) -> UUID | None:
    """Return the document this very form has made already, None for a new one; raises `Conflict` for a second."""
    of_kind = [getattr(SchoolDocument, name).is_not_distinct_from(v) for name, v in values.items()]
    if not kind.is_many:
        of_kind.append(SchoolDocument.state != "archived")
        other = select(SchoolDocument).where(*of_kind)
    else:
        other = select(SchoolDocument).where(*of_kind, SchoolDocument.title == title)
    found: SchoolDocument | None = await session.scalar(other.limit(1))
    if found is None:
        taken = select(SchoolDocument.id).where(*of_kind[:4], SchoolDocument.title == title)
        if await session.scalar(taken.limit(1)) is not None:
            raise Conflict(
                f"Документ «{title}» лежит в архиве: верните его или дайте новому другое название."
            )
        return None
    last = (await session.execute(_LAST.where(DocumentVersion.document_id == found.id))).first()
    if last is not None and last.file_sha256 == paper.sha256:
        return found.id
    raise Conflict(f"Документ «{found.title}» уже есть: откройте его и добавьте новую версию.")


async def _add(
    session: AsyncSession,
    caller: Caller,
    place: tuple[UUID, UUID, str],
    number: int,
    paper: Paper,
    note: str,
    *,
    now: datetime,
) -> None:
    document_id, school_id, was = place
    has_text = paper.media_type in WITH_TEXT
    version_id = await session.scalar(
        insert(DocumentVersion)
        .values(
            document_id=document_id,
            school_id=school_id,
            number=number,
            text_state="pending" if has_text else "not_text",
            note=note.strip() or None,
            person_id=caller.person_id,
            uploaded_at=now,
            **paper.columns,
        )
        .returning(DocumentVersion.id)
    )
    await session.execute(
        insert(DocumentStep).values(
            document_id=document_id,
            school_id=school_id,
            action="add_version",
            from_state=was,
            to_state="draft",
            reason=f"версия {number}",
            person_id=caller.person_id,
            at=now,
        )
    )
    if has_text:
        await enqueue(session, READ_JOB, {"version_id": version_id, "sha256": paper.sha256})
