"""Writes of evidence: offering a fact, deciding on it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.papers import recognised_paper
from backend.access.reception import Arrived
from backend.access.scope import Caller
from backend.core.errors import Conflict, Forbidden, NotFound, wrong_field
from backend.core.files import FileStore
from backend.domain.lifecycle.evidence import EVIDENCE_TRANSITIONS, why_not_evidence
from backend.domain.web_address import is_web_address
from backend.features.execution.evidence.queries import get_evidence
from backend.features.execution.row import Row, read_closures, read_row
from backend.features.execution.schemas import EvidenceDecisionIn, EvidenceOut
from backend.features.execution.steps import find_locked_occurrence, move
from backend.tables import Evidence, FactKind, Occurrence, Person, School


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact as somebody states it. A file, a link or neither (then `basis` gives the requisites of a paper)."""

    fact: str
    occurred_on: date
    basis: str
    school_id: UUID | None
    person_id: UUID | None
    window_id: UUID | None
    link_url: str | None
    counted: int | None
    of_total: int | None
    file: Arrived | None


async def offer_evidence(
    session: AsyncSession,
    caller: Caller,
    offer: Offer,
    files: FileStore,
    *,
    now: datetime,
    today: date,
) -> EvidenceOut:
    """Record a fact as offered; it counts when somebody else accepts it. Raises `Invalid`, `Conflict`, `NotFound`.

    The same file offered again for the same fact while it waits is the same offer.
    """
    kind = await session.scalar(select(FactKind).where(FactKind.code == offer.fact))
    if kind is None:
        raise wrong_field("fact", "Такого факта нет в справочнике. Выберите его из списка.")
    if kind.is_derived:
        raise Conflict(
            f"«{kind.title}» следует из других записей (назначений, рискового профиля): файлом его не подтвердить."
        )
    row = await read_row(session, window_id=offer.window_id) if offer.window_id else None
    await _check_subject(session, kind, offer, row)
    _check_words(kind, offer, today)
    window = row.window(offer.window_id) if row and offer.window_id else None
    if row and window:
        closed = row.closed_because(window, offer.school_id)
    else:
        closures = await read_closures(session, ())
        closed = closures.reason(lineage_id=None, slot=None, school_id=offer.school_id)
    if closed is not None:
        raise Conflict(f"Закрыто для изменений: {closed}.", slug="period-locked")
    values = {
        "school_id": offer.school_id,
        "about_person_id": offer.person_id,
        "fact_kind_id": kind.id,
        "lineage_id": row.head["lineage_id"] if row else None,
        "slot": window["slot"] if window else None,
        "occurred_on": offer.occurred_on,
        "counted": offer.counted,
        "of_total": offer.of_total,
        "basis": offer.basis,
    } | await _shown_by(offer, files)
    # Two clicks at once are one offer too: those of one person go one after another.
    await session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"evidence:{caller.id}", 0)))
    )
    same = await session.scalar(
        select(Evidence.id)
        .where(Evidence.state == "submitted", Evidence.person_id == caller.person_id)
        .where(*(getattr(Evidence, name).is_not_distinct_from(v) for name, v in values.items()))
        .limit(1)
    )
    if same is None:
        same = await session.scalar(
            insert(Evidence)
            .values(state="submitted", person_id=caller.person_id, recorded_at=now, **values)
            .returning(Evidence.id)
        )
    assert same is not None
    return await get_evidence(session, caller, same)


async def decide_evidence(
    session: AsyncSession,
    caller: Caller,
    evidence_id: UUID,
    decision: EvidenceDecisionIn,
    *,
    now: datetime,
) -> EvidenceOut:
    """Accept, return or revoke; an accepted report that stood on revoked evidence goes back to its sender."""
    kept, stands = await _locked(session, evidence_id)
    closures = await read_closures(session, [kept.lineage_id] if kept.lineage_id else ())
    reason = why_not_evidence(
        kept.state,
        decision.action,
        is_own=kept.person_id == caller.person_id,
        lock_reason=closures.reason(
            lineage_id=kept.lineage_id, slot=kept.slot, school_id=kept.school_id
        ),
    )
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")
    if decision.action != "accept" and not decision.reason:
        raise wrong_field("reason", "Укажите причину: её увидит тот, кто представил подтверждение.")
    await session.execute(
        update(Evidence)
        .where(Evidence.id == evidence_id)
        .values(
            state=EVIDENCE_TRANSITIONS[kept.state][decision.action],
            decided_at=now,
            decided_by_id=caller.person_id,
            decision_reason=decision.reason,
        )
    )
    if decision.action == "revoke" and stands is not None and stands.state == "accepted":
        await move(session, caller, stands, "revoke", reason=decision.reason, now=now)
    return await get_evidence(session, caller, evidence_id)


