"""Reads of anti-risk programmes: by factor of a school, and one whole."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.actions import BlockedOut, possible
from backend.core.errors import NotFound
from backend.core.file_replies import OutgoingFile
from backend.core.files import FileStore
from backend.domain.lifecycle.programmes import (
    MEASURE,
    PROGRAMME,
    why_not_decide_measure,
    why_not_decide_programme,
    why_not_show_measure,
)
from backend.domain.programme_notes import Measure, Note, Programme, programme_notes
from backend.features.programmes.schemas import (
    MeasureOut,
    ProgrammeNoteOut,
    ProgrammeOut,
    ProgrammeRowOut,
    ProgrammeStepOut,
    SchoolProgrammesOut,
)
from backend.features.programmes.stages import stage_opens_on

# A factor selected for work without a programme stands here too: it is what is missing.
_ROWS = """
select g.id, s.id as school_id, s.short_name as school_name, f.code as factor, f.name as factor_name, k.cycle,
    coalesce(v.is_selected, false) as is_selected, g.state,
    count(m.id) as measures, count(m.id) filter (where m.stage = 1) as stage1,
    count(m.id) filter (where m.stage = 1 and m.state = 'confirmed') as stage1_confirmed,
    count(m.id) filter (where m.stage = 2) as stage2,
    count(m.id) filter (where m.stage = 2 and m.state = 'confirmed') as stage2_confirmed,
    count(m.id) filter (where m.state = 'submitted') as waiting
