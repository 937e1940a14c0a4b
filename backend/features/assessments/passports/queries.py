"""Reads passports of diagnostic works."""

from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import Invalid, NotFound
from backend.core.paging import decode_cursor, encode_cursor
from backend.domain.lifecycle.passports import PASSPORT, why_not_approve
from backend.domain.work_titles import WAVE_TITLES, work_title
from backend.features.assessments.passports.schemas import (
    PassportBands,
    PassportTask,
    WorkPassportList,
    WorkPassportOut,
)
from backend.features.assessments.schemas import SubjectOut

_ROWS = (
    "select p.*, f.name as office_name, b.code as subject_code, b.name as subject_name,"
    " b.short_name as subject_short_name, a.full_name as author_name, y.full_name as approved_by,"
    " s.id as scale_id, p.office_id in (select app.my_passport_offices()) as is_mine,"
    " (select count(*) from protocol t join work w on w.id = t.work_id where t.state = 'current'"
    " and (w.procedure, w.subject_id, w.grade, w.programme_grade, w.year, w.wave, w.series)"
    " = ('dr', p.subject_id, p.grade, p.programme_grade, p.year, p.wave, p.series)) as protocols"
    " from work_passport p join territorial_office f on f.id = p.office_id"
    " join subject b on b.id = p.subject_id left join person a on a.id = p.author_id"
    " left join person y on y.id = p.approved_by_id"
    " left join scale s on s.passport_id = p.id and s.state = 'current'"
)
_LIST = text(
    f"{_ROWS} where p.state = coalesce(:state, p.state) and p.year = coalesce(:year, p.year)"
    " and b.code = coalesce(:subject, b.code)"
    " and (cast(:last_year as integer) is null or (p.year, p.id) < (:last_year, cast(:last as uuid)))"
    " order by p.year desc, p.id desc limit :limit"
)
_ONE = text(f"{_ROWS} where p.id = :id")


async def list_passports(
    session: AsyncSession,
    caller: Caller,
    *,
    year: int | None,
    subject: str | None,
    state: str | None,
    limit: int,
    cursor: str | None,
) -> WorkPassportList:
    """Return the passports the caller sees, the newest year first."""
    last_year, last = _after(cursor)
    named: dict[str, object] = {"year": year, "subject": subject, "state": state}
    named |= {"last_year": last_year, "last": last, "limit": limit + 1}
    rows = (await session.execute(_LIST, named)).mappings().all()
    page = rows[:limit]
    more = len(rows) > limit
    return WorkPassportList(
        items=[_passport(row, caller) for row in page],
        next_cursor=encode_cursor([page[-1]["year"], page[-1]["id"]]) if more else None,
        can_create=Permission.EDIT_SCALES in caller.permissions,
    )


async def get_passport(session: AsyncSession, caller: Caller, passport_id: UUID) -> WorkPassportOut:
    """Return a passport; raises `NotFound`."""
    row = (await session.execute(_ONE, {"id": passport_id})).mappings().first()
    if row is None:
        raise NotFound("Такого паспорта нет или он вам не виден.")
    return _passport(row, caller)


def _after(cursor: str | None) -> tuple[int | None, UUID | None]:
    if cursor is None:
        return None, None
    year, last = decode_cursor(cursor, parts=2)
    try:
        return int(year), UUID(last)
    except ValueError as error:
        raise Invalid(
            "Ссылка на продолжение списка повреждена. Откройте список с начала."
        ) from error


def _passport(row: RowMapping, caller: Caller) -> WorkPassportOut:
    same = (
        "id", "office_id", "office_name", "grade", "programme_grade", "year", "wave", "series", "title",
        "written_on", "state", "version", "author_name", "approved_by", "approved_at", "recorded_at",
        "scale_id", "protocols",
    )  # fmt: skip
    tasks = [PassportTask(**task) for task in row["tasks"]]
    refusals = {
        "save": PASSPORT.why_not(row["state"], "save"),
        "approve": why_not_approve(row["state"], is_author=row["author_id"] == caller.person_id),
    }
    if Permission.EDIT_SCALES not in caller.permissions or not row["is_mine"]:
        refusals = {}
    return WorkPassportOut.model_validate(
        {
            **{name: row[name] for name in same},
            "subject": SubjectOut(
                code=row["subject_code"],
                name=row["subject_name"],
                short_name=row["subject_short_name"],
            ),
            "wave_title": WAVE_TITLES[row["wave"]],
            "work_title": work_title(
                procedure="dr",
                year=row["year"],
                wave=row["wave"],
                subject=row["subject_name"],
                grade=row["grade"],
                programme_grade=row["programme_grade"],
                series=row["series"],
            ),
            "tasks": tasks,
            "max_primary": sum(task.max for task in tasks),
            "bands": None
            if row["min_3"] is None
            else PassportBands(min_3=row["min_3"], min_4=row["min_4"], min_5=row["min_5"]),
            "state_title": PASSPORT.states[row["state"]],
            "allowed_actions": [action for action, why in refusals.items() if why is None],
            "blocked_by": {action: why for action, why in refusals.items() if why is not None},
        }
    )
