"""The list of a run as a workbook: the schools that are chosen, their works, and a sheet that says what it is."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.file_replies import OutgoingFile
from backend.core.table_book import Cell, Sheet, parameters, table_book
from backend.features.identification.line_words import judged_out, line_row
from backend.features.identification.queries import (
    LineFilter,
    read_lines,
    read_rule_version,
    read_run,
    rule_out,
)
from backend.features.identification.schemas import (
    IdentificationLineRowOut,
    JudgedWorkOut,
    LowResultsRuleOut,
)
from backend.features.identification.snapshot import read_marked

_YES = {True: "да", False: "нет"}


async def export_run(
    session: AsyncSession, caller: Caller, run_id: UUID, chosen: LineFilter, now: datetime
) -> OutgoingFile:
    """Return the list as XLSX, the same lines and words as on the screen; raises `NotFound`."""
    run = await read_run(session, run_id)
    rule = rule_out(await read_rule_version(session, run["rule_id"]))
    rows = await read_lines(session, run_id, chosen, page_size=None)
    marked = await read_marked(session, [row["school_id"] for row in rows], run["year"])
    lines = [line_row(row, marked.get(row["school_id"], [])) for row in rows]
    works = [(row["school_name"], work) for row in rows for work in judged_out(row["outcome"])]
    facts: list[tuple[str, Cell]] = [
        ("Расчёт за год", run["year"]),
        ("Управление", run["office_name"]),
        ("Состояние", "открыт школам" if run["published_at"] else "не открыт школам"),
        *_rule_lines(rule),
        ("Контрольная сумма расчёта", run["digest"]),
        ("Школ в расчёте", run["schools"]),
        ("Школ в выгрузке", len(lines)),
    ]
    about = parameters(facts, now=now, who=caller.name)
    return await table_book(
        f"ОО с НОР {run['year']},", [_list(lines), _works(works), about], now=now
    )


def _rule_lines(rule: LowResultsRuleOut) -> list[tuple[str, Cell]]:
    asked = rule.parameters
    return [
        ("Правило", rule.label),
        ("Основание правила", rule.basis or rule.source),
        ("Порог доли, %", asked.share_pct),
        ("Участников не меньше", asked.min_participants),
        ("Критерий А, процедур", asked.low_procedures),
        ("Критерии", asked.criteria_title),
        ("Группа риска, доля от, %", asked.near_share_pct),
    ]


def _list(lines: Sequence[IdentificationLineRowOut]) -> Sheet:
    return Sheet(
        "Перечень",
        (("Школа", 44), ("Муниципалитет", 26), ("По правилу", 22), ("Зона", 16), ("Почему", 80),
         ("Низких процедур", 11), ("Учтено процедур", 11), ("Ближе всего к порогу", 40),
         ("Вероятность быть в перечне при таких n", 16), ("Три года", 34),
         ("Маркеры необъективности ВПР", 18), ("Решение", 22), ("Зона по решению", 16), ("Основание", 34),
         ("Почему не по правилу", 34), ("Возражение", 18)),
        [
            (
                one.school_name, one.municipality, one.status_title, one.zone_title,
                "\n".join(reason.text for reason in one.reasons), one.low, one.assessed, one.nearest,
                one.probability, one.stability, ", ".join(one.marked) or None,
                one.decision.title if one.decision else None,
                one.decision.zone_title if one.decision else None,
                one.decision.basis if one.decision else None,
                one.decision.reason if one.decision else None, one.appeal_title,
            )
            for one in lines
        ],
    )  # fmt: skip


def _works(works: Sequence[tuple[str, JudgedWorkOut]]) -> Sheet:
    return Sheet(
        "Процедуры",
        (("Школа", 44), ("Процедура", 50), ("Участников", 11), ("Ниже минимума", 11), ("Доля, %", 10),
         ("Интервал 95 %, от", 11), ("до", 11), ("Учтена", 9), ("Низкая", 9), ("Год назад тоже", 10),
         ("До порога, п. п.", 11), ("До порога, учеников", 11), ("Вероятность доли не ниже порога", 14)),
        [
            (
                name, one.title, one.participants, one.below, one.pct, one.ci_low_pct, one.ci_high_pct,
                _YES[one.is_enough], _YES[one.is_low], _YES[one.was_low], one.margin_pp, one.pupils_to_cross,
                one.probability,
            )
            for name, one in works
        ],
    )  # fmt: skip
