"""Reads scales with their history, procedures and subjects."""

from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import NotFound
from backend.domain.scales import Scale, bands_of_scale
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES
from backend.features.assessments.scales.schemas import (
    Band,
    Condition,
    HeldOut,
    HeldSubjectsOut,
    MarkMinimum,
    ProcedureList,
    ProcedureOut,
    ScaleList,
    ScaleOfWorkOut,
    ScaleVersionOut,
    SubjectEntryOut,
    SubjectList,
    WaveOut,
)
from backend.features.assessments.schemas import SubjectOut

_PROCEDURES = Path(__file__).parents[3] / "data" / "procedures.yaml"
SINCE_THEN = 2100
KIND_TITLES = {
    "marks": "Отметки",
    "minimum": "Минимум для «3»",
    "certificate": "Порог аттестата",
    "university": "Порог вуза (Рособрнадзор)",
    "university_minobrnauki": "Порог вузов Минобрнауки",
    "university_minprosv": "Порог вузов Минпросвещения",
    "conversion": "Перевод в тестовый балл",
}
_STATE_TITLES = {
    "current": "действует",
    "superseded": "заменена",
    "offered": "предложена справочником, не действует",
}
_ORIGIN_TITLES = {"file": "справочник", "person": "методист", "passport": "паспорт работы"}

_ROWS = (
    "select s.*, b.code as subject_code, b.name as subject_name, b.short_name as subject_short_name,"
    " w.full_name as author_name, o.id as offered_id"
    " from scale s join subject b on b.id = s.subject_id left join person w on w.id = s.author_id"
    " left join scale o on s.state = 'current' and o.state = 'offered' and o.passport_id is null"
    " and (o.kind, o.procedure, o.subject_id, o.programme_grade, o.series, o.year_from)"
    " = (s.kind, s.procedure, s.subject_id, s.programme_grade, s.series, s.year_from)"
)
_ORDER = (
    "array_position(array['vpr', 'dr', 'oge', 'ege', 'gve9', 'gve11', 'kr9'], s.procedure), s.kind <> 'marks', s.kind,"
    " b.position, s.programme_grade, s.year_from desc, s.series"
)
_LIST = text(
    f"{_ROWS} where (s.state = 'current' or (:history and s.state <> 'current'))"
    " and s.procedure = coalesce(:procedure, s.procedure) and s.kind = coalesce(:kind, s.kind)"
    " and b.code = coalesce(:subject, b.code)"
    " and coalesce(:year, s.year_from) between s.year_from and s.year_to"
    f" order by {_ORDER}, s.version desc"
)
_ONE = text(f"{_ROWS} where s.id = :id")
_VERSIONS = text(
    f"{_ROWS} join scale k on k.id = :id and (s.kind, s.procedure, s.subject_id, s.programme_grade, s.series,"
    " s.year_from) = (k.kind, k.procedure, k.subject_id, k.programme_grade, k.series, k.year_from)"
    " and s.passport_id is not distinct from k.passport_id order by s.version desc"
)
_PROTOCOLS = text("select count(*) from protocol where scale_id = :id")
_SUBJECTS = text("select * from subject order by position")


async def list_scales(
    session: AsyncSession,
    *,
    procedure: str | None,
    subject: str | None,
    year: int | None,
    kind: str | None,
    history: bool,
) -> ScaleList:
    """Return the scales in force (all versions with `history`), by procedure, subject, grade and year."""
    named = {
        "procedure": procedure,
        "subject": subject,
        "year": year,
        "kind": kind,
        "history": history,
    }
    rows = (await session.execute(_LIST, named)).mappings()
    return ScaleList(items=[ScaleVersionOut(**_version(row)) for row in rows])


async def get_scale(session: AsyncSession, caller: Caller, scale_id: UUID) -> ScaleOfWorkOut:
    """Return a version with the history of its key; raises `NotFound`."""
    row = await read_scale(session, scale_id)
    versions = (await session.execute(_VERSIONS, {"id": scale_id})).mappings()
    refusal = why_not_edit(row)
    may = Permission.EDIT_SCALES in caller.permissions
    return ScaleOfWorkOut(
        **_version(row),
        versions=[ScaleVersionOut(**_version(one)) for one in versions],
        protocols=await session.scalar(_PROTOCOLS, {"id": scale_id}) or 0,
        allowed_actions=["edit"] if may and refusal is None else [],
        blocked_by={"edit": refusal} if may and refusal is not None else {},
    )


