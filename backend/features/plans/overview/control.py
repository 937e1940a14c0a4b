"""«Контроль исполнения»: how the sections stand, what is overdue and whose, what changed since a day."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.clock import SAMARA
from backend.domain.lifecycle.occurrences import OCCURRENCE_STEP_WORDS
from backend.domain.window_status import StatusKind
from backend.domain.wording import short_date
from backend.features.plans.overview.schemas import (
    ControlChangeOut,
    ControlOut,
    OverdueOut,
    SectionCountsOut,
)
from backend.features.plans.rows import EditionRows, read_rows
from backend.features.plans.schemas import ActivityOut, FigureOut

_LOOK_BACK = timedelta(days=7)
_CHANGES_SHOWN = 60
# What happened to the plan, from the one log: steps of occurrences, facts, moved deadlines, editions, locks.
# The count of what is shown and of what waits for a check travel along, so that the page asks once.
_CHANGES = text(
    """
    with happened as (
        select c.at, c.seq, c.table_name, c.entity_id, c.person_id, c.client_id, c.school_id, c.operation, c.old, c.new
        from change c
        where c.at >= :since and c.table_name in ('occurrence_step', 'evidence', 'reschedule', 'edition', 'period_lock')
    ), told as (
        select h.at, h.seq, 'step' as kind, t.action as word, t.reason as detail, o.lineage_id, null::text as fact,
            h.school_id, h.person_id, h.client_id
        from happened h join occurrence_step t on t.id = h.entity_id join occurrence o on o.id = t.occurrence_id
        where h.table_name = 'occurrence_step' and h.operation = 'insert' and t.action <> 'carry_over'
        union all
        -- A fact about a school speaks of the first row that asks for it.
        select h.at, h.seq, 'evidence', coalesce(h.new ->> 'state', e.state), e.basis, coalesce(e.lineage_id, (
                select y.lineage_id from section z join activity y on y.section_id = z.id
                join expected_result x on x.activity_id = y.id and k.code = any (x.facts)
                where z.edition_id = :edition order by z.position, y.position limit 1
            )), k.title,
            h.school_id, h.person_id, h.client_id
        from happened h join evidence e on e.id = h.entity_id join fact_kind k on k.id = e.fact_kind_id
        -- What shows that the row itself is done goes with the step of its report.
        where h.table_name = 'evidence' and k.code <> 'row_accepted' and (h.operation = 'insert' or h.new ? 'state')
            -- Who reads for several offices sees facts about schools of the others too: they are not of this plan.
            and (h.school_id is null or h.school_id in (
                select z.id from school z join municipality y on y.id = z.municipality_id
                join plan x on x.office_id = y.office_id where x.id = :plan
                union select school_id from project_member where plan_id = :plan
            ))
        union all
        select h.at, h.seq, 'move', to_char(r.to_on, 'DD.MM.YYYY'), r.reason, r.lineage_id, null,
            h.school_id, h.person_id, h.client_id
        from happened h join reschedule r on r.id = h.entity_id
        where h.table_name = 'reschedule'
        union all
        select h.at, h.seq, 'edition', h.new ->> 'state', a.kind || ' от ' || to_char(a.signed_on, 'DD.MM.YYYY') || ' № ' || a.number,
            null, null, null, h.person_id, h.client_id
        from happened h join edition e on e.id = h.entity_id join act a on a.id = e.act_id
        where h.table_name = 'edition' and h.new ->> 'state' in ('in_force', 'superseded')
            and e.plan_id = :plan
        union all
        select h.at, h.seq, 'lock', case when h.new ? 'released_at' and h.operation = 'update' then 'released' else 'locked' end,
            coalesce(h.new ->> 'release_reason', l.reason), null, null, h.school_id, h.person_id, h.client_id
        from happened h join period_lock l on l.id = h.entity_id
        where h.table_name = 'period_lock' and l.plan_id = :plan
    )
    select t.at, t.kind, t.word, t.detail, t.fact, a.id as activity_id, a.number, s.short_name as school_name,
        coalesce(p.full_name, m.name) as who, count(*) over () as total,
        (select count(*) from occurrence o join lineage l on l.id = o.lineage_id
            where l.plan_id = :plan and o.state = 'reported') as to_check
    from (select 1) as always
    left join told t on t.kind in ('edition', 'lock') or t.lineage_id in (select id from lineage where plan_id = :plan)
    left join section c on c.edition_id = :edition
        and exists (select from activity x where x.section_id = c.id and x.lineage_id = t.lineage_id)
    left join activity a on a.section_id = c.id and a.lineage_id = t.lineage_id
    left join school s on s.id = t.school_id
    left join person p on p.id = t.person_id
    left join machine_client m on m.id = t.client_id
    order by t.at desc nulls last, t.seq desc limit :limit
    """
)
_EVIDENCE_WORDS = {
    "accepted": ("+", "принято"),
    "submitted": ("~", "представлено, ждёт проверки"),
    "returned": ("−", "возвращено на доработку"),
    "revoked": ("−", "снято"),
}
_STEP_SIGNS = {"accept": "+", "return": "−", "revoke": "−", "cancel": "−"}


async def get_control(
    session: AsyncSession, edition_id: UUID, *, today: date, since: date | None
) -> ControlOut:
    """Return the page of the head as of a day; `since` None = the last seven days. Raises `NotFound`."""
    rows = await read_rows(session, edition_id=edition_id, today=today)
    head = rows.head
    since = since or today - _LOOK_BACK
    found = (
        (
            await session.execute(
                _CHANGES,
                {
                    "plan": head["plan_id"],
                    "edition": edition_id,
                    # The day begins in Samara, not in Greenwich.
                    "since": datetime.combine(since, time.min, tzinfo=SAMARA),
                    "limit": _CHANGES_SHOWN,
                },
            )
        )
        .mappings()
        .all()
    )
    changes = [_change(row) for row in found if row["kind"] is not None]
    figures = [f for row in rows.activities for f in (row.figure, *row.other_figures) if f]
    return ControlOut(
        edition_id=edition_id,
        plan_title=head["plan_title"],
        act_words=f"{head['act_kind']} от {short_date(head['signed_on'])} № {head['act_number']}",
        on=today,
        since=since,
        sections=_sections(rows),
        overdue=_overdue(rows),
        to_check=found[0]["to_check"],
        results_achieved=sum(figure.is_achieved for figure in figures),
        results_total=len(figures),
        changes=changes,
        changes_total=found[0]["total"] if changes else 0,
    )


def _sections(rows: EditionRows) -> list[SectionCountsOut]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows.activities:
        counts.setdefault(rows.section_of[row.id], Counter())[row.status.kind] += 1
    return [
        SectionCountsOut(code=code, title=title, rows=sum(kinds.values()), counts=dict(kinds))
        for (code, title), kinds in counts.items()
    ]


def _overdue(rows: EditionRows) -> list[OverdueOut]:
    """Return late windows, the longest late first."""
    late = [
        OverdueOut(
            activity_id=row.id,
            number=row.number,
            title=row.title,
            window=window.label,
            ends_on=window.rescheduled_to or window.ends_on,
            days=window.status.days or 0,
            owners=_owners(row),
            figure=row.figure,
            waits_for=_waits(row.figure),
        )
        for row in rows.activities
        for window in row.windows
        if window.status.kind == StatusKind.LATE
    ]
    return sorted(late, key=lambda item: (-item.days, item.number))


def _owners(row: ActivityOut) -> list[str]:
    answers = [p.words for p in row.parties if p.part == "responsible"]
    return answers or [row.responsible_source]


def _waits(figure: FigureOut | None) -> str | None:
    if figure is None or figure.is_achieved or figure.unit == "person":
        return None
    return f"не выполнено у {figure.total - figure.met} из {figure.total}"


def _change(row: RowMapping) -> ControlChangeOut:
    sign, words = _told(row)
    return ControlChangeOut(
        at=row["at"],
        sign=sign,
        number=row["number"],
        activity_id=row["activity_id"],
        school_name=row["school_name"],
        text=f"{words}. {row['detail'][:1].upper()}{row['detail'][1:]}" if row["detail"] else words,
        who=row["who"],
    )


def _told(row: RowMapping) -> tuple[str, str]:
    """Return the sign and the words of one change."""
    match row["kind"]:
        case "step":
            return _STEP_SIGNS.get(
                row["word"], "~"
            ), f"Исполнение {OCCURRENCE_STEP_WORDS[row['word']]}"
        case "evidence":
            sign, words = _EVIDENCE_WORDS[row["word"]]
            return sign, f"{row['fact']}: {words}"
        case "move":
            return "~", f"Срок перенесён на {row['word']}"
        case "edition":
            became = row["word"] == "in_force"
            return ("+", "Редакция введена в действие") if became else ("−", "Редакция заменена")
        case _:
            opened = row["word"] == "released"
            return "~", "Открыто для изменений" if opened else "Закрыто для изменений"
