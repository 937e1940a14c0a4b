"""Pack participants tighter, give works a series, uploads their choices, differences and remembered names."""

from alembic import op

revision = "0022_pack_protocols"
down_revision = "0021_count_records"
branch_labels = None
depends_on = None

# What the packed arrays look like, for the migration of the rows that are there.
UP = r"""
drop view result;

-- The owner of the tables is to see the rows it moves.
alter table protocol no force row level security;

alter table protocol_participants no force row level security;

alter table work add column series text not null default '';

alter table work drop constraint uq_work_procedure_year_wave_subject_id_grade_programme_grade;

alter table work add constraint uq_work_key
    unique (procedure, year, wave, subject_id, grade, programme_grade, series);

create table task_list (
    digest TEXT NOT NULL,
    names TEXT[] NOT NULL,
    maxima SMALLINT[] NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_task_list PRIMARY KEY (id),
    CONSTRAINT uq_task_list_digest UNIQUE (digest),
    CONSTRAINT ck_task_list_same_length CHECK (cardinality(names) = cardinality(maxima))
);

insert into task_list (digest, names, maxima)
select distinct md5(task_names::text || task_max::text), task_names, task_max from protocol;

alter table protocol
    add column task_list_id uuid references task_list (id) on delete restrict,
    add column basis text not null default 'rows',
    add column n_below integer,
    add column n_high integer not null default 0,
    add column sum_test integer not null default 0,
    add column n_test integer not null default 0;

alter table protocol disable trigger user;

update protocol p set task_list_id = t.id, n_below = p.n2
from task_list t where t.digest = md5(p.task_names::text || p.task_max::text);

alter table protocol enable trigger user;

alter table protocol
    drop column task_names,
    drop column task_max,
    alter column task_list_id set not null,
    alter column n_below set not null,
    alter column basis drop default,
    alter column n_high drop default,
    alter column sum_test drop default,
    alter column n_test drop default,
    drop constraint ck_protocol_marks_add_up,
    add constraint ck_protocol_basis_known check (basis in ('rows', 'counts')),
    add constraint ck_protocol_marks_add_up check (
        n2 + n3 + n4 + n5 <= participants and n_below <= participants and n_high <= n_test
        and (n_test > 0 or participants = n2 + n3 + n4 + n5));

alter table protocol rename constraint protocol_task_list_id_fkey to fk_protocol_task_list_id;

alter table protocol_participants rename to old_participants;

alter table old_participants
    drop constraint pk_protocol_participants,
    drop constraint uq_protocol_participants_protocol_id;

create table protocol_participants (
    codes INTEGER[],
    long_codes BIGINT[],
    class_names TEXT[],
    class_numbers SMALLINT[],
    variant_names TEXT[],
    variant_numbers SMALLINT[],
    primary_scores SMALLINT[],
    test_scores SMALLINT[],
    marks SMALLINT[],
    journal_marks SMALLINT[],
    task_scores SMALLINT[],
    id UUID CONSTRAINT protocol_participants_id_not_null NOT NULL
);

create function app.refuse_update() returns trigger language plpgsql
    set search_path = pg_catalog
as $body$
begin
    raise exception 'rows of % are never updated: the change log does not follow them', tg_table_name;
end
$body$
"""

PACK = r"""
insert into protocol_participants
select case when narrow.are then array(select c::integer from unnest(pp.codes) with ordinality u (c, i) order by i) end,
    case when not narrow.are then array(select c::bigint from unnest(pp.codes) with ordinality u (c, i) order by i) end,
    names.class_names,
    case when names.class_names is not null then
        array(select array_position(names.class_names, c)::smallint from unnest(pp.class_names) with ordinality u (c, i) order by i)
    end,
    names.variant_names,
    case when names.variant_names is not null then
        array(select array_position(names.variant_names, c)::smallint from unnest(pp.variants) with ordinality u (c, i) order by i)
    end,
    case when array_remove(pp.primary_scores, null) <> '{}' then pp.primary_scores end, null,
    case when array_remove(pp.marks, null) <> '{}' then pp.marks end,
    case when array_remove(pp.journal_marks, null) <> '{}' then pp.journal_marks end,
    case when pp.task_scores <> '{}' then pp.task_scores end,
    pp.protocol_id
from old_participants pp
cross join lateral (select
    (select array_agg(distinct c) from unnest(pp.class_names) c where c is not null) as class_names,
    (select array_agg(distinct c) from unnest(pp.variants) c where c is not null) as variant_names
) names
cross join lateral (select coalesce(bool_and(c::bigint < 2147483648), true) as are from unnest(pp.codes) c) narrow
"""

