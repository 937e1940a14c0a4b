"""Add occurrences with their steps, evidence by file or link, moved deadlines, locks, frozen values; a richer catalogue."""

from alembic import op

revision = "0011_add_execution"
down_revision = "0010_add_editions"
branch_labels = None
depends_on = None

MINE = "school_id in (select app.my_schools())"
# The office's own row: seen by whoever sees the plan, written by those who run it.
OFFICE_SEES = "school_id is null and lineage_id in (select id from lineage)"
OFFICE_RUNS = (
    "school_id is null and lineage_id in (select l.id from lineage l join plan p on p.id = l.plan_id"
    " where p.office_id in (select app.my_offices()))"
)
ALL = "(select app.sees_all())"
READ = f"{ALL} or {MINE} or ({OFFICE_SEES})"
WRITE = f"{ALL} or {MINE} or ({OFFICE_RUNS})"
PLANS_I_RUN = (
    f"{ALL} or plan_id in (select id from plan where office_id in (select app.my_offices()))"
)
LINEAGES_I_RUN = (
    f"{ALL} or lineage_id in (select l.id from lineage l join plan p on p.id = l.plan_id"
    " where p.office_id in (select app.my_offices()))"
)
ABOUT_MY_PEOPLE = "about_person_id in (select app.my_people())"
EVIDENCE_READ = (
    f"{ALL} or {MINE} or {ABOUT_MY_PEOPLE} or ({OFFICE_SEES} and about_person_id is null)"
)
EVIDENCE_WRITE = (
    f"{ALL} or {MINE} or {ABOUT_MY_PEOPLE} or ({OFFICE_RUNS} and about_person_id is null)"
)

# What happened to the office's own rows, deadlines, locks and editions has no school in the log: colleagues of the
# office read it where they read the thing itself («Контроль исполнения» of the head tells what others did).
CHANGE_READ_0004 = f"{ALL} or {MINE} or person_id = (select app.person_id())"
CHANGE_READ = f"""{CHANGE_READ_0004} or (school_id is null and exists (select from app.my_offices()) and case table_name
    when 'occurrence_step' then entity_id in (select id from occurrence_step where school_id is null)
    when 'evidence' then entity_id in (select id from evidence where school_id is null)
    when 'reschedule' then entity_id in (select id from reschedule where school_id is null)
    when 'period_lock' then entity_id in (select id from period_lock where school_id is null)
    when 'edition' then entity_id in (select id from edition)
    else false end)"""

