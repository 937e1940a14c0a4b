"""Whether a run can be repeated exactly from what it froze, and what the data say now instead."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.low_results import (
    STATUS_TITLES,
    Rule,
    assess,
    digest_of_run,
    judge_line,
    read_counts,
    read_rule,
)
from backend.domain.low_results.words import count_title, share_words
from backend.features.identification.queries import read_rule_version, read_run
from backend.features.identification.schemas import IdentificationCheckOut, RunDifferenceOut
from backend.features.identification.snapshot import Known, read_known

_SHOWN = 200
_LINES = text(
    "select l.school_id, l.school_kind, l.counts, l.status, l.digest, s.short_name as school_name"
    " from identification_line l join school s on s.id = l.school_id where l.run_id = :run"
    " order by s.sort_name, s.id"
).columns(counts=JSONB)
_KEY = ("year", "procedure", "programme_grade", "subject", "wave", "grade")
_NOT_IN_RUN = "Школы не было в расчёте"
_GONE = "Школы больше нет в управлении"
Count = Mapping[str, Any]


class _Change(NamedTuple):
    title: str
    was: str | None
    now: str | None


async def check_run(session: AsyncSession, run_id: UUID, today: date) -> IdentificationCheckOut:
    """Compute a run anew from what it froze, and compare with the data of now; raises `NotFound`. Writes nothing."""
    run = await read_run(session, run_id)
    parameters = (await read_rule_version(session, run["rule_id"]))["parameters"]
    rule = read_rule(parameters)
    lines = (await session.execute(_LINES, {"run": run_id})).mappings().all()
    digests = await asyncio.to_thread(_digests, rule, lines, run["year"])
    is_whole = len(lines) == run["schools"]
    recomputed = digest_of_run(parameters, run["year"], digests) if is_whole else None
    known = await read_known(
        session, rule, office_id=run["office_id"], year=run["year"], today=today
    )
    changes = await asyncio.to_thread(_differences, rule, lines, known, run["year"])
    return IdentificationCheckOut(
        is_same=recomputed == run["digest"] if is_whole else None,
        checked=len(lines),
        differing=sum(digests[str(line["school_id"])] != line["digest"] for line in lines),
        digest=run["digest"],
        recomputed=recomputed,
        changes_total=len(changes),
        changes=changes[:_SHOWN],
        verdicts_changed=len({change.school_id for change in changes if change.becomes_title}),
    )


def _digests(rule: Rule, lines: Sequence[RowMapping], year: int) -> dict[str, str]:
    return {
        str(line["school_id"]): judge_line(rule, line["school_kind"], line["counts"], year).digest
        for line in lines
    }


def _differences(
    rule: Rule, lines: Sequence[RowMapping], known: Sequence[Known], year: int
) -> list[RunDifferenceOut]:
    current = {school.school_id: school for school in known}
    frozen = {line["school_id"] for line in lines}
    found = []
    for line in lines:
        school = current.get(line["school_id"])
        becomes = None
        if school is None:
            changes = [_Change(_GONE, "есть", None)]
        else:
            changes = _changes(line["counts"], school.counts)
            becomes = _becomes(rule, line, school, year)
        found += [
            _difference(line["school_id"], line["school_name"], change, becomes)
            for change in changes
        ]
    return found + [
        _difference(school.school_id, school.name, _Change(_NOT_IN_RUN, None, "есть"), None)
        for school in known
        if school.school_id not in frozen
    ]


def _changes(was: Sequence[Count], now: Sequence[Count]) -> list[_Change]:
    """Return what differs in numbers; another version of a protocol with the same numbers changes nothing."""
    before, after = _by_key(was), _by_key(now)
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if _numbers(old) != _numbers(new):
            [titled] = read_counts([old or after[key]])
            found.append(_Change(count_title(titled), _words(old), _words(new)))
    return found


def _by_key(counts: Sequence[Count]) -> dict[tuple[Any, ...], Count]:
    return {tuple(one[name] for name in _KEY): one for one in counts}


def _numbers(one: Count | None) -> tuple[int, int] | None:
    return None if one is None else (one["participants"], one["below"])


def _words(one: Count | None) -> str | None:
    return None if one is None else share_words(read_counts([one])[0])


def _becomes(rule: Rule, line: RowMapping, school: Known, year: int) -> str | None:
    verdict = assess(rule, school.kind, read_counts(school.counts), year, with_odds=False)
    return None if verdict.status == line["status"] else STATUS_TITLES[verdict.status]


def _difference(
    school_id: UUID, name: str, change: _Change, becomes: str | None
) -> RunDifferenceOut:
    return RunDifferenceOut(
        school_id=school_id, school_name=name, **change._asdict(), becomes_title=becomes
    )
