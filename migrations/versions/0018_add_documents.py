"""Add documents of schools: kinds, immutable versions, reviews with remarks."""

from alembic import op

revision = "0018_add_documents"
down_revision = "0017_add_visits"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE document_kind (
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    is_per_factor BOOLEAN NOT NULL,
    is_many BOOLEAN NOT NULL,
    requires TEXT[] NOT NULL,
    headings TEXT[] NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_document_kind PRIMARY KEY (id),
    CONSTRAINT uq_document_kind_code UNIQUE (code)
);

CREATE TABLE required_document (
    cycle INTEGER NOT NULL,
    kind_id UUID NOT NULL,
    due_on DATE,
    plan_row TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_required_document PRIMARY KEY (id),
    CONSTRAINT uq_required_document_cycle_kind_id UNIQUE (cycle, kind_id),
    CONSTRAINT fk_required_document_kind_id FOREIGN KEY(kind_id) REFERENCES document_kind (id) ON DELETE RESTRICT
);

CREATE TABLE school_document (
    school_id UUID NOT NULL,
    kind_id UUID NOT NULL,
    factor_id UUID,
    cycle INTEGER NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    first_submitted_on DATE,
    first_reviewed_on DATE,
    approved_on DATE,
    approved_version INTEGER,
    published_on DATE,
    published_where TEXT,
    created_by_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_school_document PRIMARY KEY (id),
    CONSTRAINT uq_school_document_school_id_cycle_kind_id_factor_id_title UNIQUE NULLS NOT DISTINCT (school_id, cycle, kind_id, factor_id, title),
    CONSTRAINT ck_school_document_state_known CHECK (state in ('draft', 'submitted', 'under_review', 'returned', 'approved', 'published', 'archived')),
    CONSTRAINT ck_school_document_submitted_on_given CHECK (state in ('draft', 'archived') or first_submitted_on is not null),
    CONSTRAINT ck_school_document_approved_on_given CHECK (state not in ('approved', 'published') or num_nulls(approved_on, approved_version) = 0),
    CONSTRAINT ck_school_document_published_on_given CHECK (state <> 'published' or num_nulls(published_on, published_where) = 0),
    CONSTRAINT fk_school_document_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_document_kind_id FOREIGN KEY(kind_id) REFERENCES document_kind (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_document_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_document_created_by_id FOREIGN KEY(created_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE document_step (
    document_id UUID NOT NULL,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_document_step PRIMARY KEY (id),
    CONSTRAINT fk_document_step_document_id FOREIGN KEY(document_id) REFERENCES school_document (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_document_step_document_id ON document_step (document_id);

CREATE TABLE document_version (
    document_id UUID NOT NULL,
    school_id UUID NOT NULL,
    number INTEGER NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    text_state TEXT NOT NULL,
    body_text TEXT,
    note TEXT,
    person_id UUID,
    uploaded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_document_version PRIMARY KEY (id),
    CONSTRAINT uq_document_version_document_id_number UNIQUE (document_id, number),
    CONSTRAINT ck_document_version_text_state_known CHECK (text_state in ('pending', 'read', 'empty', 'unreadable', 'not_text')),
    CONSTRAINT ck_document_version_text_when_read CHECK ((text_state = 'read') = (body_text is not null)),
    CONSTRAINT fk_document_version_document_id FOREIGN KEY(document_id) REFERENCES school_document (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_version_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_version_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_document_version_school_id ON document_version (school_id);

CREATE TABLE document_review (
    document_id UUID NOT NULL,
    version_id UUID NOT NULL,
    school_id UUID NOT NULL,
    verdict TEXT NOT NULL,
    summary TEXT NOT NULL,
    matches_concept BOOLEAN,
    person_id UUID,
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_document_review PRIMARY KEY (id),
    CONSTRAINT ck_document_review_verdict_known CHECK (verdict in ('returned', 'approved')),
    CONSTRAINT uq_document_review_version_id UNIQUE (version_id),
    CONSTRAINT fk_document_review_document_id FOREIGN KEY(document_id) REFERENCES school_document (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_review_version_id FOREIGN KEY(version_id) REFERENCES document_version (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_review_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_review_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_document_review_document_id ON document_review (document_id);

create trigger document_review_not_own_school before insert or update of person_id on document_review
    for each row execute function app.refuse_own_school('person_id');

CREATE TABLE document_remark (
    review_id UUID NOT NULL,
    document_id UUID NOT NULL,
    school_id UUID NOT NULL,
    position INTEGER NOT NULL,
    place TEXT NOT NULL,
    text TEXT NOT NULL,
    answer TEXT,
    answered_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_document_remark PRIMARY KEY (id),
    CONSTRAINT uq_document_remark_review_id_position UNIQUE (review_id, position),
    CONSTRAINT fk_document_remark_review_id FOREIGN KEY(review_id) REFERENCES document_review (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_remark_document_id FOREIGN KEY(document_id) REFERENCES school_document (id) ON DELETE RESTRICT,
    CONSTRAINT fk_document_remark_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE INDEX ix_document_remark_document_id ON document_remark (document_id)
"""

GUARDS = r"""
select app.guard_table(
    'document_kind',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['code']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'required_document',
    read_rule => $rule$(select app.is_signed_in())$rule$,
    write_rule => null,
    verbs => '',
    keys => array['cycle']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'school_document',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator'))$rule$,
    verbs => 'insert, update',
    keys => array['title']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'document_version',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school'))$rule$,
    verbs => 'insert',
    keys => array['number']::text[],
    digested => array['body_text']::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'document_review',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator'))$rule$,
    verbs => 'insert',
    keys => array['verdict']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'document_remark',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator', 'school'))$rule$,
    verbs => 'insert, update',
    keys => array['place']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'document_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator'))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table document_step;

drop table document_remark;

drop table document_review;

drop table document_version;

drop table school_document;

drop table required_document;

drop table document_kind
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