NEW_TABLES = r"""
create table occurrence (
    lineage_id uuid not null,
    slot integer not null,
    school_id uuid,
    state text not null,
    done_on date,
    comment text,
    reported_by_id uuid,
    id uuid default uuidv7() not null,
    constraint pk_occurrence primary key (id),
    constraint uq_occurrence_lineage_id_slot_school_id unique nulls not distinct (lineage_id, slot, school_id),
    constraint ck_occurrence_state_known check (state in ('planned', 'in_progress', 'reported', 'accepted', 'returned', 'cancelled')),
    constraint ck_occurrence_done_on_given check (state not in ('reported', 'accepted') or done_on is not null),
    constraint fk_occurrence_lineage_id foreign key (lineage_id) references lineage (id) on delete restrict,
    constraint fk_occurrence_school_id foreign key (school_id) references school (id) on delete restrict,
    constraint fk_occurrence_reported_by_id foreign key (reported_by_id) references person (id) on delete restrict
);

create index ix_occurrence_school_id on occurrence (school_id);

create table occurrence_step (
    occurrence_id uuid not null,
    school_id uuid,
    action text not null,
    from_state text not null,
    to_state text not null,
    reason text,
    person_id uuid,
    at timestamp with time zone default app.now() not null,
    id uuid default uuidv7() not null,
    constraint pk_occurrence_step primary key (id),
    constraint fk_occurrence_step_occurrence_id
        foreign key (occurrence_id) references occurrence (id) on delete restrict,
    constraint fk_occurrence_step_school_id foreign key (school_id) references school (id) on delete restrict,
    constraint fk_occurrence_step_person_id foreign key (person_id) references person (id) on delete restrict
);

create index ix_occurrence_step_occurrence_id on occurrence_step (occurrence_id);

create table reschedule (
    lineage_id uuid not null,
    slot integer not null,
    school_id uuid,
    from_on date not null,
    to_on date not null,
    reason text not null,
    basis text,
    person_id uuid,
    recorded_at timestamp with time zone default app.now() not null,
    id uuid default uuidv7() not null,
    constraint pk_reschedule primary key (id),
    constraint ck_reschedule_moved check (to_on <> from_on),
    constraint ck_reschedule_reason_given check (length(reason) >= 3),
    constraint fk_reschedule_lineage_id foreign key (lineage_id) references lineage (id) on delete restrict,
    constraint fk_reschedule_school_id foreign key (school_id) references school (id) on delete restrict,
    constraint fk_reschedule_person_id foreign key (person_id) references person (id) on delete restrict
);

create index ix_reschedule_lineage_id_slot on reschedule (lineage_id, slot);

create table period_lock (
    plan_id uuid not null,
    edition_id uuid,
    school_id uuid,
    starts_on date,
    ends_on date,
    reason text not null,
    locked_by_id uuid,
    locked_at timestamp with time zone default app.now() not null,
    released_at timestamp with time zone,
    released_by_id uuid,
    release_reason text,
    id uuid default uuidv7() not null,
    constraint pk_period_lock primary key (id),
    constraint ck_period_lock_period check (ends_on >= starts_on),
    constraint ck_period_lock_closes_something
        check (num_nonnulls(edition_id, school_id, starts_on, ends_on) > 0),
    constraint ck_period_lock_release_reason_given check ((released_at is null) = (release_reason is null)),
    constraint fk_period_lock_plan_id foreign key (plan_id) references plan (id) on delete restrict,
    constraint fk_period_lock_edition_id foreign key (edition_id) references edition (id) on delete restrict,
    constraint fk_period_lock_school_id foreign key (school_id) references school (id) on delete restrict,
    constraint fk_period_lock_locked_by_id foreign key (locked_by_id) references person (id) on delete restrict,
    constraint fk_period_lock_released_by_id foreign key (released_by_id) references person (id) on delete restrict
);

create index ix_period_lock_plan_id on period_lock (plan_id);

create table frozen_value (
    lineage_id uuid not null,
    slot integer not null,
    result_position integer not null,
    due_on date not null,
    met integer not null,
    total integer not null,
    missing jsonb not null,
    frozen_at timestamp with time zone default app.now() not null,
    id uuid default uuidv7() not null,
    constraint pk_frozen_value primary key (id),
    constraint uq_frozen_value_lineage_id_slot_result_position_due_on
        unique (lineage_id, slot, result_position, due_on),
    constraint ck_frozen_value_met_of_total check (met between 0 and total),
    constraint fk_frozen_value_lineage_id foreign key (lineage_id) references lineage (id) on delete restrict
)
"""

UNBLIND = "alter table {table} {force} force row level security"
CARRIED = (
    "evidence",
    "fact_kind",
    "activity",
    "activity_window",
    "lineage",
    "occurrence",
    "occurrence_step",
)

EXPAND = r"""
alter table fact_kind add column about text not null default 'school',
    add column counts_people boolean not null default false,
    add column is_derived boolean not null default false,
    add column is_per_row boolean not null default false,
    add constraint ck_fact_kind_about_known check (about in ('school', 'curator', 'office'));

alter table fact_kind alter column about drop default, alter column counts_people drop default,
    alter column is_derived drop default, alter column is_per_row drop default;

drop view school_fact;

alter table evidence alter column school_id drop not null,
    add column about_person_id uuid,
    add column lineage_id uuid,
    add column slot integer,
    add column kind text,
    add column file_sha256 text,
    add column file_name text,
    add column file_size integer,
    add column media_type text,
    add column link_url text,
    add column counted integer,
    add column of_total integer,
    add column decided_by_id uuid,
    add column decision_reason text
"""

