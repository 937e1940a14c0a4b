"""Create assignments of curators and mentors (no two overlap) and risk profiles."""

from alembic import op

revision = "0003_create_support"
down_revision = "0002_create_registry"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE assignment (
    school_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    period DATERANGE NOT NULL,
    act_text TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_assignment PRIMARY KEY (id),
    CONSTRAINT ck_assignment_kind_known CHECK (kind in ('curator', 'mentor')),
    CONSTRAINT ck_assignment_period_not_empty CHECK (not isempty(period)),
    CONSTRAINT fk_assignment_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_assignment_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_assignment_person_id ON assignment (person_id);

CREATE TABLE risk_factor (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    editions INTEGER[] NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_factor PRIMARY KEY (id),
    CONSTRAINT uq_risk_factor_code UNIQUE (code)
);

CREATE TABLE risk_assessment (
    school_id UUID NOT NULL,
    factor_id UUID NOT NULL,
    cycle INTEGER NOT NULL,
    source TEXT NOT NULL,
    level TEXT,
    no_data_reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_assessment PRIMARY KEY (id),
    CONSTRAINT uq_risk_assessment_school_id_cycle_factor_id_source UNIQUE (school_id, cycle, factor_id, source),
    CONSTRAINT ck_risk_assessment_source_known CHECK (source in ('survey', 'school', 'curator')),
    CONSTRAINT ck_risk_assessment_level_known CHECK (level in ('high', 'medium', 'low')),
    CONSTRAINT ck_risk_assessment_reason_when_no_data CHECK ((level is null) = (no_data_reason is not null)),
    CONSTRAINT fk_risk_assessment_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_assessment_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT
);

alter table assignment add constraint uq_assignment_no_overlap unique (school_id, kind, period without overlaps);
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table risk_assessment")
    op.execute("drop table risk_factor")
    op.execute("drop table assignment")
