"""Region → territorial office → municipality → school; organisations; people; low-results status.

Samara's model: schools belong to the region, municipalities only place them (domain.md 8).
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, one_of

SCHOOL_KINDS = ("sosh", "oosh", "nosh", "lyceum", "gymnasium", "boarding", "corrective")
ORGANISATION_KINDS = ("territorial_office", "resource_centre", "institute", "federal")
LOW_RESULTS = ("low_results", "at_risk", "none")
ZONES = ("red", "yellow", "green")
# Without ICU the order of Russian names is a generated key: «ё» stands with «е» (stack.md 1).
SORT_KEY = "translate(lower({column}), 'ё', 'е')"


class Region(Base):
    __tablename__ = "region"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str]
    __table_args__ = (CheckConstraint("code ~ '^[0-9]{2}$'", name="code_digits"),)


class TerritorialOffice(Base):
    __tablename__ = "territorial_office"
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id", ondelete="RESTRICT"))
    code: Mapped[str]
    name: Mapped[str]
    __table_args__ = (UniqueConstraint("region_id", "code"),)


class Municipality(Base):
    __tablename__ = "municipality"
    office_id: Mapped[UUID] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    code: Mapped[str]
    name: Mapped[str]
    oktmo: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("office_id", "code"),
        CheckConstraint("oktmo ~ '^([0-9]{8}|[0-9]{11})$'", name="oktmo_digits"),
    )


class School(Base):
    """Identifiers as in domain.md 8; unknown ones are NULL, never invented."""

    __tablename__ = "school"
    municipality_id: Mapped[UUID] = mapped_column(
        ForeignKey("municipality.id", ondelete="RESTRICT")
    )
    code: Mapped[str] = mapped_column(unique=True)
    """Human key: the code of the school in РИС ГИА, or ours with the prefix «Ш» while it is unknown."""
    short_name: Mapped[str]
    full_name: Mapped[str]
    kind: Mapped[str]
    is_rural: Mapped[bool]
    inn: Mapped[str | None] = mapped_column(unique=True)
    ogrn: Mapped[str | None] = mapped_column(unique=True)
    kpp: Mapped[str | None]
    oktmo: Mapped[str | None]
    fisoko_login: Mapped[str | None] = mapped_column(unique=True)
    """Digits only: the prefixes «sch» and «edu» mean the same school (domain.md 4.2)."""
    site_url: Mapped[str | None]
    pupils: Mapped[int | None]
    teachers: Mapped[int | None]
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    is_synthetic: Mapped[bool]
    sort_name: Mapped[str] = mapped_column(
        Computed(SORT_KEY.format(column="short_name"), persisted=True)
    )
    __table_args__ = (
        one_of("kind", SCHOOL_KINDS),
        CheckConstraint("inn ~ '^[0-9]{10}$' and app.inn_is_valid(inn)", name="inn_checksum"),
        CheckConstraint("ogrn ~ '^[0-9]{13}$' and app.ogrn_is_valid(ogrn)", name="ogrn_checksum"),
        CheckConstraint("kpp ~ '^[0-9]{9}$'", name="kpp_digits"),
        CheckConstraint("oktmo ~ '^([0-9]{8}|[0-9]{11})$'", name="oktmo_digits"),
        CheckConstraint("fisoko_login ~ '^[0-9]{6,8}$'", name="fisoko_login_digits"),
        CheckConstraint("active_to >= active_from", name="active_period"),
        CheckConstraint("pupils >= 0 and teachers >= 0", name="headcounts"),
        Index("ix_school_sort_name_id", "sort_name", "id"),
        Index("ix_school_municipality_id", "municipality_id"),
    )


class Organisation(Base):
    __tablename__ = "organisation"
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    office_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("territorial_office.id", ondelete="RESTRICT")
    )
    __table_args__ = (one_of("kind", ORGANISATION_KINDS),)


class Person(Base):
    """A member of staff. Pupils are never people here: they are codes inside protocols."""

    __tablename__ = "person"
    full_name: Mapped[str]
    position: Mapped[str | None]
    email: Mapped[str | None]
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="RESTRICT")
    )
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    municipality_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("municipality.id", ondelete="RESTRICT")
    )
    """Where the person lives or works, for the way to a school; NULL = not told."""
    dismissed_on: Mapped[date | None]


class LowResultsStatus(Base):
    """Whether a school counts as ОО с НОР in an academic year (2020 = 2020/21), and on what basis."""

    __tablename__ = "low_results_status"
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id", ondelete="RESTRICT"))
    academic_year: Mapped[int]
    status: Mapped[str]
    zone: Mapped[str | None]
    basis: Mapped[str]
    __table_args__ = (
        UniqueConstraint("school_id", "academic_year"),
        one_of("status", LOW_RESULTS),
        one_of("zone", ZONES),
    )
