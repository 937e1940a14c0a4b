"""Create the rules of "whose rows" and attach them, with the change log, to the registry and access tables."""

from alembic import op

revision = "0004_guard_access"
down_revision = "0003_create_support"
branch_labels = None
depends_on = None

FUNCTIONS = (
    "my_grants()",
    "sees_all()",
    "my_regions()",
    "my_offices()",
    "my_schools()",
    "my_home_offices()",
    "my_people()",
    "enter(text, uuid, uuid, text, timestamptz)",
)

RULES = r"""
create function app.my_grants()
    returns table (role text, region_id uuid, office_id uuid, school_id uuid)
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select g.role, g.region_id, g.office_id, g.school_id
    from role_grant g
    where g.person_id = app.person_id()
        and app.today() between g.valid_from and coalesce(g.valid_to, 'infinity')
    union all
    select c.role, c.region_id, c.office_id, null
    from machine_client c
    where c.id = app.client_id() and c.revoked_at is null and c.expires_at > clock_timestamp();
end;

create function app.sees_all() returns boolean
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select exists (
        select from app.my_grants() g
        where g.role not in ('curator', 'mentor', 'school_head', 'school_deputy')
            and num_nonnulls(g.region_id, g.office_id, g.school_id) = 0
    );
end;

create function app.my_regions() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select g.region_id from app.my_grants() g where g.region_id is not null;
end;

create function app.my_offices() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select g.office_id from app.my_grants() g where g.office_id is not null
    union
    select o.id from territorial_office o where o.region_id in (select app.my_regions());
end;

create function app.my_schools() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select s.id
    from school s join municipality m on m.id = s.municipality_id
    where m.office_id in (select app.my_offices())
    union
    select g.school_id from app.my_grants() g where g.school_id is not null
    union
    -- A curator's rights follow the assignment exactly (Samara days).
    select a.school_id
    from assignment a
    where a.person_id = app.person_id() and a.period @> app.today()
        and exists (select from app.my_grants() g where g.role = a.kind);
end;

create function app.my_home_offices() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select app.my_offices()
    union
    select m.office_id
    from school s join municipality m on m.id = s.municipality_id
    where s.id in (select app.my_schools());
end;

create function app.my_people() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select app.person_id()
    union
    select p.id from person p where p.school_id in (select app.my_schools())
    union
    select a.person_id from assignment a where a.school_id in (select app.my_schools())
    union
    select g.person_id from role_grant g
    where g.office_id in (select app.my_offices()) or g.school_id in (select app.my_schools())
    union
    select p.id from person p join organisation o on o.id = p.organisation_id
    where o.office_id in (select app.my_offices());
end;

create function app.enter(
    kind text, subject uuid, session_id uuid, request text, moment timestamptz
) returns jsonb
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $body$
declare
    found jsonb;
begin
    -- pg_temp stands last: else a temporary table "person" would answer for the real one.
    -- Transaction-local only: session-level context leaks through a pool (security.md 1.4).
    perform set_config('app.now', coalesce(moment::text, ''), true),
        set_config('app.request', coalesce(request, ''), true),
        set_config('app.person', '', true),
        set_config('app.client', '', true),
        set_config('app.stage', '', true);
    if kind = 'person' then
        select jsonb_build_object('id', p.id, 'name', p.full_name, 'login', c.login)
        into found
        from person p
        join credential c on c.person_id = p.id
        join auth_session s on s.person_id = p.id
        where p.id = subject and s.id = session_id and s.revoked_at is null
            and s.expires_at > clock_timestamp()
            and coalesce(p.dismissed_on, 'infinity') > app.today();
        if found is not null then
            perform set_config('app.person', subject::text, true);
        end if;
    else
        select jsonb_build_object('id', m.id, 'name', m.name, 'login', m.client_id, 'scopes', to_jsonb(m.scopes))
        into found
        from machine_client m
        where m.id = subject and m.revoked_at is null and m.expires_at > clock_timestamp();
        if found is not null then
            perform set_config('app.client', subject::text, true);
        end if;
    end if;
    return found || jsonb_build_object('grants', coalesce((
        select jsonb_agg(jsonb_build_object(
            'role', g.role, 'region_id', g.region_id, 'office_id', g.office_id, 'school_id', g.school_id
        )) from app.my_grants() g
    ), '[]'::jsonb));
end
$body$;

create policy change_read on change for select to marshrut_app using (
    (select app.sees_all()) or school_id in (select app.my_schools()) or person_id = (select app.person_id())
);

alter function app.my_grants() owner to marshrut_gate;

alter function app.sees_all() owner to marshrut_gate;

alter function app.my_regions() owner to marshrut_gate;

alter function app.my_offices() owner to marshrut_gate;

alter function app.my_schools() owner to marshrut_gate;

alter function app.my_home_offices() owner to marshrut_gate;

alter function app.my_people() owner to marshrut_gate;

alter function app.enter(text, uuid, uuid, text, timestamptz) owner to marshrut_gate;

"""

