"""Create the views: facts about schools from every source, and participants unpacked into rows."""

from alembic import op

revision = "0008_create_views"
down_revision = "0007_create_assessments"
branch_labels = None
depends_on = None

# A later capability adds its facts by one more branch here, and nothing else changes.
SCHOOL_FACT = """
create view school_fact with (security_invoker = true) as
select e.school_id, k.code as fact, e.activity_id, e.occurred_on as since_on, null::date as until_on,
    e.basis, 'evidence' as source_table, e.id as source_id
from evidence e join fact_kind k on k.id = e.fact_kind_id
where e.state = 'accepted'
union all
select a.school_id, case a.kind when 'curator' then 'curator_assigned' else 'mentor_assigned' end,
    null, lower(a.period), upper(a.period), a.act_text, 'assignment', a.id
from assignment a
union all
select agreed.school_id, 'risk_levels_agreed', null, agreed.since_on, null,
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

RESULT = """
create view result with (security_invoker = true) as
select p.id as protocol_id, p.school_id, p.work_id, r.place, r.participant_code, r.class_name, r.variant,
    r.primary_score, r.mark, r.journal_mark,
    pp.task_scores[
        (r.place - 1) * cardinality(p.task_max) + 1 : r.place * cardinality(p.task_max)
    ] as task_scores
from protocol p
join protocol_participants pp on pp.protocol_id = p.id
cross join lateral unnest(
    pp.codes, pp.class_names, pp.variants, pp.primary_scores, pp.marks, pp.journal_marks
) with ordinality as r (participant_code, class_name, variant, primary_score, mark, journal_mark, place)
where p.state = 'current'
"""


def upgrade() -> None:
    for view, text in (("school_fact", SCHOOL_FACT), ("result", RESULT)):
        op.execute(text)
        op.execute(f"grant select on {view} to marshrut_app, marshrut_worker")


def downgrade() -> None:
    op.execute("drop view result")
    op.execute("drop view school_fact")