async def _locked(session: AsyncSession, evidence_id: UUID) -> tuple[Evidence, Occurrence | None]:
    """Return evidence and the report that stands on it, both locked; raises `NotFound`.

    The report first, as a decision on the report does: two who decide at once must not wait for each other for ever.
    """
    query = select(Evidence).where(Evidence.id == evidence_id)
    found = await session.scalar(query)
    if found is None:
        raise NotFound("Такого подтверждения нет или оно вам не видно.")
    stands = None
    if found.lineage_id and found.slot is not None and found.about_person_id is None:
        stands = await find_locked_occurrence(
            session, lineage_id=found.lineage_id, slot=found.slot, school_id=found.school_id
        )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).one(), stands


async def _check_subject(
    session: AsyncSession, kind: FactKind, offer: Offer, row: Row | None
) -> None:
    """Refuse a fact about somebody it cannot be about, or about somebody the caller does not see."""
    if kind.is_per_row and row is None:
        raise wrong_field("window_id", "Этот факт относится к строке плана: укажите её срок.")
    if kind.about == "curator":
        found = offer.person_id and await session.scalar(
            select(Person.id).where(Person.id == offer.person_id)
        )
        if not found or offer.school_id:
            raise wrong_field("person_id", "Этот факт о кураторе: укажите куратора, а не школу.")
    elif offer.person_id:
        raise wrong_field("person_id", "Этот факт не о кураторе: человека указывать не нужно.")
    elif offer.school_id:
        if kind.about == "office":
            raise wrong_field("school_id", "Этот факт об управлении: школу указывать не нужно.")
        if not await session.scalar(select(School.id).where(School.id == offer.school_id)):
            raise NotFound("Такой школы нет или она вам не видна.")
    elif kind.about == "school" and not kind.is_per_row:
        raise wrong_field("school_id", "Этот факт о школе: укажите школу.")
    elif row is None or not row.head["runs_plan"]:
        raise Forbidden("Исполнение за управление подтверждают его сотрудники.")


def _check_words(kind: FactKind, offer: Offer, today: date) -> None:
    if offer.occurred_on > today:
        raise wrong_field(
            "occurred_on", "Этот день ещё не наступил: укажите день, когда это произошло."
        )
    heads = (offer.counted, offer.of_total)
    if kind.counts_people and None in heads:
        raise wrong_field("counted", "Укажите, сколько человек из скольких: например, 5 из 8.")
    if not kind.counts_people and heads != (None, None):
        raise wrong_field("counted", "У этого факта нет счёта людей: уберите числа.")
    if offer.counted is not None and offer.counted > (offer.of_total or 0):
        raise wrong_field(
            "counted", "Первое число больше второго: проверьте «сколько из скольких»."
        )
    if offer.file and offer.link_url:
        raise wrong_field("link_url", "Приложите что-то одно: файл или ссылку.")


async def _shown_by(offer: Offer, files: FileStore) -> dict[str, Any]:
    """Return the columns that say by what the fact is shown; raises `Invalid` for an unknown kind of file or link."""
    if offer.file:
        paper = await recognised_paper(offer.file, files, fallback="подтверждение")
        return {"kind": "file", **paper.columns}
    if offer.link_url:
        link = offer.link_url.strip()
        if not is_web_address(link):
            raise wrong_field("link_url", "Нужна ссылка вида https://пример.рф/страница.")
        return {"kind": "link", "link_url": link}
    return {"kind": "requisites"}
