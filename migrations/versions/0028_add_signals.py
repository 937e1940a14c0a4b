"""Keep what people say of signals of objectivity, and the yearly lists of marked schools."""

from alembic import op

revision = "0028_add_signals"
down_revision = "0027_add_targets"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE signal_verdict (
    signal TEXT NOT NULL,
    school_id UUID NOT NULL,
    verdict TEXT NOT NULL,
    explanation TEXT NOT NULL,
    basis TEXT,
    digest TEXT NOT NULL,
    numbers JSONB NOT NULL,
    person_id UUID,
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_signal_verdict PRIMARY KEY (id),
    CONSTRAINT ck_signal_verdict_verdict_known CHECK (verdict in ('open', 'explained', 'rechecked', 'confirmed', 'dismissed')),
    CONSTRAINT ck_signal_verdict_explanation_given CHECK (length(explanation) >= 3),
    CONSTRAINT fk_signal_verdict_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_signal_verdict_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_signal_verdict_signal ON signal_verdict (signal, decided_at);

CREATE INDEX ix_signal_verdict_school_id ON signal_verdict (school_id);

CREATE TABLE signal_comment (
    signal TEXT NOT NULL,
    school_id UUID NOT NULL,
    body TEXT NOT NULL,
    person_id UUID,
    written_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_signal_comment PRIMARY KEY (id),
    CONSTRAINT ck_signal_comment_body_given CHECK (length(body) >= 3),
    CONSTRAINT fk_signal_comment_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_signal_comment_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_signal_comment_signal ON signal_comment (signal, written_at);

CREATE INDEX ix_signal_comment_school_id ON signal_comment (school_id);

CREATE TABLE marked_school (
    school_id UUID NOT NULL,
    year SMALLINT NOT NULL,
    ru4 BOOLEAN NOT NULL,
    ma4 BOOLEAN NOT NULL,
    ru5 BOOLEAN NOT NULL,
    ma5 BOOLEAN NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    person_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_marked_school PRIMARY KEY (id),
    CONSTRAINT uq_marked_school_school_id_year UNIQUE (school_id, year),
    CONSTRAINT ck_marked_school_year CHECK (year between 2000 and 2100),
    CONSTRAINT fk_marked_school_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_marked_school_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)
"""

GUARDS = r"""
select app.guard_table(
    'signal_verdict',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$person_id = (select app.person_id()) and school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'methodist'))$rule$,
    verbs => 'insert',
    keys => array['signal', 'verdict']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'signal_comment',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$person_id = (select app.person_id()) and school_id in (select m.school_id from app.my_sides() m where m.side = 'school')$rule$,
    verbs => 'insert',
    keys => array['signal']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'marked_school',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$person_id = (select app.person_id()) and school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'methodist'))$rule$,
    verbs => 'insert, update',
    keys => array['year']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
)
"""

DOWN = r"""
drop table marked_school;

drop table signal_comment;

drop table signal_verdict
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