PARTICIPANTS = r"""
drop table old_participants;

alter table protocol_participants
    add constraint pk_protocol_participants primary key (id),
    add constraint fk_protocol_participants_id foreign key (id) references protocol (id) on delete cascade,
    add constraint ck_protocol_participants_one_kind_of_codes check (num_nonnulls(codes, long_codes) = 1),
    add constraint ck_protocol_participants_same_length check (
        array_remove(array[cardinality(class_numbers), cardinality(variant_numbers), cardinality(primary_scores),
            cardinality(test_scores), cardinality(marks), cardinality(journal_marks)], null)
        <@ array[coalesce(cardinality(codes), cardinality(long_codes))]);

select app.guard_table(
    'protocol_participants',
    read_rule => $rule$id in (select id from protocol)$rule$,
    write_rule => null,
    verbs => '',
    keys => array[]::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

alter table protocol force row level security;

-- Protocols come by the ten thousand: their entry names what they are and the hash of their content, not every count.
create function app.log_protocols() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $body$
declare
    person uuid := app.person_id();
    client uuid := app.client_id();
    request text := nullif(current_setting('app.request', true), '');
    moment timestamptz := app.now();
begin
    insert into public.change (at, person_id, client_id, request_id, database_role, table_name,
        entity_id, natural_key, school_id, operation, new)
    select moment, person, client, request, session_user, 'protocol', n.id, n.version::text, n.school_id, 'insert',
        jsonb_build_object('work_id', n.work_id, 'school_id', n.school_id, 'version', n.version, 'state', n.state,
            'upload_id', n.upload_id, 'participants', n.participants, 'content_hash', n.content_hash)
    from new_rows n;
    return null;
end
$body$;

alter function app.log_protocols() owner to marshrut_gate;

drop trigger change_log_insert on protocol;

create trigger change_log_insert after insert on protocol referencing new table as new_rows
    for each statement execute function app.log_protocols();

-- Rows are written once, with their protocol, whose entry in the log holds the hash of their content.
drop trigger change_log_insert on protocol_participants;

drop trigger change_log_update on protocol_participants;

drop trigger change_log_delete on protocol_participants;

create trigger never_updated before update on protocol_participants
    for each statement execute function app.refuse_update();

revoke update, delete on protocol_participants from marshrut_worker;

select app.guard_table(
    'task_list',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['digest']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

UPLOADS = r"""
alter table upload
    add column kind text not null default 'file',
    add column strategy text not null default 'sync',
    add column auto_commit boolean not null default false,
    add column clean_rows_only boolean not null default false,
    add column is_personal boolean not null default false,
    add column guarded boolean not null default false,
    add column options jsonb not null default '{}',
    add column reason text,
    add column revert_reason text,
    add column rows_written integer,
    add column reverted_at timestamptz,
    add column reverted_by uuid,
    add constraint ck_upload_kind_known check (kind in ('file', 'rows', 'participant')),
    add constraint ck_upload_strategy_known check (strategy in ('sync', 'upsert')),
    add constraint ck_upload_reverted_together check ((state = 'reverted') = (reverted_at is not null)),
    add constraint fk_upload_reverted_by foreign key (reverted_by) references person (id) on delete restrict;

alter table upload
    alter column kind drop default,
    alter column strategy drop default;

alter table upload_issue add column file text, add column sheet text;

