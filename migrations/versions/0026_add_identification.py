"""Identify ОО с НОР: versions of the rule, runs over frozen counts, decisions of people, appeals of schools."""

from alembic import op

revision = "0026_add_identification"
down_revision = "0025_serve_figures"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE low_results_rule (
    code TEXT NOT NULL,
    office_id UUID,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    parameters JSONB NOT NULL,
    source TEXT NOT NULL,
    confidence TEXT NOT NULL,
    origin TEXT NOT NULL,
    based_on_id UUID,
    author_id UUID,
    reason TEXT,
    basis TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_low_results_rule PRIMARY KEY (id),
    CONSTRAINT ck_low_results_rule_origin_known CHECK (origin in ('file', 'person')),
    CONSTRAINT uq_low_results_rule_code_office_id_version UNIQUE NULLS NOT DISTINCT (code, office_id, version),
    CONSTRAINT ck_low_results_rule_person_gives_why CHECK ((origin = 'person') = (office_id is not null) and (origin = 'file' or num_nulls(author_id, reason, basis, based_on_id) = 0)),
    CONSTRAINT fk_low_results_rule_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_low_results_rule_based_on_id FOREIGN KEY(based_on_id) REFERENCES low_results_rule (id) ON DELETE RESTRICT,
    CONSTRAINT fk_low_results_rule_author_id FOREIGN KEY(author_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE identification_run (
    office_id UUID NOT NULL,
    rule_id UUID NOT NULL,
    year SMALLINT NOT NULL,
    note TEXT,
    schools INTEGER NOT NULL,
    digest TEXT NOT NULL,
    started_by_id UUID,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    published_by_id UUID,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_identification_run PRIMARY KEY (id),
    CONSTRAINT ck_identification_run_year CHECK (year between 2000 and 2100),
    CONSTRAINT ck_identification_run_schools CHECK (schools > 0),
    CONSTRAINT ck_identification_run_published_by_somebody CHECK ((published_at is null) = (published_by_id is null)),
    CONSTRAINT fk_identification_run_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_run_rule_id FOREIGN KEY(rule_id) REFERENCES low_results_rule (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_run_started_by_id FOREIGN KEY(started_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_run_published_by_id FOREIGN KEY(published_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_identification_run_office_id ON identification_run (office_id, year);

CREATE TABLE identification_line (
    run_id UUID NOT NULL,
    school_id UUID NOT NULL,
    school_kind TEXT NOT NULL,
    counts JSONB NOT NULL,
    status TEXT NOT NULL,
    zone TEXT,
    outcome JSONB NOT NULL,
    digest TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_identification_line PRIMARY KEY (id),
    CONSTRAINT ck_identification_line_status_known CHECK (status in ('low_results', 'at_risk', 'none', 'no_data', 'excluded')),
    CONSTRAINT ck_identification_line_zone_known CHECK (zone in ('red', 'yellow', 'green')),
    CONSTRAINT uq_identification_line_run_id_school_id UNIQUE (run_id, school_id),
    CONSTRAINT fk_identification_line_run_id FOREIGN KEY(run_id) REFERENCES identification_run (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_line_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE INDEX ix_identification_line_school_id ON identification_line (school_id);

CREATE TABLE identification_decision (
    run_id UUID NOT NULL,
    school_id UUID NOT NULL,
    decision TEXT NOT NULL,
    zone TEXT NOT NULL,
    basis TEXT NOT NULL,
    reason TEXT,
    person_id UUID NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_identification_decision PRIMARY KEY (id),
    CONSTRAINT ck_identification_decision_decision_known CHECK (decision in ('listed', 'monitored', 'not_listed')),
    CONSTRAINT ck_identification_decision_zone_known CHECK (zone in ('red', 'yellow', 'green')),
    CONSTRAINT ck_identification_decision_basis_given CHECK (length(basis) >= 3),
    CONSTRAINT fk_identification_decision_run_id FOREIGN KEY(run_id) REFERENCES identification_run (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_decision_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_decision_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_identification_decision_run_id ON identification_decision (run_id, school_id);

CREATE INDEX ix_identification_decision_school_id ON identification_decision (school_id);

CREATE TABLE identification_appeal (
    run_id UUID NOT NULL,
    school_id UUID NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    document_id UUID,
    author_id UUID NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    taken_by_id UUID,
    taken_at TIMESTAMP WITH TIME ZONE,
    closed_by_id UUID,
    closed_at TIMESTAMP WITH TIME ZONE,
    answer TEXT,
    basis TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_identification_appeal PRIMARY KEY (id),
    CONSTRAINT ck_identification_appeal_state_known CHECK (state in ('submitted', 'under_review', 'satisfied', 'rejected', 'withdrawn')),
    CONSTRAINT ck_identification_appeal_body_given CHECK (length(body) >= 10),
    CONSTRAINT ck_identification_appeal_closed_by_somebody CHECK ((state in ('submitted', 'under_review')) = (closed_at is null) and (closed_at is null) = (closed_by_id is null)),
    CONSTRAINT ck_identification_appeal_answer_given CHECK (state not in ('satisfied', 'rejected') or length(answer) >= 3),
    CONSTRAINT fk_identification_appeal_run_id FOREIGN KEY(run_id) REFERENCES identification_run (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_appeal_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_appeal_document_id FOREIGN KEY(document_id) REFERENCES school_document (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_appeal_author_id FOREIGN KEY(author_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_appeal_taken_by_id FOREIGN KEY(taken_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_identification_appeal_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_identification_appeal_school_id ON identification_appeal (school_id);

CREATE UNIQUE INDEX uq_identification_appeal_open ON identification_appeal (run_id, school_id) WHERE state in ('submitted', 'under_review')
"""

# A run is only opened to schools later: nothing else of it can be changed, nor of a line or a decision.
GUARDS = r"""
select app.guard_table(
    'low_results_rule',
    read_rule => $rule$(select app.is_signed_in()) and (office_id is null or (select app.sees_all()) or office_id in (select app.my_home_offices()))$rule$,
    write_rule => $rule$office_id in (select app.my_offices()) or (office_id is not null and (select app.sees_all()))$rule$,
    verbs => 'insert',
    keys => array['code','version']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'identification_run',
    read_rule => $rule$(select app.sees_all()) or office_id in (select app.my_offices()) or (published_at is not null and office_id in (select app.my_home_offices()))$rule$,
    write_rule => $rule$office_id in (select app.my_offices()) or (office_id is not null and (select app.sees_all()))$rule$,
    verbs => 'insert',
    keys => array['year']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

grant update (published_at, published_by_id) on identification_run to marshrut_app;

create policy identification_run_update on identification_run for update to marshrut_app
    using ((select app.sees_all()) or office_id in (select app.my_offices()))
    with check (office_id in (select app.my_offices()) or (office_id is not null and (select app.sees_all())));

select app.guard_table(
    'identification_line',
    read_rule => $rule$(select app.sees_all()) or (school_id in (select app.my_schools()) and run_id in (select id from identification_run))$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office'))$rule$,
    verbs => 'insert',
    keys => array['status','zone']::text[],
    digested => array['counts','outcome']::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'identification_decision',
    read_rule => $rule$(select app.sees_all()) or (school_id in (select app.my_schools()) and run_id in (select id from identification_run))$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office')) and run_id in (select id from identification_run)$rule$,
    verbs => 'insert',
    keys => array['decision','zone']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'identification_appeal',
    read_rule => $rule$(select app.sees_all()) or (school_id in (select app.my_schools()) and run_id in (select id from identification_run))$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school')) and run_id in (select id from identification_run)$rule$,
    verbs => 'insert, update',
    keys => array['state']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

create trigger identification_decision_not_own_school before insert or update of person_id on identification_decision
    for each row execute function app.refuse_own_school('person_id');

create trigger identification_appeal_not_own_school before insert or update of state on identification_appeal
    for each row when (new.state in ('satisfied', 'rejected'))
    execute function app.refuse_own_school('closed_by_id');

grant insert, update on low_results_status to marshrut_app;

create policy low_results_status_insert on low_results_status for insert to marshrut_app
    with check (school_id in (select m.school_id from app.my_sides() m where m.side in ('office')));

create policy low_results_status_update on low_results_status for update to marshrut_app
    using ((select app.sees_all()) or school_id in (select app.my_schools()))
    with check (school_id in (select m.school_id from app.my_sides() m where m.side in ('office')))
"""

DOWN = r"""
drop policy low_results_status_update on low_results_status;

drop policy low_results_status_insert on low_results_status;

revoke insert, update on low_results_status from marshrut_app;

drop table identification_appeal;

drop table identification_decision;

drop table identification_line;

drop table identification_run;

drop table low_results_rule
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