# What was accepted before this release: the window as a whole by the office, and rows school by school.
BACKFILL = r"""
update fact_kind set is_derived = code in ('curator_assigned', 'mentor_assigned', 'risk_levels_agreed'),
    is_per_row = (code = 'row_accepted');

update evidence set kind = case when person_id is null then 'system' else 'requisites' end;

update evidence e set lineage_id = a.lineage_id,
    slot = (select min(w.slot) from activity_window w where w.activity_id = a.id)
    from activity a where a.id = e.activity_id;

insert into occurrence (lineage_id, slot, state, done_on, comment)
    select a.lineage_id, w.slot, case when w.accepted_on is null then 'in_progress' else 'accepted' end,
        w.accepted_on, w.note
    from activity_window w join activity a on a.id = w.activity_id
    where w.accepted_on is not null or w.note is not null;

insert into occurrence (lineage_id, slot, school_id, state, done_on)
    select e.lineage_id, e.slot, e.school_id, 'accepted', min(e.occurred_on)
    from evidence e join fact_kind k on k.id = e.fact_kind_id
    where k.code = 'row_accepted' and e.state = 'accepted' and e.slot is not null
    group by e.lineage_id, e.slot, e.school_id;

insert into occurrence_step (occurrence_id, school_id, action, from_state, to_state, reason)
    select id, school_id, 'carry_over', 'planned', state, 'перенесено из прежней версии системы'
    from occurrence
"""

CONTRACT = r"""
alter table activity_window drop column accepted_on, drop column note;

alter table evidence drop column activity_id,
    alter column kind set not null,
    add constraint ck_evidence_kind_known check (kind in ('file', 'link', 'requisites', 'system')),
    add constraint ck_evidence_about_somebody check (num_nonnulls(school_id, about_person_id) <= 1 and (num_nonnulls(school_id, about_person_id) = 1 or lineage_id is not null)),
    add constraint ck_evidence_shown_by check ((kind = 'file') = (file_sha256 is not null) and (kind = 'link') = (link_url is not null) and num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)),
    add constraint ck_evidence_heads check (num_nulls(counted, of_total) in (0, 2) and counted >= 0 and counted <= of_total),
    add constraint ck_evidence_slot_of_row check (slot is null or lineage_id is not null),
    add constraint fk_evidence_about_person_id foreign key (about_person_id) references person (id) on delete restrict,
    add constraint fk_evidence_lineage_id foreign key (lineage_id) references lineage (id) on delete restrict,
    add constraint fk_evidence_decided_by_id foreign key (decided_by_id) references person (id) on delete restrict;

create index ix_evidence_lineage_id on evidence (lineage_id)
"""

# A later capability adds its facts by one more branch here, and nothing else changes.
# subject_id: the school, the curator, or (facts of the office) the row. A fact is tied to its row only when its
# kind is about one row; offered on another row, a fact about a school counts wherever it is asked for.
FACT = """
create view fact with (security_invoker = true) as
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

# Security invoker: a school or curator counts only over the schools that person may see.
# The window that speaks for a row on a day: the one that runs, else the last past one, else the first; or the asked one.
RESULT_STATE = """
create function app.result_state(edition uuid, day date, asked_slot integer default null)
    returns table (activity_id uuid, result_position integer, slot integer, school_id uuid, person_id uuid,
        met_on date, since date[], counted integer, of_total integer)
    language sql stable set search_path = pg_catalog, public
