"""Add anti-risk programmes as data: goal, measures of two stages, confirmations."""

from alembic import op

revision = "0019_add_programmes"
down_revision = "0018_add_documents"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE risk_programme (
    school_id UUID NOT NULL,
    factor_id UUID NOT NULL,
    cycle INTEGER NOT NULL,
    state TEXT NOT NULL,
    goal TEXT NOT NULL,
    indicator TEXT,
    indicator_unit TEXT,
    baseline NUMERIC(12, 2),
    target NUMERIC(12, 2),
    starts_on DATE,
    ends_on DATE,
    submitted_at TIMESTAMP WITH TIME ZONE,
    submitted_by_id UUID,
    accepted_on DATE,
    matches_concept BOOLEAN,
    decided_by_id UUID,
    decided_at TIMESTAMP WITH TIME ZONE,
    reason TEXT,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_programme PRIMARY KEY (id),
    CONSTRAINT uq_risk_programme_school_id_cycle_factor_id UNIQUE (school_id, cycle, factor_id),
    CONSTRAINT ck_risk_programme_state_known CHECK (state in ('draft', 'submitted', 'returned', 'accepted')),
    CONSTRAINT ck_risk_programme_period CHECK (ends_on >= starts_on),
    CONSTRAINT ck_risk_programme_accepted_on_given CHECK ((state = 'accepted') = (accepted_on is not null)),
    CONSTRAINT ck_risk_programme_reason_given CHECK (state <> 'returned' or reason is not null),
    CONSTRAINT ck_risk_programme_accepted_by_another CHECK (state <> 'accepted' or submitted_by_id <> decided_by_id),
    CONSTRAINT fk_risk_programme_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_programme_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_programme_submitted_by_id FOREIGN KEY(submitted_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_programme_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE programme_measure (
    programme_id UUID NOT NULL,
    school_id UUID NOT NULL,
    stage INTEGER NOT NULL,
    position INTEGER NOT NULL,
    task TEXT,
    title TEXT NOT NULL,
    due_on DATE,
    responsible TEXT,
    participants TEXT,
    evidence_kind TEXT,
    indicator TEXT,
    state TEXT NOT NULL,
    done_on DATE,
    evidence_text TEXT,
    link_url TEXT,
    file_sha256 TEXT,
    file_name TEXT,
    file_size INTEGER,
    media_type TEXT,
    submitted_at TIMESTAMP WITH TIME ZONE,
    submitted_by_id UUID,
    confirmed_on DATE,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by_id UUID,
    reason TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_programme_measure PRIMARY KEY (id),
    CONSTRAINT uq_programme_measure_programme_id_position UNIQUE (programme_id, position),
    CONSTRAINT ck_programme_measure_state_known CHECK (state in ('planned', 'submitted', 'returned', 'confirmed')),
    CONSTRAINT ck_programme_measure_stage_known CHECK (stage in (1, 2)),
    CONSTRAINT ck_programme_measure_whole_file CHECK (num_nulls(file_sha256, file_name, file_size, media_type) in (0, 4)),
    CONSTRAINT ck_programme_measure_done_is_shown CHECK (state not in ('submitted', 'confirmed') or (done_on is not null and evidence_text is not null)),
    CONSTRAINT ck_programme_measure_confirmed_on_given CHECK ((state = 'confirmed') = (confirmed_on is not null)),
    CONSTRAINT ck_programme_measure_confirmed_by_another CHECK (state <> 'confirmed' or submitted_by_id <> decided_by_id),
    CONSTRAINT fk_programme_measure_programme_id FOREIGN KEY(programme_id) REFERENCES risk_programme (id) ON DELETE RESTRICT,
    CONSTRAINT fk_programme_measure_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_programme_measure_submitted_by_id FOREIGN KEY(submitted_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_programme_measure_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_programme_measure_school_id ON programme_measure (school_id);

CREATE TABLE programme_step (
    programme_id UUID NOT NULL,
    measure_id UUID,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_programme_step PRIMARY KEY (id),
    CONSTRAINT fk_programme_step_programme_id FOREIGN KEY(programme_id) REFERENCES risk_programme (id) ON DELETE RESTRICT,
    CONSTRAINT fk_programme_step_measure_id FOREIGN KEY(measure_id) REFERENCES programme_measure (id) ON DELETE SET NULL,
    CONSTRAINT fk_programme_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_programme_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_programme_step_programme_id ON programme_step (programme_id)
"""

GUARDS = r"""
select app.guard_table(
    'risk_programme',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator'))$rule$,
    verbs => 'insert, update',
    keys => array['cycle']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'programme_measure',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator'))$rule$,
    verbs => 'insert, update, delete',
    keys => array['position']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'programme_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator'))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table programme_step;

drop table programme_measure;

drop table risk_programme
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
