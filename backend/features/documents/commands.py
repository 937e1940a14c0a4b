"""What is done with a document: by its school, and by those who review it. One row lock, one effect."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import Conflict, Forbidden, wrong_field
from backend.domain.lifecycle.documents import next_document_state, why_not_answered
from backend.domain.wording import short_date
from backend.features.documents.queries import why_not
from backend.features.documents.schemas import DocumentActionIn, DocumentReviewIn, RemarkAnswerIn
from backend.features.documents.versions import locked_document, must_write, take_turn
from backend.tables import (
    DocumentRemark,
    DocumentReview,
    DocumentStep,
    DocumentVersion,
    SchoolDocument,
)

# Advice along with an approval asks for no answer.
_OPEN = text(
    "select count(*) from document_remark m join document_review r on r.id = m.review_id"
    " where m.document_id = :id and m.answer is null and r.verdict = 'returned'"
)


async def act_for_school(
    session: AsyncSession,
    caller: Caller,
    document_id: UUID,
    body: DocumentActionIn,
    *,
    now: datetime,
    today: date,
) -> None:
    """Submit, withdraw, answer, publish, archive or restore; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await locked_document(session, document_id)
    await must_write(session, row["school_id"])
    if body.action == "answer":
        await _answer(session, row, body.answers, now)
        return
    await _check(session, caller, row, body.action)
    changes: dict[str, Any] = {}
    if body.action == "submit":
        await _answer(session, row, body.answers, now)
        unanswered = await session.scalar(_OPEN, {"id": document_id}) or 0
        if (reason := why_not_answered(body.action, unanswered)) is not None:
            raise wrong_field("answers", reason)
        changes["first_submitted_on"] = row["first_submitted_on"] or today
    elif body.action == "publish":
        changes = _published(row, body, today)
    elif body.action == "restore":
        await _must_be_alone(session, row)
    words = body.reason or (f"где: {body.where}" if body.action == "publish" else None)
    await _move(session, caller, row, body.action, changes, reason=words, now=now)


async def start_review(
    session: AsyncSession, caller: Caller, document_id: UUID, *, now: datetime
) -> None:
    """Take a document into review: its school can no longer withdraw it. Raises `NotFound`, `Conflict`."""
    row = await locked_document(session, document_id)
    await _must_review(session, row["school_id"])
    await _check(session, caller, row, "start_review")
    await _move(session, caller, row, "start_review", {}, reason=None, now=now)


