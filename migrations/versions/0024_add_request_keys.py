"""Remember what was answered to requests with an Idempotency-Key, so that a second sending has no second effect."""

from alembic import op

revision = "0024_add_request_keys"
down_revision = "0023_version_scales"
branch_labels = None
depends_on = None

UP = r"""
create table request_key (
    person_id UUID,
    client_id UUID,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status SMALLINT NOT NULL,
    location TEXT,
    reply TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_request_key PRIMARY KEY (id),
    CONSTRAINT uq_request_key_sender UNIQUE NULLS NOT DISTINCT (person_id, client_id, operation, key),
    CONSTRAINT ck_request_key_sender CHECK (num_nonnulls(person_id, client_id) = 1),
    CONSTRAINT fk_request_key_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_request_key_client_id FOREIGN KEY(client_id) REFERENCES machine_client (id) ON DELETE RESTRICT
);

-- Whose key it is, nobody else needs to know: not even those who see everything.
select app.guard_table(
    'request_key',
    read_rule => $rule$person_id = (select app.person_id()) or client_id = (select app.client_id())$rule$,
    write_rule => $rule$person_id = (select app.person_id()) or client_id = (select app.client_id())$rule$,
    verbs => 'insert',
    keys => array['operation', 'key']::text[],
    digested => array['reply']::text[],
    quiet => array[]::text[]
)
"""


def upgrade() -> None:
    for statement in UP.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table request_key")
