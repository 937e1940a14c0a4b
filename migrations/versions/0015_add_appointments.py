"""Let assignments be made: no gap and no own school by the database itself; conflicts, competences."""

from alembic import op

revision = "0015_add_appointments"
down_revision = "0014_add_dossier"
branch_labels = None
depends_on = None

TABLES = r"""
alter table assignment add column end_reason text, add column appointed_by_id uuid,
    add column recorded_at timestamp with time zone default app.now() not null,
    add constraint fk_assignment_appointed_by_id foreign key (appointed_by_id) references person (id) on delete restrict;

CREATE TABLE accompaniment (
    school_id UUID NOT NULL,
    kind TEXT NOT NULL,
    period DATERANGE NOT NULL,
    end_reason TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_accompaniment PRIMARY KEY (id),
    CONSTRAINT ck_accompaniment_kind_known CHECK (kind in ('curator', 'mentor')),
    CONSTRAINT ck_accompaniment_period_not_empty CHECK (not isempty(period)),
    CONSTRAINT fk_accompaniment_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE TABLE competence (
    person_id UUID NOT NULL,
    subject_id UUID,
    factor_id UUID,
    note TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_competence PRIMARY KEY (id),
    CONSTRAINT ck_competence_of_one_thing CHECK (num_nonnulls(subject_id, factor_id) = 1),
    CONSTRAINT fk_competence_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_competence_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT,
    CONSTRAINT fk_competence_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX uq_competence_person_id_subject_id_factor_id ON competence (person_id, subject_id, factor_id) NULLS NOT DISTINCT;

CREATE TABLE conflict_declaration (
    person_id UUID NOT NULL,
    school_id UUID NOT NULL,
    reason TEXT NOT NULL,
    declared_by_id UUID,
    declared_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawal_reason TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_conflict_declaration PRIMARY KEY (id),
    CONSTRAINT ck_conflict_declaration_withdrawal_reason_given CHECK ((withdrawn_at is null) = (withdrawal_reason is null)),
    CONSTRAINT fk_conflict_declaration_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_conflict_declaration_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_conflict_declaration_declared_by_id FOREIGN KEY(declared_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_conflict_declaration_school_id ON conflict_declaration (school_id);

CREATE UNIQUE INDEX uq_conflict_declaration_standing ON conflict_declaration (person_id, school_id) WHERE withdrawn_at is null;

alter table accompaniment add constraint uq_accompaniment_no_overlap unique (school_id, kind, period without overlaps);

alter table accompaniment add constraint fk_accompaniment_no_gap
    foreign key (school_id, kind, period period) references assignment (school_id, kind, period period)
    deferrable initially deferred;

create trigger assignment_not_own_school before insert or update of person_id on assignment
    for each row execute function app.refuse_own_school('person_id');

create function app.refuse_conflict() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $body$
begin
    -- Declared and appointed at the same moment take turns: the later one sees the earlier.
    perform pg_advisory_xact_lock(hashtextextended('support ' || new.school_id, 0));
    if tg_table_name = 'assignment' and exists (
        select from conflict_declaration c
        where c.person_id = new.person_id and c.school_id = new.school_id and c.withdrawn_at is null
    ) then
        raise exception 'a conflict of interest is declared'
            using errcode = 'check_violation', constraint = 'assignment_no_conflict';
    end if;
    return new;
end
$body$;

alter function app.refuse_conflict() owner to marshrut_gate;

create trigger assignment_no_conflict before insert or update of person_id, school_id on assignment
    for each row execute function app.refuse_conflict();

create trigger conflict_declaration_in_turn before insert on conflict_declaration
    for each row execute function app.refuse_conflict()
"""

# A curator who stands by no school yet belongs to no unit: where he lives or works tells which office may appoint him.
MY_PEOPLE = """
create or replace function app.my_people() returns setof uuid
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
    where o.office_id in (select app.my_offices()){by_place};
end
"""
BY_PLACE = """
    union
    select p.id from person p join municipality m on m.id = p.municipality_id
    where m.office_id in (select app.my_offices())"""

BACKFILL = r"""
alter table assignment no force row level security;

insert into accompaniment (school_id, kind, period)
select a.school_id, a.kind, unnest(range_agg(a.period)) from assignment a group by a.school_id, a.kind;

set constraints fk_accompaniment_no_gap immediate;

alter table assignment force row level security
"""

GUARDS = r"""
select app.guard_table(
    'accompaniment',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office'))$rule$,
    verbs => 'insert, update',
    keys => array['kind', 'period']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'conflict_declaration',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools()) or person_id in (select app.my_people())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office')) or person_id = (select app.person_id())$rule$,
    verbs => 'insert, update',
    keys => array['person_id', 'school_id']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'competence',
    read_rule => $rule$(select app.sees_all()) or person_id in (select app.my_people())$rule$,
    write_rule => $rule$(select app.sees_all()) or person_id in (select app.my_people())$rule$,
    verbs => 'insert, delete',
    keys => array['person_id']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.allow_writes('assignment', 'insert, update', $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$, $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office'))$rule$);

grant update (municipality_id) on person to marshrut_app;

create policy person_update on person for update to marshrut_app using ((select app.sees_all()) or id in (select app.my_people())) with check ((select app.sees_all()) or id in (select app.my_people()))
"""

DOWN = r"""
drop policy person_update on person;

revoke update (municipality_id) on person from marshrut_app;

drop policy assignment_insert on assignment;

drop policy assignment_update on assignment;

revoke insert, update on assignment from marshrut_app;

drop trigger assignment_not_own_school on assignment;

drop trigger assignment_no_conflict on assignment;

drop table competence;

drop table conflict_declaration;

drop table accompaniment;

drop function app.refuse_conflict();

alter table assignment drop constraint fk_assignment_appointed_by_id, drop column end_reason,
    drop column appointed_by_id, drop column recorded_at
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def _see_people(by_place: str) -> None:
    """Only the owner of a function may replace it."""
    op.execute("set local role marshrut_gate")
    op.execute(MY_PEOPLE.format(by_place=by_place))
    op.execute("set local role marshrut_owner")


def upgrade() -> None:
    for script in (TABLES, BACKFILL, GUARDS):
        _run(script)
    _see_people(BY_PLACE)


def downgrade() -> None:
    _see_people("")
    _run(DOWN)
