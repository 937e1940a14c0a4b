"""Editions as office files: the plan in the form of the decree, and what an edition changed."""

import asyncio
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict, Invalid
from backend.core.file_replies import OutgoingFile
from backend.core.media_types import DOCX, XLSX
from backend.domain.plan_text import PlanText
from backend.domain.wording import short_date
from backend.features.editions.drafts.queries import read_open_draft
from backend.features.editions.drafts.reading import plan_text
from backend.features.editions.office_files.writing.write_diff import write_diff_docx
from backend.features.editions.office_files.writing.write_docx import Approval, write_plan_docx
from backend.features.editions.office_files.writing.write_xlsx import write_plan_xlsx
from backend.features.editions.queries import read_diff
from backend.features.editions.texts import StoredEdition, act_words, read_edition


async def plan_document(
    session: AsyncSession, edition_id: UUID, *, kind: str, today: date
) -> OutgoingFile:
    """Return an edition or a draft in the form of the decree; raises `NotFound`, `Conflict` when it has no rows."""
    stored = await read_edition(session, edition_id)
    text, name = await _text(session, stored, today)
    if not any(True for _ in text.rows()):
        raise Conflict("Строк этой редакции в системе нет: её текст не загружен.")
    words = act_words(stored.act, stored.edition.number)
    if kind == "docx":
        content = await asyncio.to_thread(write_plan_docx, text, _approval(stored))
        return OutgoingFile(f"{name}.docx", DOCX, content)
    parameters = [
        ("План", stored.plan.title),
        ("Редакция", words),
        ("Строк", str(sum(1 for _ in text.rows()))),
        ("Выгружено", short_date(today)),
    ]
    try:
        content = await asyncio.to_thread(write_plan_xlsx, text, parameters)
    except ValueError as error:
        raise Invalid(
            "Один из текстов плана длиннее, чем помещается в ячейку Excel. Выгрузите DOCX."
        ) from error
    return OutgoingFile(f"{name}.xlsx", XLSX, content)


async def diff_document(
    session: AsyncSession, edition_id: UUID, before_id: UUID | None
) -> OutgoingFile:
    """Return «Что изменило распоряжение»; raises `NotFound`, `Conflict` when there is nothing to compare with."""
    before, after, diff = await read_diff(session, edition_id, before_id)
    if before is None or diff is None:
        raise Conflict("Сравнить не с чем: текст предыдущей редакции не загружен.")
    content = await asyncio.to_thread(
        write_diff_docx,
        diff,
        act_words(before.act, before.edition.number),
        act_words(after.act, after.edition.number),
    )
    number = after.act.number if after.act else str(after.edition.number)
    return OutgoingFile(f"Что изменило № {number}.docx", DOCX, content)


async def _text(session: AsyncSession, stored: StoredEdition, today: date) -> tuple[PlanText, str]:
    if stored.act is not None:
        return stored.text(), f"{stored.plan.title}, № {stored.act.number}"
    draft = await read_open_draft(session, stored.edition.id, today)
    return plan_text(draft.document), f"{stored.plan.title}, проект"


def _approval(stored: StoredEdition) -> Approval:
    """Return the stamp of the annex as the decree has it."""
    act = stored.act
    if act is None:
        return Approval(("ПРОЕКТ",))
    return Approval(
        (
            "Приложение",
            f"к {_to_whom(act.kind)}",
            act.issuer,
            f"от {short_date(act.signed_on)} № {act.number}",
        )
    )


def _to_whom(kind: str) -> str:
    """Return the kind of an act after «к»: «распоряжению», «приказу»."""
    endings = {
        "распоряжение": "распоряжению",
        "приказ": "приказу",
        "постановление": "постановлению",
    }
    return endings.get(kind.lower(), kind)
