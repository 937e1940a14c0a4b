"""What the statement has given, row by row: works, schools, places, results and who may see them."""

from dataclasses import dataclass

from backend.domain.comparability import Form
from backend.features.figures.queries.reading.counting import (
    Answer,
    Counts,
    figures_out,
    suppressed_out,
)

Key = tuple[str, str]
"""Unit and work."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work as the statement gives it; ids are texts, as in JSON."""

    id: str
    procedure: str
    year: int
    wave: str
    grade: int
    programme_grade: int
    series: str
    max_primary: int | None
    subject_code: str
    subject_name: str
    subject_short_name: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class SchoolRow:
    id: str
    name: str
    is_rural: bool
    pupils: int | None
    municipality_id: str
    office_id: str
    region_id: str
    cluster: str | None


@dataclass(frozen=True, slots=True)
class Place:
    municipality_id: str
    office_id: str
    region_id: str
    municipality_name: str
    office_name: str
    region_name: str

    def at(self, level: str) -> tuple[str, str]:
        """Return id and name of the territory of that level."""
        return getattr(self, f"{level}_id"), getattr(self, f"{level}_name")


@dataclass(frozen=True, slots=True)
class Result:
    """Sums of one unit in one work, and whether they may be shown."""

    counts: Counts
    enrolled: int | None
    scales: frozenset[str | None]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Sibling:
    """A school of the group; `result` by work."""

    id: str
    name: str
    is_seen: bool
    results: dict[str, Result]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer of the statement. `results`: of the level asked for; `parents`: by level, then (id, work)."""

    works: dict[str, WorkRow]
    before: dict[str, str]
    schools: list[SchoolRow]
    places: list[Place]
    results: dict[Key, Result]
    parents: dict[str, dict[Key, Result]]
    seen_clusters: set[str]
    siblings: list[Sibling]
    bands: dict[str, tuple[int, int, int]]

    @property
    def asked(self) -> list[WorkRow]:
        return [work for work in self.works.values() if work.is_asked]

    def figures(self, result: Result, work_id: str) -> Answer:
        """Return the figures as they are shown."""
        if result.is_hidden:
            return suppressed_out()
        return figures_out(result.counts, self.works[work_id].max_primary)

    def bands_of(self, result: Result) -> set[tuple[int, int, int] | None]:
        """Return the scales by which the marks of the unit were given; usually one."""
        return {self.bands.get(scale) if scale else None for scale in result.scales}

    def form(self, result: Result, work_id: str) -> Form:
        """Return what a result is of, for the rules of comparability."""
        work = self.works[work_id]
        bands = self.bands_of(result)
        return Form(
            procedure=work.procedure,
            subject=work.subject_name,
            year=work.year,
            wave=work.wave,
            programme_grade=work.programme_grade,
            series=work.series,
            max_primary=work.max_primary,
            bands=next(iter(bands)) if len(bands) == 1 else None,
            participants=result.counts.participants,
            enrolled=result.enrolled,
        )
