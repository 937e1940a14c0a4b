"""Let the rows of one protocol be read by its key: the reader's protocols need not all be collected first."""

from alembic import op

revision = "0029_read_rows_by_key"
down_revision = "0028_add_signals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The same rows as before. `id in (select …)` is always hashed: every question about one office then read every
    # protocol of the installation; `exists` is looked up by key where few rows are asked for.
    op.execute(
        "alter policy protocol_participants_read on protocol_participants"
        " using (exists (select from protocol p where p.id = protocol_participants.id))"
    )


def downgrade() -> None:
    op.execute(
        "alter policy protocol_participants_read on protocol_participants"
        " using (id in (select id from protocol))"
    )
