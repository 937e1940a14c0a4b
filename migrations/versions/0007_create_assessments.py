"""Create uploads, works, scales and protocols with packed participants."""

from alembic import op

revision = "0007_create_assessments"
down_revision = "0006_create_plans"
branch_labels = None
depends_on = None

TABLES = r"""
create sequence upload_number;

grant usage on sequence upload_number to marshrut_app, marshrut_worker;

CREATE TABLE subject (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    synonyms TEXT[] NOT NULL,
    position INTEGER NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_subject PRIMARY KEY (id),
    CONSTRAINT uq_subject_code UNIQUE (code)
);

CREATE TABLE scale (
    procedure TEXT NOT NULL,
    subject_id UUID NOT NULL,
    programme_grade SMALLINT NOT NULL,
    year_from SMALLINT NOT NULL,
    year_to SMALLINT NOT NULL,
    min_3 SMALLINT NOT NULL,
    min_4 SMALLINT NOT NULL,
    min_5 SMALLINT NOT NULL,
    max_primary SMALLINT NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_scale PRIMARY KEY (id),
    CONSTRAINT ck_scale_procedure_known CHECK (procedure in ('vpr', 'dr', 'oge', 'ege', 'gve9', 'gve11', 'kr9')),
    CONSTRAINT uq_scale_procedure_subject_id_programme_grade_year_from UNIQUE (procedure, subject_id, programme_grade, year_from),
    CONSTRAINT ck_scale_bands CHECK (0 < min_3 and min_3 < min_4 and min_4 < min_5 and min_5 <= max_primary),
    CONSTRAINT fk_scale_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT
);

CREATE TABLE work (
    procedure TEXT NOT NULL,
    year SMALLINT NOT NULL,
    wave TEXT NOT NULL,
    subject_id UUID NOT NULL,
    grade SMALLINT NOT NULL,
    programme_grade SMALLINT NOT NULL,
    max_primary SMALLINT,
    written_on DATE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_work PRIMARY KEY (id),
    CONSTRAINT ck_work_procedure_known CHECK (procedure in ('vpr', 'dr', 'oge', 'ege', 'gve9', 'gve11', 'kr9')),
    CONSTRAINT ck_work_wave_known CHECK (wave in ('spring', 'autumn', 'main', 'entry', 'exit')),
    CONSTRAINT uq_work_procedure_year_wave_subject_id_grade_programme_grade UNIQUE (procedure, year, wave, subject_id, grade, programme_grade),
    CONSTRAINT ck_work_grades CHECK (grade between 1 and 12 and programme_grade between 1 and 12),
    CONSTRAINT ck_work_year CHECK (year between 2000 and 2100),
    CONSTRAINT fk_work_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT
);

CREATE TABLE upload (
    number INTEGER DEFAULT nextval('upload_number') NOT NULL,
    state TEXT NOT NULL,
    filename TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    person_id UUID,
    client_id UUID,
    region_id UUID,
    office_id UUID,
    school_id UUID,
    job_id UUID,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    screened_at TIMESTAMP WITH TIME ZONE,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by UUID,
    reading JSONB,
    rows_total INTEGER,
    rows_bad INTEGER,
    error TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_upload PRIMARY KEY (id),
    CONSTRAINT ck_upload_state_known CHECK (state in ('received', 'parsing', 'screened', 'committing', 'committed', 'cancelled', 'failed', 'reverted')),
    CONSTRAINT ck_upload_size CHECK (size >= 0),
    CONSTRAINT uq_upload_number UNIQUE (number),
    CONSTRAINT fk_upload_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_client_id FOREIGN KEY(client_id) REFERENCES machine_client (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_region_id FOREIGN KEY(region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_upload_job_id FOREIGN KEY(job_id) REFERENCES job (id) ON DELETE SET NULL,
    CONSTRAINT fk_upload_decided_by FOREIGN KEY(decided_by) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_upload_received_at ON upload (received_at);

CREATE INDEX ix_upload_sha256 ON upload (sha256);

CREATE TABLE upload_issue (
    upload_id UUID NOT NULL,
    position INTEGER NOT NULL,
    severity TEXT NOT NULL,
    code TEXT NOT NULL,
    row INTEGER,
    "column" TEXT,
    header TEXT,
    message TEXT NOT NULL,
    how_to_fix TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_upload_issue PRIMARY KEY (id),
    CONSTRAINT ck_upload_issue_severity_known CHECK (severity in ('error', 'warning')),
    CONSTRAINT uq_upload_issue_upload_id_position UNIQUE (upload_id, position),
    CONSTRAINT fk_upload_issue_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE CASCADE
);

CREATE TABLE protocol (
    school_id UUID NOT NULL,
    work_id UUID NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    upload_id UUID,
    scale_id UUID,
    content_hash TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    participants INTEGER NOT NULL,
    n2 INTEGER NOT NULL,
    n3 INTEGER NOT NULL,
    n4 INTEGER NOT NULL,
    n5 INTEGER NOT NULL,
    sum_primary INTEGER NOT NULL,
    n_primary INTEGER NOT NULL,
    lowered INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    raised INTEGER NOT NULL,
    task_max SMALLINT[] NOT NULL,
    task_names TEXT[] NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_protocol PRIMARY KEY (id),
    CONSTRAINT ck_protocol_state_known CHECK (state in ('current', 'superseded', 'reverted')),
    CONSTRAINT uq_protocol_school_id_work_id_version UNIQUE (school_id, work_id, version),
    CONSTRAINT ck_protocol_marks_add_up CHECK (participants = n2 + n3 + n4 + n5),
    CONSTRAINT ck_protocol_journal_adds_up CHECK (lowered + confirmed + raised <= participants),
    CONSTRAINT fk_protocol_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_protocol_work_id FOREIGN KEY(work_id) REFERENCES work (id) ON DELETE RESTRICT,
    CONSTRAINT fk_protocol_upload_id FOREIGN KEY(upload_id) REFERENCES upload (id) ON DELETE RESTRICT,
    CONSTRAINT fk_protocol_scale_id FOREIGN KEY(scale_id) REFERENCES scale (id) ON DELETE RESTRICT
);

CREATE INDEX ix_protocol_upload_id ON protocol (upload_id);

CREATE UNIQUE INDEX uq_protocol_current ON protocol (school_id, work_id) WHERE state = 'current';

CREATE TABLE protocol_participants (
    protocol_id UUID NOT NULL,
    codes TEXT[] NOT NULL,
    class_names TEXT[] NOT NULL,
    variants TEXT[] NOT NULL,
    primary_scores SMALLINT[] NOT NULL,
    marks SMALLINT[] NOT NULL,
    journal_marks SMALLINT[] NOT NULL,
    task_scores SMALLINT[] NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_protocol_participants PRIMARY KEY (id),
    CONSTRAINT ck_protocol_participants_same_length CHECK (cardinality(class_names) = cardinality(codes) and cardinality(variants) = cardinality(codes) and cardinality(primary_scores) = cardinality(codes) and cardinality(marks) = cardinality(codes) and cardinality(journal_marks) = cardinality(codes)),
    CONSTRAINT uq_protocol_participants_protocol_id UNIQUE (protocol_id),
    CONSTRAINT fk_protocol_participants_protocol_id FOREIGN KEY(protocol_id) REFERENCES protocol (id) ON DELETE CASCADE
);

select app.guard_table(
    'subject',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'scale',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['procedure','programme_grade','year_from']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'work',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['procedure','year','wave','grade']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'upload',
    read_rule => $rule$(select app.sees_all()) or person_id = (select app.person_id()) or client_id = (select app.client_id()) or office_id in (select app.my_offices()) or region_id in (select app.my_regions()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$(select app.sees_all()) or person_id = (select app.person_id()) or client_id = (select app.client_id()) or office_id in (select app.my_offices()) or region_id in (select app.my_regions()) or school_id in (select app.my_schools())$rule$,
    verbs => 'insert, update',
    keys => array['number']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'upload_issue',
    read_rule => $rule$upload_id in (select id from upload)$rule$,
    write_rule => null,
    verbs => '',
    keys => array['position']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'protocol',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['version']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'protocol_participants',
    read_rule => $rule$protocol_id in (select id from protocol)$rule$,
    write_rule => null,
    verbs => '',
    keys => array[]::text[],
    digested => array['codes','class_names','variants','primary_scores','marks','journal_marks','task_scores']::text[],
    quiet => array[]::text[]
);

-- Who sees an upload also sees the work done on it.
alter policy job_read on job using (
    (select app.sees_all()) or person_id = (select app.person_id())
    or client_id = (select app.client_id()) or id in (select job_id from upload)
)
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute(
        "alter policy job_read on job using ((select app.sees_all())"
        " or person_id = (select app.person_id()) or client_id = (select app.client_id()))"
    )
    op.execute("drop table protocol_participants")
    op.execute("drop table protocol")
    op.execute("drop table upload_issue")
    op.execute("drop table upload")
    op.execute("drop table work")
    op.execute("drop table scale")
    op.execute("drop table subject")
    op.execute("drop sequence upload_number")
