"""Add visits with entries, findings and files, and what was agreed there."""

from alembic import op

revision = "0017_add_visits"
down_revision = "0016_add_risk_profiles"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE visit_question (
    code TEXT NOT NULL,
    bank INTEGER NOT NULL,
    factor_id UUID,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    hint TEXT,
    answer_kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit_question PRIMARY KEY (id),
    CONSTRAINT uq_visit_question_bank_code UNIQUE (bank, code),
    CONSTRAINT ck_visit_question_answer_kind_known CHECK (answer_kind in ('yes_partly_no', 'number', 'text')),
    CONSTRAINT fk_visit_question_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT
);

CREATE TABLE visit (
    school_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state TEXT NOT NULL,
    purpose TEXT NOT NULL,
    planned_on DATE NOT NULL,
    planned_time TEXT,
    bank INTEGER NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    confirmed_by_id UUID,
    held_on DATE,
    held_recorded_at TIMESTAMP WITH TIME ZONE,
    medk_marked_on DATE,
    submitted_at TIMESTAMP WITH TIME ZONE,
    submitted_by_id UUID,
    school_answer TEXT,
    school_comment TEXT,
    school_answered_at TIMESTAMP WITH TIME ZONE,
    school_answered_by_id UUID,
    approved_on DATE,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by_id UUID,
    reason TEXT,
    created_by_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT ck_visit_state_known CHECK (state in ('planned', 'confirmed', 'held', 'report_draft', 'submitted', 'returned', 'approved', 'cancelled')),
    CONSTRAINT ck_visit_school_answer_known CHECK (school_answer in ('agrees', 'objects')),
    CONSTRAINT ck_visit_held_on_given CHECK ((state in ('planned', 'confirmed')) = (held_on is null) or state = 'cancelled'),
    CONSTRAINT ck_visit_approved_on_given CHECK ((state = 'approved') = (approved_on is not null)),
    CONSTRAINT ck_visit_approved_by_another CHECK (submitted_by_id <> decided_by_id or state <> 'approved'),
    CONSTRAINT ck_visit_reason_given CHECK (state not in ('returned', 'cancelled') or reason is not null),
    CONSTRAINT fk_visit_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_confirmed_by_id FOREIGN KEY(confirmed_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_submitted_by_id FOREIGN KEY(submitted_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_school_answered_by_id FOREIGN KEY(school_answered_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_created_by_id FOREIGN KEY(created_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_visit_person_id ON visit (person_id);

CREATE INDEX ix_visit_school_id ON visit (school_id);

CREATE TABLE action_point (
    school_id UUID NOT NULL,
    visit_id UUID,
    factor_id UUID,
    text TEXT NOT NULL,
    priority TEXT NOT NULL,
    assignee_id UUID NOT NULL,
    due_on DATE NOT NULL,
    state TEXT NOT NULL,
    done_on DATE,
    done_by_id UUID,
    evidence_text TEXT,
    file_sha256 TEXT,
    file_name TEXT,
    file_size INTEGER,
    media_type TEXT,
    verified_by_id UUID,
    verified_at TIMESTAMP WITH TIME ZONE,
    reason TEXT,
    created_by_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_action_point PRIMARY KEY (id),
    CONSTRAINT ck_action_point_priority_known CHECK (priority in ('high', 'medium', 'low')),
    CONSTRAINT ck_action_point_state_known CHECK (state in ('open', 'done', 'verified', 'cancelled')),
    CONSTRAINT ck_action_point_whole_file CHECK (num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)),
    CONSTRAINT ck_action_point_done_is_shown CHECK (state not in ('done', 'verified') or (done_on is not null and evidence_text is not null)),
    CONSTRAINT ck_action_point_verified_by_somebody CHECK ((state = 'verified') = (verified_by_id is not null)),
    CONSTRAINT ck_action_point_verified_by_another CHECK (verified_by_id <> done_by_id and verified_by_id <> assignee_id),
    CONSTRAINT fk_action_point_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_assignee_id FOREIGN KEY(assignee_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_done_by_id FOREIGN KEY(done_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_verified_by_id FOREIGN KEY(verified_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_created_by_id FOREIGN KEY(created_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_action_point_assignee_id ON action_point (assignee_id);

CREATE INDEX ix_action_point_school_id ON action_point (school_id);

CREATE TABLE visit_entry (
    visit_id UUID NOT NULL,
    school_id UUID NOT NULL,
    field TEXT NOT NULL,
    value JSONB NOT NULL,
    version INTEGER NOT NULL,
    person_id UUID,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit_entry PRIMARY KEY (id),
    CONSTRAINT uq_visit_entry_visit_id_field UNIQUE (visit_id, field),
    CONSTRAINT ck_visit_entry_version_counts CHECK (version >= 1),
    CONSTRAINT fk_visit_entry_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_entry_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_entry_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_visit_entry_school_id ON visit_entry (school_id);

CREATE TABLE visit_finding (
    visit_id UUID NOT NULL,
    school_id UUID NOT NULL,
    factor_id UUID,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    is_withdrawn BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    person_id UUID,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit_finding PRIMARY KEY (id),
    CONSTRAINT ck_visit_finding_kind_known CHECK (kind in ('strength', 'problem')),
    CONSTRAINT fk_visit_finding_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_finding_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_finding_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_finding_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_visit_finding_school_id ON visit_finding (school_id);

CREATE INDEX ix_visit_finding_visit_id ON visit_finding (visit_id);

CREATE TABLE visit_step (
    visit_id UUID NOT NULL,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit_step PRIMARY KEY (id),
    CONSTRAINT fk_visit_step_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_visit_step_visit_id ON visit_step (visit_id);

CREATE TABLE action_point_check (
    action_point_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    school_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT,
    person_id UUID,
    checked_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_action_point_check PRIMARY KEY (id),
    CONSTRAINT uq_action_point_check_action_point_id_visit_id UNIQUE (action_point_id, visit_id),
    CONSTRAINT ck_action_point_check_outcome_known CHECK (outcome in ('done', 'partly', 'not_done')),
    CONSTRAINT fk_action_point_check_action_point_id FOREIGN KEY(action_point_id) REFERENCES action_point (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_check_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_check_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_check_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_action_point_check_visit_id ON action_point_check (visit_id);

CREATE TABLE action_point_step (
    action_point_id UUID NOT NULL,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_action_point_step PRIMARY KEY (id),
    CONSTRAINT fk_action_point_step_action_point_id FOREIGN KEY(action_point_id) REFERENCES action_point (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_action_point_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_action_point_step_action_point_id ON action_point_step (action_point_id);

CREATE TABLE visit_file (
    visit_id UUID NOT NULL,
    school_id UUID NOT NULL,
    finding_id UUID,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    person_id UUID,
    added_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_visit_file PRIMARY KEY (id),
    CONSTRAINT fk_visit_file_visit_id FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_file_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_file_finding_id FOREIGN KEY(finding_id) REFERENCES visit_finding (id) ON DELETE RESTRICT,
    CONSTRAINT fk_visit_file_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_visit_file_school_id ON visit_file (school_id);

CREATE INDEX ix_visit_file_visit_id ON visit_file (visit_id);

create function app.action_point_assignees(school uuid)
    returns table (person_id uuid, full_name text, "position" text, "group" text)
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    -- Whom an agreement may be entrusted to: a school sees no roles of the office, yet may ask it for something.
    select distinct on (k.id) k.id, k.full_name, k.position, k.side
    from (
        select p.id, p.full_name, p.position, 'school' as side, 1 as place, p.dismissed_on
        from person p where app.is_of_school(p.id, school)
        union all
        select p.id, p.full_name, p.position, a.kind, 2, p.dismissed_on
        from assignment a join person p on p.id = a.person_id
        where a.school_id = school and a.period @> app.today()
        union all
        select p.id, p.full_name, p.position, 'office', 3, p.dismissed_on
        from role_grant g join person p on p.id = g.person_id
        join school s on s.id = school join municipality m on m.id = s.municipality_id
        where g.office_id = m.office_id and g.role in ('head', 'coordinator', 'office_specialist')
            and app.today() between g.valid_from and coalesce(g.valid_to, 'infinity')
    ) k
    where coalesce(k.dismissed_on, 'infinity') > app.today() and exists (select from app.my_sides() m where m.school_id = school)
    order by k.id, k.place, k.side;
end;

alter function app.action_point_assignees(uuid) owner to marshrut_gate;

create function app.refuse_visit_outside_assignment() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $body$
begin
    -- A visit is held on a day on which its person stands by the school (domain.md 1.2).
    if new.held_on is not null and not exists (
        select from assignment a where a.school_id = new.school_id and a.person_id = new.person_id
            and a.period @> new.held_on
    ) then
        raise exception 'a visit is held by whoever stands by the school on that day'
            using errcode = 'check_violation', constraint = 'visit_within_assignment';
    end if;
    return new;
end
$body$;

alter function app.refuse_visit_outside_assignment() owner to marshrut_gate;

create trigger visit_within_assignment before insert or update of held_on, person_id on visit
    for each row execute function app.refuse_visit_outside_assignment();

create trigger visit_not_own_school before insert or update of person_id on visit
    for each row execute function app.refuse_own_school('person_id')
"""

GUARDS = r"""
select app.guard_table(
    'visit_question',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['bank', 'code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'visit',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator', 'mentor', 'school'))$rule$,
    verbs => 'insert, update',
    keys => array['planned_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'visit_entry',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('curator', 'mentor', 'school'))$rule$,
    verbs => 'insert, update',
    keys => array['field']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'visit_finding',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('curator', 'mentor'))$rule$,
    verbs => 'insert, update',
    keys => array['kind']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'visit_file',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('curator', 'mentor'))$rule$,
    verbs => 'insert',
    keys => array['file_name']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'visit_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator', 'mentor', 'school'))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'action_point',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator', 'mentor', 'methodist'))$rule$,
    verbs => 'insert, update',
    keys => array['due_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'action_point_check',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator', 'mentor'))$rule$,
    verbs => 'insert, update',
    keys => array['outcome']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'action_point_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator', 'mentor', 'methodist'))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table action_point_step;

drop table action_point_check;

drop table action_point;

drop table visit_step;

drop table visit_file;

drop table visit_finding;

drop table visit_entry;

drop table visit;

drop function app.refuse_visit_outside_assignment();

drop function app.action_point_assignees(uuid);

drop table visit_question
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