begin atomic
    with result as (
        select a.id as activity_id, a.lineage_id, e.plan_id, r.position, r.members, r.unit, r.facts, w.slot
        from edition e join section s on s.edition_id = e.id join activity a on a.section_id = s.id
        join expected_result r on r.activity_id = a.id
        left join lateral (
            select w.slot from activity_window w
            where w.activity_id = a.id and (asked_slot is null or w.slot = asked_slot)
            order by case when w.ends_on >= result_state.day
                        and coalesce(w.starts_on, '-infinity') <= result_state.day then 0
                    when w.ends_on < result_state.day then 1 else 2 end,
                case when w.ends_on < result_state.day
                    then result_state.day - w.ends_on else w.ends_on - result_state.day end,
                w.slot
            limit 1
        ) w on true
        where e.id = result_state.edition and (asked_slot is null or w.slot is not null)
    ), member as (
        select m.plan_id, m.school_id from project_member m
        where result_state.day >= m.joined_on and result_state.day < coalesce(m.left_on, 'infinity')
    ), office_school as (
        -- Of the plan's own office alone, whoever counts: the worker and the region see the schools of others too.
        select p.id as plan_id, s.id as school_id
        from plan p join municipality m on m.office_id = p.office_id join school s on s.municipality_id = m.id
        where result_state.day between coalesce(s.active_from, '-infinity') and coalesce(s.active_to, 'infinity')
    ), target as (
        select r.*, m.school_id, null::uuid as person_id, m.school_id as subject_id
        from result r join member m on m.plan_id = r.plan_id
        where r.members = 'project_500_schools'
        union all
        select r.*, l.school_id, null, l.school_id
        from result r join office_school s on s.plan_id = r.plan_id
        join low_results_status l on l.school_id = s.school_id and l.status = 'low_results'
            and l.academic_year = extract(year from result_state.day - interval '8 months')
        where r.members = 'low_results_schools' or (r.members = 'red_zone_schools' and l.zone = 'red')
        union all
        select r.*, s.school_id, null, s.school_id
        from result r join office_school s on s.plan_id = r.plan_id
        where r.members = 'all_schools'
        union all
        select distinct r.*, null::uuid, c.person_id, c.person_id
        from result r join member m on m.plan_id = r.plan_id
        join assignment c on c.school_id = m.school_id and c.kind = 'curator' and c.period @> result_state.day
        where r.members = 'project_curators'
        union all
        select r.*, null, null, r.lineage_id from result r where r.members = 'office'
    ), asked as (
        select t.activity_id, t.position, t.slot, t.school_id, t.person_id, t.unit, f.code, f.place,
            x.since_on, x.counted, x.of_total
        from target t
        cross join lateral unnest(t.facts) with ordinality as f (code, place)
        left join (
            select v.subject_id, v.fact, v.lineage_id, v.slot, min(v.since_on) as since_on,
                (array_agg(v.counted order by v.since_on desc, v.source_id desc))[1] as counted,
                (array_agg(v.of_total order by v.since_on desc, v.source_id desc))[1] as of_total
            from fact v
            where v.since_on <= result_state.day and result_state.day < coalesce(v.until_on, 'infinity')
            group by v.subject_id, v.fact, v.lineage_id, v.slot
        ) x on x.subject_id = t.subject_id and x.fact = f.code
            and (x.lineage_id is null or x.lineage_id = t.lineage_id) and (x.slot is null or x.slot = t.slot)
    )
    select a.activity_id, a.position, a.slot, a.school_id, a.person_id,
        case when bool_and(a.since_on is not null)
            and (a.unit = 'member' or coalesce(sum(a.counted) >= sum(a.of_total), false))
            then max(a.since_on) end,
        array_agg(a.since_on order by a.place), sum(a.counted)::integer, sum(a.of_total)::integer
    from asked a
    group by a.activity_id, a.position, a.slot, a.school_id, a.person_id, a.unit;
end
"""

# An edition that words a deadline anew ends what was moved before: the move back stands in the history.
SETTLE_MOVES = """
create function app.settle_moves(edition uuid) returns void
    language sql volatile set search_path = pg_catalog, public
begin atomic
    insert into reschedule (lineage_id, slot, school_id, from_on, to_on, reason, person_id)
    select m.lineage_id, m.slot, m.school_id, m.to_on, w.ends_on, 'срок установлен новой редакцией плана', app.person_id()
    from edition e
    join section s on s.edition_id = e.id join activity a on a.section_id = s.id
    join activity_window w on w.activity_id = a.id
    join section b on b.edition_id = e.based_on_id join activity was on was.section_id = b.id
        and was.lineage_id = a.lineage_id
    join activity_window before on before.activity_id = was.id and before.slot = w.slot
        and before.ends_on <> w.ends_on
    join (
        select distinct on (r.lineage_id, r.slot, r.school_id) r.lineage_id, r.slot, r.school_id, r.to_on
        from reschedule r order by r.lineage_id, r.slot, r.school_id, r.recorded_at desc, r.id desc
    ) m on m.lineage_id = a.lineage_id and m.slot = w.slot and m.to_on <> w.ends_on
    where e.id = settle_moves.edition;
