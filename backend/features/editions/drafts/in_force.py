"""Putting a draft in force: its text becomes rows, the edition before is superseded, facts stay with their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict
from backend.domain.lineage import Span, carry_slots
from backend.domain.responsible import PartyKind
from backend.features.editions.drafts.commands import edition_columns, locked_draft
from backend.features.editions.drafts.queries import OpenDraft, read_open_draft
from backend.features.editions.drafts.reading import RowReading
from backend.features.editions.texts import StoredRow
from backend.tables import (
    Act,
    Activity,
    ActivityParty,
    ActivityWindow,
    AuthorQuestion,
    Edition,
    EditionDraft,
    ExpectedResult,
    Lineage,
    Organisation,
    School,
    Section,
)

_ROWS_A_STATEMENT = 1000
# Deadlines that were moved and are now worded anew: execution's rows, written by the function that owns the rule.
_SETTLE_MOVES = text("select app.settle_moves(:edition)")


async def put_in_force(
    session: AsyncSession, edition_id: UUID, *, version: int, today: date
) -> None:
    """Put a draft in force; raises `Conflict` with everything that stands in the way, `StaleVersion`, `NotFound`."""
    await locked_draft(session, edition_id, version=version)
    draft = await read_open_draft(session, edition_id, today)
    if draft.reading.blocking:
        listed = draft.reading.blocking
        raise Conflict(
            "Редакцию пока нельзя ввести в действие. " + " ".join(listed[:5]),
            slug="transition-not-allowed",
            errors=[
                {"pointer": "", "code": "blocking", "message": sentence} for sentence in listed
            ],
        )
    act_id = await _write_act(session, draft)
    await _write_rows(session, draft, today)
    await session.execute(_SETTLE_MOVES, {"edition": edition_id})
    # While it is still a draft: nobody may touch the text of what is in force.
    await session.execute(delete(EditionDraft).where(EditionDraft.edition_id == edition_id))
    await session.execute(
        update(Edition)
        .where(Edition.plan_id == draft.plan.id, Edition.state == "in_force")
        .values(state="superseded")
    )
    await session.execute(
        update(Edition)
        .where(Edition.id == edition_id)
        .values(
            state="in_force",
            act_id=act_id,
            effective_on=draft.document.act.effective_on,
            **edition_columns(draft.document),
        )
    )


async def _write_act(session: AsyncSession, draft: OpenDraft) -> UUID:
    act = draft.document.act
    values = act.model_dump(exclude={"effective_on"}) | {
        "amends_id": draft.before.act.id if draft.before and draft.before.act else None,
        "file_sha256": draft.kept.file_sha256,
        "file_name": draft.kept.file_name,
    }
    try:
        async with session.begin_nested():
            made = await session.scalars(insert(Act).values(**values).returning(Act.id))
            act_id: UUID = made.one()
    except IntegrityError as error:
        raise Conflict(
            f"Распоряжение № {act.number} с этой датой уже есть: проверьте реквизиты.",
            slug="natural-key-conflict",
        ) from error
    return act_id


@dataclass(slots=True)
class _Rows:
    """Everything the rows of one edition become, table by table."""

    lineages: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    activities: list[dict[str, Any]]
    windows: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    results: list[dict[str, Any]]
    questions: list[dict[str, Any]]


async def _write_rows(session: AsyncSession, draft: OpenDraft, today: date) -> None:
    organisations = {
        row.code: row.id
        for row in await session.execute(select(Organisation.code, Organisation.id))
    }
    schools = {
        row.short_name: row.id
        for row in await session.execute(select(School.short_name, School.id))
    }
    rows = _Rows([], [], [], [], [], [], [])
    readings = {reading.row.key: reading for reading in draft.reading.rows}
    used = await _used_slots(session, draft)
    position = 0
    for place, section in enumerate(draft.document.sections, 1):
        section_id = uuid4()
        rows.sections.append(
            {
                "id": section_id,
                "edition_id": draft.edition.id,
                "code": section.code,
                "title": section.title,
                "position": place,
                "form": section.form,
            }
        )
        for row in section.rows:
            position += 1
            reading = readings[row.key]
            activity_id = _add_row(rows, draft, reading, section_id, position, used)
            rows.parties += _parties(activity_id, reading, organisations, schools)
            rows.questions += _questions(activity_id, reading, _continued(draft, reading), today)
    for table, values in (
        (Lineage, rows.lineages),
        (Section, rows.sections),
        (Activity, rows.activities),
        (ActivityWindow, rows.windows),
        (ActivityParty, rows.parties),
        (ExpectedResult, rows.results),
        (AuthorQuestion, rows.questions),
    ):
        # One statement a table: what may be written is asked once for all its rows, not once a row.
        for first in range(0, len(values), _ROWS_A_STATEMENT):
            await session.execute(insert(table).values(values[first : first + _ROWS_A_STATEMENT]))


async def _used_slots(session: AsyncSession, draft: OpenDraft) -> dict[UUID, int]:
    """Return the last slot every row has ever had, in any edition."""
    lineages = [row.lineage_id for s in draft.document.sections for row in s.rows if row.lineage_id]
    found = await session.execute(
        select(Activity.lineage_id, func.max(ActivityWindow.slot))
        .join(ActivityWindow, ActivityWindow.activity_id == Activity.id)
        .where(Activity.lineage_id.in_(lineages))
        .group_by(Activity.lineage_id)
    )
    return {row[0]: row[1] for row in found}


def _add_row(
    rows: _Rows,
    draft: OpenDraft,
    reading: RowReading,
    section_id: UUID,
    position: int,
    used: Mapping[UUID, int],
) -> UUID:
    """Add one row with its windows and predicates; return the id of its activity."""
    row, activity_id = reading.row, uuid4()
    continued = _continued(draft, reading)
    lineage_id = continued.activity.lineage_id if continued else uuid4()
    if continued is None:
        rows.lineages.append({"id": lineage_id, "plan_id": draft.plan.id})
    rows.activities.append(
        {
            "id": activity_id,
            "section_id": section_id,
            "lineage_id": lineage_id,
            "number": row.number,
            "position": position,
            "title": row.title,
            "term_source": row.term_source,
            "recurrence": reading.recurrence,
            "responsible_source": row.responsible_source,
            "result_document": row.result_document,
            "expected_result": row.expected_result,
            "target_set": row.target_set,
            "source": {"cells": row.cells},
        }
    )
    slots = carry_slots(
        [(w.slot, Span(w.starts_on, w.ends_on)) for w in (continued.windows if continued else ())],
        [Span(w.starts_on, w.ends_on) for w in reading.windows],
        last_slot=used.get(lineage_id, 0),
    )
    rows.windows += [
        {
            "activity_id": activity_id,
            "position": place,
            "slot": slot,
            "starts_on": window.starts_on,
            "ends_on": window.ends_on,
            "is_derived": window.is_derived,
        }
        for place, (slot, window) in enumerate(zip(slots, reading.windows, strict=True), 1)
    ]
    rows.results += [
        {"activity_id": activity_id, "position": place, **result.model_dump()}
        for place, result in enumerate(row.results, 1)
    ]
    return activity_id


def _parties(
    activity_id: UUID,
    reading: RowReading,
    organisations: Mapping[str, UUID],
    schools: Mapping[str, UUID],
) -> list[dict[str, Any]]:
    """Return the parties as the author has stated them, else as the words are read."""
    if reading.row.parties is not None:
        stated = [
            {
                "part": p.part,
                "kind": "organisation" if p.organisation else "role" if p.role
                else "school" if p.school_id else "person",
                "organisation_id": organisations.get(p.organisation or ""),
                "role": p.role,
                "school_id": p.school_id,
                "person_id": p.person_id,
                "words": p.words,
            }
            for p in reading.row.parties
        ]  # fmt: skip
    else:
        stated = [
            {
                "part": p.part,
                "kind": p.kind,
                "organisation_id": organisations.get(p.code)
                if p.kind is PartyKind.ORGANISATION
                else None,
                "role": p.code if p.kind is PartyKind.ROLE else None,
                "school_id": schools.get(p.code) if p.kind is PartyKind.SCHOOL else None,
                "person_id": None,
                "words": p.words,
            }
            for p in reading.parties
        ]
    return [
        {"activity_id": activity_id, "position": place, **party}
        for place, party in enumerate(stated, 1)
    ]


def _continued(draft: OpenDraft, reading: RowReading) -> StoredRow | None:
    """Return the row of the edition before that this one goes on as."""
    lineage_id = reading.row.lineage_id
    return draft.before.lineages().get(lineage_id) if draft.before and lineage_id else None


def _questions(
    activity_id: UUID, reading: RowReading, continued: StoredRow | None, today: date
) -> Sequence[dict[str, Any]]:
    """Return what goes to the author of the act: what was carried or typed, and what the rules ask; each once."""
    known = {q.text: q.short_text for q in (continued.questions if continued else ())}
    asked = {remark: known.get(remark, remark) for remark in reading.row.remarks}
    asked |= {q.text: q.short_text for q in reading.questions}
    return [
        {"activity_id": activity_id, "text": text, "short_text": short[:200], "asked_on": today}
        for text, short in asked.items()
    ]
