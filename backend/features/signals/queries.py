"""Reads of signals: everything is looked for anew at every reading, verdicts are put beside it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import NotFound
from backend.core.paging import encode_cursor, read_cursor
from backend.domain.lifecycle.signals import (
    SIGNAL_ACTIONS,
    SIGNAL_STATE_TITLES,
    state_of,
    why_not_judge,
)
from backend.domain.work_titles import PROCEDURE_TITLES
from backend.features.signals.catalogue import KindInWords, kinds, rules
from backend.features.signals.evidence import evidence_out
from backend.features.signals.schemas import (
    SignalChoiceOut,
    SignalCommentOut,
    SignalDetailOut,
    SignalKindList,
    SignalKindOut,
    SignalList,
    SignalOut,
    SignalStepOut,
)
from backend.features.signals.search.found import Found, key_parts
from backend.features.signals.search.looking import Looked, look
from backend.features.signals.search.number_queries import COMMENTED, VERDICTS, YEARS

NO_SIGNAL = "Такого сигнала сейчас нет: числа изменились или он вам не виден."
ONLY_JUDGES = "Решение по сигналу принимает управление или методист."
ONLY_SCHOOL = "Пояснение пишет сама школа."
_YEAR_OF = text("select max(w.year) from work w where w.id = any (cast(:works as uuid[]))")
_HISTORY = text(
    "select v.verdict, v.explanation, v.basis, v.digest, v.decided_at, p.full_name as who from signal_verdict v"
    " left join person p on p.id = v.person_id where v.signal = :signal order by v.decided_at desc, v.id desc"
)
_COMMENTS = text(
    "select c.body, c.written_at, p.full_name as who from signal_comment c"
    " left join person p on p.id = c.person_id where c.signal = :signal order by c.written_at, c.id"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader has chosen; None = everything. Without a year the latest one with results counts."""

    year: int | None = None
    school_id: UUID | None = None
    kind: str | None = None
    state: str | None = None
    procedure: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Signals of a year: all that were found and those that the filter leaves."""

    year: int | None
    years: list[int]
    looked: Looked
    seen: list[SignalOut]
    left: list[SignalOut]


async def choose(session: AsyncSession, chosen: Filter) -> Chosen:
    """Return the signals of the chosen year with their verdicts; raises `Conflict` when it is too much at once."""
    years = list(await session.scalars(YEARS))
    year = chosen.year if chosen.year is not None else next(iter(years), None)
    if year is None:
        return Chosen(None, years, Looked([], 0, 0), [], [])
    looked = await look(session, year=year, school_id=chosen.school_id)
    seen = await _with_verdicts(session, looked.found)
    left = [signal for signal in seen if _is_left(signal, chosen)]
    return Chosen(year, years, looked, seen, left)


async def list_signals(
    session: AsyncSession, chosen: Filter, *, limit: int, cursor: str | None
) -> SignalList:
    """Return a page of signals and how many each filter would show."""
    start = max(0, read_cursor(cursor, int)[0]) if cursor else 0
    all_of = await choose(session, chosen)

    def choices(
        name: str, titles: Mapping[str, str], value_of: Callable[[SignalOut], str]
    ) -> list[SignalChoiceOut]:
        counts = Counter(
            value_of(signal) for signal in all_of.seen if _is_left(signal, chosen, apart_from=name)
        )
        return [SignalChoiceOut(value=v, title=t, count=counts[v]) for v, t in titles.items()]

    end = start + limit
    return SignalList(
        year=all_of.year,
        years=all_of.years,
        protocols=all_of.looked.protocols,
        too_small=all_of.looked.too_small,
        total=len(all_of.left),
        kinds=choices("kind", {k.code: k.title for k in kinds().values()}, lambda s: s.kind),
        states=choices("state", SIGNAL_STATE_TITLES, lambda s: s.state),
        procedures=choices(
            "procedure",
            {code: PROCEDURE_TITLES[code] for code in ("vpr", "dr")},
            lambda s: s.procedure,
        ),
        items=all_of.left[start:end],
        next_cursor=encode_cursor([end]) if len(all_of.left) > end else None,
    )


async def find(session: AsyncSession, key: str) -> Found:
    """Return one signal as it is now; raises `NotFound`."""
    named = key_parts(key)
    if named is not None:
        year = named.year or await session.scalar(_YEAR_OF, {"works": list(named.work_ids)})
        if year is not None:
            looked = await look(session, year=year, school_id=named.school_id)
            for signal in looked.found:
                if signal.key == key:
                    return signal
    raise NotFound(NO_SIGNAL)


async def get_signal(session: AsyncSession, caller: Caller, key: str) -> SignalDetailOut:
    """Return one signal with its evidence, history and what the caller may do; raises `NotFound`."""
    found = await find(session, key)
    (signal,) = await _with_verdicts(session, [found])
    history = (await session.execute(_HISTORY, {"signal": key})).mappings().all()
    comments = (await session.execute(_COMMENTS, {"signal": key})).mappings().all()
    blocked = await _blocked(session, caller, found.school_id, signal.state)
    return SignalDetailOut(
        signal=signal,
        kind=kind_out(kinds()[found.kind]),
        evidence=evidence_out(found.evidence),
        digest=found.digest,
        history=[
            SignalStepOut(
                verdict=row["verdict"],
                title=SIGNAL_STATE_TITLES[row["verdict"]],
                explanation=row["explanation"],
                basis=row["basis"],
                who=row["who"],
                at=row["decided_at"],
                is_about_these_numbers=row["digest"] == found.digest,
            )
            for row in history
        ],
        comments=[
            SignalCommentOut(body=row["body"], who=row["who"], at=row["written_at"])
            for row in comments
        ],
        allowed_actions=[name for name in (*SIGNAL_ACTIONS, "comment") if name not in blocked],
        blocked=blocked,
    )


def list_kinds() -> SignalKindList:
    """Return the kinds in words with their thresholds."""
    return SignalKindList(
        version=rules().version, items=[kind_out(kind) for kind in kinds().values()]
    )


def kind_out(kind: KindInWords) -> SignalKindOut:
    """Return a kind in words."""
    return SignalKindOut(
        code=kind.code,
        title=kind.title,
        what=kind.what,
        talk=kind.talk,
        thresholds=kind.words,
        source=kind.source,
        confidence=kind.confidence,
    )


async def _blocked(
    session: AsyncSession, caller: Caller, school_id: UUID, state: str
) -> dict[str, str]:
    sides = frozenset[str](await sides_of(session, school_id))
    blocked: dict[str, str] = {}
    for action in SIGNAL_ACTIONS:
        reason = why_not_judge(state, action, sides=sides)
        if Permission.JUDGE_SIGNALS not in caller.permissions:
            reason = ONLY_JUDGES
        if reason is not None:
            blocked[action] = reason
    if "school" not in sides or Permission.COMMENT_SIGNALS not in caller.permissions:
        blocked["comment"] = ONLY_SCHOOL
    return blocked


async def _with_verdicts(session: AsyncSession, found: Sequence[Found]) -> list[SignalOut]:
    keys = {"signals": [signal.key for signal in found]}
    verdicts = {row["signal"]: row for row in await _mapped(session, VERDICTS, keys)}
    comments = {row["signal"]: row["comments"] for row in await _mapped(session, COMMENTED, keys)}
    return [
        _signal_out(signal, verdicts.get(signal.key), comments.get(signal.key, 0))
        for signal in found
    ]


async def _mapped(session: AsyncSession, statement: Any, values: dict[str, Any]) -> Iterable[Any]:
    return (await session.execute(statement, values)).mappings().all()


def _signal_out(found: Found, last: Mapping[str, Any] | None, comments: int) -> SignalOut:
    verdict, judged = (last["verdict"], last["digest"]) if last else (None, None)
    state = state_of(verdict, judged, found.digest)
    stands = last is not None and state != "open"
    return SignalOut.model_validate(
        {
            **{name: getattr(found, name) for name in _AS_FOUND},
            "kind_title": kinds()[found.kind].title,
            "procedure_title": PROCEDURE_TITLES[found.procedure],
            "state": state,
            "state_title": SIGNAL_STATE_TITLES[state],
            "is_returned": verdict not in {None, "open"} and judged != found.digest,
            "decided_at": last["decided_at"] if last and stands else None,
            "decided_by": last["who"] if last and stands else None,
            "comments": comments,
        }
    )


_AS_FOUND = (
    "key", "kind", "school_id", "school_name", "year", "procedure", "subject_name", "grade", "title", "n",
    "is_approximate", "words",
)  # fmt: skip


def _is_left(signal: SignalOut, chosen: Filter, *, apart_from: str = "") -> bool:
    asked = {
        "kind": (chosen.kind, signal.kind),
        "state": (chosen.state, signal.state),
        "procedure": (chosen.procedure, signal.procedure),
    }
    return all(
        wanted in (None, value) for name, (wanted, value) in asked.items() if name != apart_from
    )
