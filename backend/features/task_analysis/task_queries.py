"""Tasks of a work over a scope: completion by mark group, item analysis, and schools against tasks.

Packed points are unnested and summed by PostgreSQL; here come only whole-number sums, a share is made of them once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.domain.statistics import (
    Completion,
    ItemSums,
    completion,
    discrimination,
    is_small_sample,
    suppress,
)
from backend.domain.task_analysis import (
    LEVEL_WORDS,
    MARKS,
    PassportItem,
    flags_of,
    level_of,
    widest_gaps,
)
from backend.features.task_analysis.schemas.shared import Kind, TaskCompletionOut
from backend.features.task_analysis.schemas.tasks import (
    AnalysedTaskOut,
    GroupCompletionOut,
    GroupGapOut,
    ItemDiscriminationOut,
    ItemFlagOut,
    TaskAnalysisOut,
    TaskMarkGroupOut,
)
from backend.features.task_analysis.scope_queries import (
    AskedScope,
    WrittenWork,
    narrowed,
    read_work,
    scope_out,
    units,
)
from backend.features.task_analysis.thresholds import thresholds
from backend.features.task_analysis.words import sentence_of, weakest_of

# `pupil`: those with a result, as `protocol.participants` counts them; `point`: one line a pupil and task.
# A participant stands at the same place in every array; points lie row after row, so the place is found by division.
# `offset 0` keeps the rows of participants behind the protocols: they are read by key, once, never all.
# Protocols and lists of tasks are numbered: whole numbers are joined and sorted much faster than their ids.
POINTS = """
chosen as materialized (
    select row_number() over (order by p.id)::int as no, dense_rank() over (order by l.id)::int as list,
        p.school_id, p.work_id, l.names, l.maxima, cardinality(l.maxima) as tasks, pp.marks, pp.test_scores, pp.task_scores
    from protocol p join task_list l on l.id = p.task_list_id
    cross join lateral (
        select r.marks, r.test_scores, r.task_scores from protocol_participants r
        where r.id = p.id and r.task_scores is not null offset 0
    ) pp
    where p.state = 'current' and p.work_id = any(cast(:works as uuid[])) and p.school_id = any(cast(:schools as uuid[]))
        and cardinality(l.maxima) > 0
),
pupil as materialized (
    select c.no, r.place::int as place, r.mark
    from chosen c cross join lateral unnest(c.marks, c.test_scores) with ordinality as r (mark, test, place)
    where r.mark is not null or r.test is not null
),
point as materialized (
    select c.no, c.list, (r.place::int - 1) / c.tasks + 1 as place, (r.place::int - 1) % c.tasks + 1 as task, r.score
    from chosen c cross join lateral unnest(c.task_scores) with ordinality as r (score, place)
)
"""
_TASKS = text(
    f"with {POINTS}, whole as materialized ("
    " select no, place, sum(score)::int as total from point group by no, place),"
    " counted as materialized ("
    " select o.list, o.task, u.mark, o.score, count(*) as n, sum(coalesce(w.total, 0)) as totals,"
    " sum(w.total * w.total) as squares"
    " from point o join pupil u on u.no = o.no and u.place = o.place"
    " join whole w on w.no = o.no and w.place = o.place group by o.list, o.task, u.mark, o.score)"
    " select l.names[k.task] as name, l.maxima[k.task] as maximum, min(k.task) as position, k.mark, k.score,"
    " sum(k.n) as n, sum(k.totals) as totals, coalesce(sum(k.squares), 0) as squares"
    " from counted k join (select distinct on (list) list, names, maxima from chosen) l on l.list = k.list"
    " group by 1, 2, 4, 5 order by 3, 1, 2, 4, 5"
)


@dataclass(slots=True)
class TaskSums:
    """What PostgreSQL summed for one task: participants by mark (None = no mark) and points (None = «X»)."""

    name: str
    maximum: int
    counts: dict[tuple[int | None, int | None], int] = field(default_factory=dict)
    totals: dict[tuple[int | None, int | None], tuple[int, int]] = field(default_factory=dict)

    def n(self, mark: int | None = None) -> int:
        """Return the participants, of one mark or of all."""
        return sum(n for (m, _), n in self.counts.items() if mark is None or m == mark)

    def done(self, mark: int | None = None) -> Completion:
        """Return the completion by those of one mark, or of all."""
        points = sum(
            (score or 0) * n for (m, score), n in self.counts.items() if mark is None or m == mark
        )
        return completion(points, self.n(mark), self.maximum)

    def not_attempted(self, mark: int | None = None) -> int:
        """Return how many left the task out («X»)."""
        return sum(
            n
            for (m, score), n in self.counts.items()
            if score is None and (mark is None or m == mark)
        )

    def scores(self, mark: int | None = None) -> list[int]:
        """Return participants by points 0…maximum; «X» is in none of them."""
        found = [0] * (self.maximum + 1)
        for (m, score), n in self.counts.items():
            if score is not None and (mark is None or m == mark):
                found[score] += n
        return found

    def item(self) -> ItemSums:
        """Return the sums of the corrected item-total correlation."""
        x = xx = t = tt = xt = 0
        for (mark, score), n in self.counts.items():
            points, (totals, squares) = score or 0, self.totals[mark, score]
            x, xx = x + points * n, xx + points * points * n
            t, tt, xt = t + totals, tt + squares, xt + points * totals
        return ItemSums(self.n(), x, xx, t, tt, xt)


async def analyse_tasks(
    session: AsyncSession, caller: Caller, asked: AskedScope
) -> TaskAnalysisOut:
    """Return the tasks of a work over a scope; raises `NotFound`, `Invalid`."""
    work = await read_work(session, asked.work_id)
    places = narrowed(work.places, asked)
    scope = scope_out(places, asked, caller)
    rules = thresholds()
    found: list[TaskSums] = []
    if not scope.suppressed:
        found = await _sums(session, asked.work_id, [place.school_id for place in places])
    hidden = _hidden_groups(found, guarded=scope.schools == 1 and not scope.is_own)
    described = items_by_name(work)
    tasks = [_task(sums, described.get((sums.name, sums.maximum)), hidden) for sums in found]
    return TaskAnalysisOut(
        work=work.ref,
        scope=scope,
        units=units(work.places),
        passport=work.passport,
        rules=rules.shown,
        sentence=sentence_of(scope, tasks),
        groups=_groups(found, hidden),
        tasks=tasks,
        weakest=weakest_of(tasks),
        gaps=_gaps(found, tasks, hidden),
    )


def items_by_name(work: WrittenWork) -> Mapping[tuple[str, int], PassportItem]:
    """Return tasks of the passport by what a file says of them: a task of another maximum is another task."""
    return {(item.name, item.maximum): item for item in work.items}


async def _sums(session: AsyncSession, work_id: UUID, schools: Sequence[UUID]) -> list[TaskSums]:
    rows = await session.execute(_TASKS, {"works": [work_id], "schools": list(schools)})
    found: dict[tuple[str, int], TaskSums] = {}
    for name, maximum, _, mark, score, n, totals, squares in rows:
        sums = found.setdefault((name, maximum), TaskSums(name, maximum))
        sums.counts[mark, score] = int(n)
        sums.totals[mark, score] = (int(totals), int(squares))
    return list(found.values())


def _hidden_groups(found: Sequence[TaskSums], *, guarded: bool) -> frozenset[int]:
    """Return the marks whose pupils are too few to be shown: one school, seen by somebody of another."""
    if not guarded or not found:
        return frozenset()
    whole = max(found, key=lambda sums: sums.n())
    hidden = suppress([whole.n(mark) for mark in MARKS])
    if hidden.parent_hidden:
        return frozenset(MARKS)
    return frozenset(mark for mark, hide in zip(MARKS, hidden.hidden, strict=True) if hide)


def _groups(found: Sequence[TaskSums], hidden: frozenset[int]) -> list[TaskMarkGroupOut]:
    # Where files differ in their tasks, the group is as large as its largest task.
    sizes = {mark: max((sums.n(mark) for sums in found), default=0) for mark in MARKS}
    return [
        TaskMarkGroupOut(
            mark=mark,
            kind="suppressed" if mark in hidden else "measured" if n else "zero_pupils",
            n=None if mark in hidden else n,
            is_informative=mark not in hidden and n >= thresholds().informative_from,
        )
        for mark, n in sizes.items()
    ]


def _task(sums: TaskSums, item: PassportItem | None, hidden: frozenset[int]) -> AnalysedTaskOut:
    rules = thresholds()
    done, skipped = sums.done(), sums.not_attempted()
    link = discrimination(sums.item())
    groups = {mark: sums.done(mark) for mark in MARKS if mark not in hidden}
    difficulty = item.difficulty if item else None
    level = level_of(done, difficulty, rules.bounds, informative_from=rules.informative_from)
    flags = flags_of(
        done,
        not_attempted=skipped,
        discrimination=link,
        groups=groups,
        rules=rules.items,
        informative_from=rules.informative_from,
    )
    return AnalysedTaskOut.model_validate(
        {
            "name": sums.name,
            "max": sums.maximum,
            "difficulty": difficulty,
            "skill": item.skill if item else None,
            "done": completion_out(done),
            "small_sample": is_small_sample(done.n),
            "not_attempted": skipped,
            "level": level,
            "level_words": LEVEL_WORDS[level],
            "scores": sums.scores(),
            "groups": [
                GroupCompletionOut(
                    mark=mark,
                    done=hidden_out("suppressed")
                    if mark in hidden
                    else completion_out(groups[mark]),
                    not_attempted=None if mark in hidden else sums.not_attempted(mark),
                    scores=None if mark in hidden else sums.scores(mark),
                )
                for mark in MARKS
            ],
            "discrimination": link
            and ItemDiscriminationOut(
                r=round(link.r, 2), low=round(link.low, 2), high=round(link.high, 2), n=link.n
            ),
            "flags": [ItemFlagOut(code=flag.code, text=flag.text) for flag in flags],
        }
    )


def _gaps(
    found: Sequence[TaskSums], tasks: Sequence[AnalysedTaskOut], hidden: frozenset[int]
) -> list[GroupGapOut]:
    groups = [{mark: sums.done(mark) for mark in MARKS if mark not in hidden} for sums in found]
    return [
        GroupGapOut(
            lower=gap.lower,
            upper=gap.upper,
            task=tasks[gap.task].name,
            skill=tasks[gap.task].skill,
            lower_done=completion_out(groups[gap.task][gap.lower]),
            upper_done=completion_out(groups[gap.task][gap.upper]),
            delta_pp=float(gap.delta_pp),
            low_pp=float(gap.low_pp),
            high_pp=float(gap.high_pp),
        )
        for gap in widest_gaps(groups, informative_from=thresholds().informative_from)
    ]


def completion_out(done: Completion) -> TaskCompletionOut:
    """Return a completion with why its numbers are missing, if they are."""
    if done.pct is None or done.ci_low_pct is None or done.ci_high_pct is None:
        return TaskCompletionOut(
            kind="zero_pupils", points=0, n=0, pct=None, ci_low_pct=None, ci_high_pct=None
        )
    return TaskCompletionOut(
        kind="measured",
        points=done.points,
        n=done.n,
        pct=float(done.pct),
        ci_low_pct=float(done.ci_low_pct),
        ci_high_pct=float(done.ci_high_pct),
    )


def hidden_out(kind: Kind) -> TaskCompletionOut:
    """Return a completion of which nothing is told."""
    return TaskCompletionOut(
        kind=kind, points=None, n=None, pct=None, ci_low_pct=None, ci_high_pct=None
    )
