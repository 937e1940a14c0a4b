"""Say on which side of a school a person stands, and keep people of a school from judging it."""

from alembic import op

revision = "0013_add_sides"
down_revision = "0012_add_deputies"
branch_labels = None
depends_on = None

FUNCTIONS = r"""
create function app.my_sides() returns table (school_id uuid, side text)
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    -- On which side of a school the person stands: of the office, of the resource centre, of the school itself,
    -- or as its curator or mentor on the very days of the assignment.
    select s.id, case g.role when 'methodist' then 'methodist' else 'office' end
    from app.my_grants() g
    cross join school s join municipality m on m.id = s.municipality_id
    join territorial_office o on o.id = m.office_id
    where g.role in ('admin', 'head', 'coordinator', 'office_specialist', 'methodist') and g.school_id is null
        and (g.office_id is null or g.office_id = o.id) and (g.region_id is null or g.region_id = o.region_id)
    union
    select g.school_id, 'school' from app.my_grants() g where g.school_id is not null
    union
    select a.school_id, a.kind
    from assignment a
    where a.person_id in (select app.acting_for()) and a.period @> app.today()
        and exists (select from app.my_grants() g where g.role = a.kind);
end;

create function app.is_of_school(person uuid, school uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select exists (select from person p where p.id = person and p.school_id = school)
        or exists (
            select from role_grant g where g.person_id = person and g.school_id = school
                and app.today() between g.valid_from and coalesce(g.valid_to, 'infinity')
        );
end;

create function app.refuse_own_school() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $body$
declare
    person uuid := to_jsonb(new) ->> tg_argv[0];
begin
    -- Whoever belongs to a school neither stands by it nor judges it (domain.md 1.2; security.md 2.1).
    if person is not null and app.is_of_school(person, new.school_id) then
        raise exception 'a person of the school cannot act upon it from outside'
            using errcode = 'check_violation', constraint = tg_table_name || '_not_own_school';
    end if;
    return new;
end
$body$;

alter function app.my_sides() owner to marshrut_gate;

alter function app.is_of_school(uuid, uuid) owner to marshrut_gate;

alter function app.refuse_own_school() owner to marshrut_gate
"""

DOWN = r"""
drop function app.refuse_own_school();

drop function app.is_of_school(uuid, uuid);

drop function app.my_sides()
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    _run(FUNCTIONS)


def downgrade() -> None:
    _run(DOWN)
