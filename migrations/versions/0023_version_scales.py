"""Keep scales in versions with author and reason; thresholds and conversions beside them; passports of works."""

from alembic import op

revision = "0023_version_scales"
down_revision = "0022_pack_protocols"
branch_labels = None
depends_on = None

TABLES = r"""
alter table subject
    add column family text,
    add column gia_codes text[] not null default '{}',
    add column vpr_codes text[] not null default '{}';

CREATE TABLE work_passport (
    office_id UUID NOT NULL,
    subject_id UUID NOT NULL,
    grade SMALLINT NOT NULL,
    programme_grade SMALLINT NOT NULL,
    year SMALLINT NOT NULL,
    wave TEXT NOT NULL,
    series TEXT NOT NULL,
    title TEXT NOT NULL,
    written_on DATE,
    tasks JSONB NOT NULL,
    min_3 SMALLINT,
    min_4 SMALLINT,
    min_5 SMALLINT,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    author_id UUID NOT NULL,
    approved_by_id UUID,
    approved_at TIMESTAMP WITH TIME ZONE,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_work_passport PRIMARY KEY (id),
    CONSTRAINT ck_work_passport_state_known CHECK (state in ('draft', 'approved')),
    CONSTRAINT ck_work_passport_wave_known CHECK (wave in ('spring', 'autumn', 'main', 'entry', 'exit')),
    CONSTRAINT uq_work_passport_work UNIQUE (subject_id, grade, programme_grade, year, wave, series),
    CONSTRAINT ck_work_passport_grades CHECK (grade between 1 and 12 and programme_grade between 1 and 12),
    CONSTRAINT ck_work_passport_year CHECK (year between 2000 and 2100),
    CONSTRAINT ck_work_passport_bands_whole CHECK (num_nulls(min_3, min_4, min_5) in (0, 3)),
    CONSTRAINT ck_work_passport_bands CHECK (0 < min_3 and min_3 < min_4 and min_4 < min_5),
    CONSTRAINT ck_work_passport_approved_by_somebody CHECK ((state = 'approved') = (approved_by_id is not null) and (approved_by_id is null) = (approved_at is null)),
    CONSTRAINT ck_work_passport_approved_by_another CHECK (approved_by_id <> author_id),
    CONSTRAINT fk_work_passport_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_passport_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_passport_author_id FOREIGN KEY(author_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_work_passport_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

alter table scale
    drop constraint uq_scale_procedure_subject_id_programme_grade_year_from,
    alter column min_3 drop not null,
    alter column min_4 drop not null,
    alter column min_5 drop not null,
    alter column max_primary drop not null,
    add column kind text not null default 'marks',
    add column series text not null default '',
    add column profile_min smallint,
    add column min_test smallint,
    add column min_mark smallint,
    add column test_scores smallint[],
    add column conditions jsonb not null default '[]',
    add column version integer not null default 1,
    add column state text not null default 'current',
    add column supersedes_id uuid,
    add column origin text not null default 'file',
    add column author_id uuid,
    add column reason text,
    add column basis text,
    add column passport_id uuid,
    add column recorded_at timestamptz not null default app.now(),
    add constraint ck_scale_kind_known check (kind in ('marks', 'minimum', 'certificate', 'university', 'university_minobrnauki', 'university_minprosv', 'conversion')),
    add constraint ck_scale_state_known check (state in ('current', 'superseded', 'offered')),
    add constraint ck_scale_origin_known check (origin in ('file', 'person', 'passport')),
    add constraint ck_scale_years check (year_from between 2000 and year_to and year_to <= 2100),
    add constraint ck_scale_figures_of_kind check (
        case kind when 'marks' then num_nulls(min_3, min_4, min_5, max_primary) = 0
        when 'minimum' then min_3 is not null and num_nonnulls(min_4, min_5) = 0
        when 'conversion' then max_primary is not null and test_scores is not null
        and cardinality(test_scores) = max_primary + 1
        else num_nonnulls(min_test, min_mark) = 1 end),
    add constraint ck_scale_person_gives_why check (origin <> 'person' or num_nulls(author_id, reason, basis) = 0),
    add constraint ck_scale_of_a_passport check ((origin = 'passport') = (passport_id is not null)),
    add constraint fk_scale_supersedes_id foreign key (supersedes_id) references scale (id) on delete restrict,
    add constraint fk_scale_author_id foreign key (author_id) references person (id) on delete restrict,
    add constraint fk_scale_passport_id foreign key (passport_id) references work_passport (id) on delete restrict,
    add constraint uq_scale_version unique nulls not distinct (kind, procedure, subject_id, programme_grade, series, year_from, passport_id, version);

alter table scale
    alter column kind drop default,
    alter column series drop default,
    alter column conditions drop default,
    alter column version drop default,
    alter column state drop default,
    alter column origin drop default;

CREATE UNIQUE INDEX uq_scale_current ON scale (kind, procedure, subject_id, programme_grade, series, year_from, passport_id) NULLS NOT DISTINCT WHERE state = 'current'
"""

