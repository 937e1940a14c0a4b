"""Let facts follow from the records of support: visits, risk profiles, documents, programmes."""

from alembic import op

revision = "0021_count_records"
down_revision = "0020_add_quality"
branch_labels = None
depends_on = None

# Beside `fact`, because what people do for a school is a family of its own: one branch per kind of record.
SUPPORT_FACT = """
create view support_fact with (security_invoker = true) as
-- Visits: held, reported on, marked in МЭДК.
select v.school_id, x.fact, x.since_on, x.basis, 'visit' as source_table, v.id as source_id
from visit v
cross join lateral (values
    ('visit_held', v.held_on, 'посещение: ' || v.purpose),
    ('medk_mark', v.medk_marked_on, 'отметка куратора в МЭДК'),
    ('visit_report_approved', v.approved_on, 'справка о посещении')
) as x (fact, since_on, basis)
where x.since_on is not null and v.state <> 'cancelled'
union all
-- The risk profile: formed, assessed by the school itself, verified by two signatures.
select p.school_id, x.fact, x.since_on, x.basis, 'risk_profile', p.id
from risk_profile p
cross join lateral (values
    ('risk_profile_formed', (p.formed_at at time zone 'Europe/Samara')::date, 'уровни факторов получены'),
    ('self_assessment_submitted', (p.self_assessed_at at time zone 'Europe/Samara')::date, 'школа оценила все факторы'),
    ('risk_profile_verified', p.verified_on, 'подписали куратор и школа')
) as x (fact, since_on, basis)
where x.since_on is not null
union all
select p.school_id, 'directions_selected', max((v.decided_at at time zone 'Europe/Samara')::date),
    'направлений для работы: ' || count(*), 'risk_profile', p.id
from risk_profile p join risk_verdict v on v.profile_id = p.id and v.is_selected
group by p.id
union all
-- Levels are agreed when the parties say the same of every factor of the cycle, or a verdict has settled the rest:
-- one about levels that differ only with a reason.
select settled.school_id, 'risk_levels_agreed', settled.since_on, 'по каждому фактору есть общее решение', 'risk_profile', null
from (
    select by_factor.school_id,
        max(case when by_factor.is_same then by_factor.said_on else greatest(by_factor.said_on, by_factor.decided_on) end)
            as since_on
    from (
        select newest.school_id, f.id,
            count(distinct r.level) = 1
                and count(r.level) filter (where r.source in ('school', 'curator')) = 2 as is_same,
            count(v.id) > 0 and (bool_or(v.reason is not null) or count(distinct r.level) <= 1) as is_decided,
            max((r.recorded_at at time zone 'Europe/Samara')::date) as said_on,
            max((v.decided_at at time zone 'Europe/Samara')::date) as decided_on
        -- The newest cycle decides: a dispute of last year must not hold this year's rows.
        from (select school_id, max(cycle) as cycle from risk_assessment group by school_id) as newest
        join risk_factor f on newest.cycle = any (f.editions)
        left join risk_assessment r
            on r.school_id = newest.school_id and r.cycle = newest.cycle and r.factor_id = f.id
        left join risk_profile p on p.school_id = newest.school_id and p.cycle = newest.cycle
        left join risk_verdict v on v.profile_id = p.id and v.factor_id = f.id
        group by newest.school_id, f.id
    ) as by_factor
    group by by_factor.school_id
    having bool_and(by_factor.is_same or by_factor.is_decided)
) as settled
union all
-- Documents one by one: submitted at least once.
select d.school_id, case k.code when 'development_concept' then 'concept_submitted'
        when 'medium_term_programme' then 'medium_term_programme_submitted' else 'school_roadmap_submitted' end,
    d.first_submitted_on, d.title, 'school_document', d.id
from school_document d join document_kind k on k.id = d.kind_id
where k.code in ('development_concept', 'medium_term_programme', 'short_term_roadmap')
    and d.first_submitted_on is not null and d.state <> 'archived'
union all
select d.school_id, 'local_acts_developed', d.approved_on, d.title, 'school_document', d.id
from school_document d join document_kind k on k.id = d.kind_id
where k.code = 'local_act' and d.approved_on is not null and d.state <> 'archived'
union all
-- The concept and the road map of a school together: provided, reviewed, accepted, placed (rows 500+.12, .13).
select pair.school_id, x.fact, x.since_on, 'концепция развития и краткосрочная дорожная карта', 'school_document', null
from (
    select d.school_id, count(d.first_submitted_on) as provided, max(d.first_submitted_on) as provided_on,
        count(d.first_reviewed_on) as reviewed, max(d.first_reviewed_on) as reviewed_on,
        -- What was accepted stays accepted while a newer version is under way.
        count(d.approved_on) as accepted, max(d.approved_on) as accepted_on,
        count(d.published_on) as placed, max(d.published_on) as placed_on
    from school_document d join document_kind k on k.id = d.kind_id
    where k.code in ('development_concept', 'short_term_roadmap') and d.state <> 'archived'
    group by d.school_id, d.cycle
) as pair
cross join lateral (values
    ('drafts_provided', pair.provided, pair.provided_on), ('drafts_reviewed', pair.reviewed, pair.reviewed_on),
    ('documents_accepted', pair.accepted, pair.accepted_on), ('documents_placed', pair.placed, pair.placed_on)
) as x (fact, how_many, since_on)
where x.how_many = 2
union all
-- A programme for every factor that the verified profile selected for work (row 500+.15).
select chosen.school_id, x.fact, chosen.since_on, 'программ по рискам: ' || chosen.selected, 'risk_profile', chosen.profile_id
from (
    select p.id as profile_id, p.school_id, count(*) as selected,
        count(*) filter (where g.state = 'accepted') as accepted,
        count(*) filter (where g.state = 'accepted' and g.matches_concept) as matching, max(g.accepted_on) as since_on
    from risk_profile p
    join risk_verdict v on v.profile_id = p.id and v.is_selected
    left join risk_programme g on g.school_id = p.school_id and g.cycle = p.cycle and g.factor_id = v.factor_id
    where p.state in ('verified', 'locked')
    group by p.id
) as chosen
cross join lateral (values
    ('programmes_accepted', chosen.accepted), ('programmes_match', chosen.matching)
) as x (fact, how_many)
where x.how_many = chosen.selected
union all
-- A stage is confirmed when a programme is accepted for every selected factor and every measure of the stage is confirmed.
select p.school_id, case m.stage when 1 then 'stage1_confirmed' else 'stage2_confirmed' end,
    greatest(max(m.confirmed_on), max(g.accepted_on)), 'подтверждено мер: ' || count(*), 'risk_profile', p.id
from risk_profile p
join risk_programme g on g.school_id = p.school_id and g.cycle = p.cycle and g.state = 'accepted'
join programme_measure m on m.programme_id = g.id
where p.state in ('verified', 'locked') and not exists (
    select from risk_verdict v
    where v.profile_id = p.id and v.is_selected and not exists (
        select from risk_programme a
        where a.school_id = p.school_id and a.cycle = p.cycle and a.factor_id = v.factor_id and a.state = 'accepted'
    )
)
group by p.id, m.stage
having bool_and(m.state = 'confirmed')
"""