from (
    select p.school_id, p.cycle, w.factor_id from risk_profile p join risk_verdict w on w.profile_id = p.id
    where w.is_selected
    union
    select school_id, cycle, factor_id from risk_programme
) k
join school s on s.id = k.school_id join risk_factor f on f.id = k.factor_id
left join risk_profile p on p.school_id = k.school_id and p.cycle = k.cycle
left join risk_verdict v on v.profile_id = p.id and v.factor_id = k.factor_id
left join risk_programme g on g.school_id = k.school_id and g.cycle = k.cycle and g.factor_id = k.factor_id
left join programme_measure m on m.programme_id = g.id
where {condition}
group by g.id, s.id, f.id, k.cycle, v.is_selected
order by s.sort_name, s.id, f.position
"""
_OF_SCHOOL = text(_ROWS.format(condition="k.school_id = :school and k.cycle = :cycle"))
_ONE_ROW = text(_ROWS.format(condition="g.id = :id"))
_CYCLE = text(
    "select max(cycle) from (select cycle from risk_profile where school_id = :school"
    " union all select cycle from risk_programme where school_id = :school) c"
)
_ONE = text(
    "select g.*, p.full_name as submitted_by, coalesce((select max(e.project_end) from project_member x"
    " join edition e on e.plan_id = x.plan_id and e.state = 'in_force' where x.school_id = g.school_id),"
    " make_date(g.cycle, 12, 31)) as project_ends_on"
    " from risk_programme g left join person p on p.id = g.submitted_by_id where g.id = :id"
)
_MEASURES = text(
    """
    select m.*, p.full_name as submitted_by, d.full_name as decided_by,
        coalesce(m.confirmed_on, :today) > m.due_on as is_late
    from programme_measure m left join person p on p.id = m.submitted_by_id left join person d on d.id = m.decided_by_id
    where m.programme_id = :id order by m.position
    """
)
_STEPS = text(
    "select t.action, m.title as measure, t.reason, p.full_name as person, t.at from programme_step t"
    " left join programme_measure m on m.id = t.measure_id left join person p on p.id = t.person_id"
    " where t.programme_id = :id order by t.at desc, t.id desc limit 200"
)
_FILE = text(
    "select file_sha256, file_name, media_type from programme_measure where id = :id and file_sha256 is not null"
)
_IS_OF_SCHOOL = text("select app.is_of_school(cast(:person as uuid), :school)")
_NONE_YET = "программы ещё нет"


async def list_programmes(
    session: AsyncSession, caller: Caller, school_id: UUID, *, cycle: int | None, today: date
) -> SchoolProgrammesOut:
    """Return a line for every factor selected for work or with a programme; raises `NotFound`."""
    if not await session.scalar(text("select id from school where id = :id"), {"id": school_id}):
        raise NotFound("Такой школы нет или она вам не видна.")
    asked = cycle or await session.scalar(_CYCLE, {"school": school_id}) or today.year
    rows = (await session.execute(_OF_SCHOOL, {"school": school_id, "cycle": asked})).mappings()
    items = [_row_out(row) for row in rows]
    sides = await sides_of(session, school_id)
    may_write = Permission.WRITE_DOCUMENTS in caller.permissions and "school" in sides
    wanted = [item for item in items if item.is_selected]
    return SchoolProgrammesOut(
        school_id=school_id,
        cycle=asked,
        items=items,
        accepted=sum(item.state == "accepted" for item in wanted),
        total=len(wanted),
        allowed_actions=["begin"] if may_write else [],
    )


async def get_programme(
    session: AsyncSession, caller: Caller, programme_id: UUID, *, today: date
) -> ProgrammeOut:
    """Return a programme whole; raises `NotFound`."""
    found = (await session.execute(_ONE, {"id": programme_id})).mappings().first()
    if found is None:
        raise NotFound("Такой программы нет или она вам не видна.")
    row = (await session.execute(_ONE_ROW, {"id": programme_id})).mappings().one()
    asked = {"id": programme_id, "today": today}
    measures = (await session.execute(_MEASURES, asked)).mappings().all()
    steps = (await session.execute(_STEPS, {"id": programme_id})).mappings()
    sides = await sides_of(session, found["school_id"])
    is_tied = await is_of_school(session, caller, found["school_id"])
    notes = notes_of(found, measures)
    allowed, blocked = _actions(caller, sides, found, notes, is_tied=is_tied)
    shown = set(ProgrammeOut.model_fields) & set(found.keys()) - {"programme"}
    return ProgrammeOut(
        programme=_row_out(row),
        **{name: found[name] for name in shown},
        measures=_measures_out(measures, caller, sides, found, today, is_tied=is_tied),
        notes=[
            ProgrammeNoteOut(rule=n.rule, severity=n.severity, what=n.what, why=n.why, fix=n.fix)
            for n in notes
        ],
        steps=[
            ProgrammeStepOut(
                words=PROGRAMME.step_words[s["action"]], measure=s["measure"], reason=s["reason"],
                person=s["person"], at=s["at"],
            )
            for s in steps
        ],
        allowed_actions=allowed,
        blocked=blocked,
    )  # fmt: skip


async def get_measure_file(
    session: AsyncSession, files: FileStore, measure_id: UUID
) -> OutgoingFile:
    """Return the file that shows a measure; raises `NotFound`."""
    row = (await session.execute(_FILE, {"id": measure_id})).mappings().first()
    if row is None:
        raise NotFound("Такого файла нет или он вам не виден.")
    content = await files.read(row["file_sha256"])
    return OutgoingFile(name=row["file_name"], media_type=row["media_type"], content=content)


async def is_of_school(session: AsyncSession, caller: Caller, school_id: UUID) -> bool:
    """Return whether the caller works at the school, whatever his role by it: he does not judge it."""
    asked = {"person": caller.person_id, "school": school_id}
    return bool(await session.scalar(_IS_OF_SCHOOL, asked))


def notes_of(programme: RowMapping, measures: Sequence[RowMapping]) -> list[Note]:
    """Return the notes on a stored programme."""
    same = ("goal", "indicator", "baseline", "target", "starts_on", "ends_on", "project_ends_on")
    of_measure = ("title", "stage", "due_on", "responsible", "evidence_kind")
    return programme_notes(
        Programme(
            **{name: programme[name] for name in same},
            measures=[Measure(**{name: m[name] for name in of_measure}) for m in measures],
        )
    )


def _row_out(row: RowMapping) -> ProgrammeRowOut:
    return ProgrammeRowOut(
        **row, state_title=PROGRAMME.states[row["state"]] if row["state"] else _NONE_YET
    )


def _actions(
    caller: Caller,
    sides: frozenset[str],
    row: RowMapping,
    notes: Sequence[Note],
    *,
    is_tied: bool,
) -> tuple[list[str], list[BlockedOut]]:
    refusals: dict[str, str | None] = {}
    if Permission.WRITE_DOCUMENTS in caller.permissions and "school" in sides:
        for action in ("save", "submit"):
            refusals[action] = PROGRAMME.why_not(row["state"], action)
    if Permission.REVIEW_DOCUMENTS in caller.permissions and sides & {"curator", "office"}:
        is_own = is_tied or row["submitted_by_id"] == caller.person_id
        severe = [note.what for note in notes if note.severity == "severe"]
        for action in ("accept", "return"):
            refusals[action] = why_not_decide_programme(
                row["state"], action, is_own=is_own, severe=severe
            )
    return possible(refusals)


def _measures_out(
    rows: Sequence[RowMapping],
    caller: Caller,
    sides: frozenset[str],
    programme: RowMapping,
    today: date,
    *,
    is_tied: bool,
) -> list[MeasureOut]:
    states = [(row["stage"], row["state"]) for row in rows]
    opens = {stage: stage_opens_on(stage, programme["cycle"], states) for stage, _ in states}
    return [
        _measure_out(
            row, caller, sides, programme["state"], opens[row["stage"]], today, is_tied=is_tied
        )
        for row in rows
    ]


def _measure_out(
    row: RowMapping,
    caller: Caller,
    sides: frozenset[str],
    programme: str,
    opens_on: date | None,
    today: date,
    *,
    is_tied: bool,
) -> MeasureOut:
    refusals: dict[str, str | None] = {}
    if Permission.WRITE_DOCUMENTS in caller.permissions and "school" in sides:
        refusals["evidence"] = why_not_show_measure(
            row["state"], programme=programme, stage=row["stage"], opens_on=opens_on, today=today
        )
    if Permission.REVIEW_DOCUMENTS in caller.permissions and sides & {"curator", "office"}:
        is_own = is_tied or row["submitted_by_id"] == caller.person_id
        for action in ("confirm", "send_back"):
            refusals[action] = why_not_decide_measure(row["state"], action, is_own=is_own)
    allowed, blocked = possible(refusals)
    shown = set(MeasureOut.model_fields) & set(row.keys()) - {"is_late"}
    return MeasureOut(
        **{name: row[name] for name in shown},
        is_late=bool(row["is_late"]),
        state_title=MEASURE.states[row["state"]],
        allowed_actions=allowed,
        blocked=blocked,
    )
