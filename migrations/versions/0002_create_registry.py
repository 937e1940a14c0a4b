"""Create the registry (region … school, people) and what access needs (credentials, grants, sessions)."""

from alembic import op

revision = "0002_create_registry"
down_revision = "0001_create_gate"
branch_labels = None
depends_on = None

TABLES = r"""
CREATE TABLE region (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_region PRIMARY KEY (id),
    CONSTRAINT ck_region_code_digits CHECK (code ~ '^[0-9]{2}$'),
    CONSTRAINT uq_region_code UNIQUE (code)
);

CREATE TABLE territorial_office (
    region_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_territorial_office PRIMARY KEY (id),
    CONSTRAINT uq_territorial_office_region_id_code UNIQUE (region_id, code),
    CONSTRAINT fk_territorial_office_region_id FOREIGN KEY(region_id) REFERENCES region (id) ON DELETE RESTRICT
);

CREATE TABLE municipality (
    office_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    oktmo TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_municipality PRIMARY KEY (id),
    CONSTRAINT uq_municipality_office_id_code UNIQUE (office_id, code),
    CONSTRAINT ck_municipality_oktmo_digits CHECK (oktmo ~ '^([0-9]{8}|[0-9]{11})$'),
    CONSTRAINT fk_municipality_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT
);

CREATE TABLE school (
    municipality_id UUID NOT NULL,
    code TEXT NOT NULL,
    short_name TEXT NOT NULL,
    full_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_rural BOOLEAN NOT NULL,
    inn TEXT,
    ogrn TEXT,
    kpp TEXT,
    oktmo TEXT,
    fisoko_login TEXT,
    site_url TEXT,
    pupils INTEGER,
    teachers INTEGER,
    active_from DATE,
    active_to DATE,
    successor_id UUID,
    is_synthetic BOOLEAN NOT NULL,
    sort_name TEXT GENERATED ALWAYS AS (translate(lower(short_name), 'ё', 'е')) STORED NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_school PRIMARY KEY (id),
    CONSTRAINT ck_school_kind_known CHECK (kind in ('sosh', 'oosh', 'nosh', 'lyceum', 'gymnasium', 'boarding', 'corrective')),
    CONSTRAINT ck_school_inn_checksum CHECK (inn ~ '^[0-9]{10}$' and app.inn_is_valid(inn)),
    CONSTRAINT ck_school_ogrn_checksum CHECK (ogrn ~ '^[0-9]{13}$' and app.ogrn_is_valid(ogrn)),
    CONSTRAINT ck_school_kpp_digits CHECK (kpp ~ '^[0-9]{9}$'),
    CONSTRAINT ck_school_oktmo_digits CHECK (oktmo ~ '^([0-9]{8}|[0-9]{11})$'),
    CONSTRAINT ck_school_fisoko_login_digits CHECK (fisoko_login ~ '^[0-9]{6,8}$'),
    CONSTRAINT ck_school_active_period CHECK (active_to >= active_from),
    CONSTRAINT ck_school_headcounts CHECK (pupils >= 0 and teachers >= 0),
    CONSTRAINT fk_school_municipality_id FOREIGN KEY(municipality_id) REFERENCES municipality (id) ON DELETE RESTRICT,
    CONSTRAINT uq_school_code UNIQUE (code),
    CONSTRAINT uq_school_inn UNIQUE (inn),
    CONSTRAINT uq_school_ogrn UNIQUE (ogrn),
    CONSTRAINT uq_school_fisoko_login UNIQUE (fisoko_login),
    CONSTRAINT fk_school_successor_id FOREIGN KEY(successor_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE INDEX ix_school_municipality_id ON school (municipality_id);

CREATE INDEX ix_school_sort_name_id ON school (sort_name, id);

CREATE TABLE organisation (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    office_id UUID,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_organisation PRIMARY KEY (id),
    CONSTRAINT ck_organisation_kind_known CHECK (kind in ('territorial_office', 'resource_centre', 'institute', 'federal')),
    CONSTRAINT uq_organisation_code UNIQUE (code),
    CONSTRAINT fk_organisation_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT
);

CREATE TABLE person (
    full_name TEXT NOT NULL,
    position TEXT,
    email TEXT,
    organisation_id UUID,
    school_id UUID,
    dismissed_on DATE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisation (id) ON DELETE RESTRICT,
    CONSTRAINT fk_person_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE TABLE low_results_status (
    school_id UUID NOT NULL,
    academic_year INTEGER NOT NULL,
    status TEXT NOT NULL,
    zone TEXT,
    basis TEXT NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_low_results_status PRIMARY KEY (id),
    CONSTRAINT uq_low_results_status_school_id_academic_year UNIQUE (school_id, academic_year),
    CONSTRAINT ck_low_results_status_status_known CHECK (status in ('low_results', 'at_risk', 'none')),
    CONSTRAINT ck_low_results_status_zone_known CHECK (zone in ('red', 'yellow', 'green')),
    CONSTRAINT fk_low_results_status_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE TABLE credential (
    person_id UUID NOT NULL,
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT app.now() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_credential PRIMARY KEY (id),
    CONSTRAINT ck_credential_login_lower CHECK (login = lower(login)),
    CONSTRAINT uq_credential_person_id UNIQUE (person_id),
    CONSTRAINT fk_credential_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT uq_credential_login UNIQUE (login)
);

CREATE TABLE role_grant (
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    region_id UUID,
    office_id UUID,
    school_id UUID,
    valid_from DATE NOT NULL,
    valid_to DATE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_role_grant PRIMARY KEY (id),
    CONSTRAINT ck_role_grant_role_known CHECK (role in ('admin', 'head', 'coordinator', 'office_specialist', 'methodist', 'curator', 'mentor', 'school_head', 'school_deputy', 'auditor')),
    CONSTRAINT ck_role_grant_one_unit CHECK (num_nonnulls(region_id, office_id, school_id) <= 1),
    CONSTRAINT ck_role_grant_school_role CHECK ((role in ('school_head', 'school_deputy')) = (school_id is not null)),
    CONSTRAINT ck_role_grant_period CHECK (valid_to >= valid_from),
    CONSTRAINT fk_role_grant_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT fk_role_grant_region_id FOREIGN KEY(region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_role_grant_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT,
    CONSTRAINT fk_role_grant_school_id FOREIGN KEY(school_id) REFERENCES school (id) ON DELETE RESTRICT
);

CREATE INDEX ix_role_grant_person_id ON role_grant (person_id);

CREATE TABLE auth_session (
    person_id UUID NOT NULL,
    generation INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    previous_hash TEXT,
    rotated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_because TEXT,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_auth_session PRIMARY KEY (id),
    CONSTRAINT fk_auth_session_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
);

CREATE INDEX ix_auth_session_person_id ON auth_session (person_id);

CREATE TABLE machine_client (
    client_id TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT[] NOT NULL,
    region_id UUID,
    office_id UUID,
    secret_hash TEXT NOT NULL,
    next_secret_hash TEXT,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    last_used_at TIMESTAMP WITH TIME ZONE,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_machine_client PRIMARY KEY (id),
    CONSTRAINT ck_machine_client_role_known CHECK (role in ('machine_results', 'machine_medk')),
    CONSTRAINT ck_machine_client_one_unit CHECK (num_nonnulls(region_id, office_id) <= 1),
    CONSTRAINT uq_machine_client_client_id UNIQUE (client_id),
    CONSTRAINT fk_machine_client_region_id FOREIGN KEY(region_id) REFERENCES region (id) ON DELETE RESTRICT,
    CONSTRAINT fk_machine_client_office_id FOREIGN KEY(office_id) REFERENCES territorial_office (id) ON DELETE RESTRICT
);

CREATE TABLE login_attempt (
    login_hash TEXT NOT NULL,
    address_prefix TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    id UUID DEFAULT uuidv7() NOT NULL,
    CONSTRAINT pk_login_attempt PRIMARY KEY (id)
);

CREATE INDEX ix_login_attempt_address_prefix_at ON login_attempt (address_prefix, at);

CREATE INDEX ix_login_attempt_login_hash_at ON login_attempt (login_hash, at);
"""


def upgrade() -> None:
    for statement in TABLES.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table login_attempt")
    op.execute("drop table machine_client")
    op.execute("drop table auth_session")
    op.execute("drop table role_grant")
    op.execute("drop table credential")
    op.execute("drop table low_results_status")
    op.execute("drop table person")
    op.execute("drop table organisation")
    op.execute("drop table school")
    op.execute("drop table municipality")
    op.execute("drop table territorial_office")
    op.execute("drop table region")
