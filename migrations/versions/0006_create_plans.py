"""Create plans, editions, activities, facts and evidence."""

from alembic import op

revision = "0006_create_plans"
down_revision = "0005_create_job"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE act (
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    signed_on DATE NOT NULL,
    issuer TEXT NOT NULL,
    title TEXT NOT NULL,
    signed_by TEXT,
    amends_id UUID,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_act PRIMARY KEY (id),
    CONSTRAINT uq_act_number_signed_on UNIQUE (number, signed_on),
    CONSTRAINT fk_act_amends_id FOREIGN KEY(amends_id) REFERENCES act (id) ON DELETE RESTRICT
);

CREATE TABLE plan (
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    office_id UUID NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_plan PRIMARY KEY (id),
    CONSTRAINT uq_plan_code UNIQUE (code),
    CONSTRAINT fk_plan_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT
);

CREATE TABLE edition (
    plan_id UUID NOT NULL,
    act_id UUID NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    effective_on DATE NOT NULL,
    period_text TEXT NOT NULL,
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    responsible_official TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_edition PRIMARY KEY (id),
    CONSTRAINT uq_edition_plan_id_number UNIQUE (plan_id, number),
    CONSTRAINT ck_edition_state_known CHECK (state in ('draft', 'in_force', 'superseded', 'closed')),
    CONSTRAINT ck_edition_period CHECK (period_end >= period_start),
    CONSTRAINT fk_edition_plan_id FOREIGN KEY(plan_id) REFERENCES plan (id) ON DELETE RESTRICT,
    CONSTRAINT fk_edition_act_id FOREIGN KEY(act_id) REFERENCES act (id) ON DELETE RESTRICT
);

CREATE TABLE section (
    edition_id UUID NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_section PRIMARY KEY (id),
    CONSTRAINT uq_section_edition_id_code UNIQUE (edition_id, code),
    CONSTRAINT fk_section_edition_id FOREIGN KEY(edition_id) REFERENCES edition (id) ON DELETE CASCADE
);

CREATE TABLE activity (
    section_id UUID NOT NULL,
    number TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    term_source TEXT NOT NULL,
    recurrence TEXT NOT NULL,
    responsible_source TEXT NOT NULL,
    responsible TEXT[] NOT NULL,
    result_document TEXT,
    expected_result TEXT,
    target_set TEXT NOT NULL,
    required_facts TEXT[] NOT NULL,
    source JSONB NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_activity PRIMARY KEY (id),
    CONSTRAINT uq_activity_section_id_number UNIQUE (section_id, number),
    CONSTRAINT ck_activity_recurrence_known CHECK (recurrence in ('once', 'multi_window', 'continuous', 'recurring')),
    CONSTRAINT ck_activity_target_set_known CHECK (target_set in ('project_500_schools', 'low_results_schools', 'red_zone_schools', 'office', 'all_schools')),
    CONSTRAINT fk_activity_section_id FOREIGN KEY(section_id) REFERENCES section (id) ON DELETE CASCADE
);

CREATE TABLE activity_window (
    activity_id UUID NOT NULL,
    position INTEGER NOT NULL,
    starts_on DATE,
    ends_on DATE NOT NULL,
    is_derived BOOLEAN NOT NULL,
    accepted_on DATE,
    note TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_activity_window PRIMARY KEY (id),
    CONSTRAINT uq_activity_window_activity_id_position UNIQUE (activity_id, position),
    CONSTRAINT ck_activity_window_period CHECK (ends_on >= starts_on),
    CONSTRAINT fk_activity_window_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE CASCADE
);

CREATE TABLE author_question (
    activity_id UUID NOT NULL,
    text TEXT NOT NULL,
    short_text TEXT NOT NULL,
    asked_on DATE NOT NULL,
    answer TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_author_question PRIMARY KEY (id),
    CONSTRAINT fk_author_question_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE CASCADE
);

CREATE INDEX ix_author_question_activity_id ON author_question (activity_id);

CREATE TABLE project_member (
    plan_id UUID NOT NULL,
    school_id UUID NOT NULL,
    joined_on DATE NOT NULL,
    left_on DATE,
    basis TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_project_member PRIMARY KEY (id),
    CONSTRAINT uq_project_member_plan_id_school_id_joined_on UNIQUE (plan_id, school_id, joined_on),
    CONSTRAINT ck_project_member_period CHECK (left_on >= joined_on),
    CONSTRAINT fk_project_member_plan_id FOREIGN KEY(plan_id) REFERENCES plan (id) ON DELETE RESTRICT,
    CONSTRAINT fk_project_member_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE TABLE fact_kind (
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    missing_text TEXT NOT NULL,
    requires TEXT[] NOT NULL,
    position INTEGER NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_fact_kind PRIMARY KEY (id),
    CONSTRAINT uq_fact_kind_code UNIQUE (code)
);

CREATE TABLE evidence (
    school_id UUID NOT NULL,
    fact_kind_id UUID NOT NULL,
    activity_id UUID,
    state TEXT NOT NULL,
    occurred_on DATE NOT NULL,
    basis TEXT NOT NULL,
    person_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT ck_evidence_state_known CHECK (state in ('submitted', 'accepted', 'returned', 'revoked')),
    CONSTRAINT fk_evidence_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_fact_kind_id FOREIGN KEY(fact_kind_id) REFERENCES fact_kind (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    CONSTRAINT fk_evidence_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_evidence_activity_id ON evidence (activity_id);

CREATE INDEX ix_evidence_school_id_fact_kind_id ON evidence (school_id, fact_kind_id);

select app.guard_table(
    'act',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['number','signed_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'plan',
    read_rule => $rule$(select app.sees_all()) or office_id in (select app.my_home_offices())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'edition',
    read_rule => $rule$plan_id in (select id from plan)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['number']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'section',
    read_rule => $rule$edition_id in (select id from edition)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'activity',
    read_rule => $rule$section_id in (select id from section)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['number']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'activity_window',
    read_rule => $rule$activity_id in (select id from activity)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['position']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'author_question',
    read_rule => $rule$activity_id in (select id from activity)$rule$,
    write_rule => null,
    verbs => '',
    keys => array[]::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'fact_kind',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'project_member',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['joined_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'evidence',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['occurred_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table evidence")
    op.execute("drop table fact_kind")
    op.execute("drop table project_member")
    op.execute("drop table author_question")
    op.execute("drop table activity_window")
    op.execute("drop table activity")
    op.execute("drop table section")
    op.execute("drop table edition")
    op.execute("drop table plan")
    op.execute("drop table act")