async def read_scale(session: AsyncSession, scale_id: UUID) -> RowMapping:
    """Return the row of a version with names; raises `NotFound`."""
    row = (await session.execute(_ONE, {"id": scale_id})).mappings().first()
    if row is None:
        raise NotFound("Такой шкалы нет или она вам не видна.")
    return row


def why_not_edit(row: RowMapping) -> str | None:
    """Return why no new version can be written upon this one; None = it can."""
    if row["origin"] == "passport":
        return "Шкала следует из паспорта работы: меняют паспорт."
    if row["state"] != "current":
        return "Эту версию уже заменили или она не действует. Откройте действующую: введённое не потеряется."
    return None


async def list_subjects(session: AsyncSession) -> SubjectList:
    """Return the subjects in their order."""
    rows = (await session.execute(_SUBJECTS)).mappings()
    names = SubjectEntryOut.model_fields
    return SubjectList(items=[SubjectEntryOut(**{n: row[n] for n in names}) for row in rows])


async def list_procedures(session: AsyncSession) -> ProcedureList:
    """Return the procedures of the data file with what is known of their years."""
    known = {
        row["code"]: SubjectOut(code=row["code"], name=row["name"], short_name=row["short_name"])
        for row in (await session.execute(_SUBJECTS)).mappings()
    }
    return ProcedureList(items=[_procedure(entry, known) for entry in procedure_entries()])


@lru_cache(maxsize=1)
def procedure_entries() -> list[dict[str, Any]]:
    """Return `procedures.yaml` as it stands."""
    entries: list[dict[str, Any]] = yaml.safe_load(_PROCEDURES.read_text(encoding="utf-8"))
    return entries


def _procedure(entry: dict[str, Any], known: dict[str, SubjectOut]) -> ProcedureOut:
    return ProcedureOut(
        code=entry["code"],
        title=entry["title"],
        full_title=entry["full_title"],
        waves=[WaveOut(code=code, title=WAVE_TITLES[code]) for code in entry["waves"]],
        basis=entry["basis"],
        held=[
            HeldOut(
                year_from=held["years"][0],
                year_to=held["years"][1],
                wave=held["wave"],
                wave_title=WAVE_TITLES[held["wave"]],
                grades=held["grades"],
                programme_step=held.get("programme_step", 0),
                subjects=[
                    HeldSubjectsOut(
                        grades=line["grades"],
                        subjects=[known[code] for code in line["subjects"] if code in known],
                        note=line.get("note"),
                    )
                    for line in held["subjects"]
                ],
                note=held["note"],
                source=held["source"],
                confidence=held["confidence"],
            )
            for held in entry["held"]
        ],
    )


def _version(row: RowMapping) -> dict[str, Any]:
    same = (
        "id", "kind", "procedure", "programme_grade", "series", "year_from", "year_to", "max_primary",
        "profile_min", "min_test", "min_mark", "test_scores", "source", "confidence", "version", "state",
        "origin", "author_name", "reason", "basis", "recorded_at", "passport_id", "offered_id",
    )  # fmt: skip
    return {
        **{name: row[name] for name in same},
        "kind_title": KIND_TITLES[row["kind"]],
        "procedure_title": PROCEDURE_TITLES[row["procedure"]],
        "subject": SubjectOut(
            code=row["subject_code"], name=row["subject_name"], short_name=row["subject_short_name"]
        ),
        "years": _years(row["year_from"], row["year_to"]),
        "bands": _bands(row),
        "min_primary": row["min_3"] if row["kind"] == "minimum" else None,
        "conditions": [_condition(stored) for stored in row["conditions"]],
        "state_title": _STATE_TITLES[row["state"]],
        "origin_title": _ORIGIN_TITLES[row["origin"]],
    }


def _years(first: int, last: int) -> str:
    if last == SINCE_THEN:
        return f"с {first}"
    return str(first) if first == last else f"{first}–{last}"


def _bands(row: RowMapping) -> list[Band] | None:
    if row["kind"] != "marks":
        return None
    scale = Scale(row["min_3"], row["min_4"], row["min_5"], row["max_primary"])
    return [
        Band.model_validate({"mark": int(mark), "lowest": ends[0], "highest": ends[1]})
        for mark, ends in bands_of_scale(scale).items()
    ]


def _condition(stored: dict[str, Any]) -> Condition:
    return Condition(
        code=stored["code"],
        title=stored["title"],
        minima=[
            MarkMinimum.model_validate({"mark": int(mark), "points": points})
            for mark, points in sorted(stored["minima"].items())
        ],
        lowers=stored["lowers"],
    )
