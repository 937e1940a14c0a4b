"""Add targets of schools: a frozen base, a plan, what leads to it, how it is agreed and closed."""

from alembic import op

revision = "0027_add_targets"
down_revision = "0026_add_identification"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE school_target (
    school_id UUID NOT NULL,
    metric TEXT NOT NULL,
    better TEXT NOT NULL,
    procedure TEXT NOT NULL,
    wave TEXT NOT NULL,
    subject_id UUID NOT NULL,
    grade SMALLINT,
    base_year SMALLINT NOT NULL,
    base_total BIGINT NOT NULL,
    base_out_of BIGINT NOT NULL,
    base_n INTEGER NOT NULL,
    base_forms JSONB NOT NULL,
    target_value NUMERIC(6, 2) NOT NULL,
    due_year SMALLINT NOT NULL,
    due_on DATE,
    state TEXT NOT NULL,
    proposed_side TEXT NOT NULL,
    author_id UUID,
    agreed_by_id UUID,
    agreed_at TIMESTAMP WITH TIME ZONE,
    reason TEXT,
    closed_by_id UUID,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_verdict TEXT,
    closed_total BIGINT,
    closed_out_of BIGINT,
    closed_n INTEGER,
    cause TEXT,
    proposal TEXT,
    version INTEGER NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_school_target PRIMARY KEY (id),
    CONSTRAINT ck_school_target_metric_known CHECK (metric in ('success', 'quality', 'below_min', 'confirmed', 'high_score', 'avg_mark', 'sou', 'completion')),
    CONSTRAINT ck_school_target_procedure_known CHECK (procedure in ('vpr', 'dr', 'oge', 'ege', 'gve9', 'gve11', 'kr9')),
    CONSTRAINT ck_school_target_wave_known CHECK (wave in ('spring', 'autumn', 'main', 'entry', 'exit')),
    CONSTRAINT ck_school_target_state_known CHECK (state in ('proposed', 'returned', 'agreed', 'closed', 'cancelled')),
    CONSTRAINT ck_school_target_better_known CHECK (better in ('up', 'down')),
    CONSTRAINT ck_school_target_proposed_side_known CHECK (proposed_side in ('school', 'office')),
    CONSTRAINT ck_school_target_closed_verdict_known CHECK (closed_verdict in ('reached', 'not_reached', 'indistinct', 'not_comparable', 'no_data')),
    CONSTRAINT ck_school_target_base_counted CHECK (base_n > 0 and base_out_of > 0 and base_total >= 0),
    CONSTRAINT ck_school_target_years CHECK (base_year between 2000 and 2100 and due_year <= 2100),
    CONSTRAINT ck_school_target_due_after_base CHECK (due_year > base_year),
    CONSTRAINT ck_school_target_grade CHECK (grade between 1 and 12),
    CONSTRAINT ck_school_target_value CHECK (target_value between 0 and 100),
    CONSTRAINT ck_school_target_agreed_by_somebody CHECK (state not in ('agreed', 'closed') or (agreed_by_id is not null and agreed_at is not null)),
    CONSTRAINT ck_school_target_agreed_by_another CHECK (agreed_by_id <> author_id),
    CONSTRAINT ck_school_target_closed_whole CHECK ((state = 'closed') = (closed_at is not null) and (closed_at is null) = (closed_verdict is null) and num_nulls(closed_total, closed_out_of, closed_n) in (0, 3)),
    CONSTRAINT ck_school_target_reason_given CHECK (state not in ('returned', 'cancelled') or reason is not null),
    CONSTRAINT fk_school_target_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_target_subject_id FOREIGN KEY(subject_id) REFERENCES subject (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_target_author_id FOREIGN KEY(author_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_target_agreed_by_id FOREIGN KEY(agreed_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_target_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX uq_school_target_standing ON school_target (school_id, metric, procedure, wave, subject_id, grade, due_year) NULLS NOT DISTINCT WHERE state <> 'cancelled';

CREATE TABLE target_link (
    target_id UUID NOT NULL,
    school_id UUID NOT NULL,
    lineage_id UUID,
    measure_id UUID,
    action_point_id UUID,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_target_link PRIMARY KEY (id),
    CONSTRAINT ck_target_link_of_one_kind CHECK (num_nonnulls(lineage_id, measure_id, action_point_id) = 1),
    CONSTRAINT uq_target_link_once UNIQUE NULLS NOT DISTINCT (target_id, lineage_id, measure_id, action_point_id),
    CONSTRAINT fk_target_link_target_id FOREIGN KEY(target_id) REFERENCES school_target (id) ON DELETE RESTRICT,
    CONSTRAINT fk_target_link_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_target_link_lineage_id FOREIGN KEY(lineage_id) REFERENCES lineage (id) ON DELETE RESTRICT,
    CONSTRAINT fk_target_link_measure_id FOREIGN KEY(measure_id) REFERENCES programme_measure (id) ON DELETE CASCADE,
    CONSTRAINT fk_target_link_action_point_id FOREIGN KEY(action_point_id) REFERENCES action_point (id) ON DELETE RESTRICT
);

CREATE INDEX ix_target_link_measure_id ON target_link (measure_id);

CREATE TABLE target_step (
    target_id UUID NOT NULL,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    changes TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_target_step PRIMARY KEY (id),
    CONSTRAINT fk_target_step_target_id FOREIGN KEY(target_id) REFERENCES school_target (id) ON DELETE RESTRICT,
    CONSTRAINT fk_target_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_target_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_target_step_target_id ON target_step (target_id)
"""

GUARDS = r"""
select app.guard_table(
    'school_target',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school'))$rule$,
    verbs => 'insert, update',
    keys => array['metric', 'due_year']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'target_link',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school'))$rule$,
    verbs => 'insert, delete',
    keys => array['target_id']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'target_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school'))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table target_step;

drop table target_link;

drop table school_target
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