end
"""


def _guard(table: str, *, read: str, write: str, verbs: str, keys: str) -> None:
    op.execute(
        f"select app.guard_table('{table}', read_rule => $rule${read}$rule$, write_rule => $rule${write}$rule$,"
        f" verbs => '{verbs}', keys => array[{keys}]::text[], digested => array[]::text[],"
        " quiet => array[]::text[])"
    )


def upgrade() -> None:
    for statement in NEW_TABLES.split(";\n\n"):
        op.execute(statement)
    _guard(
        "occurrence", read=READ, write=WRITE, verbs="insert, update", keys="'lineage_id', 'slot'"
    )
    step = "occurrence_id in (select id from occurrence)"
    _guard("occurrence_step", read=step, write=step, verbs="insert", keys="'action'")
    _guard("reschedule", read=READ, write=LINEAGES_I_RUN, verbs="insert", keys="'to_on'")
    lock_read = f"plan_id in (select id from plan) and (school_id is null or {ALL} or {MINE})"
    _guard(
        "period_lock", read=lock_read, write=PLANS_I_RUN, verbs="insert, update", keys="'locked_at'"
    )
    _guard("frozen_value", read=LINEAGES_I_RUN, write=LINEAGES_I_RUN, verbs="", keys="'due_on'")
    for statement in EXPAND.split(";\n\n"):
        op.execute(statement)
    for table in CARRIED:
        op.execute(UNBLIND.format(table=table, force="no"))
    for statement in BACKFILL.split(";\n\n"):
        op.execute(statement)
    for table in CARRIED:
        op.execute(UNBLIND.format(table=table, force=""))
    for statement in CONTRACT.split(";\n\n"):
        op.execute(statement)
    op.execute("drop policy evidence_read on evidence")
    op.execute(
        f"create policy evidence_read on evidence for select to marshrut_app using ({EVIDENCE_READ})"
    )
    op.execute(
        f"select app.allow_writes('evidence', 'insert, update', $rule${EVIDENCE_WRITE}$rule$, $rule${EVIDENCE_WRITE}$rule$)"
    )
    op.execute("drop policy change_read on change")
    op.execute(
        f"create policy change_read on change for select to marshrut_app using ({CHANGE_READ})"
    )
    op.execute(FACT)
    op.execute("grant select on fact to marshrut_app, marshrut_worker")
    op.execute(RESULT_STATE)
    op.execute(SETTLE_MOVES)


SCHOOL_FACT_0008 = """
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

DOWN = r"""
drop function app.settle_moves(uuid);

drop function app.result_state(uuid, date, integer);

drop view fact;

drop policy evidence_insert on evidence;

drop policy evidence_update on evidence;

revoke insert, update on evidence from marshrut_app;

drop policy evidence_read on evidence;

create policy evidence_read on evidence for select to marshrut_app using ((select app.sees_all()) or school_id in (select app.my_schools()));

alter table evidence no force row level security;

delete from evidence where school_id is null;

alter table evidence force row level security;

drop index ix_evidence_lineage_id;

alter table evidence drop constraint ck_evidence_about_somebody, drop constraint ck_evidence_shown_by,
    drop constraint ck_evidence_heads, drop constraint ck_evidence_slot_of_row,
    drop constraint fk_evidence_about_person_id, drop constraint fk_evidence_lineage_id,
    drop constraint fk_evidence_decided_by_id,
    drop column about_person_id, drop column lineage_id, drop column slot, drop column kind,
    drop column file_sha256, drop column file_name, drop column file_size, drop column media_type,
    drop column link_url, drop column counted, drop column of_total, drop column decided_by_id,
    drop column decision_reason, alter column school_id set not null,
    add column activity_id uuid,
    add constraint fk_evidence_activity_id foreign key (activity_id) references activity (id) on delete restrict;

create index ix_evidence_activity_id on evidence (activity_id);

alter table activity_window add column accepted_on date, add column note text;

alter table fact_kind drop constraint ck_fact_kind_about_known, drop column about, drop column counts_people,
    drop column is_derived, drop column is_per_row;

drop table frozen_value;

drop table period_lock;

drop table reschedule;

drop table occurrence_step;

drop table occurrence
"""


def downgrade() -> None:
    op.execute("drop policy change_read on change")
    op.execute(
        f"create policy change_read on change for select to marshrut_app using ({CHANGE_READ_0004})"
    )
    for statement in DOWN.split(";\n\n"):
        op.execute(statement)
    op.execute(SCHOOL_FACT_0008)
    op.execute("grant select on school_fact to marshrut_app, marshrut_worker")
