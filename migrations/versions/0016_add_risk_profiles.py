"""Let risk profiles be verified: states, verdicts, signatures of two sides."""

from alembic import op

revision = "0016_add_risk_profiles"
down_revision = "0015_add_appointments"
branch_labels = None
depends_on = None

TABLES = r"""
alter table risk_assessment add column comment text, add column origin text, add column raw_index numeric(5, 2),
    add column person_id uuid,
    add constraint ck_risk_assessment_origin_known check (origin in ('medk', 'file', 'manual', 'local_survey')),
    add constraint ck_risk_assessment_raw_index_percent check (raw_index between 0 and 100),
    add constraint fk_risk_assessment_person_id foreign key (person_id) references person (id) on delete restrict;

CREATE TABLE risk_profile (
    school_id UUID NOT NULL,
    cycle INTEGER NOT NULL,
    state TEXT NOT NULL,
    formed_at TIMESTAMP WITH TIME ZONE,
    self_assessed_at TIMESTAMP WITH TIME ZONE,
    self_assessed_by_id UUID,
    curator_signed_at TIMESTAMP WITH TIME ZONE,
    curator_signed_by_id UUID,
    school_signed_at TIMESTAMP WITH TIME ZONE,
    school_signed_by_id UUID,
    verified_on DATE,
    locked_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_profile PRIMARY KEY (id),
    CONSTRAINT uq_risk_profile_school_id_cycle UNIQUE (school_id, cycle),
    CONSTRAINT ck_risk_profile_state_known CHECK (state in ('awaited', 'formed', 'verification', 'verified', 'locked')),
    CONSTRAINT ck_risk_profile_signed_by_two_people CHECK (curator_signed_by_id <> school_signed_by_id),
    CONSTRAINT ck_risk_profile_verified_on_given CHECK ((state in ('verified', 'locked')) = (verified_on is not null)),
    CONSTRAINT ck_risk_profile_verified_by_signatures CHECK (state not in ('verified', 'locked') or num_nulls(curator_signed_at, curator_signed_by_id, school_signed_at, school_signed_by_id) = 0),
    CONSTRAINT fk_risk_profile_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_profile_self_assessed_by_id FOREIGN KEY(self_assessed_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_profile_curator_signed_by_id FOREIGN KEY(curator_signed_by_id) REFERENCES person (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_profile_school_signed_by_id FOREIGN KEY(school_signed_by_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE TABLE risk_profile_step (
    profile_id UUID NOT NULL,
    school_id UUID NOT NULL,
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    reason TEXT,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_profile_step PRIMARY KEY (id),
    CONSTRAINT fk_risk_profile_step_profile_id FOREIGN KEY(profile_id) REFERENCES risk_profile (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_profile_step_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_profile_step_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_risk_profile_step_profile_id ON risk_profile_step (profile_id);

CREATE TABLE risk_verdict (
    profile_id UUID NOT NULL,
    school_id UUID NOT NULL,
    factor_id UUID NOT NULL,
    verdict TEXT NOT NULL,
    level TEXT NOT NULL,
    reason TEXT,
    is_selected BOOLEAN NOT NULL,
    person_id UUID,
    decided_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_risk_verdict PRIMARY KEY (id),
    CONSTRAINT uq_risk_verdict_profile_id_factor_id UNIQUE (profile_id, factor_id),
    CONSTRAINT ck_risk_verdict_verdict_known CHECK (verdict in ('confirmed', 'not_confirmed', 'level_changed')),
    CONSTRAINT ck_risk_verdict_level_known CHECK (level in ('high', 'medium', 'low')),
    CONSTRAINT ck_risk_verdict_reason_given CHECK (verdict = 'confirmed' or length(reason) >= 3),
    CONSTRAINT fk_risk_verdict_profile_id FOREIGN KEY(profile_id) REFERENCES risk_profile (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_verdict_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_verdict_factor_id FOREIGN KEY(factor_id) REFERENCES risk_factor (id) ON DELETE RESTRICT,
    CONSTRAINT fk_risk_verdict_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
);

CREATE INDEX ix_risk_verdict_school_id ON risk_verdict (school_id);

create trigger risk_profile_not_own_school before insert or update of curator_signed_by_id on risk_profile
    for each row execute function app.refuse_own_school('curator_signed_by_id');

create trigger risk_verdict_not_own_school before insert or update of person_id on risk_verdict
    for each row execute function app.refuse_own_school('person_id');

create trigger risk_assessment_not_own_school before insert or update on risk_assessment
    for each row when (new.source = 'curator') execute function app.refuse_own_school('person_id')
"""

BACKFILL = r"""
alter table risk_assessment no force row level security;

insert into risk_profile (school_id, cycle, state, formed_at, version)
select r.school_id, r.cycle, 'formed', min(r.recorded_at), 1 from risk_assessment r group by r.school_id, r.cycle;

alter table risk_assessment force row level security
"""

GUARDS = r"""
select app.guard_table(
    'risk_profile',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator', 'methodist')) or ((select app.client_id()) is not null and school_id in (select app.my_schools()))$rule$,
    verbs => 'insert, update',
    keys => array['cycle']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'risk_verdict',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('curator'))$rule$,
    verbs => 'insert, update, delete',
    keys => array['verdict']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.guard_table(
    'risk_profile_step',
    read_rule => $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$,
    write_rule => $rule$school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'school', 'curator', 'mentor', 'methodist')) or ((select app.client_id()) is not null and school_id in (select app.my_schools()))$rule$,
    verbs => 'insert',
    keys => array['action']::text[],
    digested => array[]::text[],
    quiet => array[]::text[]
);

select app.allow_writes('risk_assessment', 'insert, update, delete', $rule$(select app.sees_all()) or school_id in (select app.my_schools())$rule$, $rule$(source = 'school' and school_id in (select m.school_id from app.my_sides() m where m.side in ('school'))) or (source = 'curator' and school_id in (select m.school_id from app.my_sides() m where m.side in ('curator'))) or (source = 'survey' and (school_id in (select m.school_id from app.my_sides() m where m.side in ('office', 'methodist')) or ((select app.client_id()) is not null and school_id in (select app.my_schools()))))$rule$)
"""

DOWN = r"""
drop trigger risk_assessment_not_own_school on risk_assessment;

drop policy risk_assessment_insert on risk_assessment;

drop policy risk_assessment_update on risk_assessment;

drop policy risk_assessment_delete on risk_assessment;

revoke insert, update, delete on risk_assessment from marshrut_app;

drop table risk_profile_step;

drop table risk_verdict;

drop table risk_profile;

alter table risk_assessment drop constraint fk_risk_assessment_person_id, drop column comment, drop column origin,
    drop column raw_index, drop column person_id
"""


def _run(script: str) -> None:
    for statement in script.strip().split(";\n\n"):
        op.execute(statement)


def upgrade() -> None:
    for script in (TABLES, BACKFILL, GUARDS):
        _run(script)


def downgrade() -> None:
    _run(DOWN)
