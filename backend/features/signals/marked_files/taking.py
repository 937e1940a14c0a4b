"""Takes a list of marked schools: whose each login is, what would change, then everything or nothing.

A list is of a whole region: lines about schools that are not the sender's are told, and the rest is taken.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.access.sent_table import read_sent_table
from backend.core.files import FileStore
from backend.core.settings import Settings
from backend.domain.objectivity import MARKERS
from backend.features.signals.schemas import MarkedCellErrorOut, MarkedFileOut, MarkedUnknownOut
from backend.tables import MarkedSchool

_CHILD = "backend.features.signals.marked_files.child"
_UNKNOWN_SHOWN = 200
_ERRORS_SHOWN = 500
_NO_NAME = "список отмеченных школ"
# Only schools towards which the caller stands as the office or the resource centre.
_SCHOOLS = text(
    """
    select s.fisoko_login, s.id from school s
    where s.fisoko_login = any (:logins)
        and s.id in (select m.school_id from app.my_sides() m where m.side in ('office', 'methodist'))
    """
)
Marks = tuple[bool, ...]


async def take_marked_file(
    session: AsyncSession,
    caller: Caller,
    arrived: Arrived,
    files: FileStore,
    settings: Settings,
    *,
    is_dry_run: bool,
    now: datetime,
) -> MarkedFileOut:
    """Check a list and, unless it is only a trial or a cell is wrong, write it; raises `Invalid` (field «file»)."""
    table = await read_sent_table(
        _CHILD, arrived, files, settings, empty="В списке нет ни одной строки под заголовком."
    )
    rows: list[dict[str, Any]] = [row for row in table["rows"] if row["is_whole"]]
    known = {
        row.fisoko_login: row.id
        for row in await session.execute(_SCHOOLS, {"logins": [row["login"] for row in rows]})
    }
    said: dict[tuple[UUID, int], Marks] = {
        (known[row["login"]], row["year"]): tuple(code in row["markers"] for code in MARKERS)
        for row in rows
        if row["login"] in known
    }
    unknown = [row for row in rows if row["login"] not in known]
    stored = await _stored(session, said)
    changed = {place: marks for place, marks in said.items() if stored.get(place) != marks}

    def answer(outcome: Any) -> MarkedFileOut:
        return MarkedFileOut(
            outcome=outcome,
            rows=len(table["rows"]),
            years=sorted({year for _, year in said}),
            marked=sum(any(marks) for marks in said.values()),
            changed=len(changed),
            unchanged=len(said) - len(changed),
            unknown_total=len(unknown),
            unknown=[
                MarkedUnknownOut(row=row["row"], login=row["login"], school=row["school"])
                for row in unknown[:_UNKNOWN_SHOWN]
            ],
            errors=[MarkedCellErrorOut(**error) for error in table["errors"][:_ERRORS_SHOWN]],
            warnings=_warnings(table),
        )

    if table["errors"]:
        return answer("refused")
    if not changed:
        return answer("unchanged")
    if is_dry_run:
        return answer("checked")
    await _write(session, caller, arrived, changed, now)
    return answer("written")


def _warnings(table: dict[str, Any]) -> list[str]:
    if not table["ignored"]:
        return []
    return [f"Не использованы столбцы: {', '.join(table['ignored'])}."]


async def _stored(
    session: AsyncSession, said: dict[tuple[UUID, int], Marks]
) -> dict[tuple[UUID, int], Marks]:
    rows = await session.execute(
        select(MarkedSchool).where(
            MarkedSchool.school_id.in_({school_id for school_id, _ in said}),
            MarkedSchool.year.in_({year for _, year in said}),
        )
    )
    return {
        (row.school_id, row.year): tuple(getattr(row, code) for code in MARKERS)
        for row in rows.scalars()
    }


def _shown_name(filename: str | None) -> str:
    last = (filename or "").replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(c for c in last if c.isprintable())[:200].strip() or _NO_NAME


async def _write(
    session: AsyncSession,
    caller: Caller,
    arrived: Arrived,
    changed: dict[tuple[UUID, int], Marks],
    now: datetime,
) -> None:
    # In one order, so that two files at once wait for each other and not for ever.
    rows = [
        {
            "school_id": school_id,
            "year": year,
            **dict(zip(MARKERS, marks, strict=True)),
            "file_name": _shown_name(arrived.filename),
            "file_sha256": arrived.stored.sha256,
            "person_id": caller.person_id,
            "recorded_at": now,
        }
        for (school_id, year), marks in sorted(changed.items(), key=lambda item: str(item[0]))
    ]
    wish = upsert(MarkedSchool).values(rows)
    renewed = {name: wish.excluded[name] for name in rows[0] if name not in {"school_id", "year"}}
    await session.execute(
        wish.on_conflict_do_update(index_elements=["school_id", "year"], set_=renewed)
    )
