"""What a person has chosen about the reading and what the parent tells the child, from one line of JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """Absent choices mean «as detected». Keys of mappings are numbers of tables."""

    filename: str
    secret: bytes
    sender_school: Mapping[str, Any] | None
    issues_limit: int
    profile: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    date_order: str | None = None
    leading_zeros: str | None = None
    header_rows: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    works: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    work: Mapping[str, Any] | None = None
    kind: str | None = None
    """«participant»: one stored row with changes, which may name its participant by a key."""

    def work_of(self, table: int) -> Mapping[str, Any] | None:
        """Return the work chosen for a table, or for the whole file."""
        return self.works.get(str(table)) or self.work


_ISSUES_LIMIT = 20_000
_PLAIN = (
    "profile",
    "encoding",
    "delimiter",
    "decimal",
    "date_order",
    "leading_zeros",
    "work",
    "kind",
)
_MAPPED = ("header_rows", "columns", "works")


def options_from(data: Mapping[str, Any]) -> Options:
    """Build options from the line of the parent."""
    reading = data.get("reading") or {}
    choices: dict[str, Any] = {name: reading.get(name) for name in _PLAIN}
    choices |= {name: reading.get(name) or {} for name in _MAPPED}
    return Options(
        filename=data.get("filename") or "",
        secret=bytes.fromhex(data.get("participant_secret") or ""),
        sender_school=data.get("sender_school"),
        issues_limit=data.get("issues_limit") or _ISSUES_LIMIT,
        **choices,
    )
