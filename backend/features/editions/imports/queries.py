"""Reads of plan imports: what a file was recognised as, beside the edition it would replace."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.plan_diff import match_rows
from backend.domain.plan_table import Recognised
from backend.domain.plan_text import RowText, SectionText
from backend.features.editions.document import DraftDocument
from backend.features.editions.drafts.from_file import RECOGNISED, base_document
from backend.features.editions.drafts.queries import window_out
from backend.features.editions.drafts.reading import read_row_term
from backend.features.editions.imports.schemas import (
    ImportRemarkOut,
    ImportRowOut,
    ImportSectionOut,
    PlanImportOut,
)
from backend.features.editions.texts import StoredEdition, read_edition
from backend.tables import Edition, PlanImport


async def get_plan_import(session: AsyncSession, import_id: UUID) -> PlanImportOut:
    """Return a file with a plan table as far as it has got; raises `NotFound`."""
    kept = await session.scalar(
        select(PlanImport)
        .where(PlanImport.id == import_id)
        .execution_options(populate_existing=True)
    )
    if kept is None:
        raise NotFound("Такой загрузки плана нет или она вам не видна.")
    recognised = RECOGNISED.validate_python(kept.recognised) if kept.recognised else None
    before = await _edition_before(session, kept.plan_id)
    sections = _sections(recognised, before) if recognised else []
    rows = [row for section in sections for row in section.rows]
    remarks = recognised.remarks if recognised else ()
    return PlanImportOut(
        id=kept.id,
        state=kept.state,
        file_name=kept.file_name,
        job_id=kept.job_id,
        refusal=kept.refusal,
        plan_id=kept.plan_id,
        edition_id=kept.edition_id,
        heading=recognised.plan.heading if recognised else None,
        sections=sections,
        remarks=[ImportRemarkOut(number=r.row_number, text=r.text) for r in remarks],
        rows=len(rows),
        questions=sum(len(row.questions) for row in rows),
        allowed_actions=["create_draft", "create_plan"] if kept.state == "recognised" else [],
    )


async def _edition_before(session: AsyncSession, plan_id: UUID | None) -> StoredEdition | None:
    """Return the edition in force of the plan a file was sent for; without a plan, of the newest one."""
    query = (
        select(Edition.id)
        .where(Edition.state == "in_force")
        .order_by(Edition.effective_on.desc(), Edition.id)
    )
    if plan_id is not None:
        query = query.where(Edition.plan_id == plan_id)
    found = await session.scalar(query.limit(1))
    return await read_edition(session, found) if found else None


def _sections(recognised: Recognised, before: StoredEdition | None) -> list[ImportSectionOut]:
    document = base_document(recognised, before)
    same = match_rows(before.text(), recognised.plan) if before else {}
    return [
        ImportSectionOut(
            code=section.code,
            title=section.title,
            form=section.form,
            rows=[_row(row, section, document, recognised, same) for row in section.rows],
        )
        for section in recognised.plan.sections
    ]


def _row(
    row: RowText,
    section: SectionText,
    document: DraftDocument,
    recognised: Recognised,
    same: dict[str, str],
) -> ImportRowOut:
    term = read_row_term(row.term_source, row.title, document, form=section.form)
    return ImportRowOut(
        number=row.number,
        title=row.title,
        term_source=row.term_source,
        responsible_source=row.responsible_source,
        result_document=row.result_document,
        expected_result=row.expected_result,
        cells=list(row.cells),
        term_kind=term.kind,
        windows=[window_out(window) for window in term.windows],
        questions=[
            *term.questions,
            *(r.text for r in recognised.remarks if r.row_number == row.number),
        ],
        matched_number=same.get(row.number),
    )
