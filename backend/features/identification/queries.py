"""Reads of identification: rules, runs and their frozen lines; row-level security leaves the reader's part."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.actions import possible
from backend.core.errors import NotFound
from backend.domain.lifecycle.identification import RUN
from backend.domain.low_results import CRITERIA_TITLES, STATUS_TITLES
from backend.domain.work_titles import PROCEDURE_TITLES
from backend.features.identification.line_words import academic_year_words, line_row
from backend.features.identification.schemas import (
    CountedWorkOut,
    IdentificationLinePage,
    IdentificationRunList,
    IdentificationRunOut,
    LowResultsParametersOut,
    LowResultsRuleList,
    LowResultsRuleOut,
    LowStatusCountOut,
)
from backend.features.identification.snapshot import read_marked

PAGE_SIZE = 50
_NO_RUN = "Такого расчёта нет или он вам не виден."
_RULES = (
    "select r.*, p.full_name as author_name, o.name as office_name from low_results_rule r"
    " left join person p on p.id = r.author_id left join territorial_office o on o.id = r.office_id"
)
_ALL_RULES = text(f"{_RULES} order by r.office_id is null, r.id desc")
_RULE = text(f"{_RULES} where r.id = :id")
_YEARS = text(
    "select distinct w.year from work w where exists"
    " (select from protocol p where p.work_id = w.id and p.state = 'current') order by w.year desc"
)
_RUNS = """
select r.*, o.name as office_name, rule.code, rule.version, rule.title, rule.office_id as rule_office_id,
    s.full_name as started_by, p.full_name as published_by, counted.statuses, counted.seen, counted.decided,
    (select count(*) from identification_appeal a where a.run_id = r.id and a.state in ('submitted', 'under_review'))
        as open_appeals
from identification_run r
join territorial_office o on o.id = r.office_id
join low_results_rule rule on rule.id = r.rule_id
left join person s on s.id = r.started_by_id
left join person p on p.id = r.published_by_id
cross join lateral (
    select coalesce(jsonb_object_agg(status, n), '{{}}') as statuses, coalesce(sum(n), 0)::integer as seen,
        coalesce(sum(decided), 0)::integer as decided
    from (
        select l.status, count(*) as n, count(*) filter (where exists (
            select from identification_decision d where d.run_id = l.run_id and d.school_id = l.school_id
        )) as decided
        from identification_line l where l.run_id = r.id group by l.status
    ) as grouped
) counted
where {conditions}
order by r.year desc, r.id desc
limit 200
"""
OF_LINE = """
from identification_line l
join identification_run r on r.id = l.run_id
join school s on s.id = l.school_id
join municipality mun on mun.id = s.municipality_id
left join lateral (
    select d.*, p.full_name as who from identification_decision d left join person p on p.id = d.person_id
    where d.run_id = l.run_id and d.school_id = l.school_id order by d.id desc limit 1
) d on true
left join lateral (
    select a.state from identification_appeal a
    where a.run_id = l.run_id and a.school_id = l.school_id order by a.id desc limit 1
) a on true
where {conditions}
"""
LINE_COLUMNS = """
select l.run_id, l.school_id, l.school_kind, l.status, l.zone, l.outcome, l.digest, r.year, r.rule_id, r.office_id,
    r.published_at, s.short_name as school_name, mun.name as municipality, d.id as decision_id, d.decision,
    d.zone as decided_zone, d.basis, d.reason, d.who, d.decided_at, a.state as appeal_state, count(*) over () as total
"""
_FOLDED = "translate(lower({value}), 'ё', 'е')"


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What of a list is asked for; None = everything. `decision` may be «undecided»."""

    status: str | None = None
    zone: str | None = None
    decision: str | None = None
    appeal: str | None = None
    search: str | None = None

    def conditions(self) -> tuple[list[str], dict[str, Any]]:
        found: list[str] = []
        values: dict[str, Any] = {}
        for name, condition in (
            ("status", "l.status = :status"),
            ("zone", "coalesce(d.zone, l.zone) = :zone"),
            ("appeal", "a.state = :appeal"),
        ):
            if (value := getattr(self, name)) is not None:
                found.append(condition)
                values[name] = value
        if self.decision == "undecided":
            found.append("d.id is null")
        elif self.decision is not None:
            found.append("d.decision = :decision")
            values["decision"] = self.decision
        if self.search and self.search.strip():
            name, sought = (_FOLDED.format(value=v) for v in ("s.short_name", ":search"))
            found.append(f"position({sought} in {name}) > 0")
            values["search"] = self.search.strip()
        return found, values


async def list_rules(session: AsyncSession, caller: Caller) -> LowResultsRuleList:
    """Return every version of the rule the reader sees, the office's own and the newest first."""
    rows = (await session.execute(_ALL_RULES)).mappings()
    may = Permission.MANAGE_IDENTIFICATION in caller.permissions
    return LowResultsRuleList(
        items=[rule_out(row) for row in rows],
        years=list(await session.scalars(_YEARS)),
        allowed_actions=["start", "write_rule"] if may else [],
    )


