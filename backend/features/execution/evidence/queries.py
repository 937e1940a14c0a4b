"""Reads of evidence: by row, by filter, one by one, and its file."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.domain.lifecycle.evidence import why_not_evidence
from backend.features.execution.row import Closures, read_closures
from backend.features.execution.schemas import EvidenceList, EvidenceOut
from backend.tables import Evidence

_SHOWN = 200
_SELECT = """
select e.id, k.code as fact, k.title as fact_title, e.state, e.school_id, s.short_name as school_name,
    about.full_name as about_person, e.occurred_on, e.recorded_at, e.basis, e.kind, e.file_name, e.file_size,
    e.link_url, e.counted, e.of_total, coalesce(author.full_name, case when e.person_id is not null
        then 'сотрудник другой организации' when e.kind = 'system' then 'внешняя система' end) as author,
    e.decided_at, decider.full_name as decided_by, e.decision_reason,
    e.person_id, e.about_person_id, e.lineage_id, e.slot
from evidence e join fact_kind k on k.id = e.fact_kind_id
left join school s on s.id = e.school_id
left join person about on about.id = e.about_person_id
left join person author on author.id = e.person_id
left join person decider on decider.id = e.decided_by_id
where {condition}
order by e.recorded_at desc, e.id desc limit :limit
"""
_OF_ROW = text(
    _SELECT.format(
        condition="e.lineage_id = :lineage or (e.school_id = any (:schools) and k.code = any (:facts)"
        " and not k.is_per_row)"
    )
)
_ONE = text(_SELECT.format(condition="e.id = :id"))
_LISTED = text(
    _SELECT.format(
        condition="(cast(:activity as uuid) is null or e.lineage_id = (select a.lineage_id from activity a"
        " where a.id = :activity)) and (cast(:school as uuid) is null or e.school_id = :school)"
        " and (cast(:fact as text) is null or k.code = :fact)"
        " and (cast(:state as text) is null or e.state = :state)"
    )
)
_OUT = frozenset(EvidenceOut.model_fields)


@dataclass(frozen=True, slots=True)
class Offered:
    """A piece of evidence as the reader sees it, and what decides whose report it stands for."""

    shown: EvidenceOut
    author_id: UUID | None
    is_about_person: bool


async def read_evidence(
    session: AsyncSession,
    caller: Caller,
    *,
    lineage_id: UUID,
    schools: Collection[UUID],
    facts: Collection[str],
) -> Mapping[tuple[UUID | None, int | None], Sequence[Offered]]:
    """Return evidence of a row by (school, slot), and under (school, None) what its schools showed elsewhere."""
    values = {
        "lineage": lineage_id,
        "schools": list(schools),
        "facts": list(facts),
        "limit": 5000,
    }
    found: dict[tuple[UUID | None, int | None], list[Offered]] = defaultdict(list)
    rows = (await session.execute(_OF_ROW, values)).mappings().all()
    closures = await _closures(session, rows)
    for row in rows:
        slot = row["slot"] if row["lineage_id"] == lineage_id else None
        found[row["school_id"], slot].append(
            Offered(
                _out(row, caller, closures), row["person_id"], row["about_person_id"] is not None
            )
        )
    return found


async def list_evidence(
    session: AsyncSession,
    caller: Caller,
    *,
    activity_id: UUID | None,
    school_id: UUID | None,
    fact: str | None,
    state: str | None,
) -> EvidenceList:
    """Return evidence the reader may see, the newest first."""
    values = {
        "activity": activity_id,
        "school": school_id,
        "fact": fact,
        "state": state,
        "limit": _SHOWN,
    }
    rows = (await session.execute(_LISTED, values)).mappings().all()
    closures = await _closures(session, rows)
    return EvidenceList(items=[_out(row, caller, closures) for row in rows])


async def get_evidence_file(
    session: AsyncSession, files: FileStore, evidence_id: UUID
) -> OutgoingFile:
    """Return the file of a piece of evidence; raises `NotFound`."""
    found = (
        await session.execute(
            select(Evidence.file_sha256, Evidence.file_name, Evidence.media_type).where(
                Evidence.id == evidence_id, Evidence.file_sha256.is_not(None)
            )
        )
    ).first()
    if found is None:
        raise NotFound("Такого файла нет или он вам не виден.")
    content = await files.read(found.file_sha256)
    return OutgoingFile(found.file_name, found.media_type, content)


async def get_evidence(session: AsyncSession, caller: Caller, evidence_id: UUID) -> EvidenceOut:
    """Return one piece of evidence the reader sees."""
    row = (await session.execute(_ONE, {"id": evidence_id, "limit": 1})).mappings().one()
    return _out(row, caller, await _closures(session, [row]))


async def _closures(session: AsyncSession, rows: Sequence[RowMapping]) -> Closures:
    return await read_closures(session, {row["lineage_id"] for row in rows if row["lineage_id"]})


def _out(row: RowMapping, caller: Caller, closures: Closures) -> EvidenceOut:
    verdicts: dict[str, str | None] = {}
    if Permission.ACCEPT_EXECUTION in caller.permissions:
        is_own = row["person_id"] is not None and row["person_id"] == caller.person_id
        place = {name: row[name] for name in ("lineage_id", "slot", "school_id")}
        closed = closures.reason(**place)
        verdicts = {
            action: why_not_evidence(row["state"], action, is_own=is_own, lock_reason=closed)
            for action in ("accept", "return", "revoke")
        }
    return EvidenceOut(
        **{name: row[name] for name in _OUT if name in row},
        allowed_actions=[action for action, reason in verdicts.items() if reason is None],
        blocked_by={action: reason for action, reason in verdicts.items() if reason},
    )
