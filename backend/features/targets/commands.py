"""Writes of targets: proposed with a frozen base, changed with a reason, agreed, closed, linked to measures."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.clock import Clock
from backend.core.errors import Conflict, Forbidden, refuse_if, wrong_field
from backend.core.file_replies import StaleVersion
from backend.domain.lifecycle.targets import TARGET, Asker, side_of, why_not_target_action
from backend.domain.targets.attainment import plan_words, why_not_target
from backend.domain.targets.measuring import METRICS
from backend.domain.wording import short_date
from backend.features.targets.choices import (
    base_in,
    list_link_choices,
    subject_of,
    why_no_base,
)
from backend.features.targets.counting.judging import base_of, fact_of
from backend.features.targets.counting.results import (
    Choice,
    results_of_choice,
    results_of_targets,
)
from backend.features.targets.queries import asker_of, read_school, read_target, standing_of
from backend.features.targets.schemas import (
    TargetDecisionIn,
    TargetIn,
    TargetLinksIn,
    TargetRevisionIn,
)
from backend.tables import SchoolTarget, TargetLink, TargetStep

_FURTHEST_YEARS = 5
_FURTHEST = timedelta(days=_FURTHEST_YEARS * 366)
_TURN = text("select pg_advisory_xact_lock(hashtextextended('target ' || :school, 0))")
_UNCLOSED: Mapping[str, None] = dict.fromkeys(
    ("closed_by_id", "closed_at", "closed_verdict", "closed_total", "closed_out_of", "closed_n")
)
_LINK_COLUMNS = {
    "activity": "lineage_id",
    "measure": "measure_id",
    "action_point": "action_point_id",
}


async def propose_target(
    session: AsyncSession, caller: Caller, school_id: UUID, said: TargetIn, clock: Clock
) -> UUID:
    """Freeze the base and propose a plan; raises `NotFound`, `Forbidden`, `Conflict`, `Invalid`."""
    await read_school(session, school_id)
    side = side_of(Asker(frozenset[str](await sides_of(session, school_id))))
    if side is None:
        raise Forbidden("Цель ставит школа или управление.")
    _check_due(said.due_year, said.due_on, said.base_year, clock.today())
    subject_id = (await subject_of(session, said.subject)).id
    choice = Choice(
        school_id, said.procedure, said.wave, subject_id, said.grade, said.base_year, said.due_year
    )
    years = await results_of_choice(session, choice)
    base, forms = base_in(years, said.metric, said.base_year)
    missing = why_no_base(base, said.base_year)
    if base is None or missing:
        raise wrong_field("base_year", missing or "", code="no-base")
    metric = METRICS[said.metric]
    refused = why_not_target(metric, base, said.target_value)
    if refused:
        raise wrong_field("target_value", refused)
    await session.execute(_TURN, {"school": str(school_id)})
    values = said.model_dump(exclude={"subject"}) | {"subject_id": subject_id}
    await _refuse_second(session, {"school_id": school_id, **values})
    made: UUID | None = await session.scalar(
        insert(SchoolTarget)
        .values(
            school_id=school_id, better=metric.better, base_total=base.total, base_out_of=base.out_of,
            base_n=base.n, base_forms=forms, state="proposed", proposed_side=side,
            author_id=caller.person_id, version=1, recorded_at=clock.now(), **values,
        )
        .returning(SchoolTarget.id)
    )  # fmt: skip
    assert made is not None
    row = {"id": made, "school_id": school_id, "state": "proposed"}
    changes = f"план: {plan_words(said.target_value)}; год: {said.due_year}"
    await _note(session, caller, row, "propose", "proposed", clock, changes=changes)
    return made


async def revise_target(
    session: AsyncSession,
    caller: Caller,
    target_id: UUID,
    said: TargetRevisionIn,
    *,
    version: int,
    clock: Clock,
) -> None:
    """Change a plan by its version; the change waits for agreement. Raises `StaleVersion`, `Conflict`, `Invalid`."""
    row, asker = await _admitted(session, caller, target_id, "revise", clock)
    if row["version"] != version:
        raise StaleVersion("Цель уже изменили. Сверьте со своим вариантом: введённое не потеряется.")  # fmt: skip
    _check_due(said.due_year, said.due_on, row["base_year"], clock.today())
    refused = why_not_target(METRICS[row["metric"]], base_of(row), said.target_value)
    if refused:
        raise wrong_field("target_value", refused)
    changes = _differences(row, said)
    if not changes:
        raise Conflict("Ничего не изменено: план и срок те же.", slug="nothing-changed")
    await session.execute(_TURN, {"school": str(row["school_id"])})
    await _refuse_second(session, {**row, "due_year": said.due_year}, but=target_id)
    values = said.model_dump() | {"proposed_side": side_of(asker), "author_id": caller.person_id}
    values |= {"agreed_by_id": None, "agreed_at": None, "version": version + 1}
    await _move(session, caller, row, "revise", values, clock, reason=said.reason, changes=changes)


async def decide_target(
    session: AsyncSession, caller: Caller, target_id: UUID, said: TargetDecisionIn, clock: Clock
) -> None:
    """Agree, return, close, open again or cancel; raises `NotFound`, `Conflict`, `Invalid`."""
    row, _ = await _admitted(session, caller, target_id, said.action, clock)
    if said.action in TARGET.reasoned and not said.reason:
        raise wrong_field("reason", "Укажите причину: её увидят школа и управление.")
    values: dict[str, Any] = {"version": row["version"] + 1}
    if said.reason:
        values["reason"] = said.reason
    if said.action == "agree":
        values |= {"agreed_by_id": caller.person_id, "agreed_at": clock.now()}
    if said.action == "reopen":
        values |= _UNCLOSED
    if said.action == "close":
        values |= await _closing(session, caller, row, said, clock)
    await _move(session, caller, row, said.action, values, clock, reason=said.reason)


async def link_target(
    session: AsyncSession, caller: Caller, target_id: UUID, said: TargetLinksIn, clock: Clock
) -> None:
    """Say what leads to a target; raises `NotFound`, `Conflict`, `Invalid`."""
    row, _ = await _admitted(session, caller, target_id, "link", clock)
    known = {
        (one.kind, one.id): one.title for one in await list_link_choices(session, row["school_id"])
    }
    asked = dict.fromkeys((link.kind, link.id) for link in said.links)
    if not asked.keys() <= known.keys():
        raise wrong_field("links", "Одной из мер у этой школы нет. Выберите её из списка заново.")
    there = (
        (await session.execute(select(TargetLink).where(TargetLink.target_id == target_id)))
        .scalars()
        .all()
    )
    kept = {(kind, getattr(link, column)): link for link in there
            for kind, column in _LINK_COLUMNS.items() if getattr(link, column)}  # fmt: skip
    # What the writer does not see is not his to unlink.
    gone = [link.id for key, link in kept.items() if key not in asked and key in known]
    if gone:
        await session.execute(delete(TargetLink).where(TargetLink.id.in_(gone)))
    added = [key for key in asked if key not in kept]
    place = {"target_id": target_id, "school_id": row["school_id"]}
    for kind, key in added:
        await session.execute(insert(TargetLink).values(**place, **{_LINK_COLUMNS[kind]: key}))
    if gone or added:
        changes = f"добавлено: {len(added)}; убрано: {len(gone)}"
        await _note(session, caller, row, "link", row["state"], clock, changes=changes)


async def _closing(
    session: AsyncSession, caller: Caller, row: RowMapping, said: TargetDecisionIn, clock: Clock
) -> dict[str, Any]:
    years = (await results_of_targets(session, [row["id"]])).get(row["id"], [])
    fact, told = fact_of(row, years, clock.today())
    if told.verdict != "reached" and not said.cause:
        raise wrong_field("cause", "План не достигнут или не доказан: напишите причину отклонения.")
    return {
        "closed_by_id": caller.person_id,
        "closed_at": clock.now(),
        "closed_verdict": told.verdict,
        "closed_total": fact.total if fact else None,
        "closed_out_of": fact.out_of if fact else None,
        "closed_n": fact.n if fact else None,
        "cause": said.cause,
        "proposal": said.proposal,
    }


def _check_due(due_year: int, due_on: date | None, base_year: int, today: date) -> None:
    if due_year <= base_year:
        raise wrong_field("due_year", f"Год плана должен быть позже года базы ({base_year}).")
    if due_year > today.year + _FURTHEST_YEARS:
        raise wrong_field("due_year", f"План ставят не дальше {_FURTHEST_YEARS} лет.")
    if due_on is not None and not (base_year <= due_on.year and due_on <= today + _FURTHEST):
        raise wrong_field("due_on", "Срок должен быть позже базы и не дальше пяти лет.")


def _differences(row: RowMapping, said: TargetRevisionIn) -> str:
    def day(value: date | None) -> str:
        return short_date(value) if value else "—"

    pairs = (
        ("план", plan_words(row["target_value"]), plan_words(said.target_value)),
        ("год", str(row["due_year"]), str(said.due_year)),
        ("срок", day(row["due_on"]), day(said.due_on)),
    )
    return "; ".join(f"{what}: {old} → {new}" for what, old, new in pairs if old != new)


async def _refuse_second(
    session: AsyncSession, values: Mapping[Any, Any], but: UUID | None = None
) -> None:
    names = ("school_id", "metric", "procedure", "wave", "subject_id", "grade", "due_year")
    same = select(SchoolTarget.id).where(
        SchoolTarget.state != "cancelled",
        *(getattr(SchoolTarget, name).is_not_distinct_from(values[name]) for name in names),
    )
    if but is not None:
        same = same.where(SchoolTarget.id != but)
    if await session.scalar(same.limit(1)) is not None:
        raise Conflict("Такая цель на этот год уже есть: измените её.", slug="already-there")


async def _admitted(
    session: AsyncSession, caller: Caller, target_id: UUID, action: str, clock: Clock
) -> tuple[RowMapping, Asker]:
    """Return the locked target when the action is possible; raises `NotFound`, `Conflict`."""
    await read_target(session, target_id)
    await session.execute(
        select(SchoolTarget.id).where(SchoolTarget.id == target_id).with_for_update()
    )
    row = await read_target(session, target_id)
    asker = await asker_of(session, caller, row)
    years = (await results_of_targets(session, [target_id])).get(target_id, [])
    refuse_if(why_not_target_action(standing_of(row, years, clock.today()), action, asker))
    return row, asker


async def _move(
    session: AsyncSession,
    caller: Caller,
    row: RowMapping,
    action: str,
    values: Mapping[str, Any],
    clock: Clock,
    *,
    reason: str | None = None,
    changes: str | None = None,
) -> None:
    became = TARGET.next(row["state"], action)
    assert became is not None
    await session.execute(
        update(SchoolTarget).where(SchoolTarget.id == row["id"]).values(state=became, **values)
    )
    await _note(session, caller, row, action, became, clock, reason=reason, changes=changes)


async def _note(
    session: AsyncSession,
    caller: Caller,
    row: Mapping[Any, Any],
    action: str,
    became: str,
    clock: Clock,
    *,
    reason: str | None = None,
    changes: str | None = None,
) -> None:
    await session.execute(
        insert(TargetStep).values(
            target_id=row["id"], school_id=row["school_id"], action=action, from_state=row["state"],
            to_state=became, reason=reason, changes=changes, person_id=caller.person_id, at=clock.now(),
        )
    )  # fmt: skip
