"""Reads of a school through the years: classes, history, where figures come from, how its support stands."""

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.access.sides import sides_of
from backend.core.errors import NotFound
from backend.domain.schedule import academic_year
from backend.features.schools.dossier_schemas import (
    ClassesOut,
    ClassOut,
    HistoryItemOut,
    HistoryOut,
    LivingOut,
    ReorganisationPreviewOut,
    SchoolSummaryOut,
    SourceOut,
    SourcesOut,
)

_SCHOOL = text("select id, pupils from school where id = :school")
_CLASSES = text(
    "select c.grade, c.letter, c.pupils, c.as_of, c.source, p.full_name as person, c.recorded_at"
    " from school_class c left join person p on p.id = c.person_id"
    " where c.school_id = :school and c.academic_year = :year order by c.grade, c.letter"
)
_YEARS = text(
    "select academic_year, sum(pupils) as total from school_class where school_id = :school"
    " group by academic_year order by academic_year"
)
_HISTORY = text(
    """
    select * from (
        select 'status' as kind, make_date(l.academic_year, 9, 1) as since_on, make_date(l.academic_year + 1, 8, 31) as until_on,
            case l.status when 'low_results' then 'Низкие образовательные результаты'
                when 'at_risk' then 'Группа риска' else 'Признака НОР нет' end
                || ', ' || l.academic_year || '/' || right((l.academic_year + 1)::text, 2) as title,
            case l.zone when 'red' then 'красная зона' when 'yellow' then 'жёлтая зона' when 'green' then 'зелёная зона' end
                as detail, l.basis, null::text as person, null::uuid as school_id
        from low_results_status l where l.school_id = :school
        union all
        select 'membership', m.joined_on, m.left_on, 'Участие: ' || p.title, null, m.basis, null, null
        from project_member m join plan p on p.id = m.plan_id where m.school_id = :school
        union all
        select 'assignment', coalesce(lower(a.period), '2000-01-01'), upper(a.period),
            case a.kind when 'curator' then 'Куратор: ' else 'Наставник: ' end || p.full_name, a.end_reason, a.act_text,
            b.full_name, null
        from assignment a join person p on p.id = a.person_id left join person b on b.id = a.appointed_by_id
        where a.school_id = :school
        union all
        select 'reorganisation', r.happened_on, null,
            case r.kind when 'renamed' then 'Переименована' when 'merged' then 'Присоединена к другой школе'
                when 'closed' then 'Закрыта' else 'Открыта снова' end,
            case when r.former_short_name is not null then 'прежнее название: ' || r.former_short_name
                when n.id is not null then 'правопреемник: ' || n.short_name end,
            r.basis, p.full_name, r.successor_id
        from reorganisation r left join school n on n.id = r.successor_id left join person p on p.id = r.person_id
        where r.school_id = :school
        union all
        select 'predecessor', r.happened_on, null, 'Присоединена школа', coalesce(s.short_name, 'школа другого управления'),
            r.basis, p.full_name, r.school_id
        from reorganisation r left join school s on s.id = r.school_id left join person p on p.id = r.person_id
        where r.successor_id = :school
    ) h order by h.since_on desc, h.kind, h.title
    """
)
# The day of closing is the last day of the school: what ends with it (periods and memberships exclude their end) is over.
_LIVING = text(
    """
    select 'assignment' as kind, 'назначения кураторов и наставников' as text, count(*) as count from assignment a
    where a.school_id = :school and coalesce(upper(a.period), 'infinity') > cast(:day as date) + 1
    union all
    select 'membership', 'участие в проекте', count(*) from project_member m
    where m.school_id = :school and coalesce(m.left_on, 'infinity') > cast(:day as date) + 1
    union all
    select 'predecessor', 'школы, которые к ней ещё присоединятся', count(*) from school s
    where s.successor_id = :school and s.active_to > :day
    union all
    select 'visit', 'визиты, которые ещё не закрыты', count(*) from visit v
    where v.school_id = :school and v.state not in ('approved', 'cancelled')
    union all
    select 'action_point', 'договорённости в работе', count(*) from action_point a
    where a.school_id = :school and a.state in ('open', 'done')
    union all
    select 'document', 'документы на проверке', count(*) from school_document d
    where d.school_id = :school and d.state in ('submitted', 'under_review')
    """
)
_SUMMARY = text(
    """
    with cycle as (select coalesce(max(p.cycle), extract(year from cast(:today as date))::integer) as cycle
        from risk_profile p where p.school_id = :school),
    ahead as (
        select v.id, v.planned_on from visit v where v.school_id = :school and v.state in ('planned', 'confirmed')
        order by v.planned_on, v.id limit 1
    ), required as (
        -- A document per factor is required once for every factor selected for work, as on the page of documents.
        select exists (
            select from school_document d
            where d.school_id = :school and d.cycle = r.cycle and d.kind_id = r.kind_id
                and (w.factor_id is null or d.factor_id = w.factor_id) and d.state in ('approved', 'published')
        ) as is_done
        from required_document r join cycle c on c.cycle = r.cycle join document_kind k on k.id = r.kind_id
        left join lateral (
            select v.factor_id from risk_profile p join risk_verdict v on v.profile_id = p.id and v.is_selected
            where k.is_per_factor and p.school_id = :school and p.cycle = r.cycle
        ) w on true
    ), selected as (
        select g.id, g.state from risk_profile p join cycle c on c.cycle = p.cycle
        join risk_verdict v on v.profile_id = p.id and v.is_selected
        left join risk_programme g on g.school_id = p.school_id and g.cycle = p.cycle and g.factor_id = v.factor_id
        where p.school_id = :school
    ), measure as (
        select m.state from selected s join programme_measure m on m.programme_id = s.id
    )
    select (select id from ahead) as next_visit_id, (select planned_on from ahead) as next_visit_on,
        (select count(*) from action_point a where a.school_id = :school and a.state = 'open') as open_action_points,
        (select count(*) from action_point a where a.school_id = :school and a.state = 'open' and a.due_on < :today)
            as overdue_action_points,
        (select count(*) from required where is_done) as documents_approved, (select count(*) from required) as documents_required,
        (select count(*) from school_document d where d.school_id = :school and d.state in ('submitted', 'under_review'))
            as documents_waiting,
        (select count(*) from selected where state = 'accepted') as programmes_accepted,
        (select count(*) from selected) as programmes_selected,
        (select count(*) from measure where state = 'confirmed') as measures_confirmed,
        (select count(*) from measure) as measures
    """
)
# When a figure was last written, and by whom: the log knows it.
_SOURCES = text(
    """
    select f.figure, f.title, f.value, f.source, f.basis, coalesce(p.full_name, m.name) as person, c.at as recorded_at
    from (
        select 'pupils' as figure, 'Обучающихся' as title, s.pupils::text as value, 'паспорт школы' as source,
            null as basis, 'school' as table_name, s.id as entity_id, 'pupils' as field, 1 as place
        from school s where s.id = :school
        union all
        select 'teachers', 'Педагогов', s.teachers::text, 'паспорт школы', null, 'school', s.id, 'teachers', 2
        from school s where s.id = :school
        union all
        select 'classes', 'Обучающихся по классам', sum(k.pupils)::text, 'сведения по классам', max(k.source),
            'school_class', (array_agg(k.id order by k.recorded_at desc))[1], 'pupils', 3
        from school_class k where k.school_id = :school and k.academic_year = :year having count(*) > 0
        union all
        select 'low_results', 'Признак НОР и зона', case l.status when 'low_results' then 'низкие результаты'
            when 'at_risk' then 'группа риска' else 'нет' end, 'признак на учебный год', l.basis, 'low_results_status', l.id,
            'status', 4
        from low_results_status l where l.school_id = :school and l.academic_year = :year
        union all
        select 'project', 'Участие в проекте', 'с ' || to_char(m.joined_on, 'DD.MM.YYYY'), 'состав участников проекта',
            m.basis, 'project_member', m.id, 'joined_on', 5
        from project_member m where m.school_id = :school and :today >= m.joined_on
            and :today < coalesce(m.left_on, 'infinity')
        union all
        select a.kind, case a.kind when 'curator' then 'Куратор' else 'Наставник' end, q.full_name, 'назначение',
            a.act_text, 'assignment', a.id, 'person_id', 6
        from assignment a join person q on q.id = a.person_id
        where a.school_id = :school and a.period @> cast(:today as date)
        union all
        select 'visit', 'Последнее посещение', to_char(v.held_on, 'DD.MM.YYYY'), 'визит', v.purpose, 'visit', v.id,
            'held_on', 7
        from (select * from visit where school_id = :school and held_on is not null order by held_on desc, id limit 1) v
        union all
        select i.figure, i.title, i.value, 'паспорт школы', null, 'school', s.id, i.figure, 8
        from school s cross join lateral (values ('code', 'Код ОО', s.code), ('inn', 'ИНН', s.inn),
            ('ogrn', 'ОГРН', s.ogrn), ('kpp', 'КПП', s.kpp), ('oktmo', 'ОКТМО', s.oktmo),
            ('fisoko_login', 'Логин ФИС ОКО', s.fisoko_login)) i (figure, title, value)
        where s.id = :school
    ) f
    left join lateral (
        select c.at, c.person_id, c.client_id from change c
        where c.table_name = f.table_name and c.entity_id = f.entity_id and c.new ? f.field
        order by c.seq desc limit 1
    ) c on true
    left join person p on p.id = c.person_id left join machine_client m on m.id = c.client_id
    where f.value is not null
    order by f.place, f.figure
    """
)


