"""Reads of documents: the queue, one document whole, its file. Row-level security leaves the reader's schools."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import Side, sides_of
from backend.core.errors import NotFound
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.document_notes import NotedDocument, note_document
from backend.domain.lifecycle.documents import (
    DOCUMENT_STATE_WORDS,
    DOCUMENT_STEP_WORDS,
    REVIEW_ACTIONS,
    SCHOOL_ACTIONS,
    DocumentStanding,
    ReviewerTies,
    why_not_document,
)
from backend.features.documents.schemas import (
    DocumentBriefOut,
    DocumentNoteOut,
    DocumentOut,
    DocumentQueue,
    DocumentRemarkOut,
    DocumentReviewOut,
    DocumentStepOut,
    DocumentVersionOut,
)

NO_DOCUMENT = "Такого документа нет или он вам не виден."
PAGE = 50
STRANGER = "сотрудник другой организации"
TEXT_WORDS: Mapping[str, str] = {
    "pending": "текст извлекается",
    "read": "текст извлечён",
    "empty": "текст не извлекается: это скан или пустой документ",
    "unreadable": "файл не удалось прочитать: он повреждён, закрыт паролем или слишком велик внутри",
    "not_text": "снимок или таблица: текст не извлекается",
}
# Each way into the list has an index; the last version and the open remarks come by theirs.
BRIEF = """
select d.id, d.school_id, s.short_name as school_name, k.code as kind, k.title as kind_title, d.factor_id,
    f.name as factor_name, d.cycle, d.title, d.state, v.number as version_number, v.uploaded_at,
    case when d.state in ('submitted', 'under_review') then w.at end as waiting_since,
    (select count(*) from document_remark m join document_review r on r.id = m.review_id and r.verdict = 'returned'
        where m.document_id = d.id and m.answer is null and d.state in ('returned', 'draft')) as open_remarks,
    d.approved_on, d.approved_version, d.published_on, d.published_where, d.first_submitted_on, d.first_reviewed_on,
    d.kind_id, k.headings, k.requires, k.is_per_factor, k.is_many, v.id as version_id,
    exists (select from document_review x where x.version_id = v.id) as is_last_reviewed,
    coalesce(w.at, d.recorded_at) as sorted_at
from school_document d
join school s on s.id = d.school_id
join document_kind k on k.id = d.kind_id
left join risk_factor f on f.id = d.factor_id
left join lateral (select x.id, x.number, x.uploaded_at from document_version x where x.document_id = d.id
    order by x.number desc limit 1) v on true
