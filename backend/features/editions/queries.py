"""Reads of editions: the catalogue of facts, what an edition changed, its signed act as a file."""

import mimetypes
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.domain.plan_diff import PlanDiff, RowChange, RowDiff, compare
from backend.features.editions.schemas import (
    EditionDiffOut,
    EditionRefOut,
    FactKindList,
    FactKindOut,
    FieldDiffOut,
    PieceOut,
    RowDiffOut,
)
from backend.features.editions.texts import StoredEdition, act_words, read_edition
from backend.tables import Act, Edition, EditionDraft, FactKind, Section

FIELD_TITLES = {
    "title": "Мероприятие",
    "term_source": "Сроки",
    "responsible_source": "Ответственные",
    "result_document": "Итоговый документ",
    "expected_result": "Ожидаемый результат",
}
_NOTHING_TO_COMPARE = (
    "Сравнить не с чем: строк предыдущей редакции в системе нет, её текст не загружен."
)


async def list_fact_kinds(session: AsyncSession) -> FactKindList:
    """Return the catalogue of facts in its order."""
    kinds = await session.scalars(select(FactKind).order_by(FactKind.position, FactKind.code))
    return FactKindList(
        items=[
            FactKindOut(
                code=kind.code,
                title=kind.title,
                missing_text=kind.missing_text,
                about=kind.about,
                counts_people=kind.counts_people,
                can_be_evidenced=not kind.is_derived,
            )
            for kind in kinds
        ]
    )


async def read_diff(
    session: AsyncSession, edition_id: UUID, before_id: UUID | None
) -> tuple[StoredEdition | None, StoredEdition, PlanDiff | None]:
    """Return both editions and their difference; None where the one before has no rows. Raises `NotFound`."""
    after = await read_edition(session, edition_id)
    if after.act is None:
        raise NotFound("Это черновик: его отличия показаны в самом черновике.")
    before_id = before_id or after.edition.based_on_id
    before = await read_edition(session, before_id) if before_id else None
    if before is None or not before.sections or not after.sections:
        return before, after, None
    numbers = {lineage: row.activity.number for lineage, row in before.lineages().items()}
    same = {
        row.activity.number: numbers[lineage]
        for lineage, row in after.lineages().items()
        if lineage in numbers
    }
    same_plan = before.plan.id == after.plan.id
    return before, after, compare(before.text(), after.text(), same if same_plan else None)


async def get_edition_diff(
    session: AsyncSession, edition_id: UUID, before_id: UUID | None
) -> EditionDiffOut:
    """Return what an edition changed, row by row and word by word; raises `NotFound`."""
    before, after, diff = await read_diff(session, edition_id, before_id)
    return EditionDiffOut(
        plan_title=after.plan.title,
        before=_reference(before) if before else None,
        after=_reference(after),
        others=await _others(session, after),
        cannot_compare=None if diff else _NOTHING_TO_COMPARE,
        same=diff.count(RowChange.SAME) if diff else 0,
        changed=diff.count(RowChange.CHANGED) if diff else 0,
        added=diff.count(RowChange.ADDED) if diff else 0,
        removed=diff.count(RowChange.REMOVED) if diff else 0,
        rows=[_row(row) for row in diff.rows] if diff else [],
    )


async def get_act_file(session: AsyncSession, files: FileStore, edition_id: UUID) -> OutgoingFile:
    """Return the signed act of an edition, or the file attached to a draft; raises `NotFound`."""
    found = (
        await session.execute(
            select(Act.file_sha256, Act.file_name, EditionDraft.file_sha256, EditionDraft.file_name)
            .select_from(Edition)
            .outerjoin(Act, Act.id == Edition.act_id)
            .outerjoin(EditionDraft, EditionDraft.edition_id == Edition.id)
            .where(Edition.id == edition_id)
        )
    ).first()
    sha256, name = ((found[0] or found[2]), (found[1] or found[3])) if found else (None, None)
    if sha256 is None or name is None:
        raise NotFound("К этой редакции файл распоряжения не приложен.")
    content = await files.read(sha256)
    return OutgoingFile(name, mimetypes.guess_type(name)[0] or "application/octet-stream", content)


async def _others(session: AsyncSession, after: StoredEdition) -> list[EditionRefOut]:
    has_rows = exists().where(Section.edition_id == Edition.id)
    found = await session.execute(
        select(Edition, Act, has_rows)
        .join(Act, Act.id == Edition.act_id)
        .where(Edition.id != after.edition.id, Edition.plan_id == after.plan.id)
        .order_by(Edition.number.desc())
    )
    return [_of(edition, act, has_rows=filled) for edition, act, filled in found]


def _reference(stored: StoredEdition) -> EditionRefOut:
    return _of(stored.edition, stored.act, has_rows=bool(stored.sections))


def _of(edition: Edition, act: Act | None, *, has_rows: bool) -> EditionRefOut:
    return EditionRefOut(
        id=edition.id,
        number=edition.number,
        state=edition.state,
        words=act_words(act, edition.number),
        has_rows=has_rows,
    )


def _row(row: RowDiff) -> RowDiffOut:
    shown = row.after or row.before
    assert shown is not None
    return RowDiffOut(
        kind=row.kind.value,
        is_moved=row.is_moved,
        section=row.section,
        before_number=row.before.number if row.before else None,
        after_number=row.after.number if row.after else None,
        title=shown.title,
        fields=[
            FieldDiffOut(
                field=text.field,
                title=FIELD_TITLES[text.field],
                pieces=[PieceOut(kind=p.kind.value, text=p.text) for p in text.pieces],
            )
            for text in row.texts
        ]
        or list(_whole(row)),
    )


def _whole(row: RowDiff) -> Iterator[FieldDiffOut]:
    """Yield every text of a row that came or went, as one piece each."""
    shown = row.after if row.kind is RowChange.ADDED else row.before
    if row.kind not in {RowChange.ADDED, RowChange.REMOVED} or shown is None:
        return
    for field, title in FIELD_TITLES.items():
        if text := getattr(shown, field):
            yield FieldDiffOut(
                field=field, title=title, pieces=[PieceOut(kind=row.kind.value, text=text)]
            )
