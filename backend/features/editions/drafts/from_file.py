"""From a recognised file to the document of a draft; rows that continue those of an edition keep what hangs on them."""

import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict, NotFound
from backend.domain.plan_diff import match_rows
from backend.domain.plan_table import Recognised
from backend.features.editions.document import (
    DraftAct,
    DraftDocument,
    DraftSection,
)
from backend.features.editions.drafts.stated import keep_stated
from backend.features.editions.texts import StoredEdition, StoredRow, document_of, draft_row
from backend.tables import PlanImport

RECOGNISED: TypeAdapter[Recognised] = TypeAdapter(Recognised)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_PROJECT_CODE = "500+"


async def take_import(
    session: AsyncSession, import_id: UUID, before: StoredEdition | None
) -> tuple[UUID, DraftDocument]:
    """Return the office and the document of a recognised file; raises `NotFound`, `Conflict`."""
    kept = await session.scalar(
        select(PlanImport).where(PlanImport.id == import_id).with_for_update()
    )
    if kept is None:
        raise NotFound("Такой загрузки плана нет или она вам не видна.")
    if kept.state != "recognised":
        raise Conflict(_WHY_NOT[kept.state])
    recognised = RECOGNISED.validate_python(kept.recognised)
    try:
        document = document_from(recognised, before)
    except ValidationError as error:
        raise Conflict(_TOO_BIG) from error
    return kept.office_id, await keep_stated(session, document, before) if before else document


async def mark_drafted(
    session: AsyncSession, import_id: UUID, *, edition_id: UUID, plan_id: UUID
) -> None:
    """Say which draft a file has become."""
    await session.execute(
        update(PlanImport)
        .where(PlanImport.id == import_id)
        .values(state="drafted", edition_id=edition_id, plan_id=plan_id)
    )


_TOO_BIG = (
    "План в файле больше, чем помещается в черновик: до 60 разделов, до 300 строк в разделе,"
    " заголовок до 4000 знаков, номер строки до 60 знаков. Разделите файл."
)
_WHY_NOT = {
    "received": "Файл ещё читается. Дождитесь конца.",
    "refused": "Файл не прочитан: загрузите исправленный.",
    "drafted": "Из этого файла черновик уже создан. Загрузите файл ещё раз, если нужен другой.",
}


def document_from(recognised: Recognised, before: StoredEdition | None) -> DraftDocument:
    """Return the draft a file becomes: its words, and from the edition before what no file says.

    Remarks about the file stay with the import: they are for whoever reads it, not for the author of the act.
    """
    plan = recognised.plan
    same = match_rows(before.text(), plan) if before else {}
    stored = before.rows() if before else {}
    base = base_document(recognised, before)
    # A number that stands twice in the file is asked about: only its first row goes on as the old one.
    taken: set[str] = set()

    def continues(number: str) -> StoredRow | None:
        found = stored.get(same.get(number, ""))
        if found is None or number in taken:
            return None
        taken.add(number)
        return found

    heading = plan.heading or base.heading
    found = base.model_copy(
        update={
            "heading": heading,
            "act": base.act if before else base.act.model_copy(update={"title": heading}),
            "sections": [
                DraftSection(
                    key=uuid4(),
                    code=section.code,
                    title=section.title or f"Раздел {section.code}",
                    form=section.form.value,
                    rows=[
                        draft_row(
                            row,
                            continues(row.number),
                            target_set="project_500_schools"
                            if section.code == _PROJECT_CODE
                            else "low_results_schools",
                        )
                        for row in section.rows
                    ],
                )
                for section in plan.sections
            ],
        }
    )
    # A copy with changes is not checked by itself.
    return DraftDocument.model_validate(found.model_dump())


def base_document(recognised: Recognised, before: StoredEdition | None) -> DraftDocument:
    """Return what a draft from this file has beside its rows: periods and act of the edition before, or blanks."""
    return document_of(before) if before else _blank(recognised.plan.heading)


def _blank(heading: str) -> DraftDocument:
    """Return a document for a plan that has no edition yet; its years are those of the heading of its file."""
    years = sorted({int(year) for year in _YEAR.findall(heading)})
    first, last = (years[0], years[-1]) if years else (2000, 2000)
    values: dict[str, Any] = {
        "heading": "План",
        "period_text": f"{first}–{last}" if last > first else str(first),
        "period_start": date(first, 1, 1),
        "period_end": date(last, 12, 31),
        "project_start": None,
        "project_end": None,
        "responsible_official": "—",
        "controlled_by": None,
        "sections": [],
        "act": DraftAct(
            kind="распоряжение",
            number=None,
            signed_on=None,
            issuer="—",
            title="План",
            signed_by=None,
            effective_on=None,
        ),
    }
    return DraftDocument(**values)
