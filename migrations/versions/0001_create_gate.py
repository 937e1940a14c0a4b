"""Create the gate: who and when a transaction acts, the one log of changes, guard_table() for every table."""

from alembic import op

revision = "0001_create_gate"
down_revision = None
branch_labels = None
depends_on = None

CONTEXT = r"""
create extension if not exists btree_gist;

create schema app;

grant usage, create on schema app to marshrut_gate;

grant usage on schema app to marshrut_app, marshrut_worker;

grant usage on schema public to marshrut_app, marshrut_worker, marshrut_gate;

grant select on alembic_version to marshrut_app, marshrut_worker;

create function app.now() returns timestamptz language sql stable
    set search_path = pg_catalog
    return coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now());

create function app.today() returns date language sql stable
    set search_path = pg_catalog
    return (app.now() at time zone 'Europe/Samara')::date;

create function app.person_id() returns uuid language sql stable
    set search_path = pg_catalog
    return nullif(current_setting('app.person', true), '')::uuid;

create function app.client_id() returns uuid language sql stable
    set search_path = pg_catalog
    return nullif(current_setting('app.client', true), '')::uuid;

create function app.stage() returns text language sql stable
    set search_path = pg_catalog
    return coalesce(current_setting('app.stage', true), '');

create function app.is_signed_in() returns boolean language sql stable
    set search_path = pg_catalog
    return app.person_id() is not null or app.client_id() is not null;

create function app.inn_is_valid(inn text) returns boolean language sql immutable strict
    set search_path = pg_catalog
    return (
        select sum(substr(inn, place::integer, 1)::integer * weight) % 11 % 10
            = substr(inn, 10, 1)::integer
        from unnest(array[2, 4, 10, 3, 5, 9, 4, 6, 8]) with ordinality as control (weight, place)
    );

create function app.ogrn_is_valid(ogrn text) returns boolean language sql immutable strict
    set search_path = pg_catalog
    return left(ogrn, 12)::bigint % 11 % 10 = right(ogrn, 1)::integer;

comment on function app.now() is 'The clock of the product: fixed in a demonstration, else the transaction''s time.';

comment on function app.inn_is_valid(text) is 'Control digit of a ten-digit ИНН (order of ФНС on the structure of ИНН).';

comment on function app.ogrn_is_valid(text) is 'Control digit of a thirteen-digit ОГРН.'
"""

LOG = r"""
CREATE TABLE change (
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    seq BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    person_id UUID,
    client_id UUID,
    request_id TEXT,
    database_role TEXT NOT NULL,
    table_name TEXT NOT NULL,
    entity_id UUID NOT NULL,
    natural_key TEXT,
    school_id UUID,
    operation TEXT NOT NULL,
    old JSONB,
    new JSONB,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (id),
    CONSTRAINT ck_change_operation_known CHECK (operation in ('insert', 'update', 'delete')),
    CONSTRAINT uq_change_tx_seq UNIQUE (tx, seq)
);

CREATE INDEX ix_change_at ON change (at);

CREATE INDEX ix_change_table_name_entity_id ON change (table_name, entity_id);

create function app.log_image(image jsonb, digested text[]) returns jsonb language sql immutable
    set search_path = pg_catalog
    return image || coalesce((
        select jsonb_object_agg(
            name, 'sha256:' || encode(sha256(convert_to(image ->> name, 'UTF8')), 'hex')
        )
        from unnest(digested) as name where image ->> name is not null
    ), '{}'::jsonb);

create function app.log_change() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $body$
declare
    keys text[] := tg_argv[0];
    digested text[] := tg_argv[1];
    quiet text[] := tg_argv[2];
    person uuid := app.person_id();
    client uuid := app.client_id();
    request text := nullif(current_setting('app.request', true), '');
    owner_column text := case tg_table_name when 'school' then 'id' else 'school_id' end;
begin
    -- One INSERT … SELECT a statement, so that a bulk load pays for sets, not for rows.
    if tg_op = 'INSERT' then
        insert into public.change (person_id, client_id, request_id, database_role, table_name,
            entity_id, natural_key, school_id, operation, new)
        select person, client, request, session_user, tg_table_name,
            (image ->> 'id')::uuid,
            (select string_agg(image ->> name, ' / ') from unnest(keys) as name),
            (image ->> owner_column)::uuid, 'insert', app.log_image(image, digested)
        from (select to_jsonb(n) as image from new_rows n) as fresh;
    elsif tg_op = 'DELETE' then
        insert into public.change (person_id, client_id, request_id, database_role, table_name,
            entity_id, natural_key, school_id, operation, old)
        select person, client, request, session_user, tg_table_name,
            (image ->> 'id')::uuid,
            (select string_agg(image ->> name, ' / ') from unnest(keys) as name),
            (image ->> owner_column)::uuid, 'delete', app.log_image(image, digested)
        from (select to_jsonb(o) as image from old_rows o) as gone;
    else
        insert into public.change (person_id, client_id, request_id, database_role, table_name,
            entity_id, natural_key, school_id, operation, old, new)
        select person, client, request, session_user, tg_table_name,
            n.id,
            (select string_agg(to_jsonb(n) ->> name, ' / ') from unnest(keys) as name),
            (to_jsonb(n) ->> owner_column)::uuid, 'update', difference.was, difference.became
        from old_rows o
        join new_rows n on n.id = o.id
        cross join lateral (
            select jsonb_object_agg(key, before.value) as was, jsonb_object_agg(key, after.value) as became
            from jsonb_each(app.log_image(to_jsonb(o), digested)) as before
            join jsonb_each(app.log_image(to_jsonb(n), digested)) as after using (key)
            where before.value is distinct from after.value and key <> all (quiet)
        ) as difference
        where difference.became is not null;
    end if;
    return null;
end
$body$;

create function app.refuse_truncate() returns trigger language plpgsql
    set search_path = pg_catalog
as $body$
begin
    raise exception 'TRUNCATE of % would leave no trace in the change log: use DELETE', tg_table_name;
end
$body$;

create function app.refuse_new_id() returns trigger language plpgsql
    set search_path = pg_catalog
as $body$
begin
    raise exception 'the key of % never changes: the change log follows it', tg_table_name;
end
$body$;

alter table change enable row level security;

alter table change force row level security;

grant insert on change to marshrut_gate;

grant select on change to marshrut_app, marshrut_worker;

create policy change_gate_insert on change for insert to marshrut_gate with check (true);

create policy change_worker_select on change for select to marshrut_worker using (true);

create trigger change_no_truncate before truncate on change execute function app.refuse_truncate();

alter function app.log_change() owner to marshrut_gate
"""

