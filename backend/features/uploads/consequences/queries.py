"""What stands on results and changes with an upload: figures before and after, findings of «Качество данных».

Only what is counted from protocols is told; what is written by people or not counted yet is said openly. The two
conditions are those of the rules in `features/quality/rules/results.py`, asked about the protocols as they will be.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.features.uploads.schemas.findings import (
    ConsequenceOut,
    ConsequencesOut,
    FigureChangeOut,
)

_UPLOAD = text("select state, reading from upload where id = :id")
_FINDINGS = text(
    """
    select f.school_id, f.school_name, f.work_title, f.n_before, f.n_after, s.active_to,
        coalesce(w.written_on, f.written_on) as written_on, c.pupils
    from jsonb_to_recordset(cast(:figures as jsonb)) f (school_id uuid, school_name text, work_title text, work_id uuid,
        year smallint, wave text, grade smallint, written_on date, n_before integer, n_after integer)
    join school s on s.id = f.school_id
    left join work w on w.id = f.work_id
    left join (select n.school_id, n.academic_year, n.grade, sum(n.pupils) as pupils from school_class n
        group by n.school_id, n.academic_year, n.grade) c on c.school_id = f.school_id and c.grade = f.grade
        and c.academic_year = case when f.wave = 'autumn' then f.year else f.year - 1 end
    where coalesce(w.written_on, f.written_on) > s.active_to or greatest(f.n_before, f.n_after) > c.pupils
    order by f.school_name, f.work_title
    """
)
_UNDONE = {"cancelled", "failed", "reverted"}
_LATER = {"appears": "появится", "stays": "останется с новыми числами", "goes": "закроется"}
_DONE = {"appears": "появилось", "stays": "осталось с новыми числами", "goes": "закрылось"}
_QUESTIONS = "По файлу есть вопросы без ответа: что изменится, посчитаем после ответов."
_ERRORS = (
    "В файле есть ошибки: числа «после» посчитаны без исправлений и изменятся вместе с файлом."
)
_LOW_RESULTS = (
    "Признак НОР: сейчас он заносится решением и от загрузки сам не меняется; расчёт признака по результатам"
    " система ещё не ведёт."
)
_PAPERS = "Справки о визитах и документы школ: их тексты пишут люди, и система не знает, какие результаты в них названы."
_PUBLICATIONS = "Публикации: открытых страниц с результатами в системе ещё нет."


async def get_consequences(session: AsyncSession, upload_id: UUID) -> ConsequencesOut:
    """Return what writing an upload changes, as compared when it was last checked; raises `NotFound`."""
    upload = (await session.execute(_UPLOAD, {"id": upload_id})).mappings().first()
    if upload is None:
        raise NotFound("Такой загрузки нет среди доступных вам.")
    reading = upload["reading"] or {}
    if reading.get("questions") or not reading.get("figures_total"):
        not_counted = [_QUESTIONS] if reading.get("questions") else []
        return ConsequencesOut(figures=[], figures_total=0, others=[], not_counted=not_counted)
    figures = reading["figures"]
    return ConsequencesOut(
        figures=[FigureChangeOut.model_validate(figure) for figure in figures],
        figures_total=reading["figures_total"],
        others=[]
        if upload["state"] in _UNDONE
        else await _findings(session, upload["state"], figures),
        not_counted=_not_counted(upload["state"], reading),
    )


async def _findings(
    session: AsyncSession, state: str, figures: list[Mapping[str, Any]]
) -> list[ConsequenceOut]:
    rows = (await session.execute(_FINDINGS, {"figures": json.dumps(figures)})).mappings().all()
    words = _DONE if state == "committed" else _LATER
    return [found for row in rows for found in (*_closed(row, words), *_too_many(row, words))]


def _closed(row: RowMapping, words: Mapping[str, str]) -> list[ConsequenceOut]:
    written_on, closed_on = row["written_on"], row["active_to"]
    if written_on is None or closed_on is None or written_on <= closed_on:
        return []
    change = words["appears" if row["n_before"] is None else "stays"]
    fact = f"работа написана {written_on:%d.%m.%Y}, школа закрыта с {closed_on:%d.%m.%Y}"
    return [_finding(row, f"замечание {change}: {fact}.")]


def _too_many(row: RowMapping, words: Mapping[str, str]) -> list[ConsequenceOut]:
    if row["pupils"] is None:
        return []
    before, after = (row["n_before"] or 0) > row["pupils"], row["n_after"] > row["pupils"]
    if not before and not after:
        return []
    change = words["stays" if before and after else "appears" if after else "goes"]
    fact = f"участников с результатом {row['n_after']}, обучающихся в параллели {row['pupils']}"
    return [_finding(row, f"замечание {change}: {fact}.")]


def _finding(row: RowMapping, what: str) -> ConsequenceOut:
    return ConsequenceOut(
        kind="quality_finding",
        title=f"{row['school_name']}, {row['work_title']}",
        what=f"Качество данных: {what}",
        link=f"/schools/{row['school_id']}/results",
        school_id=row["school_id"],
    )


def _not_counted(state: str, reading: Mapping[str, Any]) -> list[str]:
    found = []
    if reading.get("errors") and state == "screened":
        found.append(_ERRORS)
    shown = len(reading["figures"])
    if shown < reading["figures_total"] and state not in _UNDONE:
        found.append(
            f"Замечания качества данных посмотрели у {shown} протоколов с наибольшим изменением"
            f" из {reading['figures_total']}."
        )
    return [*found, _LOW_RESULTS, _PAPERS, _PUBLICATIONS]
