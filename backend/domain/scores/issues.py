"""One shape of an issue of a results file, its order, grouping for people. The catalogue is `rules.py`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.scores.rules import ERROR, RULES

SAVED_ISSUES = 1_000
"""How many issues of one file are kept row by row; the groups always count all of them."""
_SHOWN_RANGES = 12


@dataclass(frozen=True, slots=True)
class Issue:
    """One place in the file. `row` and `column` as Excel shows them; None = the whole file. `table` = its number."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    header: str | None = None
    how_to_fix: str = ""
    table: int | None = None

    @property
    def severity(self) -> str:
        return RULES[self.code].severity

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "how_to_fix": self.how_to_fix,
        }


def issue(
    code: str,
    message: str,
    *,
    row: int | None = None,
    column: str | None = None,
    header: str | None = None,
    how_to_fix: str | None = None,
    table: int | None = None,
) -> Issue:
    """Return an issue of a catalogued rule; the advice of the rule stands unless a better one is given."""
    return Issue(code, message, row, column, header, how_to_fix or RULES[code].how_to_fix, table)


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """Return errors first, then by place in the file: the order in which a person repairs them."""
    return sorted(
        issues,
        key=lambda i: (
            i.severity != ERROR,
            i.row or 0,
            len(i.column or ""),
            i.column or "",
            i.code,
            i.message,
        ),
    )


def grouped(
    issues: Sequence[Issue], unkept: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """Return one entry per rule: severity, title, how many, rows as ranges, columns, a sample, advice.

    Errors come first, then the most frequent. `unkept` counts issues that were not kept one by one; their rows
    are not in the ranges, their number is in the count.
    """
    by_code: dict[str, list[Issue]] = {}
    for found in issues:
        by_code.setdefault(found.code, []).append(found)
    more = unkept or {}
    for code in more:
        by_code.setdefault(code, [])
    groups = [_group(code, members, more.get(code, 0)) for code, members in by_code.items()]
    return sorted(groups, key=lambda g: (g["severity"] != ERROR, -g["count"], g["code"]))


def row_ranges(rows: Iterable[int]) -> str:
    """Return rows as a person writes them: «5, 7–9»; a long list ends with how many more there are."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:_SHOWN_RANGES]]
    if len(parts) > _SHOWN_RANGES:
        shown.append(f"и ещё {sum(b - a + 1 for a, b in parts[_SHOWN_RANGES:])}")
    return ", ".join(shown)


def _group(code: str, members: Sequence[Issue], more: int) -> dict[str, Any]:
    rule = RULES[code]
    columns = Counter((m.column, m.header) for m in members if m.column)
    return {
        "code": code,
        "severity": rule.severity,
        "title": rule.title,
        "count": len(members) + more,
        "rows": row_ranges(m.row for m in members if m.row is not None),
        "columns": [{"column": c, "header": h} for (c, h), _ in columns.most_common(_SHOWN_RANGES)],
        "sample": members[0].message if members else rule.title,
        "how_to_fix": members[0].how_to_fix if members else rule.how_to_fix,
    }
