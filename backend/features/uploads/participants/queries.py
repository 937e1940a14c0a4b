"""Reads participants of a protocol, and makes of one of them and its changes the file that corrects the protocol."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.file_replies import StaleVersion
from backend.domain.scores.correction import Result, as_plain_row, corrected
from backend.domain.scores.packing import task_list
from backend.domain.work_titles import work_title
from backend.features.uploads.participants.schemas import (
    CorrectionIn,
    ParticipantOut,
    ParticipantsOut,
)

_LARGEST_CODE = 2**63 - 1
_WORK = (
    "procedure",
    "year",
    "wave",
    "subject_id",
    "grade",
    "programme_grade",
    "series",
    "written_on",
)
_PROTOCOL = text(
    "select p.id, p.school_id, s.short_name as school_name, s.code as school_code, s.fisoko_login, p.version, p.state,"
    " p.basis, w.procedure, w.year, w.wave, w.subject_id, j.name as subject, w.grade, w.programme_grade, w.series,"
    " w.written_on, w.max_primary, t.names, t.maxima, now.id as current_id, now.version as current_version"
    " from protocol p join school s on s.id = p.school_id join work w on w.id = p.work_id"
    " join subject j on j.id = w.subject_id join task_list t on t.id = p.task_list_id"
    " left join protocol now on now.school_id = p.school_id and now.work_id = p.work_id and now.state = 'current'"
    " where p.id = :id"
)
_PARTICIPANTS = text(
    "select r.code::text as code, pp.class_names[r.class_number] as class_name,"
    " pp.variant_names[r.variant_number] as variant, r.primary_score, r.test_score, r.mark, r.journal_mark,"
    " pp.task_scores[(r.place - 1) * cardinality(t.maxima) + 1 : r.place * cardinality(t.maxima)] as task_scores"
    " from protocol p join protocol_participants pp on pp.id = p.id join task_list t on t.id = p.task_list_id"
    " cross join lateral unnest(coalesce(pp.long_codes, pp.codes::bigint[]), pp.class_numbers, pp.variant_numbers,"
    "  pp.primary_scores, pp.test_scores, pp.marks, pp.journal_marks) with ordinality"
    "  as r (code, class_number, variant_number, primary_score, test_score, mark, journal_mark, place)"
    " where p.id = :id and (cast(:code as bigint) is null or r.code = :code) order by r.code"
)
_ALREADY_MADE = text(
    "select exists (select from upload u join protocol p on p.upload_id = u.id and p.state = 'current'"
    " where u.sha256 = :sha256 and u.state = 'committed')"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """The one full row that corrects a protocol, as a file of the plain layout, and how it is to be read."""

    content: bytes
    options: dict[str, Any]
    reason: str


async def list_participants(session: AsyncSession, protocol_id: UUID) -> ParticipantsOut:
    """Return the participants of one version of a protocol; raises `NotFound`."""
    protocol = await _protocol(session, protocol_id)
    rows = (await session.execute(_PARTICIPANTS, {"id": protocol_id, "code": None})).mappings()
    return ParticipantsOut(
        protocol_id=protocol_id,
        **{name: protocol[name] for name in ("school_id", "school_name", "version", "state", "basis", "max_primary")},
        work_title=work_title(
            **{name: protocol[name] for name in _WORK if name not in {"subject_id", "written_on"}},
            subject=protocol["subject"],
        ),
        task_names=protocol["names"],
        task_max=protocol["maxima"],
        items=[
            ParticipantOut(**{**row, "task_scores": row["task_scores"] or None}) for row in rows
        ],
    )  # fmt: skip


async def plan_correction(
    session: AsyncSession, protocol_id: UUID, code: str, asked: CorrectionIn, *, version: int
) -> Correction:
    """Return the row to write.

    Raises `NotFound`, `StaleVersion`, `Conflict` when the protocol is no longer in force, `Invalid` for values that
    cannot be.
    """
    protocol = await _protocol(session, protocol_id)
    row = await _participant(session, protocol_id, code)
    if version != protocol["version"]:
        raise StaleVersion(
            f"Это версия {protocol['version']} протокола, а правите вы версию {version}. Откройте протокол заново."
        )
    stored, result = _results(row, asked, protocol)
    content = _content(row, result, protocol)
    if protocol["state"] != "current" and not await _is_made(session, content):
        raise _replaced(protocol)
    if result == stored:
        raise Conflict("Менять нечего: такой результат уже записан.", slug="nothing-changes")
    work = {name: protocol[name] for name in _WORK}
    options = {"kind": "participant", "profile": "plain", "protocol_id": protocol_id, "work": work}
    return Correction(content, json.loads(json.dumps(options, default=str)), asked.reason)


async def _protocol(session: AsyncSession, protocol_id: UUID) -> RowMapping:
    row = (await session.execute(_PROTOCOL, {"id": protocol_id})).mappings().first()
    if row is None:
        raise NotFound("Такого протокола нет среди доступных вам.")
    return row


async def _participant(session: AsyncSession, protocol_id: UUID, code: str) -> RowMapping:
    row = None
    if int(code) <= _LARGEST_CODE:
        asked = {"id": protocol_id, "code": int(code)}
        row = (await session.execute(_PARTICIPANTS, asked)).mappings().first()
    if row is None:
        raise NotFound("Участника с таким кодом в протоколе нет.")
    return row


def _results(row: RowMapping, asked: CorrectionIn, protocol: RowMapping) -> tuple[Result, Result]:
    tasks = task_list(protocol["names"], protocol["maxima"])
    scores = row["task_scores"] or [None] * len(tasks.names)
    plain = {name: row[name] for name in ("primary_score", "test_score", "mark", "journal_mark")}
    stored = Result(**plain, task_scores=tuple(scores))
    changes = asked.model_dump(exclude_unset=True, exclude={"reason"})
    if not changes:
        raise Invalid("Не сказано, что исправить: пришлите хотя бы одно значение.")
    maximum = protocol["max_primary"] or sum(tasks.maxima) or None
    result, faults = corrected(stored, changes, tasks=tasks, max_primary=maximum)
    if faults:
        raise Invalid(
            "; ".join(message for _, message in faults[:3]),
            errors=[
                {"pointer": f"/{field}", "code": "value", "message": message}
                for field, message in faults
            ],
        )
    return stored, result


def _content(row: RowMapping, result: Result, protocol: RowMapping) -> bytes:
    login = protocol["fisoko_login"]
    line = {
        "school": f"edu{login}" if login else protocol["school_code"],
        **{name: protocol[name] for name in _WORK if name != "subject_id" and protocol[name] is not None},
        "subject": protocol["subject"],
        "class": row["class_name"],
        "participant": row["code"],
        "variant": row["variant"],
        **as_plain_row(result, task_list(protocol["names"], protocol["maxima"])),
    }  # fmt: skip
    known = {name: str(value) for name, value in line.items() if value not in {None, ""}}
    return json.dumps(known, ensure_ascii=False).encode() + b"\n"


async def _is_made(session: AsyncSession, content: bytes) -> bool:
    """Tell whether the protocol in force was made by this very correction: it was sent a second time."""
    return bool(await session.scalar(_ALREADY_MADE, {"sha256": sha256(content).hexdigest()}))


def _replaced(protocol: RowMapping) -> Conflict:
    now = protocol["current_version"]
    return Conflict(
        f"Протокол уже заменён версией {now}: правьте её."
        if now
        else "Протокол откачен: править нечего.",
        slug="protocol-replaced",
        members={
            "current_protocol_id": str(protocol["current_id"]) if now else None,
            "current_version": now,
        },
    )