left join lateral (select max(x.at) as at from document_step x where x.document_id = d.id and x.action = 'submit') w on true
"""
_ONE = text(BRIEF + " where d.id = :id")
_FILTER = """
where (cast(:state as text) is null or d.state = :state) and (cast(:kind as text) is null or k.code = :kind)
    and (cast(:school as uuid) is null or d.school_id = :school)
    and (not :mine or (d.state in ('submitted', 'under_review')
        and d.school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator'))))
"""
_QUEUE = text(
    f"select * from ({BRIEF} {_FILTER}) as q"
    " where cast(:at as timestamptz) is null or (q.sorted_at, q.id) > (:at, cast(:after as uuid))"
    " order by q.sorted_at, q.id limit :limit"
)
_COUNT = text(
    f"select count(*) from school_document d join document_kind k on k.id = d.kind_id {_FILTER}"
)
_VERSIONS = text(
    "select v.id, v.number, v.file_name, v.file_size, v.media_type, v.text_state, v.note, v.person_id, v.uploaded_at,"
    " p.full_name as who from document_version v left join person p on p.id = v.person_id"
    " where v.document_id = :id order by v.number desc"
)
_REVIEWS = text(
    "select r.*, p.full_name as who from document_review r left join person p on p.id = r.person_id"
    " where r.document_id = :id"
)
_REMARKS = text(
    "select * from document_remark where document_id = :id order by review_id, position"
)
_STEPS = text(
    "select t.*, p.full_name as who from document_step t left join person p on p.id = t.person_id"
    " where t.document_id = :id order by t.at desc, t.id desc limit 200"
)
_MISSING = text(
    """
    select k.title from document_kind k
    where k.code = any (:codes) and not exists (select from school_document d where d.kind_id = k.id
        and d.school_id = :school and d.cycle = :cycle and d.approved_version is not null and d.state <> 'archived')
    order by k.position
    """
)
_IS_OF_SCHOOL = text("select app.is_of_school(:person, :school)")
_TITLES = text("select title from document_kind where code <> :kind")
_TEXT = text("select body_text from document_version where id = :id")
_FILE = text("select file_sha256, file_name, media_type from document_version where id = :id")


async def list_documents(
    session: AsyncSession,
    *,
    state: str | None,
    kind: str | None,
    school_id: UUID | None,
    mine: bool,
    cursor: str | None,
) -> DocumentQueue:
    """Return a page of documents, those that wait longest first."""
    at, after = read_cursor(cursor, datetime.fromisoformat, UUID) if cursor else (None, None)
    values = {"state": state, "kind": kind, "school": school_id, "mine": mine}
    rows = (
        (await session.execute(_QUEUE, {**values, "at": at, "after": after, "limit": PAGE + 1}))
        .mappings()
        .all()
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return DocumentQueue(
        items=[brief(row) for row in rows[:PAGE]],
        total=await session.scalar(_COUNT, values) or 0,
        next_cursor=encode_cursor([last["sorted_at"].isoformat(), last["id"]]) if last else None,
    )


def brief(row: RowMapping) -> DocumentBriefOut:
    """Return a row of `BRIEF` as it is shown."""
    return DocumentBriefOut(**_brief_values(row))


def _brief_values(row: RowMapping) -> dict[str, Any]:
    values = {name: row[name] for name in DocumentBriefOut.model_fields if name != "state_words"}
    return {**values, "state_words": DOCUMENT_STATE_WORDS[row["state"]]}


async def find_document(session: AsyncSession, document_id: UUID) -> RowMapping:
    """Return the row of `BRIEF`; raises `NotFound`."""
    row = (await session.execute(_ONE, {"id": document_id})).mappings().first()
    if row is None:
        raise NotFound(NO_DOCUMENT)
    return row


async def get_document(session: AsyncSession, caller: Caller, document_id: UUID) -> DocumentOut:
    """Return a document whole; raises `NotFound`."""
    row = await find_document(session, document_id)
    found = {"id": document_id}
    versions = (await session.execute(_VERSIONS, found)).mappings().all()
    reviews = await _reviews(session, document_id)
    steps = (await session.execute(_STEPS, found)).mappings().all()
    blocked = await why_not(session, caller, row, uploaders={v["person_id"] for v in versions})
    return DocumentOut(
        **_brief_values(row),
        first_submitted_on=row["first_submitted_on"],
        first_reviewed_on=row["first_reviewed_on"],
        versions=[_version(v, reviews.get(v["id"])) for v in versions],
        notes=await _notes(session, row, versions[0]) if versions else [],
        asks_concept=row["is_per_factor"],
        steps=[
            DocumentStepOut(
                at=t["at"],
                action=t["action"],
                words=DOCUMENT_STEP_WORDS.get(t["action"], t["action"]),
                who=t["who"] or STRANGER,
                reason=t["reason"],
            )
            for t in steps
        ],
        allowed_actions=[action for action, reason in blocked.items() if reason is None],
        blocked={action: reason for action, reason in blocked.items() if reason is not None},
    )


async def why_not(
    session: AsyncSession, caller: Caller, row: RowMapping, *, uploaders: set[UUID | None]
) -> dict[str, str | None]:
    """Return every action the caller has a part in, with the reason against it now or None."""
    sides = await sides_of(session, row["school_id"])
    standing = DocumentStanding(
        has_version=row["version_id"] is not None,
        is_last_reviewed=row["is_last_reviewed"],
        missing=await _missing(session, row),
    )
    ties = ReviewerTies(
        is_of_school=await session.scalar(
            _IS_OF_SCHOOL, {"person": caller.person_id, "school": row["school_id"]}
        )
        or False,
        is_uploader=caller.person_id in uploaders,
    )
    return {
        action: why_not_document(row["state"], action, standing, ties)
        for action in part_of(caller, sides)
    }


def part_of(caller: Caller, sides: frozenset[Side]) -> tuple[str, ...]:
    """Return the actions the caller's role and side have."""
    writes = Permission.WRITE_DOCUMENTS in caller.permissions and sides & {"school", "office"}
    reviews = Permission.REVIEW_DOCUMENTS in caller.permissions and sides & {"curator", "office"}
    return (*(SCHOOL_ACTIONS if writes else ()), *(REVIEW_ACTIONS if reviews else ()))


async def get_version_file(
    session: AsyncSession, files: FileStore, version_id: UUID
) -> OutgoingFile:
    """Return the file of a version; raises `NotFound`."""
    found = (await session.execute(_FILE, {"id": version_id})).first()
    if found is None:
        raise NotFound("Такого файла нет или он вам не виден.")
    content = await files.read(found.file_sha256)
    return OutgoingFile(found.file_name, found.media_type, content)


async def _missing(session: AsyncSession, row: RowMapping) -> tuple[str, ...]:
    if not row["requires"]:
        return ()
    values = {"codes": row["requires"], "school": row["school_id"], "cycle": row["cycle"]}
    return tuple(await session.scalars(_MISSING, values))


async def _reviews(session: AsyncSession, document_id: UUID) -> dict[UUID, DocumentReviewOut]:
    found = {"id": document_id}
    remarks: dict[UUID, list[DocumentRemarkOut]] = defaultdict(list)
    for row in (await session.execute(_REMARKS, found)).mappings():
        values = {name: row[name] for name in DocumentRemarkOut.model_fields}
        remarks[row["review_id"]].append(DocumentRemarkOut(**values))
    return {
        row["version_id"]: DocumentReviewOut(
            verdict=row["verdict"],
            summary=row["summary"],
            matches_concept=row["matches_concept"],
            who=row["who"] or STRANGER,
            decided_at=row["decided_at"],
            remarks=remarks[row["id"]],
        )
        for row in (await session.execute(_REVIEWS, found)).mappings()
    }


def _version(row: RowMapping, review: DocumentReviewOut | None) -> DocumentVersionOut:
    shown = DocumentVersionOut.model_fields.keys() - {"review", "who", "text_words"}
    return DocumentVersionOut(
        **{name: row[name] for name in shown},
        text_words=TEXT_WORDS[row["text_state"]],
        who=row["who"] or STRANGER,
        review=review,
    )


async def _notes(session: AsyncSession, row: RowMapping, last: RowMapping) -> list[DocumentNoteOut]:
    noted = NotedDocument(
        text=await session.scalar(_TEXT, {"id": last["id"]}),
        text_state=last["text_state"],
        kind_title=row["kind_title"],
        headings=row["headings"],
        cycle=row["cycle"],
        file_name=last["file_name"],
        other_titles=list(await session.scalars(_TITLES, {"kind": row["kind"]})),
    )
    return [
        DocumentNoteOut(code=n.code, severity=n.severity, place=n.place, why=n.why, fix=n.fix)
        for n in note_document(noted)
    ]
