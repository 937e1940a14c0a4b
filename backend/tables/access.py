"""Who may come in: credentials, grants, log-in sessions, machine clients, failed attempts."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Instant, RecordedAt, one_of

PERSON_ROLES = (
    "admin",
    "head",
    "coordinator",
    "office_specialist",
    "methodist",
    "curator",
    "mentor",
    "school_head",
    "school_deputy",
    "auditor",
)
MACHINE_ROLES = ("machine_results", "machine_medk")


class Credential(Base):
    """The password of a person, as an argon2id string. Readable only in the log-in stage."""

    __tablename__ = "credential"
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    changed_at: Mapped[RecordedAt]
    __table_args__ = (CheckConstraint("login = lower(login)", name="login_lower"),)


class RoleGrant(Base):
    """A role of a person, over the whole installation, a region, an office or one school, for a period.

    Curators and mentors have no unit here: their schools follow from `assignment`.
    """

    __tablename__ = "role_grant"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id", ondelete="RESTRICT"))
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    __table_args__ = (
        one_of("role", PERSON_ROLES),
        CheckConstraint("num_nonnulls(region_id, office_id, school_id) <= 1", name="one_unit"),
        CheckConstraint(
            "(role in ('school_head', 'school_deputy')) = (school_id is not null)",
            name="school_role",
        ),
        CheckConstraint("valid_to >= valid_from", name="period"),
        Index("ix_role_grant_person_id", "person_id"),
    )


class AuthSession(Base):
    """One log-in on one device: a family of rotating refresh tokens (security.md A5)."""

    __tablename__ = "auth_session"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    generation: Mapped[int]
    token_hash: Mapped[str]
    previous_hash: Mapped[str | None]
    rotated_at: Mapped[Instant]
    started_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    revoked_because: Mapped[str | None]
    __table_args__ = (Index("ix_auth_session_person_id", "person_id"),)


class MachineClient(Base):
    """A program with its own credentials and scopes (security.md A8). Two live secrets allow rotation."""

    __tablename__ = "machine_client"
    client_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str]]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id", ondelete="RESTRICT"))
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    secret_hash: Mapped[str]
    next_secret_hash: Mapped[str | None]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]
    __table_args__ = (
        one_of("role", MACHINE_ROLES),
        CheckConstraint("num_nonnulls(region_id, office_id) <= 1", name="one_unit"),
    )


class LoginAttempt(Base):
    """A failed log-in, counted per account and per address prefix (security.md A4)."""

    __tablename__ = "login_attempt"
    login_hash: Mapped[str]
    address_prefix: Mapped[str]
    at: Mapped[Instant] = mapped_column(server_default=text("clock_timestamp()"))
    __table_args__ = (
        Index("ix_login_attempt_login_hash_at", "login_hash", "at"),
        Index("ix_login_attempt_address_prefix_at", "address_prefix", "at"),
    )