async def read_rule_version(session: AsyncSession, rule_id: UUID) -> RowMapping:
    """Return the row of a version; raises `NotFound`."""
    row = (await session.execute(_RULE, {"id": rule_id})).mappings().first()
    if row is None:
        raise NotFound("Такой версии правила нет или она вам не видна.")
    return row


def rule_out(row: RowMapping) -> LowResultsRuleOut:
    """Return one version in words."""
    same = (
        "id", "code", "version", "title", "office_id", "source", "confidence", "based_on_id", "author_name",
        "reason", "basis", "recorded_at",
    )  # fmt: skip
    return LowResultsRuleOut(
        **{name: row[name] for name in same},
        label=rule_label(row["title"], row["version"], row["office_id"]),
        parameters=parameters_out(row["parameters"]),
    )


def rule_label(title: str, version: int, office_id: UUID | None) -> str:
    """Return «Методика…, версия 1», an office's own as «…, версия управления 2»."""
    whose = "версия управления" if office_id else "версия"
    return f"{title}, {whose}\u00a0{version}"


def parameters_out(parameters: Mapping[str, Any]) -> LowResultsParametersOut:
    """Return stored parameters with their words."""
    return LowResultsParametersOut(
        **{name: value for name, value in parameters.items() if name != "procedures"},
        criteria_title=CRITERIA_TITLES[parameters["criteria"]],
        procedures=[
            CountedWorkOut(
                procedure=one["procedure"],
                procedure_title=PROCEDURE_TITLES[one["procedure"]],
                subjects=one["subjects"],
                grades=one["grades"],
                waves=one.get("waves", []),
            )
            for one in parameters["procedures"]
        ],
    )


async def list_runs(session: AsyncSession, caller: Caller) -> IdentificationRunList:
    """Return the runs, the newest year and run first."""
    query = text(_RUNS.format(conditions="true")).columns(statuses=JSONB)
    rows = (await session.execute(query)).mappings()
    return IdentificationRunList(items=[_run(row, caller) for row in rows])


async def get_run(session: AsyncSession, caller: Caller, run_id: UUID) -> IdentificationRunOut:
    """Return the head of a run; raises `NotFound`."""
    return _run(await read_run(session, run_id), caller)


async def read_run(session: AsyncSession, run_id: UUID) -> RowMapping:
    """Return the row of a run; raises `NotFound`."""
    query = text(_RUNS.format(conditions="r.id = :id")).columns(statuses=JSONB)
    row = (await session.execute(query, {"id": run_id})).mappings().first()
    if row is None:
        raise NotFound(_NO_RUN)
    return row


async def read_lines(
    session: AsyncSession,
    run_id: UUID,
    chosen: LineFilter,
    *,
    page: int = 1,
    page_size: int | None = PAGE_SIZE,
) -> list[RowMapping]:
    """Return lines of a run in the order of names, each with its standing decision and last appeal."""
    conditions, values = chosen.conditions()
    query = LINE_COLUMNS + OF_LINE.format(conditions=" and ".join(["l.run_id = :run", *conditions]))
    paged = text(f"{query} order by s.sort_name, s.id limit :limit offset :skip").columns(
        outcome=JSONB
    )
    values |= {"run": run_id, "limit": page_size, "skip": (page - 1) * (page_size or 0)}
    return list((await session.execute(paged, values)).mappings())


async def list_lines(
    session: AsyncSession, run_id: UUID, chosen: LineFilter, *, page: int
) -> IdentificationLinePage:
    """Return a page of the list of a run; raises `NotFound`."""
    run = await read_run(session, run_id)
    rows = await read_lines(session, run_id, chosen, page=page)
    marked = await read_marked(session, [row["school_id"] for row in rows], run["year"])
    return IdentificationLinePage(
        items=[line_row(row, marked.get(row["school_id"], [])) for row in rows],
        total=rows[0]["total"] if rows else 0,
        page=page,
        page_size=PAGE_SIZE,
    )


def counts_of(statuses: Mapping[str, int]) -> list[LowStatusCountOut]:
    """Return how many schools have each verdict, in one order, zeros too."""
    return [
        LowStatusCountOut.model_validate(
            {"status": status, "title": title, "count": statuses.get(status, 0)}
        )
        for status, title in STATUS_TITLES.items()
    ]


def _run(row: RowMapping, caller: Caller) -> IdentificationRunOut:
    state = "computed" if row["published_at"] is None else "published"
    allowed, blocked = (
        possible({"publish": RUN.why_not(state, "publish"), "decide": None})
        if Permission.MANAGE_IDENTIFICATION in caller.permissions
        else ([], [])
    )
    same = (
        "id", "office_id", "office_name", "year", "rule_id", "note", "schools", "seen", "digest", "started_at",
        "started_by", "published_at", "published_by", "decided", "open_appeals",
    )  # fmt: skip
    return IdentificationRunOut.model_validate(
        {
            **{name: row[name] for name in same},
            "academic_year": academic_year_words(row["year"]),
            "rule_label": rule_label(row["title"], row["version"], row["rule_office_id"]),
            "state": state,
            "state_title": RUN.states[state],
            "statuses": counts_of(row["statuses"]),
            "allowed_actions": allowed,
            "blocked": blocked,
        }
    )
