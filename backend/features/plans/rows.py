"""Rows of one edition, read in two statements and put together; every plan screen starts from here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.schedule import window_label
from backend.domain.window_status import Status, StatusKind, Window, weekend_word, window_status
from backend.domain.wording import short_date
from backend.features.plans.members import figures_of
from backend.features.plans.schemas import (
    ActivityOut,
    FigureOut,
    PartyOut,
    QuestionOut,
    StatusOut,
    WindowOut,
)

OPEN_ENDED = frozenset({"continuous", "recurring"})
# Which of several windows speaks for the row: what is late first, what is done last.
URGENCY = (StatusKind.LATE, StatusKind.DUE, StatusKind.RUN, StatusKind.IDLE, StatusKind.OK)
# One line a row, or one with activity_id NULL for an edition whose text is not loaded.
# A school reads how its own occurrences stand where the row counts schools, and the office's elsewhere.
_ROWS = text(
    """
    select e.id as edition_id, e.number as edition_number, e.state as edition_state, e.effective_on,
        e.period_text, e.period_start, e.period_end, e.responsible_official, e.controlled_by,
        p.id as plan_id, p.title as plan_title, p.office_id,
        act.kind as act_kind, act.number as act_number, act.signed_on, act.issuer, act.title as act_title,
        act.signed_by, act.file_name,
        s.code as section_code, s.title as section_title, a.id as activity_id, a.number, a.title,
        a.term_source, a.responsible_source, a.result_document, a.expected_result, a.recurrence, a.target_set,
        w.windows, r.results, r.by_school and cast(:school as uuid) is not null as own_school, coalesce(q.questions, '[]') as questions, coalesce(t.parties, '[]') as parties
    from edition e join plan p on p.id = e.plan_id join act on act.id = e.act_id
    left join section s on s.edition_id = e.id
    left join activity a on a.section_id = s.id and (cast(:activity as uuid) is null or a.id = :activity)
    left join lateral (
        select coalesce(bool_or(x.members like '%schools'), false) as by_school, coalesce(jsonb_agg(jsonb_build_object(
            'position', x.position, 'title', x.title, 'quantifier', x.quantifier, 'threshold', x.threshold,
            'members', x.members, 'unit', x.unit, 'facts', x.facts,
            'titles', (select array_agg(k.title order by f.place)
                from unnest(x.facts) with ordinality as f (code, place) join fact_kind k on k.code = f.code),
            'frozen', (select jsonb_agg(jsonb_build_object('due_on', z.due_on, 'met', z.met, 'total', z.total))
                from frozen_value z where z.lineage_id = a.lineage_id and z.result_position = x.position)
        ) order by x.position), '[]') as results
        from expected_result x where x.activity_id = a.id
    ) r on true
    left join lateral (
        select jsonb_agg(jsonb_build_object(
            'id', w.id, 'slot', w.slot, 'starts_on', w.starts_on, 'ends_on', w.ends_on, 'is_derived', w.is_derived,
            'state', coalesce(o.state, 'planned'), 'done_on', o.done_on, 'comment', o.comment, 'moved_to', m.to_on
        ) order by w.position) as windows
        from activity_window w
        left join occurrence o on o.lineage_id = a.lineage_id and o.slot = w.slot
            and o.school_id is not distinct from case when r.by_school then cast(:school as uuid) end
        left join lateral (
            select c.to_on from reschedule c
            where c.lineage_id = a.lineage_id and c.slot = w.slot
                and (c.school_id is null or (r.by_school and c.school_id = :school))
            order by c.school_id is null, c.recorded_at desc, c.id desc limit 1
        ) m on true
        where w.activity_id = a.id
    ) w on true
    left join lateral (
        select jsonb_agg(jsonb_build_object('text', q.text, 'short_text', q.short_text) order by q.id) as questions
        from author_question q where q.activity_id = a.id and q.answer is null
    ) q on true
    left join lateral (
        select jsonb_agg(jsonb_build_object('part', t.part, 'kind', t.kind, 'words', t.words,
            'code', coalesce(g.code, t.role)) order by t.position) as parties
        from activity_party t left join organisation g on g.id = t.organisation_id where t.activity_id = a.id
    ) t on true
    where e.id = :edition
    order by s.position, a.position, a.id
    """
).columns(windows=JSONB, results=JSONB, questions=JSONB, parties=JSONB, activity_id=Uuid)
_COUNTS = text(
    """
    select v.activity_id, v.result_position, min(v.slot) as slot, max(v.met_on) as met_on, count(*) as members,
        count(*) filter (where v.met_on is not null) as met,
        count(*) filter (where v.met_on <= d.due_on) as met_at_due,
        coalesce(sum(least(v.counted, v.of_total)), 0)::integer as counted,
        coalesce(sum(v.of_total), 0)::integer as of_total
    from app.result_state(:edition, :day) v
    left join unnest(cast(:activities as uuid[]), cast(:dues as date[])) as d (activity_id, due_on)
        using (activity_id)
    group by v.activity_id, v.result_position
    order by v.activity_id, v.result_position
    """
)


@dataclass(frozen=True, slots=True)
class EditionRows:
    """An edition on one day: `head` is its first line (act, plan, period), rows in the order of the act.

    `figures_of` a row: every expected result by its position, also those that count nobody yet.
    """

    head: RowMapping
    activities: list[ActivityOut]
    section_of: dict[UUID, tuple[str, str]]
    figures_of: dict[UUID, dict[int, FigureOut]]


async def read_rows(
    session: AsyncSession,
    *,
    edition_id: UUID,
    today: date,
    school_id: UUID | None = None,
    activity_id: UUID | None = None,
    with_figures: bool = True,
) -> EditionRows:
    """Return the rows with statuses and figures; raises `NotFound`.

    `school_id`: the school whose own occurrences the statuses tell of. `activity_id`: only this row.
    `with_figures` False: the reader counts by himself, a statement over all schools is spared.
    """
    values = {"edition": edition_id, "school": school_id, "activity": activity_id}
    lines = (await session.execute(_ROWS, values)).mappings().all()
    if not lines:
        raise NotFound("Такой редакции нет или она вам не видна.")
    rows = [line for line in lines if line["activity_id"] is not None]
    dues = {row["activity_id"]: _last_past_due(row, today) for row in rows}
    counted: dict[UUID, dict[int, RowMapping]] = defaultdict(dict)
    asked = {
        "edition": edition_id,
        "day": today,
        "activities": list(dues),
        "dues": list(dues.values()),
    }
    if with_figures:
        for line in (await session.execute(_COUNTS, asked)).mappings():
            counted[line["activity_id"]][line["result_position"]] = line
    figures = {
        key: figures_of(row["results"], counted[key], dues[key])
        for row in rows
        if (key := row["activity_id"])
    }
    return EditionRows(
        head=lines[0],
        activities=[
            _activity(row, counted[key], list(figures[key].values()), today)
            for row in rows
            if (key := row["activity_id"])
        ],
        figures_of=figures,
        section_of={
            row["activity_id"]: (row["section_code"], row["section_title"]) for row in rows
        },
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _last_past_due(row: RowMapping, today: date) -> date | None:
    """Return the last deadline that counted before today; standing rows have none."""
    if row["recurrence"] in OPEN_ENDED:
        return None
    dues = (_day(w["moved_to"] or w["ends_on"]) for w in row["windows"] or ())
    return max((due for due in dues if due and due < today), default=None)


def _activity(
    row: RowMapping, counted: Mapping[int, RowMapping], figures: Sequence[FigureOut], today: date
) -> ActivityOut:
    windows = _windows(
        row,
        figures[0] if figures else None,
        today,
        met=_met_by_own_school(row, counted.get(1), figures),
    )
    return ActivityOut(
        id=row["activity_id"],
        number=row["number"],
        title=row["title"],
        term_source=row["term_source"],
        responsible_source=row["responsible_source"],
        parties=[PartyOut(**party) for party in row["parties"]],
        result_document=row["result_document"],
        expected_result=row["expected_result"],
        recurrence=row["recurrence"],
        target_set=row["target_set"],
        windows=windows,
        status=_speaks_for_row(windows),
        # Nobody of the reader's is counted: a figure «0 из 0» would say nothing.
        figure=figures[0] if figures and figures[0].total else None,
        other_figures=[figure for figure in figures[1:] if figure.total],
        questions=[QuestionOut(**question) for question in row["questions"]],
    )


def _met_by_own_school(
    row: RowMapping, counted: RowMapping | None, figures: Sequence[FigureOut]
) -> tuple[int, date] | None:
    """Return slot and day when the reader speaks for one school and it has all the row asks for: no report is due."""
    if not row["own_school"] or counted is None or not (figures and figures[0].is_achieved):
        return None
    return counted["slot"], counted["met_on"]


def _windows(
    row: RowMapping, figure: FigureOut | None, today: date, *, met: tuple[int, date] | None
) -> list[WindowOut]:
    found: Sequence[Mapping[str, Any]] = row["windows"] or ()
    open_ended = row["recurrence"] in OPEN_ENDED
    outs = []
    for entry in found:
        starts_on, ends_on = _day(entry["starts_on"]), date.fromisoformat(entry["ends_on"])
        done_on, moved_to = _day(entry["done_on"]), _day(entry["moved_to"])
        accepted_on = done_on if entry["state"] == "accepted" else None
        if met is not None and entry["slot"] == met[0]:
            accepted_on = accepted_on or met[1]
        label = window_label(starts_on, ends_on)
        window = Window(
            starts_on,
            ends_on,
            accepted_on=accepted_on,
            note=entry["comment"],
            state=entry["state"],
            rescheduled_to=moved_to if moved_to != ends_on else None,
        )
        status = window_status(
            window,
            today=today,
            adopted_on=row["effective_on"],
            open_ended=open_ended,
            label=label if len(found) > 1 else None,
        )
        status = _with_value_at_due(status, window, figure)
        outs.append(
            WindowOut(
                id=entry["id"],
                starts_on=starts_on,
                ends_on=ends_on,
                weekend=weekend_word(ends_on),
                is_derived=entry["is_derived"],
                label=label,
                state=entry["state"],
                done_on=done_on,
                rescheduled_to=window.rescheduled_to,
                comment=entry["comment"],
                status=StatusOut(kind=status.kind, text=status.text, days=status.days),
            )
        )
    return outs


def _with_value_at_due(status: Status, window: Window, figure: FigureOut | None) -> Status:
    """Say in the words of an accepted row what the figure was on the deadline, when it was less."""
    if figure is None or window.accepted_on is None or figure.due_on != window.due_on:
        return status
    if figure.met_at_due is None or figure.met_at_due >= figure.met:
        return status
    was = f"на срок было {figure.met_at_due} из {figure.total_at_due}"
    return Status(status.kind, f"Принято {short_date(window.accepted_on)}, {was}", status.days)


def _speaks_for_row(windows: list[WindowOut]) -> StatusOut:
    if not windows:
        return StatusOut(kind=StatusKind.IDLE, text="Срок не указан", days=None)
    return min(windows, key=lambda w: URGENCY.index(StatusKind(w.status.kind))).status