FUNCTIONS = r"""
create function app.edits_scales() returns boolean
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select exists (select from app.my_grants() g where g.role in ('admin', 'coordinator', 'methodist'));
end;

create function app.my_passport_offices() returns setof uuid
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    -- Offices whose passports of works the person writes.
    select o.id from territorial_office o join app.my_grants() g
        on (g.office_id is null or g.office_id = o.id) and (g.region_id is null or g.region_id = o.region_id)
    where g.role in ('admin', 'coordinator', 'methodist') and g.school_id is null;
end;

alter function app.edits_scales() owner to marshrut_gate;

alter function app.my_passport_offices() owner to marshrut_gate;

create function app.scale_of_work(
    procedure text, year integer, wave text, subject_id uuid, grade integer, programme_grade integer, series text,
    kind text default 'marks'
) returns uuid
    language sql stable set search_path = pg_catalog, public
begin atomic
    -- What is in force for a work, a scale of marks unless another kind is asked for: of its approved passport; else
    -- by series, then by subject itself or its family, then the latest start.
    select s.id
    from subject own
    join subject whose on whose.id = own.id or whose.code = own.family
    join scale s on s.subject_id = whose.id
    left join work_passport p on p.id = s.passport_id
    where own.id = scale_of_work.subject_id and s.kind = scale_of_work.kind and s.state = 'current'
        and s.procedure = scale_of_work.procedure and s.programme_grade = scale_of_work.programme_grade
        and s.series in (scale_of_work.series, '')
        and scale_of_work.year between s.year_from and s.year_to
        and (s.passport_id is null or (p.state = 'approved' and p.wave = scale_of_work.wave
            and p.grade = scale_of_work.grade and p.series = scale_of_work.series and p.subject_id = own.id))
    order by s.passport_id is null, s.series = '', whose.id <> own.id, s.year_from desc
    limit 1;
end;

create function app.refuse_scale_change() returns trigger
    language plpgsql set search_path = pg_catalog
as $body$
begin
    -- A protocol points at what it was compared with: that must not change under it.
    if to_jsonb(old) - 'state' <> to_jsonb(new) - 'state' or (new.state <> old.state and new.state <> 'superseded') then
        raise exception 'a version of a scale is never changed: write a new one'
            using errcode = 'check_violation', constraint = 'scale_never_changed';
    end if;
    return new;
end
$body$;

create trigger scale_never_changed before update on scale
    for each row execute function app.refuse_scale_change()
"""

GUARDS = r"""
select app.allow_writes('scale', 'insert', $rule$(select app.is_signed_in())$rule$, $rule$(select app.edits_scales()) and origin <> 'file' and author_id = (select app.person_id()) and (passport_id is null or passport_id in (select id from work_passport where office_id in (select app.my_passport_offices())))$rule$);

select app.allow_writes('scale', 'update', $rule$(select app.is_signed_in())$rule$, $rule$(select app.edits_scales()) and (passport_id is null or passport_id in (select id from work_passport where office_id in (select app.my_passport_offices())))$rule$);

select app.guard_table(
    'work_passport',
    read_rule => $rule$(select app.sees_all()) or office_id in (select app.my_offices()) or (state = 'approved' and office_id in (select app.my_home_offices()))$rule$,
    write_rule => $rule$office_id in (select app.my_passport_offices())$rule$,
    verbs => 'insert, update',
    keys => array['year','wave','grade','title']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

-- A passport is an office's own, and so is the scale that follows from it.
alter policy scale_read on scale using (
    (select app.is_signed_in()) and (passport_id is null or passport_id in (select id from work_passport))
)
"""

DOWN = r"""
drop function app.scale_of_work(text, integer, text, uuid, integer, integer, text, text);

drop trigger scale_never_changed on scale;

drop function app.refuse_scale_change();

alter policy scale_read on scale using ((select app.is_signed_in()));

drop policy scale_insert on scale;

drop policy scale_update on scale;

revoke insert, update on scale from marshrut_app;

alter table scale disable trigger user;

alter table protocol disable trigger user;

alter table scale no force row level security;

alter table protocol no force row level security;

-- What the older release cannot say goes: thresholds, series, versions that are not in force. Protocols point at the
-- version in force of the same key, if there is one.
update protocol p set scale_id = (
    select c.id from scale c
    where c.state = 'current' and c.kind = s.kind and c.series = '' and c.passport_id is null
        and (c.procedure, c.subject_id, c.programme_grade, c.year_from)
            = (s.procedure, s.subject_id, s.programme_grade, s.year_from))
from scale s
where s.id = p.scale_id and (s.state <> 'current' or s.kind <> 'marks' or s.series <> '' or s.passport_id is not null);

update scale set supersedes_id = null;

delete from scale where state <> 'current' or kind <> 'marks' or series <> '' or passport_id is not null;

alter table scale force row level security;

alter table protocol force row level security;

alter table scale enable trigger user;

alter table protocol enable trigger user;

alter table scale
    drop constraint uq_scale_version,
    drop constraint ck_scale_figures_of_kind,
    drop constraint ck_scale_years,
    drop constraint ck_scale_person_gives_why,
    drop constraint ck_scale_of_a_passport,
    drop column kind,
    drop column series,
    drop column profile_min,
    drop column min_test,
    drop column min_mark,
    drop column test_scores,
    drop column conditions,
    drop column version,
    drop column state,
    drop column supersedes_id,
    drop column origin,
    drop column author_id,
    drop column reason,
    drop column basis,
    drop column passport_id,
    drop column recorded_at,
    alter column min_3 set not null,
    alter column min_4 set not null,
    alter column min_5 set not null,
    alter column max_primary set not null,
    add constraint uq_scale_procedure_subject_id_programme_grade_year_from unique (procedure, subject_id, programme_grade, year_from);

drop table work_passport;

drop function app.my_passport_offices();

drop function app.edits_scales();

alter table subject drop column family, drop column gia_codes, drop column vpr_codes
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, FUNCTIONS, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
