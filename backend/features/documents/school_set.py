"""The set of documents a programme asks of a school, with what the school has of it and what is missing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import NotFound
from backend.features.documents.queries import BRIEF, brief
from backend.features.documents.schemas import (
    DocumentBriefOut,
    DocumentFactorOut,
    DocumentKindList,
    DocumentKindOut,
    RequiredDocumentOut,
    SchoolDocumentsOut,
)

NO_SCHOOL = "Такой школы нет или она вам не видна."
_DONE = frozenset({"approved", "published"})
_CYCLES = text("select distinct cycle from required_document order by cycle desc")
_KINDS = text(
    """
    select k.code, k.title, k.is_per_factor, k.is_many,
        array(select n.title from document_kind n where n.code = any (k.requires) order by n.position) as requires,
        r.id is not null as is_required, r.due_on, r.plan_row
    from document_kind k left join required_document r on r.kind_id = k.id and r.cycle = :cycle
    order by k.position
    """
)
_OF_SCHOOL = text(
    f"{BRIEF} where d.school_id = :school and d.cycle = :cycle order by k.position, d.title, d.id"
)
_FACTORS = text(
    """
    select f.id, f.name, exists (select from risk_verdict v join risk_profile p on p.id = v.profile_id
        where v.factor_id = f.id and v.is_selected and p.school_id = :school and p.cycle = :cycle) as is_selected
    from risk_factor f order by f.position, f.name
    """
)
_SCHOOL = text("select id from school where id = :school")


async def list_document_kinds(
    session: AsyncSession, cycle: int | None, today: date
) -> DocumentKindList:
    """Return every kind with what the programme of a cycle (by default the running one) asks for."""
    cycles = list(await session.scalars(_CYCLES))
    chosen = cycle or running_cycle(cycles, today)
    rows = (await session.execute(_KINDS, {"cycle": chosen})).mappings()
    return DocumentKindList(
        cycle=chosen, cycles=cycles, items=[DocumentKindOut(**row) for row in rows]
    )


def running_cycle(cycles: Sequence[int], today: date) -> int:
    """Return the newest cycle that has begun; a year without a set of its own is a cycle too when there is none."""
    return max((year for year in cycles if year <= today.year), default=today.year)


async def get_school_documents(
    session: AsyncSession, caller: Caller, school_id: UUID, *, cycle: int | None, today: date
) -> SchoolDocumentsOut:
    """Return the documents of a school in a cycle; raises `NotFound`."""
    if await session.scalar(_SCHOOL, {"school": school_id}) is None:
        raise NotFound(NO_SCHOOL)
    kinds = await list_document_kinds(session, cycle, today)
    values = {"school": school_id, "cycle": kinds.cycle}
    rows = (await session.execute(_OF_SCHOOL, values)).mappings().all()
    factors = [
        DocumentFactorOut(**row) for row in (await session.execute(_FACTORS, values)).mappings()
    ]
    required = [
        slot
        for kind in kinds.items
        if kind.is_required
        for slot in _slots(kind, rows, factors, today)
    ]
    shown = {document.id for slot in required for document in slot.documents}
    sides = await sides_of(session, school_id)
    may_write = Permission.WRITE_DOCUMENTS in caller.permissions and sides & {"school", "office"}
    return SchoolDocumentsOut(
        school_id=school_id,
        cycle=kinds.cycle,
        cycles=kinds.cycles,
        required=required,
        required_done=sum(slot.is_done for slot in required),
        others=[brief(row) for row in rows if row["id"] not in shown],
        kinds=kinds.items,
        factors=factors,
        allowed_actions=["create"] if may_write else [],
    )


def _slots(
    kind: DocumentKindOut,
    rows: Sequence[RowMapping],
    factors: Sequence[DocumentFactorOut],
    today: date,
) -> list[RequiredDocumentOut]:
    of_kind = [brief(row) for row in rows if row["kind"] == kind.code]
    if not kind.is_per_factor:
        return [_slot(kind, None, of_kind, today, remark=None)]
    selected = [factor for factor in factors if factor.is_selected]
    if not selected:
        remark = "Направления для работы ещё не выбраны в рисковом профиле."
        return [_slot(kind, None, of_kind, today, remark=remark)]
    return [
        _slot(kind, factor, [d for d in of_kind if d.factor_id == factor.id], today, remark=None)
        for factor in selected
    ]


def _slot(
    kind: DocumentKindOut,
    factor: DocumentFactorOut | None,
    documents: list[DocumentBriefOut],
    today: date,
    *,
    remark: str | None,
) -> RequiredDocumentOut:
    live = [d for d in documents if d.state != "archived"]
    is_given = any(d.state not in {"draft", "returned"} for d in live)
    return RequiredDocumentOut(
        kind=kind.code,
        kind_title=kind.title,
        factor_id=factor.id if factor else None,
        factor_name=factor.name if factor else None,
        due_on=kind.due_on,
        plan_row=kind.plan_row,
        is_overdue=kind.due_on is not None and kind.due_on < today and not is_given,
        is_done=any(d.state in _DONE for d in live),
        remark=remark,
        documents=live,
    )
