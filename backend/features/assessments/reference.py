"""Loads subjects and scales from the data files; new and changed entries are written, nothing is deleted."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import yaml
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.domain.scales import Scale as Bands
from backend.domain.scales import scale_of_bands
from backend.tables.assessments import Scale, Subject

DATA = Path(__file__).parents[2] / "data"
OPEN_END = 2100
"""Year of a scale whose source says «from that year on»: a newer scale with a later start wins."""
_LOCK = text("select pg_advisory_xact_lock(hashtextextended('assessment reference', 0))")


class ScaleEntry(NamedTuple):
    """One scale of the data file, with its source and how sure it is."""

    procedure: str
    subject: str
    programme_grade: int
    year_from: int
    year_to: int
    bands: Bands
    source: str
    confidence: str


async def load_assessment_reference(connection: AsyncConnection) -> None:
    """Bring subjects and scales up to the data files, in the caller's transaction (worker role).

    Running it again changes nothing and leaves no trace in the change log.
    """
    await connection.execute(_LOCK)
    subjects = yaml.safe_load((DATA / "subjects.yaml").read_text(encoding="utf-8"))
    rows = [{**subject, "position": place} for place, subject in enumerate(subjects, start=1)]
    await _bring_up(connection, Subject, rows, key=("code",))
    ids = {row.code: row.id for row in await connection.execute(select(Subject.code, Subject.id))}
    data = yaml.safe_load((DATA / "assessment_scales.yaml").read_text(encoding="utf-8"))
    await _bring_up(
        connection,
        Scale,
        [_scale_row(entry, ids) for entry in scale_entries(data)],
        key=("procedure", "subject_id", "programme_grade", "year_from"),
    )


def scale_entries(data: Mapping[str, Any]) -> list[ScaleEntry]:
    """Read `assessment_scales.yaml`: raises ValueError on bands with gaps.

    Left out, because a scale here is one per work: ГВЭ works whose series have scales of their own, and years
    for which the file gives only the minimum of «3». Side conditions of ОГЭ (literacy, geometry) change a mark,
    not the scale; the mark of a file wins, so they are not applied.
    """
    found = [*_vpr(data["vpr"]), *_oge(data["oge"]), *_gve9(data["gve9"]), *_math_base(data["ege"])]
    keys = [(e.procedure, e.subject, e.programme_grade, e.year_from) for e in found]
    if len(set(keys)) != len(keys):
        message = f"two scales for one work: {sorted(k for k in keys if keys.count(k) > 1)}"
        raise ValueError(message)
    return found


def _vpr(data: Mapping[str, Any]) -> Iterator[ScaleEntry]:
    for entry in data["scales"]:
        bands = scale_of_bands(entry["bands"], max_primary=entry["max_primary"])
        sure = (
            "высокая"
            if entry["subject"] in {"russian", "math"}
            else "границы: высокая, максимум: средняя"
        )
        yield ScaleEntry(
            "vpr", entry["subject"], entry["grade"], 2020, 2022, bands,
            "открытые разборщики файлов ВПР 2020–2022, границы совпадают", sure,
        )  # fmt: skip
    for year in data["other_years"]:
        for subject, bands in year["bands"].items():
            yield ScaleEntry(
                "vpr", subject, year["grade"], _first_year(year["year"]), OPEN_END,
                scale_of_bands(bands), year["source"], "низкая: страница без даты",
            )  # fmt: skip


def _oge(data: Mapping[str, Any]) -> Iterator[ScaleEntry]:
    current = {entry["subject"]: entry for entry in data["scales"]}
    for entry in data["scales"]:
        yield _oge_entry(entry, data["year"], data["year"], data["source"], "высокая")
    for entry in data["other_years"]:
        years = _years(entry["year"])
        if "bands" in entry:
            yield _oge_entry(entry, years[0], years[-1], entry["source"], "высокая")
        elif str(entry.get("note", "")).startswith("same bands as 2024"):
            for subject in entry["subject"].split(","):
                yield _oge_entry(
                    current[subject],
                    years[0],
                    years[-1],
                    "границы как в письме 2024 года",
                    "высокая",
                )


def _oge_entry(
    entry: Mapping[str, Any], year_from: int, year_to: int, source: str, sure: str
) -> ScaleEntry:
    bands = scale_of_bands(entry["bands"], max_primary=entry["max_primary"])
    return ScaleEntry("oge", entry["subject"], 9, year_from, year_to, bands, source, sure)


def _gve9(data: Mapping[str, Any]) -> Iterator[ScaleEntry]:
    for entry in data["scales"]:
        if entry["variant"] == "all":
            bands = scale_of_bands(entry["bands"], max_primary=entry["max_primary"])
            yield ScaleEntry(
                "gve9",
                entry["subject"],
                9,
                data["year"],
                data["year"],
                bands,
                data["source"],
                "высокая",
            )


def _math_base(data: Mapping[str, Any]) -> Iterator[ScaleEntry]:
    for entry in data["math_base_bands"]:
        years = _years(entry["years"])
        last = OPEN_END if str(entry["years"]).endswith("+") else years[-1]
        bands = scale_of_bands(entry["bands"], max_primary=entry["max_primary"])
        yield ScaleEntry(
            "ege",
            "math_base",
            11,
            years[0],
            last,
            bands,
            "знание практиков, без документа",
            "высокая",
        )


def _years(value: object) -> list[int]:
    return [int(year) for year in re.findall(r"\b20\d\d\b", str(value))]


def _first_year(value: object) -> int:
    return _years(value)[0]


def _scale_row(entry: ScaleEntry, subject_ids: Mapping[str, UUID]) -> dict[str, Any]:
    return {
        "procedure": entry.procedure,
        "subject_id": subject_ids[entry.subject],
        "programme_grade": entry.programme_grade,
        "year_from": entry.year_from,
        "year_to": entry.year_to,
        "min_3": entry.bands.min_3,
        "min_4": entry.bands.min_4,
        "min_5": entry.bands.min_5,
        "max_primary": entry.bands.max_primary,
        "source": entry.source,
        "confidence": entry.confidence,
    }


async def _bring_up(
    connection: AsyncConnection,
    table: type[Subject] | type[Scale],
    rows: list[dict[str, Any]],
    *,
    key: tuple[str, ...],
) -> None:
    """Insert what is new and update what differs, in one statement."""
    wish = insert(table).values(rows)
    changed = {name: wish.excluded[name] for name in rows[0] if name not in key}
    differs = [getattr(table, name).is_distinct_from(value) for name, value in changed.items()]
    condition = differs[0]
    for one in differs[1:]:
        condition |= one
    await connection.execute(
        wish.on_conflict_do_update(index_elements=list(key), set_=changed, where=condition)
    )