async def get_classes(
    session: AsyncSession, caller: Caller, school_id: UUID, *, year: int | None, today: date
) -> ClassesOut:
    """Return headcounts of classes in an academic year, this one unless asked; raises `NotFound`."""
    school = await _school(session, school_id)
    totals = {
        row.academic_year: row.total for row in await session.execute(_YEARS, {"school": school_id})
    }
    asked = year or (
        academic_year(today) if academic_year(today) in totals or not totals else max(totals)
    )
    rows = (await session.execute(_CLASSES, {"school": school_id, "year": asked})).mappings().all()
    sides = await sides_of(session, school_id)
    may = Permission.WRITE_SCHOOL_CLASSES in caller.permissions and sides & {"office", "school"}
    newest = max(rows, key=lambda row: row["recorded_at"], default=None)
    return ClassesOut(
        school_id=school_id,
        academic_year=asked,
        years=sorted({*totals, asked, academic_year(today)}),
        classes=[ClassOut(grade=r["grade"], letter=r["letter"], pupils=r["pupils"]) for r in rows],
        total=totals.get(asked),
        before=totals.get(asked - 1),
        passport_pupils=school["pupils"] if asked == academic_year(today) else None,
        **{n: newest[n] if newest else None for n in ("as_of", "source", "person", "recorded_at")},
        version=version_of(
            (r["grade"], r["letter"], r["pupils"], r["as_of"], r["source"]) for r in rows
        ),
        allowed_actions=["write_classes"] if may else [],
    )


