"""Keep which findings about the data were set aside, why and by whom."""

from alembic import op

revision = "0020_add_quality"
down_revision = "0019_add_programmes"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE quality_dismissal (
    rule TEXT NOT NULL,
    object_id UUID NOT NULL,
    school_id UUID,
    office_id UUID,
    fingerprint TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID,
    dismissed_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_quality_dismissal PRIMARY KEY (id),
    CONSTRAINT ck_quality_dismissal_reason_given CHECK (length(reason) >= 3),
    CONSTRAINT ck_quality_dismissal_of_school_or_office CHECK (num_nonnulls(school_id, office_id) = 1),
    CONSTRAINT fk_quality_dismissal_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_quality_dismissal_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_quality_dismissal_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX uq_quality_dismissal_standing ON quality_dismissal (rule, object_id) WHERE withdrawn_at is null
"""

GUARDS = r"""
select app.guard_table(
    'quality_dismissal',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools()) or office_id in (select app.my_offices())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'curator')) or office_id in (select app.my_offices()) or (office_id is not null and (select app.sees_all()))$rule$,
    verbs => 'insert, update',
    keys => array['rule']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table quality_dismissal
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
