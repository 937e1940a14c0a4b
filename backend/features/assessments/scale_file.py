"""Reads `assessment_scales.yaml` into one entry per scale; says what in the file is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from backend.domain.scales import Scale, SideCondition, condition_of_json, why_not_conditions

_TEST_THRESHOLDS = ("certificate", "university", "university_minobrnauki", "university_minprosv")


@dataclass(frozen=True, slots=True)
class ScaleEntry:
    """One scale of the data file: what it is of, its figures, where they come from."""

    kind: str
    procedure: str
    subject: str
    programme_grade: int
    series: str
    year_from: int
    year_to: int
    source: str
    confidence: str
    min_3: int | None = None
    min_4: int | None = None
    min_5: int | None = None
    max_primary: int | None = None
    profile_min: int | None = None
    min_test: int | None = None
    min_mark: int | None = None
    test_scores: list[int] | None = None
    conditions: tuple[SideCondition, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        return (
            self.kind, self.procedure, self.subject, self.programme_grade, self.series, self.year_from,
        )  # fmt: skip

    @property
    def figures(self) -> dict[str, Any]:
        """What makes a version: everything but the key, as the table keeps it."""
        kept = asdict(self)
        names = ("kind", "procedure", "subject", "programme_grade", "series", "year_from")
        return {
            **{name: value for name, value in kept.items() if name not in names},
            "conditions": [stored_condition(one) for one in self.conditions],
        }


def stored_condition(condition: SideCondition) -> dict[str, Any]:
    """Return a side condition as `scale.conditions` keeps it (`condition_of_json` reads it back)."""
    return {
        "code": condition.code,
        "title": condition.title,
        "minima": {str(mark): points for mark, points in condition.minima},
        "lowers": condition.lowers,
    }


def scale_entries(data: Mapping[str, Any]) -> list[ScaleEntry]:
    """Read the data file: raises ValueError on bands that do not rise and on two scales for one key."""
    conditions = {
        name: condition_of_json(stored) for name, stored in data.get("conditions", {}).items()
    }
    found = [
        *_marks(data["marks"], conditions),
        *_thresholds("minimum", data["minimum"]),
        *(e for kind in _TEST_THRESHOLDS for e in _thresholds(kind, data[kind])),
        *_conversions(data["conversion"]),
    ]
    keys = [entry.key for entry in found]
    if len(set(keys)) != len(keys):
        message = f"two scales for one key: {sorted(str(k) for k in keys if keys.count(k) > 1)}"
        raise ValueError(message)
    return found


def _marks(
    groups: list[Mapping[str, Any]], conditions: Mapping[str, SideCondition]
) -> Iterator[ScaleEntry]:
    for group in groups:
        for line in group["scales"]:
            bands = Scale(*line["bands"])
            needed = tuple(conditions[name] for name in line.get("conditions", ()))
            refusal = why_not_conditions(needed)
            if refusal is not None:
                raise ValueError(refusal)
            for series in line.get("series", [""]):
                yield ScaleEntry(
                    **_common("marks", group, line, str(series)),
                    min_3=bands.min_3,
                    min_4=bands.min_4,
                    min_5=bands.min_5,
                    max_primary=bands.max_primary,
                    profile_min=line.get("profile_min"),
                    conditions=needed,
                )


def _thresholds(kind: str, groups: list[Mapping[str, Any]]) -> Iterator[ScaleEntry]:
    columns = {"primary": "min_3", "test": "min_test", "mark": "min_mark"}
    for group in groups:
        for name, column in columns.items():
            for subject, lowest in group.get(name, {}).items():
                figure: dict[str, Any] = {column: lowest}
                yield ScaleEntry(**_common(kind, group, {"subject": subject}, ""), **figure)


def _conversions(groups: list[Mapping[str, Any]]) -> Iterator[ScaleEntry]:
    for group in groups:
        scores = list(group["test"])
        if scores != sorted(scores) or scores[0] != 0 or scores[-1] > 100:
            message = f"test scores must rise from 0 to at most 100: {group['subject']}"
            raise ValueError(message)
        yield ScaleEntry(
            **_common("conversion", group, group, ""),
            test_scores=scores,
            max_primary=len(scores) - 1,
        )


def _common(
    kind: str, group: Mapping[str, Any], line: Mapping[str, Any], series: str
) -> dict[str, Any]:
    first, last = group["years"]
    return {
        "kind": kind,
        "procedure": group["procedure"],
        "subject": line["subject"],
        "programme_grade": line["grade"] if "grade" in line else group["grade"],
        "series": series,
        "year_from": first,
        "year_to": last,
        "source": group["source"],
        "confidence": line.get("confidence", group["confidence"]),
    }
