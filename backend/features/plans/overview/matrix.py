"""School × row of the plan: one statement for the columns, one for the cells, whatever the number of schools."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.window_status import Status, StatusKind, Window, window_status
from backend.domain.wording import short_date
from backend.features.plans.overview.schemas import (
    LookOut,
    MatrixColumnOut,
    MatrixOut,
    MatrixRowOut,
)
from backend.features.plans.rows import OPEN_ENDED, EditionRows, read_rows
from backend.features.plans.schemas import ActivityOut

# One line a school: arrays over the rows that count it. What a school has reported stands beside what it has proven.
_CELLS = text(
    """
    select s.id as school_id, s.short_name as name,
        exists (select from project_member m join edition e on e.plan_id = m.plan_id
            where e.id = :edition and m.school_id = s.id
                and :day >= m.joined_on and :day < coalesce(m.left_on, 'infinity')) as is_member,
        array_agg(v.activity_id) as activities, array_agg(w.id) as windows, array_agg(moved.to_on) as moved_to,
        array_agg(v.met_on) as met_on,
        array_agg(cardinality(v.since) - cardinality(array_positions(v.since, null))) as done,
        array_agg(cardinality(v.since)) as needed, array_agg(coalesce(o.state, 'planned')) as states
    from app.result_state(:edition, :day) v
    join school s on s.id = v.school_id
    join activity a on a.id = v.activity_id
    left join activity_window w on w.activity_id = a.id and w.slot = v.slot
    left join occurrence o on o.lineage_id = a.lineage_id and o.slot = v.slot and o.school_id = v.school_id
    left join (
        select distinct on (r.lineage_id, r.slot, r.school_id) r.lineage_id, r.slot, r.school_id, r.to_on
        from reschedule r where r.school_id is not null
        order by r.lineage_id, r.slot, r.school_id, r.recorded_at desc, r.id desc
    ) moved on moved.lineage_id = a.lineage_id and moved.slot = v.slot and moved.school_id = v.school_id
    where v.result_position = 1
    group by s.id
    order by s.sort_name, s.id
    """
)
_CELL_COLUMNS = ("activities", "windows", "moved_to", "met_on", "done", "needed", "states")
_DENSE_STATES = {"reported": "сдано", "returned": "вернули", "cancelled": "отменено"}
_NOT_HERE = -1


async def get_matrix(session: AsyncSession, edition_id: UUID, today: date) -> MatrixOut:
    """Return every school the reader sees against every row, in the order of names and of the act; raises `NotFound`."""
    rows = await read_rows(session, edition_id=edition_id, today=today, with_figures=False)
    values = {"edition": edition_id, "day": today}
    schools = (await session.execute(_CELLS, values)).mappings().all()
    looks = _Looks(rows, today)
    place = {row.id: number for number, row in enumerate(rows.activities)}
    lines = [_line(school, place, looks) for school in schools]
    done = {number for number, look in enumerate(looks.listed) if look.kind == StatusKind.OK}
    return MatrixOut(
        edition_id=edition_id,
        plan_title=rows.head["plan_title"],
        on=today,
        columns=[
            _column(row, rows, [line.cells[number] for line in lines], done)
            for row, number in zip(rows.activities, place.values(), strict=True)
        ],
        rows=lines,
        looks=looks.listed,
    )


class _Cell(NamedTuple):
    """What decides how a cell looks: the row and its window, and how one school stands there."""

    activity_id: UUID
    window_id: UUID | None
    moved_to: date | None
    met_on: date | None
    done: int
    needed: int
    state: str


class _Looks:
    """The different cells there are; a cell is a place in this list, so that thousands of cells stay small."""

    def __init__(self, rows: EditionRows, today: date) -> None:
        self.listed: list[LookOut] = []
        self._places: dict[_Cell | date, int] = {}
        self._today = today
        self._adopted_on: date = rows.head["effective_on"]
        self._rows = {row.id: row for row in rows.activities}
        self._windows = {w.id: w for row in rows.activities for w in row.windows}

    def place(self, cell: _Cell) -> int:
        """Return where the look of such a cell stands, adding it the first time."""
        key = cell.met_on or cell
        if key not in self._places:
            self._places[key] = len(self.listed)
            self.listed.append(self._look(cell))
        return self._places[key]

    def _look(self, cell: _Cell) -> LookOut:
        met_on = cell.met_on
        if met_on is not None:
            dense = f"{met_on:%d.%m}" if met_on.year == self._today.year else f"{met_on:%m.%y}"
            return LookOut(kind=StatusKind.OK, text=f"Выполнено {short_date(met_on)}", short=dense)
        window = self._windows.get(cell.window_id) if cell.window_id else None
        if window is None:
            return LookOut(kind=StatusKind.IDLE, text="Срок не указан", short="—")
        part = f"{cell.done} из {cell.needed}" if cell.needed > 1 and cell.done else ""
        status = window_status(
            Window(
                window.starts_on,
                window.ends_on,
                # A report that was accepted though a fact is missing still waits for the fact.
                state="planned" if cell.state == "accepted" else cell.state,
                rescheduled_to=cell.moved_to or window.rescheduled_to,
            ),
            today=self._today,
            adopted_on=self._adopted_on,
            open_ended=self._rows[cell.activity_id].recurrence in OPEN_ENDED,
        )
        if part and status.kind == StatusKind.IDLE:
            status = Status(StatusKind.RUN, "В работе", status.days)
        words = f"{status.text}: {part}" if part else status.text
        return LookOut(kind=status.kind, text=words, short=_dense(cell, status, part))


def _dense(cell: _Cell, status: Status, part: str) -> str:
    """Return the few letters that fit a cell of a matrix of 36 schools."""
    if cell.state in _DENSE_STATES and status.kind != StatusKind.LATE:
        return _DENSE_STATES[cell.state]
    match status.kind:
        case StatusKind.LATE:
            return f"\u2212{status.days}\u00a0дн"
        case StatusKind.DUE:
            return f"{status.days}\u00a0дн" if status.days else "сегодня"
        case StatusKind.RUN:
            return part.replace(" из ", "/") or "идёт"
        case _:
            return "ждёт" if status.days is None else "рано"


def _line(school: RowMapping, place: Mapping[UUID, int], looks: _Looks) -> MatrixRowOut:
    cells = [_NOT_HERE] * len(place)
    columns = (school[name] for name in _CELL_COLUMNS)
    for cell in map(_Cell, *columns):
        cells[place[cell.activity_id]] = looks.place(cell)
    kinds = [looks.listed[cell].kind for cell in cells if cell != _NOT_HERE]
    return MatrixRowOut(
        school_id=school["school_id"],
        school_name=school["name"],
        is_member=school["is_member"],
        cells=cells,
        done=kinds.count(StatusKind.OK),
        total=len(kinds),
        late=kinds.count(StatusKind.LATE),
        due=kinds.count(StatusKind.DUE),
    )


def _column(
    row: ActivityOut, rows: EditionRows, cells: Sequence[int], done: Collection[int]
) -> MatrixColumnOut:
    window = next((w for w in row.windows if w.status == row.status), None)
    return MatrixColumnOut(
        activity_id=row.id,
        number=row.number,
        title=row.title,
        section_code=rows.section_of[row.id][0],
        term_source=row.term_source,
        ends_on=(window.rescheduled_to or window.ends_on) if window else None,
        status=row.status,
        met=sum(cell in done for cell in cells),
        total=sum(cell != _NOT_HERE for cell in cells),
    )
