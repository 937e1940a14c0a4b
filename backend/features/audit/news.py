"""What became of the facts behind the plan, read from the log itself: evidence and the records of support."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.features.audit.schemas import NewsItemOut, NewsOut

_PREVIOUS_LOGIN = text(
    "select max(started_at) from auth_session where person_id = :person and id <> :current"
    " and started_at < app.now()"
)
# A fact came (accepted), went (revoked, returned) or was offered (submitted). A record of support shows its fact
# while the day in one of its columns is there (migration 0021).
_NEWS = text(
    """
    with record as (
        select * from (values
            ('visit', 'held_on', 'visit_held', 'Посещение проведено'),
            ('visit', 'medk_marked_on', 'medk_mark', 'Отметка в МЭДК'),
            ('visit', 'approved_on', 'visit_report_approved', 'Справка о посещении утверждена'),
            ('risk_profile', 'self_assessed_at', 'self_assessment_submitted', 'Самообследование сдано'),
            ('risk_profile', 'verified_on', 'risk_profile_verified', 'РПШ верифицирован'),
            ('school_document', 'first_submitted_on', 'drafts_provided', 'Документ сдан'),
            ('school_document', 'approved_on', 'documents_accepted', 'Документ принят'),
            ('school_document', 'published_on', 'documents_placed', 'Документ размещён'),
            ('risk_programme', 'accepted_on', 'programmes_accepted', 'Антирисковая программа принята'),
            ('programme_measure', 'confirmed_on', 'stage1_confirmed', 'Мера подтверждена')
        ) as r (table_name, column_name, fact, title)
    ), happened as (
        select c.id, coalesce(c.new ->> 'state', e.state) as state, k.code as fact, k.title, k.is_per_row,
            e.lineage_id, coalesce(c.new ->> 'basis', c.old ->> 'basis', e.basis) as basis, e.school_id
        from change c
        join evidence e on e.id = c.entity_id
        join fact_kind k on k.id = e.fact_kind_id
        where c.table_name = 'evidence' and c.at > :since and c.at <= :until
        union all
        select c.id, case when c.new ->> r.column_name is null then 'revoked' else 'accepted' end, r.fact, r.title,
            false, null, coalesce(v.purpose, d.title, f.name, m.title, 'подписи куратора и школы'), c.school_id
        from change c
        join record r on r.table_name = c.table_name
            and (c.new ->> r.column_name) is distinct from (c.old ->> r.column_name)
        left join visit v on v.id = c.entity_id
        left join school_document d on d.id = c.entity_id
        left join risk_programme g on g.id = c.entity_id
        left join risk_factor f on f.id = g.factor_id
        left join programme_measure m on m.id = c.entity_id
        where c.at > :since and c.at <= :until
    )
    select c.at, h.state, h.title, h.basis, s.id as school_id, s.short_name as school_name,
        coalesce(p.full_name, m.name, case
            when c.client_id is not null then 'внешняя система'
            when c.person_id is not null then 'сотрудник другой организации'
        end) as who, c.person_id,
        coalesce((
            select array_agg(a.number order by sec.position, a.position)
            from activity a join section sec on sec.id = a.section_id
            join edition ed on ed.id = sec.edition_id and ed.state = 'in_force'
            where exists (select from expected_result x where x.activity_id = a.id and h.fact = any (x.facts))
                and (not h.is_per_row or a.lineage_id = h.lineage_id)
        ), '{}') as numbers
    from happened h
    join change c on c.id = h.id
    left join school s on s.id = h.school_id
    left join person p on p.id = c.person_id
    left join machine_client m on m.id = c.client_id
    order by c.at desc, c.seq desc, h.fact limit 20
    """
)
_WORDS = {
    # The title of a fact is a whole statement: «Посещение проведено».
    "accepted": "",
    "submitted": ": представлено, ждёт проверки",
    "returned": ": возвращено на доработку",
    "revoked": ": снято",
}
_SIGNS = {"accepted": "+", "submitted": "~", "returned": "−", "revoked": "−"}
_FIRST_LOOK = timedelta(days=7)


async def get_news(session: AsyncSession, caller: Caller, now: datetime) -> NewsOut:
    """Return what became of facts about the reader's schools since the previous log-in."""
    previous = await session.scalar(
        _PREVIOUS_LOGIN, {"person": caller.person_id, "current": caller.session_id}
    )
    since = previous or now - _FIRST_LOOK
    rows = (await session.execute(_NEWS, {"since": since, "until": now})).mappings()
    return NewsOut(
        since=since,
        previous_login_at=previous,
        items=[
            NewsItemOut(
                at=row["at"],
                sign=_SIGNS[row["state"]],
                numbers=row["numbers"],
                school_id=row["school_id"],
                school_name=row["school_name"],
                text=f"{row['title']}{_WORDS[row['state']]}. {_capitalised(row['basis'])}",
                who=row["who"],
                is_mine=row["person_id"] == caller.person_id,
            )
            for row in rows
        ],
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
