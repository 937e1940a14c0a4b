"""Writes of identification: a version of the rule, a run over what is known now, opening it to its schools."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import refuse_if, wrong_field
from backend.domain.lifecycle.identification import RUN
from backend.domain.low_results import (
    digest_of_run,
    judge_line,
    read_rule,
    why_not_rule,
)
from backend.features.identification.queries import read_rule_version, read_run
from backend.features.identification.schemas import (
    IdentificationRunIn,
    LowResultsParametersIn,
    LowResultsRuleIn,
)
from backend.features.identification.snapshot import Known, read_known
from backend.tables import (
    IdentificationLine,
    IdentificationRun,
    LowResultsRule,
    Subject,
)

_NO_OFFICE = "Выберите управление, от имени которого вы действуете."
_OFFICES = text(
    "select o.id from territorial_office o where (select app.sees_all()) or o.id in (select app.my_offices())"
)
# Two who act upon one thing at once take turns.
_TURN = text("select pg_advisory_xact_lock(hashtextextended(:what || :id, 0))")


async def create_rule_version(
    session: AsyncSession, caller: Caller, said: LowResultsRuleIn
) -> UUID:
    """Write a version of an office upon an old one, which stays; raises `NotFound`, `Invalid`."""
    old = await read_rule_version(session, said.based_on_id)
    office_id = await _office_of(session, caller, said.office_id)
    parameters = stored_parameters(said.parameters)
    await _check_parameters(session, parameters)
    if read_rule(parameters) == read_rule(old["parameters"]):
        raise wrong_field("reason", "Ничего не изменилось: новая версия не нужна.")
    await session.execute(_TURN, {"what": "low results rule ", "id": str(office_id)})
    newest = await session.scalar(
        select(func.max(LowResultsRule.version)).where(
            LowResultsRule.code == old["code"], LowResultsRule.office_id == office_id
        )
    )
    made: UUID | None = await session.scalar(
        insert(LowResultsRule)
        .values(
            **{name: old[name] for name in ("code", "title", "source", "confidence")},
            office_id=office_id, version=(newest or 0) + 1, parameters=parameters, origin="person",
            based_on_id=said.based_on_id, author_id=caller.person_id, reason=said.reason, basis=said.basis,
        )
        .returning(LowResultsRule.id)
    )  # fmt: skip
    assert made is not None
    return made


async def start_run(
    session: AsyncSession, caller: Caller, asked: IdentificationRunIn, today: date
) -> UUID:
    """Freeze what is known of the schools of an office, judge it and keep both; raises `NotFound`, `Invalid`."""
    rule_row = await read_rule_version(session, asked.rule_id)
    office_id = await _office_of(session, caller, asked.office_id)
    if rule_row["office_id"] not in {None, office_id}:
        raise wrong_field("rule_id", "Это версия правила другого управления.")
    rule = read_rule(rule_row["parameters"])
    known = await read_known(session, rule, office_id=office_id, year=asked.year, today=today)
    if not any(count["year"] == asked.year for school in known for count in school.counts):
        raise wrong_field(
            "year", f"За {asked.year} год нет результатов процедур, названных в правиле."
        )
    lines = await asyncio.to_thread(_judged, rule_row["parameters"], known, asked.year)
    digest = digest_of_run(
        rule_row["parameters"],
        asked.year,
        {str(line["school_id"]): line["digest"] for line in lines},
    )
    run_id = await session.scalar(
        insert(IdentificationRun)
        .values(
            office_id=office_id, rule_id=asked.rule_id, year=asked.year, note=asked.note, schools=len(lines),
            digest=digest, started_by_id=caller.person_id,
        )
        .returning(IdentificationRun.id)
    )  # fmt: skip
    assert run_id is not None
    await session.execute(
        insert(IdentificationLine), [{"run_id": run_id, **line} for line in lines]
    )
    made: UUID = run_id
    return made


async def publish_run(session: AsyncSession, caller: Caller, run_id: UUID, now: datetime) -> None:
    """Open a run to its schools; raises `NotFound`, `Conflict` when it is open already."""
    await session.execute(_TURN, {"what": "identification run ", "id": str(run_id)})
    run = await read_run(session, run_id)
    refuse_if(RUN.why_not("computed" if run["published_at"] is None else "published", "publish"))
    await session.execute(
        update(IdentificationRun)
        .where(IdentificationRun.id == run_id)
        .values(published_at=now, published_by_id=caller.person_id)
    )


def stored_parameters(said: LowResultsParametersIn) -> dict[str, Any]:
    """Return parameters as the table keeps them: plain numbers, 30 and not 30.0."""
    plain = said.model_dump(mode="json")
    for name in ("share_pct", "near_share_pct"):
        value = float(plain[name])
        plain[name] = int(value) if value.is_integer() else value
    return plain


def _judged(parameters: dict[str, Any], known: Sequence[Known], year: int) -> list[dict[str, Any]]:
    rule = read_rule(parameters)
    lines = []
    for school in known:
        line = judge_line(rule, school.kind, school.counts, year)
        lines.append(
            {
                "school_id": school.school_id,
                "school_kind": school.kind,
                "counts": school.counts,
                "status": line.verdict.status,
                "zone": line.verdict.zone,
                "outcome": line.outcome,
                "digest": line.digest,
            }
        )
    return lines


async def _check_parameters(session: AsyncSession, parameters: dict[str, Any]) -> None:
    wrong = why_not_rule(read_rule(parameters))
    if wrong is not None:
        name, sentence = wrong
        raise wrong_field(f"parameters/{name}", sentence)
    asked = {code for one in parameters["procedures"] for code in one["subjects"]}
    known = set(await session.scalars(select(Subject.code).where(Subject.code.in_(asked))))
    if asked - known:
        raise wrong_field(
            "parameters/procedures", f"Нет такого предмета: {', '.join(sorted(asked - known))}."
        )


async def _office_of(session: AsyncSession, caller: Caller, asked: UUID | None) -> UUID:
    """Return the office the caller acts for: the asked one, else the only one he can mean."""
    own = [grant.office_id for grant in caller.grants if grant.office_id is not None]
    if asked is None and len(set(own)) == 1:
        return own[0]
    offices: set[UUID] = set(await session.scalars(_OFFICES))
    if asked is None:
        if len(offices) == 1:
            return offices.pop()
        raise wrong_field("office_id", _NO_OFFICE)
    if asked not in offices:
        raise wrong_field("office_id", "Такого управления нет или вы за него не отвечаете.")
    return asked