async def review_document(
    session: AsyncSession,
    caller: Caller,
    document_id: UUID,
    body: DocumentReviewIn,
    *,
    now: datetime,
    today: date,
) -> None:
    """Return or approve the last version; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await locked_document(session, document_id)
    await _must_review(session, row["school_id"])
    action = "return" if body.verdict == "returned" else "approve"
    await _check(session, caller, row, action)
    if body.version_id != row["version_id"]:
        raise Conflict(
            "У документа уже другая последняя версия. Откройте его заново: введённое не потеряется."
        )
    _check_words(row, body)
    review_id = await session.scalar(
        insert(DocumentReview)
        .values(
            document_id=document_id,
            version_id=body.version_id,
            school_id=row["school_id"],
            verdict=body.verdict,
            summary=body.summary,
            matches_concept=body.matches_concept,
            person_id=caller.person_id,
            decided_at=now,
        )
        .returning(DocumentReview.id)
    )
    for position, remark in enumerate(body.remarks, 1):
        await session.execute(
            insert(DocumentRemark).values(
                review_id=review_id,
                document_id=document_id,
                school_id=row["school_id"],
                position=position,
                place=remark.place,
                text=remark.text,
            )
        )
    changes: dict[str, Any] = {"first_reviewed_on": row["first_reviewed_on"] or today}
    if body.verdict == "approved":
        changes |= {"approved_on": today, "approved_version": row["version_number"]}
    await _move(session, caller, row, action, changes, reason=body.summary, now=now)


async def _must_review(session: AsyncSession, school_id: UUID) -> None:
    if not await sides_of(session, school_id) & {"curator", "office"}:
        raise Forbidden("Документы школы рассматривают её куратор и управление.")


async def _check(session: AsyncSession, caller: Caller, row: RowMapping, action: str) -> None:
    uploaders = await session.scalars(
        select(DocumentVersion.person_id).where(DocumentVersion.document_id == row["id"])
    )
    reasons = await why_not(session, caller, row, uploaders=set(uploaders))
    if (reason := reasons.get(action)) is not None:
        raise Conflict(reason, slug="transition-not-allowed")


def _check_words(row: RowMapping, body: DocumentReviewIn) -> None:
    if body.verdict == "returned" and not body.remarks:
        raise wrong_field(
            "remarks", "Напишите хотя бы одно замечание: школа должна знать, что исправить."
        )
    if row["is_per_factor"] and body.matches_concept is None:
        raise wrong_field("matches_concept", "Укажите, соответствует ли программа концепции.")
    if not row["is_per_factor"] and body.matches_concept is not None:
        raise wrong_field(
            "matches_concept", "Соответствие концепции отмечают у антирисковых программ."
        )
    if body.verdict == "approved" and body.matches_concept is False:
        raise wrong_field(
            "matches_concept", "Программу, не соответствующую концепции, возвращают школе."
        )


def _published(row: RowMapping, body: DocumentActionIn, today: date) -> dict[str, Any]:
    if not body.where:
        raise wrong_field("where", "Укажите, где размещён документ: например, МЭДК.")
    if body.published_on is None:
        raise wrong_field("published_on", "Укажите день, когда документ размещён.")
    if body.published_on > today:
        raise wrong_field("published_on", "Этот день ещё не наступил.")
    if body.published_on < row["approved_on"]:
        day = short_date(row["approved_on"])
        raise wrong_field(
            "published_on", f"Документ утверждён {day}: разместить его раньше нельзя."
        )
    return {"published_on": body.published_on, "published_where": body.where}


async def _must_be_alone(session: AsyncSession, row: RowMapping) -> None:
    """Refuse a second living document of a kind a school has one of."""
    if row["is_many"]:
        return
    await take_turn(session, row["school_id"])
    other = await session.scalar(
        select(SchoolDocument.title)
        .where(
            SchoolDocument.school_id == row["school_id"],
            SchoolDocument.kind_id == row["kind_id"],
            SchoolDocument.cycle == row["cycle"],
            SchoolDocument.factor_id.is_not_distinct_from(row["factor_id"]),
            SchoolDocument.state != "archived",
        )
        .limit(1)
    )
    if other is not None:
        raise Conflict(
            f"У школы уже есть документ этого вида: «{other}». Сначала уберите его в архив."
        )


async def _answer(
    session: AsyncSession, row: RowMapping, answers: list[RemarkAnswerIn], now: datetime
) -> None:
    if not answers:
        return
    if row["state"] not in {"returned", "draft"}:
        raise Conflict("Отвечают на замечания, пока документ возвращён и не отправлен снова.")
    for said in answers:
        done = await session.execute(
            update(DocumentRemark)
            .where(DocumentRemark.id == said.remark_id, DocumentRemark.document_id == row["id"])
            .values(answer=said.answer, answered_at=now)
            .returning(DocumentRemark.id)
        )
        if done.first() is None:
            raise wrong_field("answers", "Такого замечания у документа нет. Откройте его заново.")


async def _move(
    session: AsyncSession,
    caller: Caller,
    row: RowMapping,
    action: str,
    changes: dict[str, Any],
    *,
    reason: str | None,
    now: datetime,
) -> None:
    became = next_document_state(row["state"], action)
    await session.execute(
        update(SchoolDocument).where(SchoolDocument.id == row["id"]).values(state=became, **changes)
    )
    await session.execute(
        insert(DocumentStep).values(
            document_id=row["id"],
            school_id=row["school_id"],
            action=action,
            from_state=row["state"],
            to_state=became,
            reason=reason,
            person_id=caller.person_id,
            at=now,
        )
    )
