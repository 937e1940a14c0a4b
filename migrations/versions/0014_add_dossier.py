"""Keep classes by year, renames, mergers and closings of schools, and when a person last looked."""

from alembic import op

revision = "0014_add_dossier"
down_revision = "0013_add_sides"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE reorganisation (
    school_id UUID NOT NULL,
    kind TEXT NOT NULL,
    happened_on DATE NOT NULL,
    basis TEXT NOT NULL,
    former_short_name TEXT,
    former_full_name TEXT,
    successor_id UUID,
    person_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_reorganisation PRIMARY KEY (id),
    CONSTRAINT ck_reorganisation_kind_known CHECK (kind in ('renamed', 'merged', 'closed', 'reopened')),
    CONSTRAINT ck_reorganisation_successor_of_merger CHECK (kind <> 'merged' or successor_id is not null),
    CONSTRAINT ck_reorganisation_successor_is_another CHECK (successor_id <> school_id),
    CONSTRAINT ck_reorganisation_former_name_given CHECK (kind <> 'renamed' or former_short_name is not null),
    CONSTRAINT fk_reorganisation_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganisation_successor_id FOREIGN KEY(successor_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_reorganisation_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_reorganisation_school_id ON reorganisation (school_id);

CREATE INDEX ix_reorganisation_successor_id ON reorganisation (successor_id);

CREATE TABLE school_class (
    school_id UUID NOT NULL,
    academic_year INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    letter TEXT NOT NULL,
    pupils INTEGER NOT NULL,
    as_of DATE NOT NULL,
    source TEXT NOT NULL,
    person_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_school_class PRIMARY KEY (id),
    CONSTRAINT uq_school_class_school_id_academic_year_grade_letter UNIQUE (school_id, academic_year, grade, letter),
    CONSTRAINT ck_school_class_headcount CHECK (grade between 1 and 12 and pupils >= 0),
    CONSTRAINT fk_school_class_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_school_class_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE school_look (
    person_id UUID NOT NULL,
    school_id UUID NOT NULL,
    looked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    previous_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_school_look PRIMARY KEY (id),
    CONSTRAINT uq_school_look_person_id_school_id UNIQUE (person_id, school_id),
    CONSTRAINT fk_school_look_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT fk_school_look_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

alter table person add column municipality_id uuid,
    add constraint fk_person_municipality_id foreign key (municipality_id) references municipality (id) on delete restrict
"""

GUARDS = r"""
select app.guard_table(
    'school_class',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$(select app.sees_all()) or school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school'))$rule$,
    verbs => 'insert, update, delete',
    keys => array['academic_year', 'grade', 'letter']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'reorganisation',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools()) or successor_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office'))$rule$,
    verbs => 'insert',
    keys => array['kind', 'happened_on']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'school_look',
    read_rule => $rule$person_id = (select app.person_id())$rule$,
    write_rule => $rule$person_id = (select app.person_id())$rule$,
    verbs => 'insert, update',
    keys => array['looked_at']::text[],
    digested => array[]::text[],
    quiet => array['looked_at', 'previous_at']::text[]
);

select app.allow_writes('school', 'update', $rule$(select app.sees_all()) or id in (select app.my_schools())$rule$, $rule$id in (select m.school_id from app.my_sides() m where m.side = 'office')$rule$)
"""

DOWN = r"""
drop policy school_update on school;

revoke update on school from marshrut_app;

alter table person drop constraint fk_person_municipality_id, drop column municipality_id;

drop table school_look;

drop table reorganisation;

drop table school_class
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
