"""Signals and the confirmation of marks as workbooks: what the screen shows, and a sheet «Параметры»."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.clock import SAMARA
from backend.core.file_replies import OutgoingFile
from backend.core.table_book import Cell, Sheet, parameters, table_book
from backend.domain.lifecycle.signals import SIGNAL_STATE_TITLES
from backend.domain.objectivity_words import REASON_TO_TALK
from backend.features.signals.catalogue import kinds
from backend.features.signals.confirmation import (
    ConfirmationFilter,
    list_confirmation,
    school_name,
)
from backend.features.signals.queries import Filter, choose
from backend.features.signals.schemas import ConfirmationOut, SignalOut, SignalShareOut

_PURPOSE = (
    "Результаты ВПР не оценивают работу учителя: в книге нет и не может быть сведений об учителях."
)
_PERCENT_FROM_N = 20
_SIGNALS = (
    ("Школа", 40), ("Год", 7), ("О чём", 34), ("Работа", 48), ("n", 7), ("Что видно", 80), ("Решение", 18),
    ("Кто решил", 30), ("Когда", 12),
)  # fmt: skip
_CONFIRMATION = (
    ("ОО", 40), ("Предмет", 22), ("Класс", 7), ("Участников", 12), ("Сравнено с журналом", 12), ("Понизили, чел", 10),
    ("Понизили, %", 10), ("Подтвердили, чел", 12), ("Подтвердили, %", 12), ("Повысили, чел", 10),
    ("Повысили, %", 10), ("Работа", 48), ("Примечание", 30),
)  # fmt: skip


async def export_signals(
    session: AsyncSession, caller: Caller, chosen: Filter, *, now: datetime
) -> OutgoingFile:
    """Return the chosen signals as XLSX; raises `Conflict` when it is too much at once."""
    found = await choose(session, chosen)
    about: list[tuple[str, Cell]] = [
        ("Год", found.year),
        ("Школа", await school_name(session, chosen.school_id) or "все"),
        ("О чём", next((k.title for k in kinds().values() if k.code == chosen.kind), "обо всём")),
        ("Решение", SIGNAL_STATE_TITLES.get(chosen.state or "", "любое")),
        ("Просмотрено протоколов", found.looked.protocols),
        ("Из них слишком мало участников", found.looked.too_small),
        ("Как читать", REASON_TO_TALK),
        *((kind.title, f"{kind.words} Источник: {kind.source}.") for kind in kinds().values()),
    ]
    lines = [_signal(signal) for signal in found.left]
    sheets = [Sheet("Сигналы объективности", _SIGNALS, lines), _about(about, caller, now)]
    return await table_book("Сигналы объективности", sheets, now=now)


async def export_confirmation(
    session: AsyncSession, caller: Caller, chosen: ConfirmationFilter, *, now: datetime
) -> OutgoingFile:
    """Return the whole table of the confirmation of marks as XLSX."""
    table = await list_confirmation(session, chosen, limit=None)
    subject = next((s.title for s in table.subjects if s.value == chosen.subject), "все")
    about: list[tuple[str, Cell]] = [
        ("Год", table.year),
        ("Школа", await school_name(session, chosen.school_id) or "все"),
        ("Предмет", subject),
        ("Класс", chosen.grade or "все"),
        ("Строк", table.total_rows),
        ("Не показано строк", table.total.hidden_rows),
        ("Как считаются доли", "Из тех, у кого есть обе отметки; доля пишется от 20 человек."),
    ]
    sheets = [
        Sheet("Подтверждение отметок", _CONFIRMATION, _confirmation(table)),
        _about(about, caller, now),
    ]
    return await table_book("Подтверждение отметок", sheets, now=now)


def _about(facts: list[tuple[str, Cell]], caller: Caller, now: datetime) -> Sheet:
    return parameters([*facts, ("Для чего", _PURPOSE)], now=now, who=caller.name)


def _signal(signal: SignalOut) -> list[Cell]:
    decided = f"{signal.decided_at.astimezone(SAMARA):%d.%m.%Y}" if signal.decided_at else None
    return [
        signal.school_name, signal.year, signal.kind_title, signal.title, signal.n, signal.words, signal.state_title,
        signal.decided_by, decided,
    ]  # fmt: skip


def _confirmation(table: ConfirmationOut) -> list[list[Cell]]:
    lines: list[list[Cell]] = [
        [
            row.school_name, row.subject_name, row.grade, row.participants, row.compared, *_pair(row.lowered),
            *_pair(row.confirmed), *_pair(row.raised), row.work_title, row.why_missing or "",
        ]
        for row in table.rows
    ]  # fmt: skip
    total = table.total
    note = f"не вошли строки, где мало участников: {total.hidden_rows}" if total.hidden_rows else ""
    lines.append(
        [
            "Итого", "", "", total.participants, total.compared, *_pair(total.lowered), *_pair(total.confirmed),
            *_pair(total.raised), "", note,
        ]
    )  # fmt: skip
    return lines


def _pair(share: SignalShareOut | None) -> tuple[Cell, Cell]:
    if share is None:
        return None, None
    return share.count, share.pct if share.n >= _PERCENT_FROM_N else None
