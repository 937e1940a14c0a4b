"""Who may come in: credentials, grants, log-in sessions, machine clients, failed attempts."""

from datetime import date
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.dialects.postgresql import DATERANGE, Range
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


class Deputy(Base):
    """Who acts with somebody's rights while that person is away; for one person never two at once."""

    __tablename__ = "deputy"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    deputy_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    period: Mapped[Range] = mapped_column(DATERANGE)  # type: ignore[type-arg]
    basis: Mapped[str]
    __table_args__ = (
        CheckConstraint("person_id <> deputy_id", name="somebody_else"),
        CheckConstraint("not isempty(period)", name="period_not_empty"),
        Index("ix_deputy_deputy_id", "deputy_id"),
    )


event.listen(
    Deputy.__table__,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "alter table deputy add constraint uq_deputy_no_overlap"
        " unique (person_id, period without overlaps)"
    ),
)


class CalendarFeed(Base):
    """The secret address of a person's calendar, kept by its hash; a new one revokes the one before."""

    __tablename__ = "calendar_feed"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[RecordedAt]
    revoked_at: Mapped[Instant | None]
    last_read_at: Mapped[Instant | None]
    __table_args__ = (
        Index(
            "uq_calendar_feed_person_id_live",
            "person_id",
            unique=True,
            postgresql_where="revoked_at is null",
        ),
    )
