"""Entry and exit work side by side: common tasks by their passports, over the schools that wrote both."""

from collections.abc import Mapping, Sequence
from typing import NoReturn
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, Invalid
from backend.domain.statistics import (
    SUPPRESSED_BELOW,
    VERDICT_WORDS,
    Completion,
    completion,
    is_small_sample,
)
from backend.domain.task_analysis import (
    UNMATCHED_WORDS,
    PassportItem,
    Unmatched,
    completion_change,
    match_items,
)
from backend.features.task_analysis.schemas.entry_exit import (
    EntryExitOut,
    SkillChangeOut,
    SkillDifferenceOut,
    UnmatchedTaskOut,
)
from backend.features.task_analysis.scope_queries import (
    AskedScope,
    Place,
    WrittenWork,
    narrowed,
    read_work,
    scope_out,
    units,
)
from backend.features.task_analysis.task_queries import POINTS, completion_out
from backend.features.task_analysis.words import entry_exit_sentence

_BOTH = text(
    f"with {POINTS}, counted as ("
    " select o.no, o.task, count(*) as n, coalesce(sum(o.score), 0) as points"
    " from point o join pupil u on u.no = o.no and u.place = o.place group by o.no, o.task)"
    " select c.work_id, c.names[k.task] as name, c.maxima[k.task] as maximum, sum(k.n) as n, sum(k.points) as points"
    " from counted k join chosen c on c.no = k.no group by 1, 2, 3"
)
Sums = Mapping[tuple[UUID, str, int], tuple[int, int]]


async def compare_entry_exit(
    session: AsyncSession, caller: Caller, entry_work_id: UUID, asked: AskedScope
) -> EntryExitOut:
    """Compare the asked work, an exit one, with its entry work.

    Raises `NotFound`, `Invalid`, and `Conflict` `not-comparable` when the two have nothing in common.
    """
    if entry_work_id == asked.work_id:
        raise Invalid("Входная и итоговая работа должны быть разными.")
    entry, leaving = (
        await read_work(session, entry_work_id),
        await read_work(session, asked.work_id),
    )
    _refuse_other_works(entry, leaving)
    pairs, unmatched = match_items(entry.items, leaving.items)
    if not pairs:
        _refuse("no_common_tasks", _nothing_common(unmatched))
    before, after = (_with_tasks(narrowed_or_empty(work, asked)) for work in (entry, leaving))
    both = [place for place in after if place.school_id in {one.school_id for one in before}]
    if not both:
        _refuse("no_common_schools", "Нет школ, которые написали обе работы с баллами за задания.")
    scope = scope_out(both, asked, caller)
    schools = {place.school_id for place in both}
    sizes = [
        sum(place.participants for place in places if place.school_id in schools)
        for places in (before, after)
    ]
    if 0 < min(sizes) < SUPPRESSED_BELOW and not scope.is_own:
        scope = scope.model_copy(update={"suppressed": True, "participants": None})
    sums: Sums = {}
    if not scope.suppressed:
        sums = await _sums(session, [entry_work_id, asked.work_id], both)
    items = [] if scope.suppressed else [_change(entry, leaving, pair, sums) for pair in pairs]
    return EntryExitOut(
        entry_work=entry.ref,
        exit_work=leaving.ref,
        scope=scope,
        units=units(leaving.places),
        schools_both=len(both),
        schools_entry_only=len(before) - len(both),
        schools_exit_only=len(after) - len(both),
        entry_n=None if scope.suppressed else sizes[0],
        exit_n=None if scope.suppressed else sizes[1],
        sentence=entry_exit_sentence(scope, items),
        items=items,
        unmatched=[
            UnmatchedTaskOut(
                side=one.side,
                task=one.name,
                skill=one.skill,
                code=one.code,
                words=UNMATCHED_WORDS[one.code],
            )
            for one in unmatched
        ],
    )


def narrowed_or_empty(work: WrittenWork, asked: AskedScope) -> Sequence[Place]:
    """Return the schools of the unit; the exit work alone decides whether there is such a unit."""
    if work.ref.id == asked.work_id:
        return narrowed(work.places, asked)
    wanted = (asked.office_id, asked.municipality_id, asked.school_id)
    return [
        place
        for place in work.places
        if all(
            value is None or value == of
            for value, of in zip(
                wanted, (place.office_id, place.municipality_id, place.school_id), strict=True
            )
        )
    ]


def _refuse_other_works(entry: WrittenWork, leaving: WrittenWork) -> None:
    if (entry.ref.wave, leaving.ref.wave) != ("entry", "exit") or {
        entry.ref.procedure,
        leaving.ref.procedure,
    } != {"dr"}:
        _refuse("other_wave", "Сравнивают входную и итоговую диагностические работы.")
    if (entry.ref.subject_code, entry.ref.programme_grade) != (
        leaving.ref.subject_code,
        leaving.ref.programme_grade,
    ):
        _refuse("other_subject", "Работы по разным предметам или программам разных классов.")
    if entry.ref.year != leaving.ref.year:
        _refuse("other_year", "Работы разных лет: входная и итоговая пишутся в одном году.")
    without = [work.ref.title for work in (entry, leaving) if work.passport is None]
    if without:
        named = "; ".join(without)
        _refuse("no_passport", f"Нет утверждённого паспорта, общие задания неизвестны: {named}.")


def _refuse(code: str, words: str) -> NoReturn:
    raise Conflict(
        words,
        slug="not-comparable",
        errors=[{"pointer": "/entry_work_id", "code": code, "message": words}],
        members={"reasons": [{"code": code, "text": words}]},
    )


def _nothing_common(unmatched: Sequence[Unmatched]) -> str:
    if all(one.code == "no_skill" for one in unmatched):
        return "В паспортах не указаны умения: по номерам заданий сравнивать нельзя."
    return "По паспортам у работ нет ни одного общего задания: ни одно умение не проверялось одинаково."


def _with_tasks(places: Sequence[Place]) -> list[Place]:
    return [place for place in places if place.has_tasks]


async def _sums(session: AsyncSession, works: list[UUID], both: Sequence[Place]) -> Sums:
    rows = await session.execute(
        _BOTH, {"works": works, "schools": [place.school_id for place in both]}
    )
    return {
        (work_id, name, maximum): (int(n), int(points))
        for work_id, name, maximum, n, points in rows
    }


def _change(
    entry: WrittenWork, leaving: WrittenWork, pair: tuple[PassportItem, PassportItem], sums: Sums
) -> SkillChangeOut:
    first, second = pair
    before, after = _done(entry, first, sums), _done(leaving, second, sums)
    changed = completion_change(before, after)
    return SkillChangeOut.model_validate(
        {
            "skill": second.skill,
            "difficulty": second.difficulty,
            "max": second.maximum,
            "entry_task": first.name,
            "exit_task": second.name,
            "entry": completion_out(before),
            "exit": completion_out(after),
            "small_sample": is_small_sample(min(before.n, after.n)),
            "change": changed
            and SkillDifferenceOut(
                delta_pp=float(changed.delta_pp),
                low_pp=float(changed.low_pp),
                high_pp=float(changed.high_pp),
                verdict=changed.verdict,
                words=VERDICT_WORDS[changed.verdict],
            ),
        }
    )


def _done(work: WrittenWork, item: PassportItem, sums: Sums) -> Completion:
    n, points = sums.get((work.ref.id, item.name, item.maximum), (0, 0))
    return completion(points, n, item.maximum)
