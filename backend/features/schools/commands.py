"""Writes of schools: classes of a year, renames, mergers, closings. Nothing of a school is ever removed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import require_side
from backend.core.errors import Conflict, NotFound, wrong_field
from backend.core.file_replies import StaleVersion
from backend.domain.wording import short_date
from backend.features.schools.dossier import list_living, version_of
from backend.features.schools.dossier_schemas import ClassesIn, ReorganisationIn
from backend.tables import Reorganisation, School, SchoolClass

_FARTHEST = timedelta(days=366)


async def write_classes(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    written: ClassesIn,
    *,
    version: int,
    now: datetime,
    today: date,
) -> None:
    """Replace the classes of a year; what is the same stays untouched. Raises `Invalid`, `NotFound`, `StaleVersion`.

    Sent once more after a lost reply it does nothing.
    """
    await _locked(session, school_id)
    await require_side(session, school_id, {"office", "school"})
    if written.as_of > today:
        raise wrong_field("as_of", "Этот день ещё не наступил.")
    if (
        not date(written.academic_year, 8, 1)
        <= written.as_of
        <= date(written.academic_year + 1, 8, 31)
    ):
        raise wrong_field("as_of", "Этот день не в том учебном году.")
    named = {(c.grade, c.letter): c.pupils for c in written.classes}
    if len(named) != len(written.classes):
        raise wrong_field("classes", "Один и тот же класс назван дважды.")
    of_year = (
        SchoolClass.school_id == school_id,
        SchoolClass.academic_year == written.academic_year,
    )
    there = {
        (c.grade, c.letter): c for c in await session.scalars(select(SchoolClass).where(*of_year))
    }
    kept = [(c.grade, c.letter, c.pupils, c.as_of, c.source) for c in there.values()]
    wanted = [(*key, pupils, written.as_of, written.source) for key, pupils in named.items()]
    if sorted(kept) == sorted(wanted):
        return
    if version_of(kept) != version:
        raise StaleVersion(
            "Контингент этого года уже изменил кто-то другой."
            " Обновите страницу и сверьте: введённое останется в форме."
        )
    gone = [c.id for key, c in there.items() if key not in named]
    if gone:
        await session.execute(delete(SchoolClass).where(SchoolClass.id.in_(gone)))
    shared = {
        "as_of": written.as_of, "source": written.source, "person_id": caller.person_id, "recorded_at": now,
    }  # fmt: skip
    for key, pupils in named.items():
        old = there.get(key)
        if old is not None and (old.pupils, old.as_of, old.source) != (
            pupils,
            written.as_of,
            written.source,
        ):
            await session.execute(
                update(SchoolClass).where(SchoolClass.id == old.id).values(pupils=pupils, **shared)
            )
    fresh = [
        {
            "school_id": school_id, "academic_year": written.academic_year, "grade": grade, "letter": letter,
            "pupils": pupils, **shared,
        }
        for (grade, letter), pupils in named.items()
        if (grade, letter) not in there
    ]  # fmt: skip
    if fresh:
        await session.execute(insert(SchoolClass).values(fresh))


async def reorganise(
    session: AsyncSession,
    caller: Caller,
    school_id: UUID,
    change: ReorganisationIn,
    *,
    now: datetime,
    today: date,
) -> None:
    """Rename, merge, close or reopen a school, by an act; raises `Conflict` with what stands in the way, `Invalid`."""
    school = await _locked(session, school_id, change.successor_id)
    await require_side(session, school_id, {"office"})
    if change.happened_on > today + _FARTHEST:
        raise wrong_field("happened_on", "Дата отстоит от сегодня больше чем на год: проверьте её.")
    if school.active_from and change.happened_on < school.active_from:
        raise wrong_field("happened_on", f"Школа открыта {short_date(school.active_from)}.")
    values, former = await _new_state(session, school, change, today)
    await session.execute(update(School).where(School.id == school_id).values(**values))
    await session.execute(
        insert(Reorganisation).values(
            school_id=school_id, kind=change.kind, happened_on=change.happened_on, basis=change.basis,
            successor_id=change.successor_id, person_id=caller.person_id, recorded_at=now, **former,
        )
    )  # fmt: skip


async def _new_state(
    session: AsyncSession, school: School, change: ReorganisationIn, today: date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the new columns of the school and the former names to keep."""
    if change.kind == "renamed":
        return _renamed(school, change)
    if change.kind == "reopened":
        if school.active_to is None:
            raise Conflict("Школа и так открыта.")
        if change.happened_on < school.active_to <= today:
            closed = short_date(school.active_to)
            raise wrong_field(
                "happened_on", f"Школа закрыта {closed}: раньше её не открывали снова."
            )
        return {"active_to": None, "successor_id": None}, {}
    if school.active_to is not None:
        raise Conflict(f"Школа уже закрыта {short_date(school.active_to)}.")
    if change.kind == "merged" and change.successor_id is None:
        raise wrong_field("successor_id", "Укажите, к какой школе она присоединяется.")
    if change.successor_id is not None:
        await _check_successor(session, school, change.successor_id, today)
    living = await list_living(session, school.id, change.happened_on)
    if living:
        listed = ", ".join(f"{item.text}: {item.count}" for item in living)
        raise Conflict(
            f"Сначала завершите или передайте то, что ещё идёт: {listed}.", slug="school-is-alive"
        )
    return {"active_to": change.happened_on, "successor_id": change.successor_id}, {}


def _renamed(school: School, change: ReorganisationIn) -> tuple[dict[str, Any], dict[str, Any]]:
    if school.active_to is not None:
        raise Conflict("Закрытую школу не переименовывают.")
    if not change.short_name or not change.full_name:
        field = "short_name" if not change.short_name else "full_name"
        raise wrong_field(field, "Укажите новое краткое и полное название.")
    if (change.short_name, change.full_name) == (school.short_name, school.full_name):
        raise wrong_field("short_name", "Это и есть нынешнее название.")
    former = {"former_short_name": school.short_name, "former_full_name": school.full_name}
    return {"short_name": change.short_name, "full_name": change.full_name}, former


async def _check_successor(
    session: AsyncSession, school: School, successor_id: UUID, today: date
) -> None:
    """Refuse a successor that is closed or will be: so no circle of successors ever closes, whoever writes at once."""
    successor = await session.scalar(select(School).where(School.id == successor_id))
    if successor is None:
        raise wrong_field("successor_id", "Такой школы нет или она вам не видна.")
    if successor.id == school.id:
        raise wrong_field("successor_id", "Школа не может быть правопреемником самой себя.")
    if successor.active_to is not None:
        word = "закрыта" if successor.active_to < today else "закрывается"
        closing = short_date(successor.active_to)
        raise wrong_field(
            "successor_id", f"Эта школа сама {word} {closing}: назовите ту, что останется."
        )


async def _locked(session: AsyncSession, school_id: UUID, other_id: UUID | None = None) -> School:
    """Return the school, locked; a successor is locked with it, in one order, so that it does not close meanwhile."""
    rows = await session.scalars(
        select(School)
        .where(School.id.in_({school_id, other_id or school_id}))
        .order_by(School.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {school.id: school for school in rows}
    if school_id not in found:
        raise NotFound("Такой школы нет или она вам не видна.")
    return found[school_id]
