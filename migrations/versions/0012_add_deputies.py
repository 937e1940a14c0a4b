"""Add deputies, who act with the rights of somebody absent, and secret addresses of personal calendars."""

from alembic import op

revision = "0012_add_deputies"
down_revision = "0011_add_execution"
branch_labels = None
depends_on = None

TABLES = r"""
create table deputy (
    person_id uuid not null,
    deputy_id uuid not null,
    period daterange not null,
    basis text not null,
    id uuid default uuidv7() not null,
    constraint pk_deputy primary key (id),
    constraint ck_deputy_somebody_else check (person_id <> deputy_id),
    constraint ck_deputy_period_not_empty check (not isempty(period)),
    constraint uq_deputy_no_overlap unique (person_id, period without overlaps),
    constraint fk_deputy_person_id foreign key (person_id) references person (id) on delete restrict,
    constraint fk_deputy_deputy_id foreign key (deputy_id) references person (id) on delete restrict
);

create index ix_deputy_deputy_id on deputy (deputy_id);

create table calendar_feed (
    person_id uuid not null,
    secret_hash text not null,
    created_at timestamp with time zone default app.now() not null,
    revoked_at timestamp with time zone,
    last_read_at timestamp with time zone,
    id uuid default uuidv7() not null,
    constraint pk_calendar_feed primary key (id),
    constraint uq_calendar_feed_secret_hash unique (secret_hash),
    constraint fk_calendar_feed_person_id foreign key (person_id) references person (id) on delete cascade
);

create unique index uq_calendar_feed_person_id_live on calendar_feed (person_id) where revoked_at is null;

select app.guard_table(
    'deputy',
    read_rule => $rule$(select app.sees_all()) or person_id in (select app.my_people())$rule$,
    write_rule => $rule$(select app.sees_all()) or (person_id in (select app.my_people()) and deputy_id in (select app.my_people()))$rule$,
    verbs => 'insert, update, delete',
    keys => array['person_id', 'period']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'calendar_feed',
    read_rule => $rule$person_id = (select app.person_id())$rule$,
    write_rule => $rule$person_id = (select app.person_id())$rule$,
    verbs => 'insert, update',
    keys => array['created_at']::text[],
    digested => array['secret_hash']::text[],
    quiet => array['last_read_at']::text[]
)
"""

# Rights by deputising are not handed on: only one's own grants and those of people one stands in for today.
ACTING_FOR = """
create function app.acting_for() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select app.person_id()
    union
    select d.person_id from deputy d where d.deputy_id = app.person_id() and d.period @> app.today();
end
"""
MY_GRANTS = """
create or replace function app.my_grants()
    returns table (role text, region_id uuid, office_id uuid, school_id uuid)
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select g.role, g.region_id, g.office_id, g.school_id
    from role_grant g
    where g.person_id {mine}
        and app.today() between g.valid_from and coalesce(g.valid_to, 'infinity')
    union all
    select c.role, c.region_id, c.office_id, null
    from machine_client c
    where c.id = app.client_id() and c.revoked_at is null and c.expires_at > clock_timestamp();
end
"""
MY_SCHOOLS = """
create or replace function app.my_schools() returns setof uuid
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
    where a.person_id {mine} and a.period @> app.today()
        and exists (select from app.my_grants() g where g.role = a.kind);
end
"""
# A calendar program has no log-in: the hash of its address names the person, for reading only.
ENTER_FEED = r"""
create function app.enter_feed(hash text, request text, moment timestamptz) returns jsonb
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $body$
declare
    owner uuid;
begin
    perform set_config('app.now', coalesce(moment::text, ''), true),
        set_config('app.request', coalesce(request, ''), true),
        set_config('app.person', '', true),
        set_config('app.client', '', true),
        set_config('app.stage', '', true);
    select f.person_id into owner
    from calendar_feed f join person p on p.id = f.person_id
    where f.secret_hash = hash and f.revoked_at is null
        and coalesce(p.dismissed_on, 'infinity') > app.today();
    if owner is null then
        return null;
    end if;
    perform set_config('app.person', owner::text, true);
    return jsonb_build_object('person_id', owner, 'roles', coalesce(
        (select jsonb_agg(distinct g.role) from app.my_grants() g), '[]'::jsonb));
end
$body$
"""


def _as_gate(*statements: str) -> None:
    """The gate owns the functions that decide whose rows; only the owner of a function may replace it."""
    op.execute("set local role marshrut_gate")
    for statement in statements:
        op.execute(statement)
    op.execute("set local role marshrut_owner")


MEMBERS = """
select app.allow_writes('project_member', 'insert, update',
    $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    $rule$(select app.sees_all()) or (school_id in (select app.my_schools()) and plan_id in
        (select id from plan where office_id in (select app.my_offices())))$rule$)
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)
    op.execute(MEMBERS)
    mine = "in (select app.acting_for())"
    _as_gate(ACTING_FOR, MY_GRANTS.format(mine=mine), MY_SCHOOLS.format(mine=mine), ENTER_FEED)


def downgrade() -> None:
    mine = "= app.person_id()"
    _as_gate(
        "drop function app.enter_feed(text, text, timestamptz)",
        MY_GRANTS.format(mine=mine),
        MY_SCHOOLS.format(mine=mine),
        "drop function app.acting_for()",
    )
    op.execute("drop policy project_member_insert on project_member")
    op.execute("drop policy project_member_update on project_member")
    op.execute("revoke insert, update on project_member from marshrut_app")
    op.execute("drop table calendar_feed")
    op.execute("drop table deputy")
