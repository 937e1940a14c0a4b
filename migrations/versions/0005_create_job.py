"""Create durable jobs."""

from alembic import op

revision = "0005_create_job"
down_revision = "0004_guard_access"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE job (
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    state TEXT DEFAULT 'queued' NOT NULL,
    person_id UUID,
    client_id UUID,
    request_id TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    run_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    attempt INTEGER DEFAULT 0 NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    progress_done INTEGER DEFAULT 0 NOT NULL,
    progress_total INTEGER,
    progress_text TEXT DEFAULT '' NOT NULL,
    error TEXT,
    finished_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (id),
    CONSTRAINT ck_job_state_known CHECK (state in ('queued', 'running', 'done', 'dead', 'cancelled')),
    CONSTRAINT ck_job_counters CHECK (progress_done >= 0 and attempt >= 0),
    CONSTRAINT fk_job_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_job_client_id FOREIGN KEY(client_id) REFERENCES machine_client (id) ON DELETE RESTRICT
);

CREATE INDEX ix_job_run_at ON job (run_at) WHERE state in ('queued', 'running');

select app.guard_table(
    'job',
    read_rule => $rule$(select app.sees_all()) or person_id = (select app.person_id()) or client_id = (select app.client_id())$rule$,
    write_rule => $rule$(select app.is_signed_in()) and person_id is not distinct from (select app.person_id()) and client_id is not distinct from (select app.client_id())$rule$,
    verbs => 'insert, update',
    keys => array['kind']::text[],
    digested => array[]::text[],
    quiet => array['progress_done','progress_total','progress_text','lease_until']::text[]
);
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table job")