GUARD = r"""
create function app.guard_table(
    target regclass, read_rule text, write_rule text, verbs text,
    keys text[], digested text[], quiet text[]
) returns void language plpgsql
    set search_path = pg_catalog, public
as $body$
declare
    verb text;
    arguments text := format('%L, %L, %L', keys, digested, quiet);
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    -- The worker serves everybody; the gate's functions decide whose rows, so both see all rows.
    execute format('grant select, insert, update, delete on %s to marshrut_worker', target);
    execute format('create policy %I on %s to marshrut_worker using (true) with check (true)',
        target || '_worker', target);
    execute format('grant select on %s to marshrut_gate', target);
    execute format('create policy %I on %s for select to marshrut_gate using (true)',
        target || '_gate', target);
    execute format('grant select on %s to marshrut_app', target);
    execute format('create policy %I on %s for select to marshrut_app using (%s)',
        target || '_read', target, read_rule);
    foreach verb in array string_to_array(verbs, ', ') loop
        execute format('grant %s on %s to marshrut_app', verb, target);
        execute format('create policy %I on %s for %s to marshrut_app %s',
            target || '_' || verb, target, verb,
            case verb
                when 'insert' then format('with check (%s)', write_rule)
                when 'delete' then format('using (%s)', write_rule)
                else format('using (%s) with check (%s)', read_rule, write_rule)
            end);
    end loop;
    execute format('create trigger change_log_insert after insert on %s referencing new table as new_rows'
        ' for each statement execute function app.log_change(%s)', target, arguments);
    execute format('create trigger change_log_update after update on %s'
        ' referencing old table as old_rows new table as new_rows'
        ' for each statement execute function app.log_change(%s)', target, arguments);
    execute format('create trigger change_log_delete after delete on %s referencing old table as old_rows'
        ' for each statement execute function app.log_change(%s)', target, arguments);
    execute format('create trigger change_log_truncate before truncate on %s'
        ' execute function app.refuse_truncate()', target);
    execute format('create trigger change_log_key before update of id on %s'
        ' for each row when (old.id <> new.id) execute function app.refuse_new_id()', target);
end
$body$
"""


def upgrade() -> None:
    for script in (CONTEXT, LOG, GUARD):
        for statement in script.split(";\n\n"):
            op.execute(statement)


def downgrade() -> None:
    op.execute("drop table change")
    op.execute("drop schema app cascade")