GUARDS = r"""
select app.guard_table(
    'region',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'territorial_office',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'municipality',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'organisation',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'risk_factor',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'school',
    read_rule => $rule$(select app.sees_all()) or id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'person',
    read_rule => $rule$(select app.sees_all()) or id in (select app.my_people()) or (select app.stage()) = 'login'$rule$,
    write_rule => null,
    verbs => '',
    keys => array['full_name']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'low_results_status',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['academic_year']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'assignment',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['kind','period']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'risk_assessment',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['cycle','source']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'credential',
    read_rule => $rule$(select app.stage()) = 'login'$rule$,
    write_rule => $rule$(select app.stage()) = 'login'$rule$,
    verbs => 'insert, update',
    keys => array['login']::text[],
    digested => array['password_hash']::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'auth_session',
    read_rule => $rule$(select app.stage()) = 'login' or person_id = (select app.person_id())$rule$,
    write_rule => $rule$(select app.stage()) = 'login'$rule$,
    verbs => 'insert, update',
    keys => array['id']::text[],
    digested => array['token_hash','previous_hash']::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'login_attempt',
    read_rule => $rule$(select app.stage()) = 'login'$rule$,
    write_rule => $rule$(select app.stage()) = 'login'$rule$,
    verbs => 'insert',
    keys => array[]::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'role_grant',
    read_rule => $rule$(select app.sees_all()) or person_id in (select app.my_people()) or (select app.stage()) = 'login'$rule$,
    write_rule => null,
    verbs => '',
    keys => array['role']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'machine_client',
    read_rule => $rule$(select app.sees_all()) or id = (select app.client_id()) or (select app.stage()) = 'login'$rule$,
    write_rule => $rule$(select app.stage()) = 'login'$rule$,
    verbs => 'update',
    keys => array['client_id']::text[],
    digested => array['secret_hash','next_secret_hash']::text[],
    quiet => array['last_used_at']::text[]
);

"""


UNGUARD = r"""
do $do$
declare
    target regclass;
    found record;
begin
    for target in select oid from pg_class where relkind = 'r' and relforcerowsecurity
        and relnamespace = 'public'::regnamespace and relname <> 'change'
    loop
        for found in select polname from pg_policy where polrelid = target loop
            execute format('drop policy %I on %s', found.polname, target);
        end loop;
        for found in select tgname from pg_trigger where tgrelid = target and not tgisinternal loop
            execute format('drop trigger %I on %s', found.tgname, target);
        end loop;
        execute format('alter table %s no force row level security', target);
        execute format('alter table %s disable row level security', target);
        execute format('revoke all on %s from marshrut_app, marshrut_worker, marshrut_gate', target);
    end loop;
end
$do$
"""


def upgrade() -> None:
    for script in (RULES, GUARDS):
        for statement in script.strip().removesuffix(";").split(";\n\n"):
            op.execute(statement)


def downgrade() -> None:
    op.execute(UNGUARD)
    op.execute("drop policy change_read on change")
    for name in reversed(FUNCTIONS):
        op.execute(f"drop function app.{name} cascade")