def version_of(classes: Iterable[tuple[int, str, int, date, str]]) -> int:
    """Return the version of the classes of a year: (grade, letter, pupils, as_of, source) of each, in any order."""
    return zlib.crc32(repr(sorted(classes)).encode()) % 10**9


async def get_history(session: AsyncSession, school_id: UUID) -> HistoryOut:
    """Return statuses, memberships, assignments and reorganisations as one timeline, the newest first."""
    await _school(session, school_id)
    rows = (await session.execute(_HISTORY, {"school": school_id})).mappings()
    return HistoryOut(items=[HistoryItemOut(**row) for row in rows])


async def list_living(session: AsyncSession, school_id: UUID, day: date) -> list[LivingOut]:
    """Return what would be left alone if the school closed on a day."""
    rows = (await session.execute(_LIVING, {"school": school_id, "day": day})).mappings()
    return [LivingOut(**row) for row in rows if row["count"]]


async def preview_reorganisation(
    session: AsyncSession, school_id: UUID, day: date
) -> ReorganisationPreviewOut:
    """Return what must be ended before a school closes; raises `NotFound`."""
    await _school(session, school_id)
    living = await list_living(session, school_id, day)
    return ReorganisationPreviewOut(school_id=school_id, living=living)


async def get_sources(session: AsyncSession, school_id: UUID, today: date) -> SourcesOut:
    """Return where each figure of the passport comes from; raises `NotFound`."""
    await _school(session, school_id)
    values = {"school": school_id, "today": today, "year": academic_year(today)}
    rows = (await session.execute(_SOURCES, values)).mappings()
    return SourcesOut(items=[SourceOut(**row) for row in rows])


async def get_summary(session: AsyncSession, school_id: UUID, today: date) -> SchoolSummaryOut:
    """Return how the support of a school stands; raises `NotFound`."""
    await _school(session, school_id)
    values = {"school": school_id, "today": today}
    row = (await session.execute(_SUMMARY, values)).mappings().one()
    return SchoolSummaryOut(**row)


async def _school(session: AsyncSession, school_id: UUID) -> Any:
    row = (await session.execute(_SCHOOL, {"school": school_id})).mappings().first()
    if row is None:
        raise NotFound("Такой школы нет или она вам не видна.")
    return row