create table upload_difference (
    upload_id UUID NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    school_id UUID NOT NULL,
    work_title TEXT NOT NULL,
    participant TEXT NOT NULL,
    class_name TEXT,
    field TEXT,
    old TEXT,
    new TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_upload_difference PRIMARY KEY (id),
    CONSTRAINT uq_upload_difference_upload_id_position UNIQUE (upload_id, position),
    CONSTRAINT ck_upload_difference_kind_known CHECK (kind in ('new', 'changed', 'missing')),
    CONSTRAINT fk_upload_difference_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE CASCADE,
    CONSTRAINT fk_upload_difference_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

create table upload_mapping (
    person_id UUID,
    client_id UUID,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    school_id UUID,
    subject_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_upload_mapping PRIMARY KEY (id),
    CONSTRAINT uq_upload_mapping_source UNIQUE NULLS NOT DISTINCT (person_id, client_id, kind, source),
    CONSTRAINT ck_upload_mapping_kind_known CHECK (kind in ('school', 'subject')),
    CONSTRAINT ck_upload_mapping_sender CHECK (num_nonnulls(person_id, client_id) = 1),
    CONSTRAINT ck_upload_mapping_meaning CHECK (
        case kind when 'school' then school_id is not null and subject_id is null
            else subject_id is not null and school_id is null end),
    CONSTRAINT fk_upload_mapping_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_mapping_client_id FOREIGN KEY(client_id) REFERENCES machine_client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_mapping_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_mapping_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT
);

select app.guard_table(
    'upload_difference',
    read_rule => $rule$upload_id in (select id from upload)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['position']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'upload_mapping',
    read_rule => $rule$(select app.sees_all()) or person_id = (select app.person_id()) or client_id = (select app.client_id())$rule$,
    write_rule => $rule$person_id = (select app.person_id()) or client_id = (select app.client_id())$rule$,
    verbs => 'insert, update',
    keys => array['kind', 'source']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

RESULT = """
create view result with (security_invoker = true) as
select p.id as protocol_id, p.school_id, p.work_id, r.place, r.participant_code,
    pp.class_names[r.class_number] as class_name, pp.variant_names[r.variant_number] as variant,
    r.primary_score, r.test_score, r.mark, r.journal_mark,
    pp.task_scores[
        (r.place - 1) * cardinality(t.maxima) + 1 : r.place * cardinality(t.maxima)
    ] as task_scores
from protocol p
join protocol_participants pp on pp.id = p.id
join task_list t on t.id = p.task_list_id
cross join lateral unnest(
    coalesce(pp.long_codes, pp.codes::bigint[]), pp.class_numbers, pp.variant_numbers, pp.primary_scores, pp.test_scores, pp.marks, pp.journal_marks
) with ordinality as r (
    participant_code, class_number, variant_number, primary_score, test_score, mark, journal_mark, place
)
where p.state = 'current'
"""

DOWN = r"""
drop view result;

alter table protocol no force row level security;

alter table protocol_participants no force row level security;

alter table task_list no force row level security;

-- Test scores and numbers without rows cannot be said in the older form.
delete from protocol where participants <> n2 + n3 + n4 + n5 or basis <> 'rows';

drop table upload_mapping;

drop table upload_difference;

alter table upload_issue drop column file, drop column sheet;

alter table upload
    drop column kind,
    drop column strategy,
    drop column auto_commit,
    drop column clean_rows_only,
    drop column is_personal,
    drop column guarded,
    drop column options,
    drop column reason,
    drop column revert_reason,
    drop column rows_written,
    drop column reverted_at,
    drop column reverted_by;

alter table protocol_participants rename to packed_participants;

alter table packed_participants drop constraint pk_protocol_participants;

create table protocol_participants (
    protocol_id UUID CONSTRAINT protocol_participants_protocol_id_not_null NOT NULL,
    codes TEXT[] CONSTRAINT protocol_participants_codes_not_null NOT NULL,
    class_names TEXT[] CONSTRAINT protocol_participants_class_names_not_null NOT NULL,
    variants TEXT[] CONSTRAINT protocol_participants_variants_not_null NOT NULL,
    primary_scores SMALLINT[] CONSTRAINT protocol_participants_primary_scores_not_null NOT NULL,
    marks SMALLINT[] CONSTRAINT protocol_participants_marks_not_null NOT NULL,
    journal_marks SMALLINT[] CONSTRAINT protocol_participants_journal_marks_not_null NOT NULL,
    task_scores SMALLINT[] CONSTRAINT protocol_participants_task_scores_not_null NOT NULL,
    id UUID DEFAULT uuidv7() CONSTRAINT protocol_participants_id_not_null NOT NULL
);

insert into protocol_participants (protocol_id, codes, class_names, variants, primary_scores, marks, journal_marks, task_scores)
select pp.id, c.codes,
    array(select pp.class_names[pp.class_numbers[i]] from generate_subscripts(c.codes, 1) i order by i),
    array(select pp.variant_names[pp.variant_numbers[i]] from generate_subscripts(c.codes, 1) i order by i),
    coalesce(pp.primary_scores, array_fill(null::smallint, array[cardinality(c.codes)])),
    coalesce(pp.marks, array_fill(null::smallint, array[cardinality(c.codes)])),
    coalesce(pp.journal_marks, array_fill(null::smallint, array[cardinality(c.codes)])),
    coalesce(pp.task_scores, '{}')
from packed_participants pp
cross join lateral (select coalesce(pp.codes::text[], pp.long_codes::text[]) as codes) c;

drop table packed_participants;

drop function app.refuse_update();

alter table protocol_participants
    add constraint pk_protocol_participants primary key (id),
    add constraint ck_protocol_participants_same_length check (
        cardinality(class_names) = cardinality(codes) and cardinality(variants) = cardinality(codes)
        and cardinality(primary_scores) = cardinality(codes) and cardinality(marks) = cardinality(codes)
        and cardinality(journal_marks) = cardinality(codes)),
    add constraint uq_protocol_participants_protocol_id unique (protocol_id),
    add constraint fk_protocol_participants_protocol_id foreign key (protocol_id)
        references protocol (id) on delete cascade;

select app.guard_table(
    'protocol_participants',
    read_rule => $rule$protocol_id in (select id from protocol)$rule$,
    write_rule => null,
    verbs => '',
    keys => array[]::text[],
    digested => array['codes','class_names','variants','primary_scores','marks','journal_marks','task_scores']::text[],
    quiet => array[]::text[]
);

drop trigger change_log_insert on protocol;

drop function app.log_protocols();

create trigger change_log_insert after insert on protocol referencing new table as new_rows
    for each statement execute function app.log_change('{version}', '{}', '{}');

alter table protocol add column task_max smallint[], add column task_names text[];

alter table protocol disable trigger user;

update protocol p set task_max = t.maxima, task_names = t.names from task_list t where t.id = p.task_list_id;

alter table protocol enable trigger user;

alter table protocol
    alter column task_max set not null,
    alter column task_names set not null,
    drop constraint ck_protocol_marks_add_up,
    drop column task_list_id,
    drop column basis,
    drop column n_below,
    drop column n_high,
    drop column sum_test,
    drop column n_test;

alter table protocol add constraint ck_protocol_marks_add_up check (participants = n2 + n3 + n4 + n5);

alter table protocol force row level security;

drop table task_list;

alter table work drop constraint uq_work_key, drop column series;

alter table work add constraint uq_work_procedure_year_wave_subject_id_grade_programme_grade
    unique (procedure, year, wave, subject_id, grade, programme_grade)
"""

OLD_RESULT = """
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
GRANT = "grant select on result to marshrut_app, marshrut_worker"


def upgrade() -> None:
    for script in (UP, PACK, PARTICIPANTS, UPLOADS, RESULT, GRANT):
        for statement in script.split(";\n\n"):
            op.execute(statement)


def downgrade() -> None:
    for script in (DOWN, OLD_RESULT, GRANT):
        for statement in script.split(";\n\n"):
            op.execute(statement)