FACT = """
create or replace view fact with (security_invoker = true) as
select coalesce(e.school_id, e.about_person_id, e.lineage_id) as subject_id, k.code as fact,
    case when k.is_per_row then e.lineage_id end as lineage_id, case when k.is_per_row then e.slot end as slot,
    e.school_id, e.occurred_on as since_on, null::date as until_on, e.counted, e.of_total,
    e.basis, 'evidence' as source_table, e.id as source_id
from evidence e join fact_kind k on k.id = e.fact_kind_id
where e.state = 'accepted' and k.code <> 'row_accepted'
union all
select coalesce(o.school_id, o.lineage_id), 'row_accepted', o.lineage_id, o.slot, o.school_id, o.done_on, null,
    null, null, o.comment, 'occurrence', o.id
from occurrence o
where o.state = 'accepted'
union all
select a.school_id, case a.kind when 'curator' then 'curator_assigned' else 'mentor_assigned' end,
    null, null, a.school_id, lower(a.period), upper(a.period), null, null, a.act_text, 'assignment', a.id
from assignment a
union all
select s.school_id, s.fact, null, null, s.school_id, s.since_on, null, null, null, s.basis, s.source_table, s.source_id
from support_fact s
"""

FACT_0011 = """
create or replace view fact with (security_invoker = true) as
select coalesce(e.school_id, e.about_person_id, e.lineage_id) as subject_id, k.code as fact,
    case when k.is_per_row then e.lineage_id end as lineage_id, case when k.is_per_row then e.slot end as slot,
    e.school_id, e.occurred_on as since_on, null::date as until_on, e.counted, e.of_total,
    e.basis, 'evidence' as source_table, e.id as source_id
from evidence e join fact_kind k on k.id = e.fact_kind_id
where e.state = 'accepted' and k.code <> 'row_accepted'
union all
select coalesce(o.school_id, o.lineage_id), 'row_accepted', o.lineage_id, o.slot, o.school_id, o.done_on, null,
    null, null, o.comment, 'occurrence', o.id
from occurrence o
where o.state = 'accepted'
union all
select a.school_id, case a.kind when 'curator' then 'curator_assigned' else 'mentor_assigned' end,
    null, null, a.school_id, lower(a.period), upper(a.period), null, null, a.act_text, 'assignment', a.id
from assignment a
union all
select agreed.school_id, 'risk_levels_agreed', null, null, agreed.school_id, agreed.since_on, null, null, null,
    'уровни всех факторов совпадают', 'risk_assessment', null
from (
    select by_factor.school_id, max(by_factor.since_on) as since_on
    from (
        select r.school_id, r.factor_id,
            count(distinct r.level) filter (where r.level is not null) as opinions,
            count(*) filter (where r.source in ('school', 'curator') and r.level is not null) as seen,
            max((r.recorded_at at time zone 'Europe/Samara')::date) as since_on
        from risk_assessment r
        -- The newest cycle decides: a dispute of last year must not hold this year's rows.
        where r.cycle = (select max(n.cycle) from risk_assessment n where n.school_id = r.school_id)
        group by r.school_id, r.factor_id
    ) as by_factor
    group by by_factor.school_id
    having bool_and(by_factor.opinions = 1 and by_factor.seen = 2)
) as agreed
"""


def upgrade() -> None:
    op.execute(SUPPORT_FACT)
    op.execute("grant select on support_fact to marshrut_app, marshrut_worker")
    op.execute(FACT)


def downgrade() -> None:
    op.execute(FACT_0011)
    op.execute("drop view support_fact")
