"""Add the question every plan screen asks: which needed facts does each school of each row have on a day."""

from alembic import op

revision = "0009_add_row_state"
down_revision = "0008_create_views"
branch_labels = None
depends_on = None

# Security invoker: a school or curator counts only over the schools that person may see.
ROW_STATE = """
create function app.row_state(edition uuid, day date)
    returns table (activity_id uuid, school_id uuid, fact text, since_on date)
    language sql stable set search_path = pg_catalog, public
begin atomic
    with row_of_plan as (
        select a.id, a.target_set, a.required_facts, e.plan_id
        from activity a join section s on s.id = a.section_id join edition e on e.id = s.edition_id
        where e.id = row_state.edition and cardinality(a.required_facts) > 0
    ), target as (
        select r.id as activity_id, m.school_id, r.required_facts
        from row_of_plan r join project_member m on m.plan_id = r.plan_id
        where r.target_set = 'project_500_schools'
            and row_state.day >= m.joined_on and row_state.day < coalesce(m.left_on, 'infinity')
        union all
        select r.id, l.school_id, r.required_facts
        from row_of_plan r join low_results_status l on l.status = 'low_results'
            and l.academic_year = extract(year from row_state.day - interval '8 months')
        where r.target_set = 'low_results_schools' or (r.target_set = 'red_zone_schools' and l.zone = 'red')
        union all
        select r.id, s.id, r.required_facts
        from row_of_plan r join plan p on p.id = r.plan_id
        join municipality m on m.office_id = p.office_id join school s on s.municipality_id = m.id
        where r.target_set = 'all_schools'
    )
    select t.activity_id, t.school_id, f.code, min(x.since_on)
    from target t
    cross join lateral unnest(t.required_facts) as f (code)
    left join school_fact x on x.school_id = t.school_id and x.fact = f.code
        and (x.activity_id is null or x.activity_id = t.activity_id)
        and x.since_on <= row_state.day and row_state.day < coalesce(x.until_on, 'infinity')
    group by t.activity_id, t.school_id, f.code;
end
"""


def upgrade() -> None:
    op.execute(ROW_STATE)


def downgrade() -> None:
    op.execute("drop function app.row_state(uuid, date)")
