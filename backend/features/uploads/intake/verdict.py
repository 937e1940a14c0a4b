"""The verdict on a read file: what its names mean, what is wrong, what writing it would do; without its rows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping

from backend.domain.scores.issues import Issue
from backend.domain.scores.packing import Protocols, Rows, TaskList, pack
from backend.domain.scores.rules import ERROR, OF_ALL_ROWS, RULES
from backend.domain.work_titles import work_title
from backend.features.uploads.intake.checks import Findings
from backend.features.uploads.intake.differences import Differences
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.resolving import Resolved, WorkKey
from backend.features.uploads.intake.scales import WorkScale


@dataclass(slots=True)
class Screening:
    """The verdict on a file, without its rows."""

    found: Gathered
    resolved: Resolved
    works: list[WorkKey] = field(default_factory=list)
    """Different works of the file; `work_of` says which of them a work number of the file is (−1 unknown)."""
    work_of: list[int] = field(default_factory=list)
    work_ids: dict[WorkKey, UUID] = field(default_factory=dict)
    scales: list[WorkScale | None] = field(default_factory=list)
    minimum_tests: NDArray[np.integer] = field(default_factory=lambda: np.zeros(1, dtype=np.int16))
    """Lowest test score for the certificate by number of a different work, −1 unknown."""
    maxima: dict[int, int] = field(default_factory=dict)
    """Maximum primary score by number of a different work."""
    task_lists: list[TaskList] = field(default_factory=list)
    schools: list[RowMapping] = field(default_factory=list)
    school_of: list[int] = field(default_factory=list)
    findings: Findings = field(default_factory=lambda: Findings([], Counter()))
    differences: Differences = field(default_factory=Differences)
    outcomes: Counter[str] = field(default_factory=Counter)
    """protocols_new, protocols_changed, protocols_identical, rows_stored."""
    figures: list[dict[str, Any]] = field(default_factory=list)
    rows_by_school: Counter[int] = field(default_factory=Counter)
    rows_by_work: Counter[int] = field(default_factory=Counter)

    @property
    def issues(self) -> list[Issue]:
        return [*self.found.issues, *self.findings.issues]

    @property
    def unkept(self) -> Counter[str]:
        return self.found.unkept + self.findings.unkept

    @property
    def errors(self) -> int:
        kept = sum(found.severity == ERROR for found in self.issues)
        return kept + sum(n for code, n in self.unkept.items() if RULES[code].severity == ERROR)

    @property
    def forbids_all(self) -> bool:
        """Whether an error speaks of all rows, so that no row may be written."""
        return any(found.code in OF_ALL_ROWS for found in self.issues)

    @property
    def changed_share(self) -> float | None:
        """Return (changed + missing) of stored rows as a fraction; None when nothing is stored."""
        stored = self.outcomes["rows_stored"]
        changed = self.differences.rows_changed + self.differences.rows_missing
        return changed / stored if stored else None

    def title_of(self, work: int) -> str:
        key = self.works[work]
        number = self.work_of.index(work)
        subject = self.resolved.subjects[number]
        return work_title(
            procedure=key.procedure,
            year=key.year,
            wave=key.wave,
            subject=subject["name"] if subject else "",
            grade=key.grade,
            programme_grade=key.programme_grade,
            series=key.series,
        )


def packed(verdict: Screening, rows: Rows) -> Protocols:
    """Make protocols of sorted rows with the names and thresholds of the verdict."""
    return pack(
        rows,
        minimum_test=verdict.minimum_tests[rows["work"]],
        class_names=verdict.found.classes,
        variant_names=verdict.found.variants,
        task_lists=verdict.task_lists,
    )
